import { h, type FunctionalComponent, type VNode } from 'vue'

/**
 * The parts of a text, of which names such as `geo-2` are to stay whole where a line ends. Joined, they are the text.
 */
export function partsOf(text: string): readonly { readonly text: string; readonly isName: boolean }[] {
  const parts: { readonly text: string; readonly isName: boolean }[] = []
  let end = 0
  const add = (until: number, isName: boolean): void => {
    if (until > end) parts.push({ text: text.slice(end, until), isName })
    end = until
  }
  for (const { 0: word, index } of text.matchAll(/[^\s“”„"'(),:;]+/g)) {
    if (!/[\p{L}\p{N}]-[\p{L}\p{N}]/u.test(word)) continue
    add(index, false)
    add(index + word.length, true)
  }
  add(text.length, false)
  return parts
}

/** What a path or an address is made of: it may be broken behind its strokes before it is anywhere else. */
export function stepsOf(text: string): readonly string[] {
  return text.split(/(?<=[^/\\\s][/\\])(?=[^/\\\s])/)
}

function withBreaks(text: string): (VNode | string)[] {
  return stepsOf(text).flatMap((step, index) => (index === 0 ? [step] : [h('wbr'), step]))
}

/** A text whose names are not broken at hyphens, as far as they fit into a line. One that is `mono` is one name. */
export const WholeNames: FunctionalComponent<{
  readonly text: string
  readonly mono?: boolean | undefined
}> = ({ text, mono }) =>
  (mono === true ? [{ text, isName: true }] : partsOf(text)).map((part) =>
    part.isName
      ? stepsOf(part.text).map((step) => h('span', { class: 'whole' }, step))
      : withBreaks(part.text),
  )
WholeNames.props = { text: { type: String, required: true }, mono: Boolean }
