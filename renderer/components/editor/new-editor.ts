import { autocompletion, completionKeymap, type CompletionSource } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { cssLanguage } from '@codemirror/lang-css'
import { xml } from '@codemirror/lang-xml'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import type { StyleWords } from '../../../electron/contract/features/configuration.ts'
import { appearance } from './appearance.ts'
import { completeCss } from './complete-css.ts'
import { completeSld } from './complete-sld.ts'
import { problemMarks, setProblems, type Problem } from './problems.ts'

/** A text editor in an element. */
export interface Editor {
  readonly setText: (text: string) => void
  readonly setReadOnly: (readOnly: boolean) => void
  readonly setProblems: (problems: readonly Problem[]) => void
  readonly focus: () => void
  readonly destroy: () => void
}

/** `sld` is XML whose elements are offered; `text` what has no colours here. */
export type EditorLanguage = 'xml' | 'sld' | 'css' | 'text'

export interface EditorOptions {
  readonly text: string
  readonly language: EditorLanguage
  readonly label: string
  readonly words: SearchWords
  /** What may be written, when it is a style; undefined while it is not known. */
  readonly styleWords: () => StyleWords | undefined
  readonly readOnly: boolean
  readonly changed: (text: string) => void
}

/** What the search of an editor says, by what it says in English. */
export type SearchWords = Readonly<Record<string, string>>

const fromOutside = Annotation.define<boolean>()

/**
 * Makes an editor inside a shadow root: there its styles go into adopted style sheets, which the page's policy allows,
 * while style elements in the page itself are refused. Tab leaves the editor, as it leaves any other field.
 */
export function newEditor(element: HTMLElement, options: EditorOptions): Editor {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  const readOnly = new Compartment()
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        base(options.language, options.label, options.words),
        readOnly.of(locked(options.readOnly)),
        history(),
        indentOnInput(),
        bracketMatching(),
        problemMarks,
        completion(options),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap]),
        EditorView.updateListener.of((update) => {
          const own = update.transactions.some((transaction) => transaction.annotation(fromOutside) === true)
          if (update.docChanged && !own) options.changed(update.state.doc.toString())
        }),
      ],
    }),
  })

  return {
    setText: (text) => {
      if (text === view.state.doc.toString()) return
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: fromOutside.of(true),
      })
    },
    setReadOnly: (next) => view.dispatch({ effects: readOnly.reconfigure(locked(next)) }),
    setProblems: (problems) => view.dispatch({ effects: setProblems.of(problems) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}

/** What an editor and the two sides of a comparison have in common. */
export function base(language: EditorLanguage, label: string, words: SearchWords): Extension {
  return [
    // Ctrl+F searches the whole text, of which the browser sees only what is drawn.
    search({ top: true }),
    highlightSelectionMatches(),
    keymap.of(searchKeymap),
    EditorState.phrases.of(words),
    lineNumbers(),
    foldGutter(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    language === 'css' ? cssLanguage : language === 'text' ? [] : xml(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label }),
    appearance,
  ]
}

/** What is offered while one writes: Ctrl+Space asks for it, Enter takes it, Escape closes it and nothing else. */
function completion({ language, styleWords }: EditorOptions): Extension {
  const sources: Readonly<Record<EditorLanguage, readonly CompletionSource[]>> = {
    sld: [completeSld(styleWords)],
    css: [completeCss(styleWords)],
    xml: [],
    text: [],
  }
  return autocompletion({ override: [...sources[language]], icons: false, defaultKeymap: false })
}

export function locked(readOnly: boolean): Extension {
  // Still focusable, so that the keyboard can scroll and select in it.
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({ 'aria-readonly': String(readOnly) }),
  ]
}
