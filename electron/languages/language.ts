import type { ErrorDefinition } from './en/errors/definition.ts'
import type { errors } from './en/errors/index.ts'
import type * as sentences from './en/sentences/index.ts'
import type { LanguageTag } from './tags.ts'

type Catalogue = typeof sentences

/** The code of an error Plumbline can report. */
export type ErrorCode = keyof typeof errors

export type NameIn<Area extends keyof Catalogue> = keyof Catalogue[Area]

/** `area.name` of every sentence. */
export type SentenceKey = {
  [Area in keyof Catalogue]: `${Area}.${keyof Catalogue[Area] & string}`
}[keyof Catalogue]

export type Template<Key extends SentenceKey> =
  Key extends `${infer Area extends keyof Catalogue}.${infer Name}`
    ? Catalogue[Area][Name & keyof Catalogue[Area]] & string
    : never

export type ErrorTemplates<Code extends ErrorCode> = (typeof errors)[Code]['message' | 'remedy']

/**
 * All that is said in one language, its folder beside this file. English is where the keys come from; another language
 * has every one of them, with the placeholders of the English template. `one | several` are the forms a count chooses
 * between, as many as the language has, in the order zero, one, two, few, many, other.
 */
export interface Language {
  readonly tag: LanguageTag
  readonly sentences: {
    readonly [Area in keyof Catalogue]: Readonly<Record<keyof Catalogue[Area], string>>
  }
  readonly errors: Readonly<Record<ErrorCode, ErrorDefinition>>
  /** What properties of the catalog are called; one that is missing is called by its name. */
  readonly properties: Readonly<Record<string, string>>
}
