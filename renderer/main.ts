import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { z } from 'zod'
import App from './App.vue'
import { connect } from './api/index.ts'
import { i18n, useLanguage } from './i18n/index.ts'
import { fetchFirstScreen, router } from './router.ts'
import { tellUnexpectedErrors } from './shell/tell-unexpected-errors.ts'
import { applyAppearance, rememberedAppearance } from './stores/appearance.ts'
import './styles/tokens.css'
import './styles/base.css'

// The page's policy forbids making code from text, so zod must not even try.
z.config({ jitless: true })

/** No await of the module itself: what it awaits is in files that import from the one it is in. */
async function start(): Promise<void> {
  fetchFirstScreen()
  const appearance = rememberedAppearance()
  applyAppearance(appearance)
  await Promise.all([connect(), useLanguage(appearance.language)])
  const app = createApp(App)
  app.use(createPinia())
  app.use(i18n)
  app.use(router)
  tellUnexpectedErrors(app, router)
  app.mount('#app')
}

void start()
