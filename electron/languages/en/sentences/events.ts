/** What an event says of an object. */
export const eventSentences = {
  added: '{what} added',
  saved: '{what} saved',
  removed: '{what} removed',
  modified: '{what} modified: {properties}',
  styleFile: 'style file {file}',
  default: '{property} is {name}',
  none: 'none',
  unreadable: 'a message that cannot be read',
  object: '{kind} {title}',
  objectOf: '{kind} of {title}',
  unknownToListeners: 'GeoServer {releases} listens, which knows nothing of {properties}',
} as const

/** What the kinds of objects are called. */
export const kindWords = {
  workspace: 'workspace',
  namespace: 'namespace',
  dataStore: 'data store',
  coverageStore: 'coverage store',
  wmsStore: 'WMS store',
  wmtsStore: 'WMTS store',
  featureType: 'feature type',
  coverage: 'coverage',
  wmsLayer: 'WMS layer',
  wmtsLayer: 'WMTS layer',
  layer: 'layer',
  layerGroup: 'layer group',
  style: 'style',
  settings: 'workspace settings',
  service: 'service',
  global: 'global settings',
  logging: 'logging',
} as const

/** What a data directory holds that no message carries. */
export const unsentAreaWords = {
  security: 'users, groups, roles and access rules',
  tiles: 'tile caching',
  templates: 'templates',
  data: 'uploaded data',
  graphics: 'graphics and fonts of styles',
  other: 'files of extensions',
} as const
