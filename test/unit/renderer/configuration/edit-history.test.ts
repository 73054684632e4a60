import { expect, test } from 'vitest'
import {
  edit,
  endStep,
  redo,
  startHistory,
  undo,
} from '../../../../renderer/features/configuration/form/edit-history.ts'

test('typing in one field is one step to undo, and a change elsewhere another', () => {
  let history = startHistory({ title: '', name: 'a' })
  history = edit(history, 'title', { title: 'R', name: 'a' })
  history = edit(history, 'title', { title: 'Ro', name: 'a' })
  history = edit(history, 'name', { title: 'Ro', name: 'b' })
  history = undo(history)
  expect(history.present).toEqual({ title: 'Ro', name: 'a' })
  history = undo(history)
  expect(history.present).toEqual({ title: '', name: 'a' })
  expect(undo(history)).toBe(history)
})

test('what was undone can be done again until something else is done', () => {
  let history = startHistory({ title: '' })
  history = endStep(edit(history, 'title', { title: 'a' }))
  history = edit(history, 'title', { title: 'ab' })
  history = undo(undo(history))
  expect(redo(history).present).toEqual({ title: 'a' })
  history = edit(redo(history), 'title', { title: 'c' })
  expect(redo(history)).toBe(history)
  expect(undo(history).present).toEqual({ title: 'a' })
})

test('a change after an undo in the same field is a step of its own', () => {
  let history = edit(edit(startHistory({ a: 1, b: 1 }), 'a', { a: 2, b: 1 }), 'b', { a: 2, b: 2 })
  history = edit(undo(history), 'a', { a: 3, b: 1 })
  expect(undo(history).present).toEqual({ a: 2, b: 1 })
})
