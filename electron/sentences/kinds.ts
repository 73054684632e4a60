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

/** What a data directory holds that no message carries. */
export const unsentAreas = ['security', 'tiles', 'templates', 'data', 'graphics', 'other'] as const

export type UnsentArea = (typeof unsentAreas)[number]

/** The services every GeoServer has, as the root element of their settings calls them. */
export const services = ['wms', 'wfs', 'wcs', 'wmts'] as const
