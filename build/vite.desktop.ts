import { cpSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, defineConfig, type Plugin } from 'vite'
import packageDescription from '../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Builds the desktop app into dist/desktop: the main process with everything it needs in a few files beside each
 * other, the scripts of its threads, the preload script, and a package.json that makes the directory an application
 * Electron can run as it is and electron-builder can pack.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [movedSources(), preloadScript(), applicationDirectory()],
  build: {
    outDir: 'dist/desktop',
    emptyOutDir: true,
    target: 'node24',
    ssr: true,
    minify: false,
    rolldownOptions: {
      input: { main: join(root, 'electron/desktop/main.ts') },
      external: ['electron'],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: ['electron'] },
})

/**
 * What was bundled no longer lies where its source lay. Directories named by `import.meta.dirname` are found below the
 * application's directory as they are below the repository's, and a thread's script, named by
 * `new URL('./x-thread.ts', import.meta.url)`, becomes a file of its own.
 */
function movedSources(): Plugin {
  return {
    name: 'plumbline-moved-sources',
    enforce: 'pre',
    transform(code, id) {
      const folder = relative(root, dirname(id))
      if (!folder.startsWith('electron') || !code.includes('import.meta')) return undefined
      return code
        .replaceAll(/new URL\('(\.\/[\w-]+-thread)\.ts', import\.meta\.url\)/g, (_match, script: string) => {
          const fileName = `${basename(script)}.js`
          this.emitFile({ type: 'chunk', id: resolve(dirname(id), `${script}.ts`), fileName })
          return `new URL('./${fileName}', import.meta.url)`
        })
        .replaceAll('import.meta.dirname', `(import.meta.dirname + ${JSON.stringify(`/${folder}`)})`)
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        const left = chunk.type === 'chunk' ? /new URL\([^)]*\.ts['"]/.exec(chunk.code) : null
        if (left !== null)
          this.error(`${chunk.fileName} names a source that is not in the bundle: ${left[0]}`)
      }
    },
  }
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
