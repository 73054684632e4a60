import { h, type FunctionalComponent } from 'vue'

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

/** A text whose names are not broken at hyphens, as far as they fit into a line. */
export const WholeNames: FunctionalComponent<{ readonly text: string }> = ({ text }) =>
  partsOf(text).map((part) => (part.isName ? h('span', { class: 'whole' }, part.text) : part.text))
WholeNames.props = ['text']
