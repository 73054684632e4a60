import { fileURLToPath } from 'node:url'
import vueI18n from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const renderer = fileURLToPath(new URL('../renderer/', import.meta.url))

/**
 * Builds the renderer into dist/renderer. It is served with a Content-Security-Policy without inline scripts, inline
 * styles, `eval` and `data:` addresses, so nothing may be inlined and messages are compiled here.
 */
export default defineConfig({
  root: renderer,
  base: './',
  plugins: [
    vue(),
    vueI18n({
      include: [fileURLToPath(new URL('../electron/languages/*/screens/**', import.meta.url))],
      compositionOnly: true,
      dropMessageCompiler: true,
      runtimeOnly: true,
    }),
  ],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome138',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every first screen needs is one file, as each of many costs the way there and back once more.
            { name: 'start', tags: ['$initial'] },
            // What several screens share comes in few files: little ones are put to what is nearly as often asked for.
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 20_000 },
          ],
        },
      },
    },
    reportCompressedSize: true,
    // Kept out of the files themselves: the policy allows no `data:` source maps and the installers carry no maps.
    sourcemap: false,
  },
})
