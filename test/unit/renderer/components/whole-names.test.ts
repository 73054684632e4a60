import fc from 'fast-check'
import { expect, it } from 'vitest'
import { partsOf, stepsOf } from '../../../../renderer/components/whole-names.ts'

it('keeps names with hyphens whole, and nothing else', () => {
  expect(partsOf('geo-2 has drifted: “prod-maps-a” and plain, – not this.')).toEqual([
    { text: 'geo-2', isName: true },
    { text: ' has drifted: “', isName: false },
    { text: 'prod-maps-a', isName: true },
    { text: '” and plain, – not this.', isName: false },
  ])
  expect(partsOf('für-öl')).toEqual([{ text: 'für-öl', isName: true }])
  expect(partsOf('größe-ä')).toEqual([{ text: 'größe-ä', isName: true }])
})

it('changes nothing of what is read or copied', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '-', ' ', '“', '.', 'ß', ':') }), (text) => {
      expect(
        partsOf(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

it('breaks paths and addresses behind their strokes', () => {
  expect(stepsOf('/srv/geo/data')).toEqual(['/srv/', 'geo/', 'data'])
  expect(stepsOf('http://maps.example.org/geoserver/')).toEqual(['http://maps.example.org/', 'geoserver/'])
  expect(stepsOf('C:\\data\\maps')).toEqual(['C:\\', 'data\\', 'maps'])
  expect(stepsOf('3 / 4')).toEqual(['3 / 4'])
})
