import type { Language } from '../languages/language.ts'
import { isList, type Value, type Values, type Wording } from './sentence.ts'

/** What someone reads, in words. Words of others, and what was written down as words, stay as they are. */
export function render(language: Language, wording: Wording): string {
  if (typeof wording === 'string') return wording
  const { key, values } = wording
  const template = templateOf(language, key)
  return template === undefined ? unknown(language, key, values) : fillIn(language, template, values)
}

/** What an error says and what to try; undefined for a code of another release. */
export function renderError(
  language: Language,
  code: string,
  details: Values,
): { readonly message: string; readonly remedy: string } | undefined {
  const error = own(language.errors, code)
  return (
    error && {
      message: fillIn(language, error.message, details),
      remedy: fillIn(language, error.remedy, details),
    }
  )
}

/** What a placeholder stands for, in words. */
export function renderValue(language: Language, value: Value): string {
  if (typeof value === 'number') return numberFormat(language.tag).format(value)
  if (!isList(value)) return render(language, value)
  const words = value.map((each) => render(language, each))
  // Whole sentences stand one behind the other.
  return words.join(words.every((each) => each.endsWith('.')) ? ' ' : ', ')
}

function templateOf(language: Language, key: string): string | undefined {
  const [area = '', name = ''] = key.split('.')
  const error = own(language.errors, area)
  if (error !== undefined) return name === 'remedy' || name === 'cause' ? error[name] : error.message
  if (area === 'properties') return propertyWords(language, key.slice(area.length + 1))
  const areas: Readonly<Record<string, Readonly<Record<string, string>>>> = language.sentences
  return own(own(areas, area) ?? {}, name)
}

/** A property by its name; of one that lies inside another, both. */
function propertyWords({ properties }: Language, path: string): string {
  const names = path.split('.')
  return names.map((name) => own(properties, name) ?? spaced(name)).join(' › ')
}

function fillIn(language: Language, template: string, values: Values): string {
  const filled = inNumber(language.tag, template, values['count']).replaceAll(
    /\{(\w+)\}/g,
    (placeholder, name: string) => {
      const value = own(values, name)
      if (value === undefined) return placeholder
      if (typeof value === 'number' && name === 'milliseconds') return durationOf(language.tag, value)
      if (typeof value === 'number' && name === 'octets') return sizeOf(language.tag, value)
      if (typeof value === 'number' && moments.has(name)) return momentFormat(language.tag).format(value)
      return typeof value === 'number' && namingNumbers.has(name)
        ? String(value)
        : renderValue(language, value)
    },
  )
  // A sentence within a sentence leaves its full stop to it.
  return filled.replaceAll(/(?<!\.)\.(?=[.);,:](?:\s|$))/g, '')
}

/** A time of milliseconds in the unit it reads best in: 350 ms, 1.5 s, 15 s, 2 min. */
function durationOf(tag: string, milliseconds: number): string {
  const [unit, length] =
    milliseconds < 1_000
      ? (['millisecond', 1] as const)
      : milliseconds < 120_000
        ? (['second', 1_000] as const)
        : (['minute', 60_000] as const)
  const style = { style: 'unit', unitDisplay: 'short', maximumFractionDigits: 1 } as const
  // Short units of English come without a blank in some, and with "sec" in others.
  return new Intl.NumberFormat(tag, { ...style, unit })
    .formatToParts(milliseconds / length)
    .map(({ type, value }) => (type === 'unit' ? shortUnits[unit] : value))
    .join('')
}

/** A size in the unit it reads best in: 512 bytes are 0.5 kB, and 73,700,000,000 are 73.7 GB. */
function sizeOf(tag: string, octets: number): string {
  const units = ['kB', 'MB', 'GB'] as const
  const power = units.findIndex((_unit, index) => octets / 1000 ** (index + 1) < 999.95)
  const index = power === -1 ? units.length - 1 : power
  return `${sizeFormat(tag).format(octets / 1000 ** (index + 1))} ${units[index] ?? 'GB'}`
}

/** As they are written in every language. */
const shortUnits = { millisecond: 'ms', second: 's', minute: 'min' } as const

/** Placeholders whose numbers are moments, in milliseconds since 1970; who reads it wants them by their own clock. */
const moments: ReadonlySet<string> = new Set(['at', 'sentAt', 'since'])

/** Placeholders whose numbers name something; others are counts and sizes, and easier to read in groups. */
const namingNumbers: ReadonlySet<string> = new Set([
  'code',
  'column',
  'first',
  'last',
  'line',
  'number',
  'pid',
  'port',
  'row',
  'sequence',
  'status',
])

/** The text of `one | several` a count asks for. */
function inNumber(tag: string, template: string, count: Value | undefined): string {
  const texts = template.split(' | ')
  if (texts.length === 1 || typeof count !== 'number') return texts.at(-1) ?? template
  return texts[pluralCategoriesOf(tag).indexOf(pluralRules(tag).select(count))] ?? template
}

const pluralOrder = ['zero', 'one', 'two', 'few', 'many', 'other'] as const

/** The numbers a language tells apart, in the order its templates hold them. */
function pluralCategoriesOf(tag: string): readonly string[] {
  const { pluralCategories } = pluralRules(tag).resolvedOptions()
  return pluralOrder.filter((each) => pluralCategories.includes(each))
}

const pluralRules = remembered((tag) => new Intl.PluralRules(tag))
const sizeFormat = remembered((tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }))
const numberFormat = remembered((tag) => new Intl.NumberFormat(tag))
const momentFormat = remembered(
  (tag) =>
    new Intl.DateTimeFormat(tag, {
      ...{ year: 'numeric', month: 'short', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    }),
)

function remembered<Made>(make: (tag: string) => Made): (tag: string) => Made {
  const known = new Map<string, Made>()
  return (tag) => {
    const made = known.get(tag) ?? make(tag)
    known.set(tag, made)
    return made
  }
}

/** A sentence of another release: its key and values are better than nothing. */
function unknown(language: Language, key: string, values: Values): string {
  const given = Object.values(values).map((value) => renderValue(language, value))
  return given.length === 0 ? key : `${key} (${given.join(', ')})`
}

function own<Item>(items: Readonly<Record<string, Item>>, name: string): Item | undefined {
  return Object.hasOwn(items, name) ? items[name] : undefined
}

/** `defaultStyle` as `default style`, `schemaBaseURL` as `schema base URL`, `webUIMode` as `web UI mode`. */
export function spaced(name: string): string {
  return name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})/g, ' ')
    .replaceAll(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase())
}
