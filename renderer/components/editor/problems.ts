import { StateEffect, StateField, type Text } from '@codemirror/state'
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view'

/** Something wrong with a text. */
export interface Problem {
  /** Counted from 1; null when nobody knows where, which stands above the first line. */
  readonly line: number | null
  /** Counted from 1; the whole line is meant without it. */
  readonly column?: number | undefined
  readonly message: string
  /** Whether it is only worth knowing. */
  readonly mild?: boolean | undefined
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
  const marks = problems.flatMap(({ line, column = 1, message, mild = false }) => {
    const at = text.line(Math.min(Math.max(line ?? 1, 1), text.lines))
    const note = new Note(message, mild)
    const widget = Decoration.widget({ widget: note, block: true, side: line === null ? -1 : 1 })
    const noteAt = widget.range(line === null ? at.from : at.to)
    // A problem at the very end of a line is seen at its last character.
    const from = Math.max(at.from, Math.min(at.from + column - 1, at.to - 1))
    return line === null || from >= at.to
      ? [noteAt]
      : [Decoration.mark({ class: mild ? 'cm-doubt' : 'cm-problem' }).range(from, at.to), noteAt]
  })
  return Decoration.set(marks, true)
}

class Note extends WidgetType {
  readonly #message: string
  readonly #isMild: boolean

  constructor(message: string, isMild: boolean) {
    super()
    this.#message = message
    this.#isMild = isMild
  }

  override eq(other: Note): boolean {
    return other.#message === this.#message && other.#isMild === this.#isMild
  }

  override toDOM(): HTMLElement {
    const note = document.createElement('div')
    note.className = this.#isMild ? 'cm-problem-note cm-doubt-note' : 'cm-problem-note'
    note.textContent = this.#message
    return note
  }
}
