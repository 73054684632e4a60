/** What an object of the catalog or the configuration can be. */
export const kinds = [
  'workspace',
  'namespace',
  'dataStore',
  'coverageStore',
  'wmsStore',
  'wmtsStore',
  'featureType',
  'coverage',
  'wmsLayer',
  'wmtsLayer',
  'layer',
  'layerGroup',
  'style',
  'settings',
  'service',
  'global',
  'logging',
] as const

export type Kind = (typeof kinds)[number]

/** What a kind is called. */
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
} as const satisfies Record<Kind, string>
