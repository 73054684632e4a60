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
    reportCompressedSize: true,
    // Kept out of the files themselves: the policy allows no `data:` source maps and the installers carry no maps.
    sourcemap: false,
  },
})
