import { resourceOf, type Catalog } from '../../catalog/catalog.ts'
import { propertyOf } from '../../catalog/object.ts'
import { knownElements, knownProperties, styleFunctions } from '../../catalog/style-languages/vocabulary.ts'
import type { StyleWords } from '../../contract/features/configuration.ts'
import { childText } from '../../xml/element.ts'

/** Attributes at most; who has more of them looks them up elsewhere. */
const mostAttributes = 1000

/**
 * What can be written in a style of a language.
 * @param id the style, for the attributes of what is drawn with it; none of a new one
 */
export function styleWordsFor(catalog: Catalog, id: string | null, format: string): StyleWords {
  return {
    elements:
      format === 'sld'
        ? knownElements().map((each) => ({
            ...each,
            children: each.children === undefined ? null : [...each.children],
            attributes: each.attributes.map(({ name, values }) => ({ name, values: [...values] })),
            texts: [...each.texts],
          }))
        : [],
    properties:
      format === 'css' ? knownProperties().map(({ name, values }) => ({ name, values: [...values] })) : [],
    functions: [...styleFunctions],
    attributes: id === null ? [] : attributesDrawnBy(catalog, id),
  }
}

/** Names of the attributes of every resource a layer of which is drawn with a style, as far as the catalog says. */
function attributesDrawnBy(catalog: Catalog, id: string): string[] {
  const names = catalog
    .referringTo(id)
    .filter(({ kind }) => kind === 'layer')
    .flatMap((layer) => {
      const resource = resourceOf(catalog, layer)
      const listed = resource === undefined ? undefined : propertyOf(resource, 'attributes')
      return (listed?.children ?? []).flatMap((attribute) => childText(attribute, 'name') ?? [])
    })
  return [...new Set(names)].slice(0, mostAttributes)
}
