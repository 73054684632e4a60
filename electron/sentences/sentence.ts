/**
 * A sentence Plumbline says: by key and values, so that it can be said in any language, and as it reads in English.
 * The key of an error's sentence is the error's code.
 */
export interface Sentence {
  readonly key: string
  readonly values: Values
  readonly text: string
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

/** A wording in English: for logs, exports, the command line, and wherever else one language is enough. */
export function english(wording: Wording): string {
  return typeof wording === 'string' ? wording : wording.text
}

/** A template in English with its placeholders filled in; those without a value stay as they are. */
export function fillIn(template: string, values: Values): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name]
    return value === undefined ? placeholder : textOfValue(value)
  })
  return withOneStop(filled)
}

/** A text without the second full stop a sentence within a sentence leaves behind. */
export function withOneStop(text: string): string {
  return text.replaceAll(/(?<!\.)\.\.(?=\s|$)/g, '.')
}

/** A value in English. */
export function textOfValue(value: Value): string {
  if (typeof value === 'number') return String(value)
  return isList(value) ? value.map(english).join(', ') : english(value)
}

/** Whether a value is several. */
export function isList(value: Value): value is readonly Wording[] {
  return Array.isArray(value)
}
