import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { problemMarks, setProblems, type Problem } from '../../../../renderer/components/editor/problems.ts'

const text = '<layer>\n  <name>roads</name>\n\n</layer>'

function editing(problems: readonly Problem[]): EditorState {
  const state = EditorState.create({ doc: text, extensions: [problemMarks] })
  return state.update({ effects: setProblems.of(problems) }).state
}

/** What is underlined, and the line each note stands at, in the order of the text. */
function marks(state: EditorState) {
  const found: string[] = []
  for (let mark = state.field(problemMarks).iter(); mark.value !== null; mark.next()) {
    const line = state.doc.lineAt(mark.from)
    if (mark.from < mark.to) found.push(`underlined: ${state.sliceDoc(mark.from, mark.to)}`)
    else found.push(`note ${mark.from === line.from && line.length > 0 ? 'above' : 'below'} ${line.number}`)
  }
  return found
}

describe('Problems in an editor', () => {
  it('underline their line and stand below it', () => {
    expect(marks(editing([{ line: 2, message: 'is taken' }]))).toEqual([
      'underlined:   <name>roads</name>',
      'note below 2',
    ])
  })

  it('stand above the text when nobody knows where they are', () => {
    expect(marks(editing([{ line: null, message: 'is refused' }]))).toEqual(['note above 1'])
  })

  it('of an empty line have nothing to underline', () => {
    expect(marks(editing([{ line: 3, message: 'is empty' }]))).toEqual(['note below 3'])
  })

  it('beyond the text belong to its nearest line', () => {
    expect(marks(editing([{ line: 99, message: '' }]))).toEqual(['underlined: </layer>', 'note below 4'])
    expect(marks(editing([{ line: 0, message: '' }]))).toEqual(['underlined: <layer>', 'note below 1'])
  })

  it('are ordered by the text, whatever their own order', () => {
    const state = editing([
      { line: 4, message: '' },
      { line: 1, message: '' },
    ])
    expect(marks(state).filter((mark) => mark.startsWith('note'))).toEqual(['note below 1', 'note below 4'])
  })

  it('move along while one types above them, and are replaced by the next ones', () => {
    const state = editing([{ line: 2, message: '' }])
    const typed = state.update({ changes: { from: 0, insert: '<!-- checked -->\n' } }).state
    expect(marks(typed)).toEqual(['underlined:   <name>roads</name>', 'note below 3'])
    expect(marks(typed.update({ effects: setProblems.of([]) }).state)).toEqual([])
  })
})
