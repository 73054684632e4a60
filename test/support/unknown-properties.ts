import fc from 'fast-check'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { parentElement, textElement, type XmlElement } from '../../electron/xml/element.ts'
import { arbitraryCatalog } from './catalog-generator.ts'

/** Whole catalogs whose objects have properties only a future GeoServer knows, with text that has been trouble. */
export function arbitraryFutureCatalog(): fc.Arbitrary<Catalog> {
  return fc
    .tuple(arbitraryCatalog(), fc.array(unknownProperties, { minLength: 1, maxLength: 4 }))
    .map(([catalog, additions]) => {
      const future = new Catalog()
      for (const [at, object] of [...catalog.objects()].entries()) {
        const added = additions[at % additions.length] ?? []
        future.put({ ...object, properties: [...object.properties, ...added] })
      }
      future.defaultWorkspace = catalog.defaultWorkspace
      return future
    })
}

/** Any character XStream can write: control characters as references, the rest as it is. */
const anyText = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed())

const unknownProperties: fc.Arbitrary<readonly XmlElement[]> = fc
  .record(
    {
      futureText: anyText.map((text) => textElement('futureText', text)),
      future__flag: fc.boolean().map((flag) => textElement('future__flag', String(flag))),
      futureList: fc.array(anyText, { minLength: 1, maxLength: 3 }).map((texts) =>
        parentElement(
          'futureList',
          texts.map((text) => textElement('string', text)),
        ),
      ),
      futureThing: anyText.map((text) =>
        parentElement(
          'futureThing',
          [textElement('version', text), parentElement('inner', [textElement('style', text, { a: text })])],
          { class: 'org.example.Thing' },
        ),
      ),
    },
    { requiredKeys: [] },
  )
  .map((properties) => Object.values(properties))
