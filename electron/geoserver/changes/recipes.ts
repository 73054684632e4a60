import type { Kind } from '../../catalog/kinds/property.ts'

/**
 * How a stock node is changed, kind by kind. A PUT merges top-level properties for most kinds, so that sending what
 * changed leaves alone what somebody else changed meanwhile; nested objects, lists and maps are replaced whole.
 */
export interface Recipe {
  /**
   * `changed`: the properties that changed, each as a whole. `whole`: everything, because what a document leaves out is
   * lost. `again`: it cannot be changed, only removed and created again.
   */
  readonly sends: 'changed' | 'whole' | 'again'
  /** Properties that cannot be changed: the node refuses, or ignores it without an error. */
  readonly fixed: readonly string[]
  /** Properties that go together or not at all. */
  readonly together?: readonly string[]
  /** Properties that are sent whatever changed: what is left out of them is set to nothing. */
  readonly always?: readonly string[]
  /** Properties that are never sent: they belong to another object. */
  readonly never?: readonly string[]
  /** Whether it comes switched on when it is created, whatever was sent along. */
  readonly comesOn?: true
  /** The query of a removal; undefined when it cannot be removed by itself. */
  readonly removal: string | undefined
  /** Whether it can be created by itself. */
  readonly creation: 'post' | 'put' | 'none'
}

const ofResource = ['name', 'resource', 'enabled', 'advertised', 'title', 'abstract']

export const recipes: Readonly<Record<Kind, Recipe>> = {
  workspace: {
    sends: 'changed',
    fixed: [],
    always: ['isolated'],
    removal: '?recurse=true',
    creation: 'post',
  },
  namespace: {
    sends: 'changed',
    fixed: ['prefix'],
    always: ['isolated'],
    removal: undefined,
    creation: 'none',
  },
  dataStore: {
    sends: 'changed',
    fixed: ['workspace'],
    comesOn: true,
    removal: '?recurse=true',
    creation: 'post',
  },
  coverageStore: { sends: 'changed', fixed: ['workspace'], removal: '?recurse=true', creation: 'post' },
  wmsStore: {
    sends: 'changed',
    fixed: ['workspace', 'name'],
    comesOn: true,
    removal: '?recurse=true',
    creation: 'post',
  },
  wmtsStore: {
    sends: 'changed',
    fixed: ['workspace', 'name'],
    comesOn: true,
    removal: '?recurse=true',
    creation: 'post',
  },
  featureType: {
    sends: 'changed',
    fixed: ['namespace'],
    comesOn: true,
    removal: '?recurse=true',
    creation: 'post',
  },
  coverage: {
    sends: 'changed',
    fixed: ['namespace'],
    comesOn: true,
    removal: '?recurse=true',
    creation: 'post',
  },
  wmsLayer: { sends: 'again', fixed: ['namespace', 'store'], removal: '?recurse=true', creation: 'post' },
  wmtsLayer: {
    sends: 'changed',
    fixed: ['namespace'],
    comesOn: true,
    removal: '?recurse=true',
    creation: 'post',
  },
  // It is there once its resource is; without recurse its removal would leave the resource in memory alone.
  layer: {
    sends: 'changed',
    fixed: ['resource'],
    never: ofResource,
    removal: '?recurse=true',
    creation: 'put',
  },
  layerGroup: {
    sends: 'changed',
    fixed: ['name', 'workspace'],
    together: ['publishables', 'styles'],
    removal: '',
    creation: 'post',
  },
  // Metadata that is left out is emptied.
  style: { sends: 'whole', fixed: [], removal: '?purge=true&recurse=true', creation: 'post' },
  settings: { sends: 'whole', fixed: ['workspace'], removal: '', creation: 'post' },
  service: { sends: 'changed', fixed: ['workspace'], removal: '', creation: 'put' },
  global: { sends: 'whole', fixed: [], removal: undefined, creation: 'none' },
  logging: { sends: 'whole', fixed: [], removal: undefined, creation: 'none' },
}

/** Styles every node has and keeps. */
export const builtInStyles: ReadonlySet<string> = new Set(['point', 'line', 'polygon', 'raster', 'generic'])
