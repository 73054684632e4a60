import type { Catalog } from '../../catalog/catalog.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { textElement, withChildren } from '../../xml/element.ts'
import type { StockChange } from './change.ts'

const key = 'namespace'

/**
 * A change with what a GeoServer says of each data store: the URI of its workspace among the parameters. It writes that
 * itself when the store is made, and loses it when the parameters are sent without.
 */
export function withNamespaceParameter(change: StockChange, catalog: Catalog): StockChange {
  if (change.verb === 'add') return { ...change, object: completed(change.object, catalog) }
  return change.verb === 'modify' ? { ...change, after: completed(change.after, catalog) } : change
}

function completed(object: CatalogObject, catalog: Catalog): CatalogObject {
  const parameters = propertyOf(object, 'connectionParameters')
  const workspace = catalog.get(referenceOf(object, 'workspace') ?? '', 'workspace')
  const namespace = catalog.byName('namespace', (workspace && nameOf(workspace)) ?? '')
  const uri = namespace && textOfProperty(namespace, 'uri')
  if (object.kind !== 'dataStore' || parameters === undefined || uri === undefined) return object
  const others = parameters.children.filter(({ attributes }) => attributes.key !== key)
  const whole = withChildren(parameters, [...others, textElement('entry', uri, { key })])
  return withProperties(object, new Map([['connectionParameters', whole]]))
}
