import { describe, expect, test } from 'vitest'
import type { TreeNode } from '../../../../electron/contract/features/configuration.ts'
import {
  buildBranches,
  countFound,
  filterBranches,
  globalKey,
  keysToOpen,
  pathTo,
  type Branch,
} from '../../../../renderer/features/configuration/tree/branches.ts'

function node(kind: string, name: string, rest: Partial<TreeNode> = {}): TreeNode {
  return {
    id: `${kind}--${name}`,
    kind,
    root: kind,
    name,
    title: name,
    parent: null,
    workspace: null,
    enabled: null,
    isDefault: false,
    ...rest,
  }
}

const topp = node('workspace', 'topp')
const store = node('dataStore', 'postgis', { parent: topp.id, workspace: 'topp', title: 'topp:postgis' })
const roads = node('featureType', 'roads', { parent: store.id, workspace: 'topp', title: 'topp:roads' })
const layer = node('layer', 'roads', { parent: roads.id, workspace: 'topp', title: 'topp:roads' })
const style = node('style', 'line')
const nodes = [style, layer, roads, store, topp, node('workspace', 'acme'), node('global', 'global')]

function outline(branches: readonly Branch[]): unknown {
  return branches.map(({ key, children }) =>
    children === undefined || children.length === 0 ? key : [key, outline(children)],
  )
}

describe('the tree of the catalog', () => {
  test('shows what belongs to no workspace first, then workspaces by name with their objects below', () => {
    expect(outline(buildBranches(nodes))).toEqual([
      [globalKey, ['global--global', 'style--line']],
      'workspace--acme',
      ['workspace--topp', [['dataStore--postgis', [['featureType--roads', ['layer--roads']]]]]],
    ])
  })

  test('keeps an object whose parent is missing, in its workspace or under the heading', () => {
    const lost = node('layer', 'lost', { parent: 'gone', workspace: 'topp' })
    const nowhere = node('layer', 'nowhere', { parent: 'gone', workspace: 'gone' })
    const branches = buildBranches([topp, lost, nowhere])
    expect(outline(branches)).toEqual([
      [globalKey, ['layer--nowhere']],
      ['workspace--topp', ['layer--lost']],
    ])
  })

  test('ends although an object claims to be below itself', () => {
    const self = node('layer', 'self', { parent: 'layer--self', workspace: 'topp' })
    expect(outline(buildBranches([topp, self]))).toEqual([['workspace--topp', ['layer--self']]])
  })

  test('sorts numbers in names as people do', () => {
    const styles = ['zone10', 'zone2', 'Zone1'].map((name) => node('style', name))
    expect(outline(buildBranches(styles))).toEqual([
      [globalKey, ['style--Zone1', 'style--zone2', 'style--zone10']],
    ])
  })

  test('finds by every word of the name, the workspace or the kind, and keeps the way there', () => {
    const branches = buildBranches(nodes)
    const found = filterBranches(branches, 'layer TOPP', ({ kind }) => kind)
    expect(outline(found)).toEqual([
      ['workspace--topp', [['dataStore--postgis', [['featureType--roads', ['layer--roads']]]]]],
    ])
    expect(countFound(found)).toBe(1)
    const foundKeys = (all: readonly Branch[]): readonly string[] =>
      all.flatMap(({ key, found: isFound, children }) => [
        ...(isFound ? [key] : []),
        ...foundKeys(children ?? []),
      ])
    expect(foundKeys(found)).toEqual([layer.id])
    expect(filterBranches(branches, 'nothing like it', () => '')).toEqual([])
    expect(filterBranches(branches, '  ', () => '')).toBe(branches)
    // As the filter of messages is written.
    expect(filterBranches(branches, 'kind:layer workspace:topp', ({ kind }) => kind)).toEqual(found)
    expect(filterBranches(branches, 'kind:layer state:missing', ({ kind }) => kind)).toEqual([])
  })

  test('knows what to open so that an object is seen', () => {
    const branches = buildBranches(nodes)
    expect(pathTo(branches, layer.id)).toEqual([topp.id, store.id, roads.id])
    expect(pathTo(branches, 'gone')).toBeUndefined()
    expect(keysToOpen(branches)).toContain(roads.id)
    expect(keysToOpen(branches)).not.toContain(layer.id)
  })
})
