import type { Values } from './values.ts'

/** The states of a form one can go back and forth between. */
export interface EditHistory {
  readonly past: readonly Values[]
  readonly present: Values
  readonly future: readonly Values[]
  /** The field the last change was made in, while further changes of it belong to the same step. */
  readonly typing: string | undefined
}

const kept = 200

export function startHistory(values: Values): EditHistory {
  return { past: [], present: values, future: [], typing: undefined }
}

/** A change of one field. Changes that follow each other in the same field are one step, as typing a word is. */
export function edit(history: EditHistory, field: string, values: Values): EditHistory {
  const sameStep = history.typing === field && history.past.length > 0
  return {
    past: sameStep ? history.past : [...history.past, history.present].slice(-kept),
    present: values,
    future: [],
    typing: field,
  }
}

/** Ends a step, so that the next change of the same field is one of its own. */
export function endStep(history: EditHistory): EditHistory {
  return { ...history, typing: undefined }
}

export function undo(history: EditHistory): EditHistory {
  const last = history.past.at(-1)
  if (last === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present: last,
    future: [history.present, ...history.future],
    typing: undefined,
  }
}

export function redo(history: EditHistory): EditHistory {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future, typing: undefined }
}
