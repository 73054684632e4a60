import { MergeView } from '@codemirror/merge'
import { base, locked, type SearchWords } from './new-editor.ts'

export interface ComparisonOptions {
  readonly before: string
  readonly after: string
  readonly labels: { readonly before: string; readonly after: string }
  readonly language: 'xml' | 'text'
  readonly words: SearchWords
}

/** Shows two texts side by side with what differs marked, in a shadow root for its styles' sake. */
export function newComparison(
  element: HTMLElement,
  options: ComparisonOptions,
): { readonly destroy: () => void } {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  const side = (text: string, label: string) => ({
    doc: text,
    extensions: [base(options.language, label, options.words), locked(true)],
  })
  const view = new MergeView({
    root,
    parent: root,
    a: side(options.before, options.labels.before),
    b: side(options.after, options.labels.after),
    collapseUnchanged: { margin: 3, minSize: 6 },
    gutter: true,
    // Where there is nothing on the other side, all of it would be marked letter by letter.
    highlightChanges: options.before !== '' && options.after !== '',
  })
  return { destroy: () => view.destroy() }
}
