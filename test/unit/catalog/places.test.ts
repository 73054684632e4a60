import { describe, expect, it } from 'vitest'
import { containerKinds, dependencyOrder, kindsWithin } from '../../../electron/catalog/kinds/places.ts'
import { kinds, resourceKinds, storeKinds } from '../../../electron/catalog/kinds/property.ts'

describe('the order of kinds', () => {
  it('has each once', () => {
    expect(dependencyOrder.toSorted()).toEqual(kinds.toSorted())
  })

  it.each([
    ['workspace', 'namespace'],
    ['workspace', 'style'],
    ['workspace', 'dataStore'],
    ['namespace', 'featureType'],
    ['dataStore', 'featureType'],
    ['coverageStore', 'coverage'],
    ['wmsStore', 'wmsLayer'],
    ['wmtsStore', 'wmtsLayer'],
    ['featureType', 'layer'],
    ['wmtsLayer', 'layer'],
    ['style', 'layer'],
    ['layer', 'layerGroup'],
    ['workspace', 'settings'],
    ['workspace', 'service'],
  ] as const)('has a %s before a %s', (needed, kind) => {
    expect(dependencyOrder.indexOf(needed)).toBeLessThan(dependencyOrder.indexOf(kind))
  })
})

it('what contains others are workspaces, stores and resources', () => {
  expect([...containerKinds].toSorted()).toEqual(['workspace', ...storeKinds, ...resourceKinds].toSorted())
})

it('a workspace holds all but what there is once', () => {
  expect(kinds.filter((kind) => !kindsWithin('workspace').has(kind))).toEqual(['global', 'logging'])
  expect([...kindsWithin('dataStore')].toSorted()).toEqual(['dataStore', 'featureType', 'layer'])
  expect([...kindsWithin('style')]).toEqual(['style'])
})
