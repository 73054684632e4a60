import { sentenceCatalogue } from './catalogue.ts'
import { fillIn, type Placeholders, type Sentence, type Value, type Values } from './sentence.ts'

type Catalogue = typeof sentenceCatalogue

/** `area.name` of every sentence of the catalogue. */
export type SentenceKey = {
  [Area in keyof Catalogue]: `${Area}.${keyof Catalogue[Area] & string}`
}[keyof Catalogue]

type TemplateOf<Key extends SentenceKey> = Key extends `${infer Area extends keyof Catalogue}.${infer Name}`
  ? Catalogue[Area][Name & keyof Catalogue[Area]] & string
  : never

type ValuesOf<Key extends SentenceKey> = Readonly<Record<Placeholders<TemplateOf<Key>>, Value>>

/**
 * Makes a sentence of the catalogue.
 * @param key its area and name
 * @param values one for each placeholder; `count` chooses between singular and plural where there are both
 */
export function say<Key extends SentenceKey>(
  key: Key,
  ...[values]: Placeholders<TemplateOf<Key>> extends never ? [] : [ValuesOf<Key>]
): Sentence {
  const given: Values = values ?? {}
  return { key, values: given, text: fillIn(inNumber(templateOf(key), given['count']), grouped(given)) }
}

function templateOf(key: string): string {
  const [area = '', name = ''] = key.split('.')
  const areas: Readonly<Record<string, Readonly<Record<string, string>>>> = sentenceCatalogue
  const template = areas[area]?.[name]
  // The type of a key admits those of the catalogue alone.
  if (template === undefined) throw new Error(`There is no sentence ${key}.`)
  return template
}

/** The half of `one | several` a count asks for. */
function inNumber(template: string, count: Value | undefined): string {
  const [one = '', several = one] = template.split(' | ')
  return count === 1 ? one : several
}

const number = new Intl.NumberFormat('en')

/** Numbers of sentences are counts and sizes, and large ones are easier to read in groups. */
function grouped(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? number.format(value) : value,
    ]),
  )
}
