import { expect, it } from 'vitest'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { deathsInARollback } from './deaths.ts'
import { pairs } from './edits.ts'

/** Of the pairs those that together need the ways of taking back, and of merging; the campaign has all of them. */
const taken = [
  'two keys of one map',
  'rename and add of that name',
  'two workspaces renamed to one name',
  'remove and rename of a workspace',
  'remove and add of a child',
  'remove of a style and change of its body',
  'two styles of one name',
  'two defaults',
] as const

it.each(taken)(
  'a master that dies amid taking back and applying again ends as one that does not: %s',
  (title) => {
    expect(deathsInARollback(temporaryDirectory(), pairs[title])).toEqual([])
  },
)
