import { resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import { propertyOf, type CatalogObject } from '../../catalog/object.ts'
import type { XmlElement } from '../../xml/element.ts'

/** Names a modify event lists whatever was given, because they are never null in memory. */
const always: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  workspace: ['isolated'],
  namespace: ['isolated'],
  dataStore: ['metadata', 'disableOnConnFailure', 'enabled'],
  coverageStore: ['metadata', 'disableOnConnFailure', 'enabled'],
  wmsStore: ['metadata', 'disableOnConnFailure', 'enabled', 'useConnectionPooling'],
  wmtsStore: ['metadata', 'disableOnConnFailure', 'enabled', 'useConnectionPooling'],
  featureType: ['keywords', 'disabledServices', 'attributes'],
  coverage: ['keywords', 'disabledServices'],
  wmsLayer: ['keywords', 'disabledServices'],
  wmtsLayer: ['keywords', 'disabledServices'],
  layer: [
    'name',
    'enabled',
    'advertised',
    'title',
    'authorityURLs',
    'identifiers',
    'metadata',
    'styles',
    'opaque',
    'queryable',
  ],
  layerGroup: [
    ...['advertised', 'bounds', 'mode', 'authorityURLs', 'metadata', 'enabled', 'queryDisabled', 'name'],
    ...['layerGroupStyles', 'identifiers', 'layers', 'styles'],
  ],
  style: ['format', 'metadata'],
  global: [
    ...[
      'xmlPostRequestLogBufferSize',
      'allowStoredQueriesPerWorkspace',
      'trailingSlashMatch',
      'featureTypeCacheSize',
    ],
    ...['resourceErrorHandling', 'settings', 'globalServices', 'updateSequence'],
  ],
  settings: [
    ...[
      'clientProperties',
      'localWorkspaceIncludesPrefix',
      'showCreatedTimeColumnsInAdminList',
      'verbose',
      'metadata',
    ],
    ...['numDecimals', 'verboseExceptions', 'showModifiedTimeColumnsInAdminList', 'contact'],
  ],
}

/** Names listed when the object has the property, although nobody gave it. */
const whenPresent: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  layer: [
    'abstract',
    'internationalTitle',
    'dateCreated',
    'dateModified',
    'path',
    'type',
    'defaultWMSInterpolationMethod',
  ],
  layerGroup: ['title', 'abstractTxt', 'internationalTitle'],
  style: ['languageVersion'],
}

const presentTypes = new Set(['text', 'password', 'envelope', 'crs', 'grid'])

/**
 * The properties a modify event of a stock master names: those given, and many that are only there.
 * @param given what the request gave
 * @param written what a layer shows of its resource beside its own properties
 */
export function namesOfModify(
  object: CatalogObject,
  given: ReadonlyMap<string, XmlElement>,
  written: readonly string[] = [],
): readonly string[] {
  const { kind, root } = object
  const properties = propertiesOf(kind, root)
  const isListed = [...storeKinds, ...resourceKinds].some((each) => each === kind)
  const present = properties
    .filter((property) => {
      if (property.name === 'id' || property.name === '__default' || property.name === 'resource')
        return false
      if (whenPresent[kind]?.includes(property.name) === true)
        return written.includes(property.name) || propertyOf(object, property.name) !== undefined
      if (!isListed || propertyOf(object, property.name) === undefined) return false
      return (
        presentTypes.has(property.type.type) ||
        (kind === 'featureType' &&
          property.type.type === 'metadata' &&
          (propertyOf(object, property.name)?.children.length ?? 0) > 0) ||
        (property.type.type === 'international' && !given.has(property.name))
      )
    })
    .map((property) => property.bean)
  const beans = new Map(properties.map((property) => [property.name, property.bean]))
  const named = [...given.keys()]
    .filter(
      (name) =>
        name !== 'id' && name !== '__default' && !(name === 'workspace' && isListed) && name !== 'resource',
    )
    .filter(
      (name) =>
        !(
          (kind === 'layerGroup' || kind === 'featureType' || kind === 'coverage') &&
          name.startsWith('date')
        ),
    )
    .map((name) => beans.get(name) ?? name)
  return [...new Set([...(always[kind] ?? []), ...present, ...written, ...named])]
}
