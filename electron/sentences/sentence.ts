/**
 * Something Plumbline says, as data: a key of the languages (`electron/languages`), the code of an error for its
 * message, with `.cause` for why or with `.remedy` for what to try, or `properties.` with a property's name. Words are made of it where it is
 * shown.
 */
export interface Sentence {
  readonly key: string
  readonly values: Values
}

/** What someone reads: a sentence of ours, or a name or the words of other software as they are. */
export type Wording = string | Sentence

/** What a placeholder stands for; a list is said with commas. The value called `count` chooses the plural. */
export type Value = Wording | number | readonly Wording[]
export type Values = Readonly<Record<string, Value>>

/** The names between braces in a template. */
export type Placeholders<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

/** Wordings, each once. */
export function distinct(wordings: readonly Wording[]): readonly Wording[] {
  return [...new Map(wordings.map((each) => [JSON.stringify(each), each])).values()]
}

/** Whether something is a sentence of ours. */
export function isSentence(value: unknown): value is Sentence {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false
  return (
    'key' in value && typeof value.key === 'string' && 'values' in value && typeof value.values === 'object'
  )
}

/** Whether a value is several. */
export function isList(value: Value): value is readonly Wording[] {
  return Array.isArray(value)
}
