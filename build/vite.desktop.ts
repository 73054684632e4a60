import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, defineConfig, type Plugin } from 'vite'
import packageDescription from '../package.json' with { type: 'json' }
import { bundleOutput, movedSources } from './moved-sources.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Builds the desktop app into dist/desktop: the main process with everything it needs in a few files beside each
 * other, the scripts of its threads, the preload script, and a package.json that makes the directory an application
 * Electron can run as it is and electron-builder can pack.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [movedSources(foundBelow), preloadScript(), applicationDirectory()],
  build: {
    outDir: 'dist/desktop',
    emptyOutDir: true,
    target: 'node24',
    ssr: true,
    minify: false,
    rolldownOptions: {
      input: { main: join(root, 'electron/desktop/main.ts') },
      external: ['electron'],
      output: bundleOutput,
    },
  },
  ssr: { noExternal: true, external: ['electron'] },
})

/** Below the application's directory lies what is read at run time as it lies below the repository's. */
function foundBelow(folder: string): string {
  return `(import.meta.dirname + ${JSON.stringify(`/${folder}`)})`
}

/** The preload script runs in a sandbox, which takes one CommonJS file and nothing else. */
function preloadScript(): Plugin {
  let directory = ''
  return {
    name: 'plumbline-preload',
    configResolved(config) {
      directory = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      await build({
        configFile: false,
        root,
        publicDir: false,
        logLevel: 'warn',
        build: {
          outDir: directory,
          emptyOutDir: false,
          target: 'chrome140',
          minify: false,
          lib: {
            entry: join(root, 'electron/desktop/preload.ts'),
            formats: ['cjs'],
            fileName: () => 'preload.cjs',
          },
          rolldownOptions: { external: ['electron'] },
        },
      })
    },
  }
}

/** What is read at run time, and what makes the directory an application. */
function applicationDirectory(): Plugin {
  return {
    name: 'plumbline-application-directory',
    generateBundle() {
      const { version, description, license } = packageDescription
      const manifest = {
        name: 'plumbline',
        productName: 'Plumbline',
        version,
        description,
        license,
        author: 'The Plumbline authors',
        type: 'module',
        main: 'main.js',
      }
      this.emitFile({
        type: 'asset',
        fileName: 'package.json',
        source: `${JSON.stringify(manifest, undefined, 2)}\n`,
      })
    },
    writeBundle({ dir }) {
      if (dir !== undefined) cpSync(join(root, 'resources'), join(dir, 'resources'), { recursive: true })
    },
  }
}
