import './compile-cache.js'

await import('../electron/headless/start.ts')
