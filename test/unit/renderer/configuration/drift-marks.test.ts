import { describe, expect, test } from 'vitest'
import type { TreeNode } from '../../../../electron/contract/features/configuration.ts'
import type { DriftingObject } from '../../../../electron/contract/features/inventory.ts'
import { buildBranches } from '../../../../renderer/features/configuration/tree/branches.ts'
import { driftMarks, standingOn } from '../../../../renderer/features/configuration/tree/drift-marks.ts'

function node(kind: string, name: string, rest: Partial<TreeNode> = {}): TreeNode {
  const own = { id: `${kind}--${name}`, kind, root: kind, name, title: name }
  return { ...own, parent: null, workspace: null, enabled: null, isDefault: false, ...rest }
}

function drifting(id: string, rest: Partial<DriftingObject> = {}): DriftingObject {
  const kind = id.split('--')[0] ?? ''
  const places = { workspace: 'topp', otherId: null, instanceName: 'slave-a', reference: 'master' }
  return { type: 'different', kind, id, title: id, ...places, ...rest }
}

const topp = node('workspace', 'topp', { isDefault: true })
const store = node('dataStore', 'postgis', { parent: topp.id, workspace: 'topp' })
const roads = node('featureType', 'roads', { parent: store.id, workspace: 'topp' })
const branches = buildBranches([topp, store, roads, node('workspace', 'acme'), node('style', 'line')])

function marked(...objects: readonly DriftingObject[]) {
  return Object.fromEntries(
    [...driftMarks(branches, objects)].map(([key, { own, below }]) => [
      key,
      [...own.map(({ instanceName }) => instanceName), below],
    ]),
  )
}

describe('the marks of what differs', () => {
  test('are on the object, with the nodes it differs on, and on everything it is below', () => {
    const found = marked(drifting(roads.id), drifting(roads.id, { instanceName: 'slave-b' }))
    expect(found).toEqual({ [roads.id]: ['slave-a', 'slave-b', 0], [store.id]: [1], [topp.id]: [1] })
  })

  test('find an object under the id it has on the other node', () => {
    const other = drifting('elsewhere', { type: 'sameNameOtherId', otherId: 'style--line', workspace: null })
    expect(marked(other)).toEqual({ 'style--line': ['slave-a', 0], 'global:': [1] })
  })

  test('count what is only on another node below the workspace it lies in there, once', () => {
    const extra = drifting('dataStore--theirs', { type: 'extra' })
    expect(marked(extra, { ...extra, instanceName: 'slave-b' })).toEqual({ [topp.id]: [1] })
  })

  test('are on the default workspace where another one is the default', () => {
    const other = drifting('default-workspace', { type: 'defaultWorkspace', workspace: null })
    expect(marked(other)).toEqual({ [topp.id]: ['slave-a', 0] })
  })
})

describe('how an object stands on another node', () => {
  const found = [drifting(roads.id, { type: 'missing' })]

  test('is what was found of it there', () => {
    expect(standingOn('slave-a', roads.id, found, true)).toMatchObject({ standing: 'missing' })
    expect(standingOn('slave-b', roads.id, found, true)).toMatchObject({ standing: 'equal' })
  })

  test('is not known of nodes that were not compared', () => {
    expect(standingOn('slave-a', roads.id, found, false)).toMatchObject({ standing: 'not-compared' })
  })
})
