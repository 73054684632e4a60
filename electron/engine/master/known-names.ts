import { resourceOf, titleOf, type Catalog } from '../../catalog/catalog.ts'
import type { Kind, Property } from '../../catalog/kinds/property.ts'
import { byNameOf, isKnownService, propertiesOf } from '../../catalog/kinds/table.ts'
import { propertyOf, type CatalogObject } from '../../catalog/object.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { XmlElement } from '../../xml/element.ts'
import { objectWords } from '../words.ts'
import { refused } from './rules.ts'

/**
 * Refuses what an operator typed under a name the table of kinds does not have: a GeoServer would drop it, and the
 * edit would seem made. What the object has already goes on, and a service of an extension has what it has.
 * @param given the properties as they were typed
 * @param base the object that is changed; undefined for a new one
 * @throws PLB-ENGINE-EDIT-REFUSED with the names there are, or with the object a property belongs to
 */
export function checkNames(
  { kind, root }: { readonly kind: Kind; readonly root: string },
  given: readonly XmlElement[],
  base: CatalogObject | undefined,
  catalog: Catalog,
): void {
  if (kind === 'service' && !isKnownService(root)) return
  const properties = propertiesOf(kind, root)
  // The URI of a new workspace is for the namespace that comes with it.
  const typed = given.filter(({ name }) => kind !== 'workspace' || base !== undefined || name !== 'uri')
  checkMembers(say(`kinds.${kind}`), typed, properties, base?.properties ?? [])
  if (base !== undefined) checkDelegated(typed, base, catalog)
}

/** That there is no property of that name, and which there are. */
export function unknownName(owner: Wording, name: string, properties: readonly Property[]): Error {
  const names = properties.flatMap((each) => (isSettable(each) ? [each.name] : []))
  return refused(say('edits.noSuchProperty', { owner, name, names }))
}

function checkMembers(
  owner: Wording,
  given: readonly XmlElement[],
  properties: readonly Property[],
  stored: readonly XmlElement[],
): void {
  const table = byNameOf(properties)
  for (const element of given) {
    const { name, children } = element
    const property = table.get(name)
    const type = property?.type
    const before = stored.find((each) => each.name === name)
    if ((property === undefined || isFleeting(property)) && before === undefined)
      throw unknownName(owner, name, properties)
    if (type?.type === 'structure' && type.properties.length > 0)
      checkMembers(name, children, type.properties, before?.children ?? [])
    if (type?.type === 'structures') {
      const kept = before?.children.flatMap((item) => item.children) ?? []
      for (const item of children) checkMembers(name, item.children, type.properties, kept)
    }
  }
}

/** What a layer only passes on is changed where it is kept; said with the value it has, it may stand. */
function checkDelegated(given: readonly XmlElement[], base: CatalogObject, catalog: Catalog): void {
  const table = byNameOf(propertiesOf(base.kind, base.root))
  const keeper = resourceOf(catalog, base)
  if (keeper === undefined) return
  for (const { name, text } of given) {
    const isMeant = table.get(name)?.delegated === true && text !== (propertyOf(keeper, name)?.text ?? '')
    if (!isMeant) continue
    const object = objectWords(keeper.kind, titleOf(catalog, keeper))
    throw refused(say('edits.belongsTo', { name, object }))
  }
}

/** Whether it is nothing a GeoServer keeps, but what it knows of an object while it runs. */
function isFleeting({ name, persisted, entry, delegated }: Property): boolean {
  return persisted === 'never' && entry !== true && delegated !== true && name !== '__default'
}

/** Whether an edit can change it, on the object itself. */
function isSettable({ name, persisted, entry, notCompared }: Property): boolean {
  return (
    name !== 'id' &&
    name !== '__default' &&
    notCompared === undefined &&
    (persisted === 'always' || entry === true)
  )
}
