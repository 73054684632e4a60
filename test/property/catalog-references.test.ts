import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { referencedIds, withReferences } from '../../electron/catalog/references.ts'
import { object } from '../support/catalog-changes.ts'
import { arbitraryCatalog } from '../support/catalog-generator.ts'

function idsReferringTo(catalog: Catalog, id: string): readonly string[] {
  return [...catalog.objects()].filter((other) => referencedIds(other).has(id)).map((other) => other.id)
}

it('an object that could refer to nothing keeps its very properties when references are replaced', () => {
  const global = object('global', 'global', { featureTypeCacheSize: '1', xmlPostRequestLogBufferSize: '2' })
  expect(withReferences(global, () => 'other').properties).toBe(global.properties)
})

it('what refers to an object is known, whatever is put into a catalog and taken out of it', () => {
  const changes = fc.array(fc.record({ at: fc.nat(), verb: fc.constantFrom('put', 'remove', 'strip') }), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(arbitraryCatalog(), changes, (source, steps) => {
      const objects = [...source.objects()]
      fc.pre(objects.length > 0)
      const catalog = new Catalog()
      catalog.become(source)
      const check = (): void => {
        for (const { id } of objects) {
          const known = catalog.referringTo(id).map((other) => other.id)
          expect(known.toSorted()).toEqual(idsReferringTo(catalog, id).toSorted())
        }
      }
      check()
      for (const { at, verb } of steps) {
        const object = objects[at % objects.length]
        if (object === undefined) continue
        if (verb === 'put') catalog.put(object)
        else if (verb === 'strip') catalog.put({ ...object, properties: [] })
        else catalog.remove(object.id)
      }
      check()
    }),
    { numRuns: 50 },
  )
})
