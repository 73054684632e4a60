import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOfNew, newFromAddress } from '../../../../renderer/features/configuration/address.ts'
import { addableIn } from '../../../../renderer/features/configuration/addable.ts'

test('the address of a new object says what it is going to be', () => {
  const text = fc.option(fc.string({ minLength: 1 }))
  fc.assert(
    fc.property(text, text, text, (service, workspace, store) => {
      const made = { kind: 'featureType', service, workspace, store }
      expect(newFromAddress(addressOfNew(made))).toEqual(made)
    }),
  )
  expect(newFromAddress('LayerInfoImpl--570ae188:124761b8d78:-7fd0')).toBeUndefined()
})

test('resources are offered where there is a store for them, and services that are not there yet', () => {
  const kinds = addableIn('topp', new Set(['dataStore', 'wms', 'settings'])).flatMap(({ items }) =>
    items.map(({ kind, service }) => service ?? kind),
  )
  expect(kinds).toContain('featureType')
  expect(kinds).not.toContain('coverage')
  expect(kinds).toContain('wfs')
  expect(kinds).not.toContain('wms')
  expect(kinds).not.toContain('settings')
})

test('what belongs to no workspace is a workspace, a style or a layer group', () => {
  const kinds = addableIn(null, new Set()).flatMap(({ items }) => items.map(({ kind }) => kind))
  expect(kinds).toEqual(['workspace', 'layerGroup', 'style'])
})
