import { describe, expect, it } from 'vitest'
import {
  countByType,
  driftTree,
  everyBranch,
  openKeys,
  type DriftBranch,
} from '../../../../renderer/features/resync/drift-tree.ts'
import { drift, entry } from './drift.ts'

/** The tree as indented words. */
function outline(branches: readonly DriftBranch[], depth = 0): string[] {
  return branches.flatMap((branch) => [
    `${'  '.repeat(depth)}${words(branch)}`,
    ...outline(branch.children, depth + 1),
  ])
}

function words(branch: DriftBranch): string {
  switch (branch.type) {
    case 'workspace':
      return `${branch.workspace ?? '(none)'} ${branch.count}`
    case 'kind':
      return `${branch.kind} ${branch.count}`
    case 'entry':
      return branch.entry.title
    case 'property':
      return branch.difference.property
    case 'unknown':
      return branch.fact.property
    case 'problem':
      return branch.problem.path
    case 'area':
      return branch.area.area
    case 'unknowable':
    case 'problems':
    case 'remarks':
    case 'unsent':
      return `${branch.type} ${branch.count}`
  }
}

describe('the tree of differences', () => {
  it('groups by workspace and kind, what holds others before what is held', () => {
    const tree = driftTree(
      drift([
        entry('style', 'red'),
        entry('layer', 'topp:rivers'),
        entry('layer', 'topp:cities'),
        entry('dataStore', 'topp:pg'),
        entry('layer', 'hydro:lakes', { type: 'missing', properties: [] }),
      ]),
    )
    expect(outline(tree)).toEqual([
      '(none) 1',
      '  style 1',
      '    red',
      '      title',
      'hydro 1',
      '  layer 1',
      '    hydro:lakes',
      'topp 3',
      '  dataStore 1',
      '    topp:pg',
      '      title',
      '  layer 2',
      '    topp:cities',
      '      title',
      '    topp:rivers',
      '      title',
    ])
  })

  it('shows what could not be read and what nobody can know after the differences', () => {
    const tree = driftTree(
      drift([entry('style', 'red')], {
        unknowable: [
          { kind: 'dataStore', property: 'password', reason: 'encrypted', objects: 2 },
          { kind: 'style', property: 'body', reason: 'not read', objects: 3 },
        ],
        problems: [
          { side: 'slave', path: 'styles/blue.xml', message: 'no XML', effect: 'unread' },
          { side: 'slave', path: 'styles/Red.xml', message: 'named otherwise', effect: 'remark' },
        ],
        unsent: [{ area: 'security', reference: 1, slave: 0 }],
      }),
    )
    expect(outline(tree).slice(4)).toEqual([
      'problems 1',
      '  styles/blue.xml',
      'remarks 1',
      '  styles/Red.xml',
      'unknowable 5',
      '  password',
      '  body',
      'unsent 1',
      '  security',
    ])
  })

  it('gives every line a key of its own', () => {
    const twice = entry('layer', 'topp:roads')
    const tree = driftTree(
      drift([twice, { ...twice, type: 'sameNameOtherId', otherId: 'x' }, entry('layer', 'roads')]),
    )
    const keys = everyBranch(tree).map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('opens all of a small drift and only the headings of a large one', () => {
    const small = driftTree(drift([entry('layer', 'topp:roads')]))
    expect(openKeys(small)).toHaveLength(3)
    const large = driftTree(
      drift(Array.from({ length: 500 }, (_, index) => entry('layer', `topp:roads-${index}`))),
    )
    expect(openKeys(large)).toHaveLength(2)
  })

  it('is empty when nothing differs', () => {
    expect(driftTree(drift([]))).toEqual([])
  })

  it('counts each type of difference', () => {
    expect(countByType(drift([entry('layer', 'a'), entry('layer', 'b', { type: 'extra' })]))).toEqual({
      missing: 0,
      different: 1,
      sameNameOtherId: 0,
      defaultWorkspace: 0,
      extra: 1,
    })
  })
})
