import { createPinia, setActivePinia } from 'pinia'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { languageTags, type LanguageTag } from '../../../../electron/languages/tags.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { activeCommands } from '../../../../renderer/composables/use-commands.ts'
import { matchingCommands } from '../../../../renderer/shell/matching-commands.ts'
import { loadScreens } from '../../../support/foreign-words.ts'
import { mounted } from '../mounted.ts'
import { scriptedTransport } from '../scripted-transport.ts'

vi.stubGlobal('matchMedia', () => new EventTarget())
const { useShellCommands } = await import('../../../../renderer/shell/use-shell-commands.ts')

/** What the palette offers everywhere, in a language, for what is typed. */
async function palette(tag: LanguageTag) {
  setActivePinia(createPinia())
  const application = scriptedTransport()
  const client = await connect(application.open)
  onTestFinished(() => client.close())
  const messages = { [tag]: { ...(await loadScreens(tag)) } }
  const router = createRouter({ history: createMemoryHistory(), routes: [] })
  const { unmount } = mounted(useShellCommands, (app) =>
    app.use(createI18n({ legacy: false, locale: tag, messages })).use(router),
  )
  onTestFinished(unmount)
  return (search: string) =>
    matchingCommands(activeCommands(), search).flatMap(({ commands }) => commands.map(({ id }) => id))
}

describe('The palette finds a setting by what an operator calls it', () => {
  it.each([
    ['retention', ['setting-days', 'setting-megabytes']],
    ['how long is kept', ['setting-days']],
    ['disk space', ['setting-megabytes']],
    ['backlog', ['setting-lagMessages', 'setting-notify.lag']],
    ['dark mode', ['theme-dark']],
    ['write protection', ['read-only']],
    ['translation', ['language-de']],
    ['german', ['language-de']],
  ])('%s', async (search, ids) => {
    const found = await palette('en')
    expect(found(search)).toEqual(ids)
  })

  it.each([
    ['aufbewahrung', ['setting-days', 'setting-megabytes']],
    ['wie lange aufheben', ['setting-days']],
    ['schreibschutz', ['read-only']],
  ])('in German: %s', async (search, ids) => {
    const found = await palette('de')
    expect(found(search)).toEqual(ids)
  })

  it.each(languageTags)('and each has words beside its name in %s', async (tag) => {
    await palette(tag)
    const settings = activeCommands().filter(({ id }) => /^(setting|theme|density|language|read)-?/.test(id))
    expect(settings.length).toBeGreaterThan(15)
    expect(settings.filter(({ keywords = '' }) => keywords === '').map(({ id }) => id)).toEqual([])
  })
})
