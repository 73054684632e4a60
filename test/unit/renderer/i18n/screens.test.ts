import { describe, expect, it } from 'vitest'
import { screens as englishScreens } from '../../../../electron/languages/en/screens.ts'
import { languageTags } from '../../../../electron/languages/tags.ts'
import { loadScreens } from '../../../support/foreign-words.ts'
import { flat, forms, placeholders, saidTwice } from '../../../support/messages.ts'

const english = flat(englishScreens)
const others = await Promise.all(
  languageTags
    .filter((tag) => tag !== 'en')
    .map(async (tag) => ({ tag, texts: flat(await loadScreens(tag)) })),
)

/** Names and words both languages have. */
const sameInBoth: ReadonlySet<string> = new Set([
  'audit.columns.cluster',
  'common.passphrase',
  'configuration.tree.global',
  'configuration.head.workspace',
  'configuration.tabs.xml',
  'configuration.add.global',
  'configuration.preview.layer',
  'diagnostics.about.version',
  'diagnostics.about.node',
  'format.kilobyte',
  'format.megabyte',
  'format.gigabyte',
  'maps.layer',
  'messages.live',
  'messages.isLive',
  'messages.facts.handler',
  'nodes.kinds.plumbline',
  'nodes.kinds.geoserver',
  'nodes.columns.version',
  'nodes.facts.version',
  'nodes.facts.engine',
  'overview.brokerBox',
  'resync.steps.plan',
  'settings.units.megabytes',
  'welcome.find.version',
  'welcome.broker',
  'welcome.login',
  'welcome.passcode',
  'welcome.geoServer',
  'welcome.url',
  'welcome.topicName',
  'welcome.stripes.orange',
])

const files = import.meta.glob<string>(
  ['../../../../renderer/**/*.{vue,ts}', '!../../../../renderer/i18n/**'],
  { eager: true, query: '?raw', import: 'default' },
)
/** What the renderer is made of, without the names under which it remembers settings. */
const sources = Object.values(files)
  .join('\n')
  .replaceAll(/useStored(?:<.*?>)?\(\s*'[^']*'/g, '')

/** Keys as they stand in the code, those made with `${…}` as patterns. */
const written = [
  ...sources.matchAll(/['`]([a-z]\w*(?:\.(?:[\w-]|\$\{[^}]*\})+)+)['`]/gi),
  ...sources.matchAll(/keypath="([\w.-]+)"/g),
].map(([, key = '']) => key)
const whole = new Set(written.filter((key) => !key.includes('$')))
const patterns = written
  .filter((key) => key.includes('$'))
  .map(
    (key) =>
      new RegExp(
        `^${key
          .split(/\$\{[^}]*\}/)
          .map((part) => RegExp.escape(part))
          .join('.+')}$`,
      ),
  )

/** Whether a text with words of its own is another one in the other language. */
function isTranslated(text: string, other: string): boolean {
  return text !== other || !/\p{L}{2}/u.test(text.replaceAll(/\{\w+\}/g, ''))
}

describe.each(others)('the screens in $tag', ({ texts }) => {
  it('have the messages of the English ones', () => {
    expect([...texts.keys()].toSorted()).toEqual([...english.keys()].toSorted())
  })

  it('have the placeholders of the English ones and as many forms', () => {
    const differing = [...english].filter(([key, text]) => {
      const other = texts.get(key) ?? ''
      return placeholders(text).join() !== placeholders(other).join() || forms(text) !== forms(other)
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it('hold no sign that means something to what draws them, but as a literal', () => {
    const plain = (text: string) => text.replaceAll(/\{(?:\w+|'[^']*')\}/g, '')
    const found = [...english, ...texts].filter(([, text]) => /[@{}]/.test(plain(text)))
    expect(found).toEqual([])
  })

  it('do not say the same as in English, but for names', () => {
    const same = [...english].filter(([key, text]) => !isTranslated(text, texts.get(key) ?? ''))
    expect(same.map(([key]) => key)).toEqual([...sameInBoth])
  })
})

describe('the screens', () => {
  it('say no longer sentence twice', () => {
    const all = [english, ...others.map(({ texts }) => texts)]
    expect(saidTwice(all)).toEqual([])
  })

  it('have no message nobody shows', () => {
    const unused = [...english.keys()].filter(
      (key) => !whole.has(key) && !patterns.some((pattern) => pattern.test(key)),
    )
    expect(unused).toEqual([])
  })

  it('have every message the code names', () => {
    const features = new Set(Object.keys(englishScreens))
    const isGroup = (key: string) => [...english.keys()].some((each) => each.startsWith(`${key}.`))
    const missing = [...whole].filter(
      (key) => features.has(key.split('.')[0] ?? '') && !english.has(key) && !isGroup(key),
    )
    expect(missing).toEqual([])
  })
})
