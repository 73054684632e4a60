import type { ResourceKind, StoreKind } from './property.ts'

/** Where the REST interface of a GeoServer has the stores of each kind. */
export const storePaths: Readonly<Record<StoreKind, string>> = {
  dataStore: 'datastores',
  coverageStore: 'coveragestores',
  wmsStore: 'wmsstores',
  wmtsStore: 'wmtsstores',
}

export const resourcePaths: Readonly<Record<ResourceKind, string>> = {
  featureType: 'featuretypes',
  coverage: 'coverages',
  wmsLayer: 'wmslayers',
  wmtsLayer: 'layers',
}

export const resourceOfStore: Readonly<Record<StoreKind, ResourceKind>> = {
  dataStore: 'featureType',
  coverageStore: 'coverage',
  wmsStore: 'wmsLayer',
  wmtsStore: 'wmtsLayer',
}

export const storeOfResource: Readonly<Record<ResourceKind, StoreKind>> = {
  featureType: 'dataStore',
  coverage: 'coverageStore',
  wmsLayer: 'wmsStore',
  wmtsLayer: 'wmtsStore',
}
