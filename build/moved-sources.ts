import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Plugin } from 'vite'

const root = join(import.meta.dirname, '..')

/**
 * What was bundled no longer lies where its source lay. A thread's script, named by
 * `new URL('./x-thread.ts', import.meta.url)`, becomes a file of its own beside the bundle.
 * @param placeOf the code that says where a source's folder, named from the repository's directory, is to be found
 * instead of `import.meta.dirname`
 */
export function movedSources(placeOf: (folder: string) => string): Plugin {
  return {
    name: 'plumbline-moved-sources',
    enforce: 'pre',
    transform(code, id) {
      const folder = relative(root, dirname(id))
      if (!/^(electron|test)(\/|$)/.test(folder) || !code.includes('import.meta')) return undefined
      return code
        .replaceAll(/new URL\('(\.\/[\w-]+-thread)\.ts', import\.meta\.url\)/g, (_match, script: string) => {
          const fileName = `${basename(script)}.js`
          this.emitFile({ type: 'chunk', id: resolve(dirname(id), `${script}.ts`), fileName })
          return `new URL('./${fileName}', import.meta.url)`
        })
        .replaceAll('import.meta.dirname', placeOf(folder))
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const left = /new URL\([^)]*\.ts['"]/.exec(chunk.code)
        if (left !== null)
          this.error(`${chunk.fileName} names a source that is not in the bundle: ${left[0]}`)
        // Node keeps the text of what it runs, in two bytes for each character as soon as one of a file needs it.
        chunk.code = chunk.code.replaceAll(/[^\0-\x7f]/g, escaped)
      }
    },
  }
}

/** How bundles for Node are written: without the comments nobody reads there; those of licences stay. */
export const bundleOutput = {
  format: 'es',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  comments: { legal: true, annotation: false, jsdoc: false },
} as const

/** A UTF-16 code unit as texts, templates and regular expressions write it. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
