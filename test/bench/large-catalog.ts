import { Catalog } from '../../electron/catalog/catalog.ts'
import type { CatalogObject } from '../../electron/catalog/object.ts'
import { noFiles } from '../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import { parentElement } from '../../electron/xml/element.ts'
import { object, reference } from '../support/catalog-changes.ts'
import { median, perSecond } from './measure.ts'

const layersOfStore = 50

/** About so many objects: stores of fifty layers each, every layer in a group of its store, all in one workspace. */
export function largeCatalog(objects: number): readonly CatalogObject[] {
  const inWorkspace = { workspace: reference('workspace', 'ws') }
  const stores = Math.max(1, Math.round(objects / (2 * layersOfStore + 2)))
  return [
    object('workspace', 'ws', { name: 'topp' }),
    object('namespace', 'ns', { prefix: 'topp', uri: 'http://topp' }),
    object('style', 'st', { name: 'line', filename: 'line.sld' }),
    ...Array.from({ length: stores }, (_, store) => [
      object('dataStore', `store-${store}`, { name: `store ${store}`, ...inWorkspace }),
      ...Array.from({ length: layersOfStore }, (__, at) => layer(`${store}-${at}`, `store-${store}`)).flat(),
      object('layerGroup', `group-${store}`, {
        name: `group ${store}`,
        ...inWorkspace,
        publishables: parentElement(
          'publishables',
          Array.from({ length: layersOfStore }, (__, at) =>
            reference('published', `layer-${store}-${at}`, { type: 'layer' }),
          ),
        ),
        styles: parentElement(
          'styles',
          Array.from({ length: layersOfStore }, () => reference('style', 'st')),
        ),
      }),
    ]).flat(),
  ]
}

function layer(name: string, store: string): readonly CatalogObject[] {
  return [
    object('featureType', `type-${name}`, {
      name: `roads ${name}`,
      namespace: reference('namespace', 'ns'),
      title: `Roads ${name}`,
      store: reference('store', store, { class: 'dataStore' }),
    }),
    object('layer', `layer-${name}`, {
      type: 'VECTOR',
      defaultStyle: reference('defaultStyle', 'st'),
      resource: reference('resource', `type-${name}`, { class: 'featureType' }),
    }),
  ]
}

export interface RemovalSpeed {
  readonly objects: number
  /** Layers a second, each removed with its resource and taken out of its group. */
  readonly remove: number
}

/** How fast layers are removed, one at a time, from catalogs of different size. */
export function removalSpeed(sizes: readonly number[], rounds = 5): readonly RemovalSpeed[] {
  return sizes.map((size) => {
    const objects = largeCatalog(size)
    const speeds = Array.from({ length: rounds }, () => {
      const catalog = new Catalog()
      for (const each of objects) catalog.put(each)
      const replica = new Replica(catalog, noFiles)
      const layers = catalog.ofKind('layer').slice(0, layersOfStore)
      return perSecond(layers.length, () => {
        for (const each of layers) replica.apply({ verb: 'remove', object: each, copies: new Map() })
      })
    })
    return { objects: objects.length, remove: median(speeds) }
  })
}

if (import.meta.main) {
  for (const { objects, remove } of removalSpeed([200, 2_000, 10_000]))
    console.log(`  from ${objects} objects: ${remove.toFixed(0)}/s`)
}
