import { h, type FunctionalComponent } from 'vue'

/**
 * The parts of a text, of which names such as `geo-2` are to stay whole where a line ends. Joined, they are the text.
 */
export function partsOf(text: string): readonly { readonly text: string; readonly isName: boolean }[] {
  return text
    .split(/([^\s“”„"'(),:;]*\w-\w[^\s“”„"'(),:;]*)/)
    .map((part, index) => ({ text: part, isName: index % 2 === 1 }))
    .filter((part) => part.text !== '')
}

/** A text whose names are not broken at hyphens, as far as they fit into a line. */
export const WholeNames: FunctionalComponent<{ readonly text: string }> = ({ text }) =>
  partsOf(text).map((part) => (part.isName ? h('span', { class: 'whole' }, part.text) : part.text))
WholeNames.props = ['text']
