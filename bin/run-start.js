import './compile-cache.js'

await import('../electron/launch/start.ts')
