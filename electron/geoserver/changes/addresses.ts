import { workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import { resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import { nameOf, referenceOf, type CatalogObject } from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import { describe } from '../../catalog/locations.ts'
import { property, say } from '../../sentences/say.ts'
import { escapedPath } from '../rest-connection.ts'
import { nameInRequest } from './rest-document.ts'
import { resourcePaths, storePaths } from '../../catalog/kinds/rest-paths.ts'

/** Where an object is asked for and changed over REST; `.xml` behind it keeps a dot in its name from being a format. */
export interface Addresses {
  readonly collection: string
  readonly item: string
}

/**
 * The addresses of an object below a node's address.
 * @throws PLB-CATALOG-PARENT-MISSING when what it belongs to is not in the catalog
 */
export function addressesOf(object: CatalogObject, catalog: Catalog): Addresses {
  const name = nameOf(object) ?? ''
  const within = (collection: readonly string[], own = name): Addresses => ({
    collection: `rest/${escapedPath(collection)}`,
    item: `rest/${escapedPath([...collection, own])}.xml`,
  })
  const above = aboveOf(object, catalog)
  switch (object.kind) {
    case 'workspace':
      return within(['workspaces'])
    case 'namespace':
      return within(['namespaces'])
    case 'dataStore':
    case 'coverageStore':
    case 'wmsStore':
    case 'wmtsStore':
      return within([...above, storePaths[object.kind]])
    case 'featureType':
    case 'coverage':
    case 'wmsLayer':
    case 'wmtsLayer': {
      const store = parent(object, 'store', catalog, storeKinds)
      const storeKind = storeKinds.find((kind) => kind === store.kind) ?? 'dataStore'
      return within([...above, storePaths[storeKind], nameOf(store) ?? '', resourcePaths[object.kind]])
    }
    case 'layer':
      parent(object, 'resource', catalog, resourceKinds)
      // Below its workspace, what a change leaves out is taken from the first layer of that name in any workspace.
      return within(['layers'], nameInRequest(object, catalog))
    case 'layerGroup':
      return within([...above, 'layergroups'])
    case 'style':
      return within([...above, 'styles'])
    case 'settings': {
      const item = `rest/${escapedPath([...above, 'settings'])}`
      return { collection: item, item: `${item}.xml` }
    }
    case 'service': {
      const item = `rest/${escapedPath(['services', object.root, ...above, 'settings'])}`
      return { collection: item, item: `${item}.xml` }
    }
    case 'global':
      return { collection: 'rest/settings', item: 'rest/settings.xml' }
    case 'logging':
      return { collection: 'rest/logging', item: 'rest/logging.xml' }
  }
}

function aboveOf(object: CatalogObject, catalog: Catalog): readonly string[] {
  if (object.kind === 'workspace' || object.kind === 'namespace') return []
  const workspace = workspaceOf(catalog, object)
  return workspace === undefined ? [] : ['workspaces', nameOf(workspace) ?? '']
}

function parent(object: CatalogObject, by: string, catalog: Catalog, kinds: readonly Kind[]): CatalogObject {
  const found = catalog.get(referenceOf(object, by) ?? '', ...kinds)
  if (found !== undefined) return found
  throw failure('PLB-CATALOG-PARENT-MISSING', {
    object: describe(object),
    parent: say('catalog.itsParent', { property: property(by) }),
  })
}
