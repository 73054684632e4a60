import { StateEffect, StateField, type Text } from '@codemirror/state'
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view'

/** Something wrong with a text. */
export interface Problem {
  /** Counted from 1; null when nobody knows where, which stands above the first line. */
  readonly line: number | null
  readonly message: string
}

/** Says what is wrong now; it replaces what was said before. */
export const setProblems = StateEffect.define<readonly Problem[]>()

/** Underlines the lines with problems and says under each what is wrong. */
export const problemMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    for (const effect of transaction.effects) {
      if (effect.is(setProblems)) return marksFor(transaction.state.doc, effect.value)
    }
    return marks.map(transaction.changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

function marksFor(text: Text, problems: readonly Problem[]): DecorationSet {
  const marks = problems.flatMap(({ line, message }) => {
    const at = text.line(Math.min(Math.max(line ?? 1, 1), text.lines))
    const note = Decoration.widget({ widget: new Note(message), block: true, side: line === null ? -1 : 1 })
    const noteAt = note.range(line === null ? at.from : at.to)
    return line === null || at.from === at.to
      ? [noteAt]
      : [Decoration.mark({ class: 'cm-problem' }).range(at.from, at.to), noteAt]
  })
  return Decoration.set(marks, true)
}

class Note extends WidgetType {
  readonly #message: string

  constructor(message: string) {
    super()
    this.#message = message
  }

  override eq(other: Note): boolean {
    return other.#message === this.#message
  }

  override toDOM(): HTMLElement {
    const note = document.createElement('div')
    note.className = 'cm-problem-note'
    note.textContent = this.#message
    return note
  }
}
