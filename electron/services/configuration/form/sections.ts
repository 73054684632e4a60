import type { Kind } from '../../../catalog/kinds/property.ts'
import type { FormField } from '../../../contract/features/configuration.ts'

const ofResources = ['name', 'title', 'abstract', 'keywords', 'enabled', 'advertised', 'store', 'cqlFilter']
const ofStores = [
  ...['name', 'description', 'type', 'enabled', 'workspace', 'connectionParameters'],
  ...['url', 'capabilitiesURL', 'username', 'password'],
]

/** The properties people use first, by kind; kinds that are not here have so few that all of them are. */
const first: Partial<Record<Kind, readonly string[]>> = {
  dataStore: ofStores,
  coverageStore: ofStores,
  wmsStore: ofStores,
  wmtsStore: ofStores,
  featureType: ofResources,
  coverage: ofResources,
  wmsLayer: ofResources,
  wmtsLayer: ofResources,
  layer: [
    ...['name', 'title', 'abstract', 'resource', 'defaultStyle', 'styles'],
    ...['enabled', 'advertised', 'queryable', 'opaque'],
  ],
  layerGroup: [
    ...['name', 'mode', 'title', 'abstractTxt', 'workspace', 'enabled', 'advertised'],
    ...['publishables', 'styles'],
  ],
  style: ['name', 'workspace', 'format', 'filename'],
  service: [
    ...['enabled', 'name', 'workspace', 'title', 'abstrct', 'maintainer', 'onlineResource', 'keywords'],
    ...['fees', 'accessConstraints', 'srs'],
  ],
}

/** Where something lies, and in which reference system. */
const place: ReadonlySet<string> = new Set([
  ...['srs', 'nativeCRS', 'projectionPolicy', 'nativeBoundingBox', 'latLonBoundingBox', 'bounds'],
  ...['nativeFormat', 'grid', 'requestSRS', 'responseSRS'],
])

/**
 * The part of a form a property of an object stands in.
 * @param isRequired what is required is never folded away
 */
export function sectionOf(kind: string, name: string, isRequired: boolean): FormField['section'] {
  const basics = Object.entries(first).find(([each]) => each === kind)?.[1]
  if (basics === undefined || isRequired || basics.includes(name)) return 'basics'
  return place.has(name) ? 'place' : 'more'
}
