import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { deathsBeforeAPowerCut } from './deaths.ts'
import { changes } from './edits.ts'

/** What a slave does at once; everything else it writes down before it does it. */
const moves = [
  'a rename of a store',
  'a removal of a workspace',
  'a removal of a style',
  'a rename of a style',
] as const

describe('what a process that died left to the next outlives a power cut as soon as it is finished', () => {
  it.each(Object.entries(changes))('on a master: %s', (_, edit) => {
    expect(deathsBeforeAPowerCut(temporaryDirectory(), edit, 'master')).toEqual([])
  })

  it.each(moves)('on a slave: %s', (name) => {
    expect(deathsBeforeAPowerCut(temporaryDirectory(), changes[name], 'slave')).toEqual([])
  })
})
