import { services } from '../../../electron/contract/features/configuration.ts'

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

const single: ReadonlySet<string> = new Set([
  'workspace',
  'namespace',
  'settings',
  'service',
  'global',
  'logging',
])

/** Kinds of which there can be another one like it in the same place. */
export function isDuplicable(kind: string): boolean {
  return !single.has(kind)
}
