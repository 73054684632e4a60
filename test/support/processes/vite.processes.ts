import { join } from 'node:path'
import { defineConfig } from 'vite'
import { bundleOutput, movedSources } from '../../../build/moved-sources.ts'

const root = join(import.meta.dirname, '../../..')
const script = (name: string) => join(import.meta.dirname, `${name}.ts`)

/** Bundles the scripts of this folder as the desktop app is bundled; what they read stays where it is. */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [movedSources((folder) => JSON.stringify(join(root, folder)))],
  build: {
    target: 'node24',
    ssr: true,
    minify: false,
    rolldownOptions: {
      input: {
        plumbline: script('plumbline'),
        'killed-process': script('killed-process'),
        'embedded-broker': script('embedded-broker'),
      },
      output: bundleOutput,
    },
  },
  ssr: { noExternal: true },
})
