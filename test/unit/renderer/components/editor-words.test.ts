import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished } from 'vitest'
import { languageTags } from '../../../../electron/languages/tags.ts'
import { useSearchWords } from '../../../../renderer/components/editor/use-search-words.ts'
import { loadScreens } from '../../../support/foreign-words.ts'
import { mounted } from '../mounted.ts'

const sources = import.meta.glob<string>('../../../../node_modules/@codemirror/merge/dist/index.js', {
  eager: true,
  query: '?raw',
  import: 'default',
})

it.each(languageTags)(
  'what the editor says of folded lines is said in the language of the app: %s',
  async (tag) => {
    const source = Object.values(sources).join('\n')
    const folded = [...source.matchAll(/phrase\("([^"]+)", /g)].map(([, phrase = '']) => phrase)
    expect(folded).toHaveLength(1)
    const i18n = createI18n({
      legacy: false,
      locale: tag,
      messages: { [tag]: { ...(await loadScreens(tag)) } },
    })
    const { used, unmount } = mounted(useSearchWords, (app) => app.use(i18n))
    onTestFinished(unmount)
    const words = used()
    expect(folded.filter((phrase) => !(phrase in words))).toEqual([])
    expect(words['$ unchanged lines']).toMatch(tag === 'en' ? /^\$ unchanged/ : /^\$ (?!unchanged)/)
  },
)
