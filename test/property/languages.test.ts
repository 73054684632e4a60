import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languageTable } from '../../build/list-languages.ts'
import { language as english } from '../../electron/languages/en/index.ts'
import type { Language } from '../../electron/languages/language.ts'
import { loadLanguage } from '../../electron/languages/load.ts'
import { desktopTexts } from '../../electron/languages/table.ts'
import { languageOf, languageTags } from '../../electron/languages/tags.ts'
import { kinds, type Property } from '../../electron/catalog/kinds/property.ts'
import { kindTable, propertiesOf, serviceTypes } from '../../electron/catalog/kinds/table.ts'
import { render, renderError } from '../../electron/sentences/render.ts'
import type { Value } from '../../electron/sentences/sentence.ts'
import { flat, forms, placeholders } from '../support/messages.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const repository = join(import.meta.dirname, '../..')
const others = await Promise.all(languageTags.filter((tag) => tag !== 'en').map(loadLanguage))

/** Everything a language says, by the key of its sentence; why an error happens and what to try are below its code. */
function templatesOf({ sentences, errors }: Language): ReadonlyMap<string, string> {
  const ofErrors = Object.entries(errors).flatMap(([code, { message, cause, remedy }]) => [
    [code, message] as const,
    [`${code}.cause`, cause] as const,
    [`${code}.remedy`, remedy] as const,
  ])
  return new Map([...flat(sentences), ...ofErrors])
}

/** The code that says something. */
const sources = readdirSync(join(repository, 'electron'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('languages'))
  .map((name) => readFileSync(join(repository, 'electron', name), 'utf8'))
  .join('\n')

/** Names and words of GeoServer and ActiveMQ both languages have. */
const sameInBoth: ReadonlySet<string> = new Set([
  'brokerCheck.topic',
  'cliDemo.in',
  'cliStates.ok',
  'checks.broker',
  'findings.cluster',
  'findings.seenVersion',
  'profiles.geoServer',
  'wire.textMessage',
])

/** Of these there is never just one. */
const alwaysSeveral: ReadonlySet<string> = new Set([
  'audit.mapSchedule',
  'cli.aPassphrase',
  'demo.receivedAlone',
  'demo.receivedElsewhere',
  'demo.touched',
  'edits.tooMany',
  'imitation.damages',
])

/** Something to read: several sentences say nothing but a value, and are as blank as that. */
const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() !== '' && !/[{}|.]/.test(text))
const values: fc.Arbitrary<Value> = fc.oneof(
  word,
  fc.nat(),
  fc.array(word, { minLength: 1, maxLength: 3 }),
  fc
    .constantFrom(...Object.keys(english.sentences.kinds))
    .map((kind) => ({ key: `kinds.${kind}`, values: {} })),
)
const said = fc.constantFrom(...templatesOf(english)).chain(([key, template]) => {
  const given = placeholders(template).map((name) => [name, name === 'count' ? fc.nat() : values] as const)
  return fc.record({ key: fc.constant(key), values: fc.record(Object.fromEntries(given)) })
})

describe.each([english, ...others])('what is said in $tag', (language) => {
  test('has no placeholder left, whatever stands in it', () => {
    fc.assert(
      fc.property(said, (sentence) => {
        const words = render(language, sentence)
        expect(words).not.toMatch(/[{}]| \| /)
        expect(words.trim()).not.toBe('')
        for (const value of Object.values(sentence.values)) {
          if (typeof value === 'string' && templatesOf(language).get(sentence.key)?.includes('{')) {
            expect(words).toContain(value)
          }
        }
      }),
      { numRuns: 1_000 },
    )
  })

  test('says a sentence of another release by its key and values', () => {
    expect(render(language, { key: 'no.such', values: { node: 'geo-1' } })).toBe('no.such (geo-1)')
    expect(render(language, { key: '__proto__.toString', values: {} })).toBe('__proto__.toString')
    expect(renderError(language, 'PLB-NO-SUCH', {})).toBeUndefined()
  })
})

describe.each(others)('what is said in $tag', (language) => {
  const templates = templatesOf(language)

  test('is all that is said in English', () => {
    expect([...templates.keys()].toSorted()).toEqual([...templatesOf(english).keys()].toSorted())
  })

  test('has the placeholders and the forms of the English', () => {
    const differing = [...templatesOf(english)].filter(([key, template]) => {
      const other = templates.get(key) ?? ''
      return placeholders(template).join() !== placeholders(other).join() || forms(template) !== forms(other)
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })

  test('is not English, but for names', () => {
    const same = [...templatesOf(english)].filter(
      ([key, template]) =>
        template === templates.get(key) && /\p{L}{2}/u.test(template.replaceAll(/\{\w+\}/g, '')),
    )
    expect(same.map(([key]) => key).toSorted()).toEqual([...sameInBoth].toSorted())
  })

  test('has a word for every property of the catalog', () => {
    const named = new Set<string>(['body', 'styleBody'])
    const collect = (properties: readonly Property[]): void => {
      for (const { name, type } of properties) {
        named.add(name)
        if (type.type === 'structure' || type.type === 'structures') collect(type.properties)
      }
    }
    for (const kind of kinds) collect(kindTable[kind].properties)
    for (const type of serviceTypes) collect(propertiesOf('service', type))
    expect([...named].filter((name) => !Object.hasOwn(language.properties, name))).toEqual([])
    const isNamed = (name: string): boolean => named.has(name) || new RegExp(`\\b${name}\\b`).test(sources)
    expect(Object.keys(language.properties).filter((name) => !isNamed(name))).toEqual([])
  })
})

test('what is counted in English is said of one as well', () => {
  const counted =
    /\{(?:applied|attempts|changed|count|differences|done|minutes|received|total)\} (?:\w+ )?[a-z]{2,}s\b/
  const found = [...templatesOf(english)].filter(
    ([key, template]) => forms(template) === 1 && counted.test(template) && !alwaysSeveral.has(key),
  )
  expect(found.map(([key]) => key)).toEqual([])
})

describe('a language', () => {
  const languages = join(repository, 'electron/languages')

  test('is a folder, and the table of the folders is written anew', async () => {
    expect(readFileSync(join(languages, 'table.ts'), 'utf8')).toBe(languageTable(languages))
    for (const tag of languageTags) expect((await loadLanguage(tag)).tag).toBe(tag)
  })

  test('is offered and loaded as soon as its folder is there', async () => {
    const copy = join(temporaryDirectory(), 'languages')
    cpSync(languages, copy, { recursive: true })
    cpSync(join(languages, 'de'), join(copy, 'eo'), { recursive: true })
    const index = join(copy, 'eo/index.ts')
    writeFileSync(index, readFileSync(index, 'utf8').replace("tag: 'de'", "tag: 'eo'"))
    writeFileSync(join(copy, 'table.ts'), languageTable(copy))
    const said = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const { languageTags, languageOf, nameOfLanguage } = await import('./tags.ts')
        const { loadLanguage } = await import('./load.ts')
        const { desktopTexts } = await import('./table.ts')
        const { tag } = await loadLanguage(languageOf('eo_EO.UTF-8'))
        console.log([...languageTags, tag, nameOfLanguage(tag), desktopTexts[tag].quit].join())`,
      ],
      { cwd: copy, encoding: 'utf8' },
    )
    expect(said).toBe('en,de,eo,eo,Esperanto,Plumbline beenden\n')
  })

  test('is known by a tag or a locale', () => {
    expect(['de', 'de-AT', 'de_DE.UTF-8', 'DE'].map(languageOf)).toEqual(['de', 'de', 'de', 'de'])
    expect(['en_GB', 'C.UTF-8', 'POSIX', '', 'deu', 'fr_FR'].map(languageOf)).toEqual([
      'en',
      ...Array.from({ length: 5 }, () => undefined),
    ])
  })
})

describe('a sentence', () => {
  /** Keys as they stand in the code, those made with `${…}` as patterns. */
  const written = [...sources.matchAll(/['`](\w+\.(?:\w|\$\{[^}]*\})+)['`]/g)].map(([, key = '']) => key)
  const whole = new Set(written)
  const patterns = written
    .filter((key) => key.includes('$'))
    .map((key) => new RegExp(`^${key.replace('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '.+')}$`))

  test('of menus and notifications is one the desktop app says', () => {
    const unused = Object.keys(desktopTexts.en).filter((key) => !new RegExp(`\\b${key}\\b`).test(sources))
    expect(unused).toEqual([])
  })

  test('is one somebody says', () => {
    const unused = [...flat(english.sentences).keys()].filter(
      (key) => !whole.has(key) && !patterns.some((pattern) => pattern.test(key)),
    )
    expect(unused).toEqual([])
  })
})
