import type { NameIn, SentenceKey, Template } from '../languages/language.ts'
import type { Placeholders, Sentence, Value } from './sentence.ts'

export type { NameIn }

type ValuesOf<Key extends SentenceKey> = {
  readonly [Name in Placeholders<Template<Key>>]: Name extends 'count' ? number : Value
} & { readonly count?: number }

/**
 * Makes a sentence.
 * @param key its area and name
 * @param values one for each placeholder; `count` chooses between singular and plural where there are both
 */
export function say<Key extends SentenceKey>(
  key: Key,
  ...[values]: Placeholders<Template<Key>> extends never ? [] : [ValuesOf<Key>]
): Sentence {
  return { key, values: values ?? {} }
}

/** A property of the catalog by its name in files, such as `defaultStyle`. */
export function property(name: string): Sentence {
  return { key: `properties.${name}`, values: {} }
}
