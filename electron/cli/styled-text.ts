import { styleText } from 'node:util'
import type { Language } from '../languages/language.ts'
import { english } from '../sentences/english.ts'
import { render as inWords } from '../sentences/render.ts'
import { isSentence, type Wording } from '../sentences/sentence.ts'

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

/** A piece of a line, plain or in a style. Its text may come from anywhere: it is made harmless when it is written. */
export type Piece = Wording | { readonly text: Wording; readonly style: Style }

export const bold = (text: Wording): Piece => ({ text, style: 'bold' })
export const dim = (text: Wording): Piece => ({ text, style: 'dim' })
export const red = (text: Wording): Piece => ({ text, style: 'red' })
export const green = (text: Wording): Piece => ({ text, style: 'green' })
export const yellow = (text: Wording): Piece => ({ text, style: 'yellow' })

/** A line as it is written, without its end. */
export function render(pieces: readonly Piece[], language: Language, useColor: boolean): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return printable(piece)
      if ('key' in piece) return printable(inWords(language, piece))
      const text = printable(inWords(language, piece.text))
      return useColor && text !== '' ? styleText(piece.style, text, { validateStream: false }) : text
    })
    .join('')
}

/**
 * Characters that make a terminal do something or show a line as another one: a name in a message could otherwise
 * move the cursor, change the title or hide what is written.
 */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** The text with what a terminal would act upon written as `\uXXXX`, as JSON does. */
function printable(text: string): string {
  return text.replaceAll(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * A value as JSON that is as harmless on a terminal as it is true to the value. Programs read the same in every language.
 */
export function printableJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(
    value,
    (_, part) => (isSentence(part) ? english(part) : (part as unknown)),
    indent,
  )
  // Line ends are those of the indentation; JSON writes the others as \n itself.
  return json
    .split('\n')
    .map((line) => printable(line))
    .join('\n')
}
