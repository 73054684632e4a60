import { describe, expect, it } from 'vitest'
import { kindTable, propertiesOf, serviceTypes } from '../../../../electron/catalog/kinds/table.ts'
import { kinds } from '../../../../electron/catalog/kinds/property.ts'
import type { Property } from '../../../../electron/catalog/kinds/property.ts'
import { errorCatalogue } from '../../../../electron/errors/catalogue.ts'
import { sentenceCatalogue } from '../../../../electron/sentences/catalogue.ts'
import { germanErrors } from '../../../../renderer/i18n/application/german.ts'
import { messages as englishMessages } from '../../../../renderer/i18n/english.ts'
import { messages as germanMessages } from '../../../../renderer/i18n/german.ts'
import { flat, forms, placeholders } from './messages.ts'

/** What the application says and the renderer only translates: its English is not the renderer's. */
const ofTheApplication = /^(sentences|properties)\./

const english = flat(englishMessages)
const german = flat(germanMessages)
const germanOfTheRenderer = new Map([...german].filter(([key]) => !ofTheApplication.test(key)))

/** Names and words both languages have. */
const sameInBoth: ReadonlySet<string> = new Set([
  'configuration.tree.global',
  'configuration.head.workspace',
  'configuration.tabs.xml',
  'configuration.add.global',
  'diagnostics.about.version',
  'diagnostics.about.node',
  'format.kilobyte',
  'format.megabyte',
  'format.gigabyte',
  'messages.live',
  'messages.isLive',
  'messages.facts.handler',
  'nodes.kinds.plumbline',
  'nodes.kinds.geoserver',
  'nodes.columns.version',
  'nodes.facts.engine',
  'overview.brokerBox',
  'resync.steps.plan',
  'settings.languages.en',
  'settings.languages.de',
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
  ['../../../../renderer/**/*.{vue,ts}', '!../../../../renderer/{i18n,api/fake}/**'],
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

describe('both languages', () => {
  it('have the same messages', () => {
    expect([...germanOfTheRenderer.keys()].toSorted()).toEqual([...english.keys()].toSorted())
  })

  it('have the same placeholders and the same plural forms in each', () => {
    const differing = [...english].filter(([key, text]) => {
      const other = german.get(key) ?? ''
      return placeholders(text).join() !== placeholders(other).join() || forms(text) !== forms(other)
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it('do not say the same, but for names', () => {
    const same = [...english].filter(([key, text]) => !isTranslated(text, german.get(key) ?? ''))
    expect(same.map(([key]) => key)).toEqual([...sameInBoth])
  })

  it('have no message nobody shows', () => {
    const unused = [...english.keys()].filter(
      (key) => !whole.has(key) && !patterns.some((pattern) => pattern.test(key)),
    )
    expect(unused).toEqual([])
  })

  it('have every message the code names', () => {
    const features = new Set(Object.keys(englishMessages))
    const isGroup = (key: string) => [...english.keys()].some((each) => each.startsWith(`${key}.`))
    const missing = [...whole].filter(
      (key) => features.has(key.split('.')[0] ?? '') && !english.has(key) && !isGroup(key),
    )
    expect(missing).toEqual([])
  })
})

describe('German', () => {
  it('has a text with the same placeholders for each of every error', () => {
    const differing = Object.entries(errorCatalogue).flatMap(([code, { message, remedy }]) => {
      const words = Object.entries(germanErrors).find(([each]) => each === code)?.[1]
      const isSame =
        words !== undefined &&
        placeholders(words.message).join() === placeholders(message).join() &&
        placeholders(words.remedy).join() === placeholders(remedy).join() &&
        isTranslated(message, words.message) &&
        isTranslated(remedy, words.remedy)
      return isSame ? [] : [code]
    })
    expect(differing).toEqual([])
    expect(Object.keys(germanErrors).toSorted()).toEqual(Object.keys(errorCatalogue).toSorted())
  })

  it('has every sentence of the services, with its placeholders and its plural', () => {
    const { kinds: kindWords, ...areas } = sentenceCatalogue
    const spoken = flat({ sentences: areas })
    const sentences = new Map([...german].filter(([key]) => key.startsWith('sentences.')))
    expect([...sentences.keys()].toSorted()).toEqual([...spoken.keys()].toSorted())
    const differing = [...spoken].filter(([key, text]) => {
      const other = sentences.get(key) ?? ''
      return placeholders(text).join() !== placeholders(other).join() || forms(text) !== forms(other)
    })
    expect(differing.map(([key]) => key)).toEqual([])
    for (const kind of Object.keys(kindWords)) expect(german.get(`configuration.kinds.${kind}`)).toBeTruthy()
  })

  it('has a word for every property of the catalog', () => {
    const named = new Set<string>(['body', 'styleBody'])
    const collect = (properties: readonly Property[]): void => {
      for (const { name, type } of properties) {
        named.add(name)
        if (type.type === 'structure' || type.type === 'structures') collect(type.properties)
      }
    }
    for (const kind of kinds) collect(kindTable[kind].properties)
    for (const type of serviceTypes) collect(propertiesOf('service', type))
    expect([...named].filter((name) => !german.has(`properties.${name}`))).toEqual([])
  })
})
