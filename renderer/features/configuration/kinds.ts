import {
  Boxes,
  Braces,
  Building2,
  Combine,
  Database,
  Globe,
  Grid3x3,
  Image,
  Layers,
  Layers2,
  Logs,
  Map as MapIcon,
  Palette,
  Plug,
  Settings2,
  SlidersHorizontal,
  Spline,
} from '@lucide/vue'
import type { Component } from 'vue'

/**
 * What the screen knows of a kind besides its form. Kinds are named by the messages `configuration.kinds.<kind>`; the
 * order is the one objects of one parent are listed in.
 */
const kindIcons: Readonly<Record<string, Component>> = {
  global: Globe,
  logging: Logs,
  workspace: Boxes,
  namespace: Braces,
  settings: Settings2,
  service: Plug,
  dataStore: Database,
  coverageStore: Image,
  wmsStore: Building2,
  wmtsStore: Grid3x3,
  featureType: Spline,
  coverage: Combine,
  wmsLayer: MapIcon,
  wmtsLayer: MapIcon,
  layer: Layers,
  layerGroup: Layers2,
  style: Palette,
}

const order = new Map(Object.keys(kindIcons).map((kind, index) => [kind, index]))

export function iconOf(kind: string): Component {
  return kindIcons[kind] ?? SlidersHorizontal
}

export function isKnownKind(kind: string): boolean {
  return order.has(kind)
}

/** Sorts kinds as lists show them; a kind nobody knows comes last. */
export function rankOfKind(kind: string): number {
  return order.get(kind) ?? order.size
}

/** Something that can be added: a kind, and for services which one. */
export interface Addable {
  readonly kind: string
  readonly service: string | null
}

const resourceOfStore: Readonly<Record<string, string>> = {
  dataStore: 'featureType',
  coverageStore: 'coverage',
  wmsStore: 'wmsLayer',
  wmtsStore: 'wmtsLayer',
}

const services = ['wms', 'wfs', 'wcs', 'wmts']

/**
 * What can be added at a place. Namespaces come with their workspace and layers with their resource, so neither is
 * offered; a resource is offered where there is a store it can be read from.
 * @param present kinds of the objects in the workspace, services by their type
 */
export function addableIn(
  workspace: string | null,
  present: ReadonlySet<string>,
): readonly { readonly group: 'data' | 'publishing' | 'services'; readonly items: readonly Addable[] }[] {
  const plain = (kind: string): Addable => ({ kind, service: null })
  if (workspace === null) {
    return [
      { group: 'data', items: [plain('workspace')] },
      { group: 'publishing', items: [plain('layerGroup'), plain('style')] },
    ]
  }
  const stores = Object.keys(resourceOfStore)
  const resources = stores.flatMap((store) => (present.has(store) ? [resourceOfStore[store] ?? ''] : []))
  const missing = services.filter((service) => !present.has(service))
  return [
    { group: 'data', items: [...stores, ...resources].map(plain) },
    { group: 'publishing', items: [plain('layerGroup'), plain('style')] },
    {
      group: 'services',
      items: [
        ...(present.has('settings') ? [] : [plain('settings')]),
        ...missing.map((service) => ({ kind: 'service', service })),
      ],
    },
  ]
}

/** The kind read from a store of this kind, or undefined when it is no store. */
export function resourceKindOf(store: string): string | undefined {
  return resourceOfStore[store]
}

/** Kinds no one removes: they are part of every GeoServer, or go with the object they belong to. */
export function isRemovable(kind: string): boolean {
  return kind !== 'global' && kind !== 'logging' && kind !== 'namespace'
}
