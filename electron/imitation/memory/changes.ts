import { propertiesOf } from '../../catalog/kinds/table.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { resourceOf, workspaceOf } from '../../catalog/catalog.ts'
import { encodeEvent, styleResourcePath } from '../../wire/encode.ts'
import type { ClusterEvent, PropertyChange } from '../../wire/event.ts'
import { textElement } from '../../xml/element.ts'
import type { Memory } from './memory.ts'
import { asStockMaster } from './proxies.ts'

/** A message about to be published. */
export interface Published {
  readonly handler: string
  readonly body: string
  readonly event: ClusterEvent
}

/**
 * Changes what a node serves and publishes each change as the module does: the counter of updates before additions and
 * removals and after modifications, one message more than there are changes of substance.
 */
export class Changes {
  readonly memory: Memory
  readonly #publish: (message: Published) => void

  constructor(memory: Memory, publish: (message: Published) => void) {
    this.memory = memory
    this.#publish = publish
  }

  /** Counts one more update, which every change of the catalog and of the configuration does. */
  touch(): void {
    const before = this.global
    const count = Number(textOfProperty(before, 'updateSequence') ?? '0') + 1
    const sequence = textElement('updateSequence', String(count))
    this.memory.put(withProperties(before, new Map([['updateSequence', sequence]])))
    const change: PropertyChange = {
      bean: 'updateSequence',
      name: 'updateSequence',
      before: propertyOf(before, 'updateSequence') ?? null,
      after: sequence,
    }
    this.publish({ verb: 'modify', object: before, changes: [change], copies: new Map() })
  }

  get global(): CatalogObject {
    const global = this.memory.catalog.get('global')
    if (global === undefined) throw new Error('a node without global.xml')
    return global
  }

  /** The rules of a style travel ahead of it when their file is there. */
  add(object: CatalogObject): void {
    const { memory } = this
    memory.put(object)
    this.touch()
    if (object.kind === 'style') this.#publishStyleFile(object)
    this.publish({ verb: 'add', object, copies: new Map() })
    if (object.kind === 'layer' || object.kind === 'layerGroup') this.writeTileLayer(object)
  }

  /** @param names as the event lists them */
  modify(before: CatalogObject, after: CatalogObject, names: readonly string[]): void {
    this.publishModify(before, after, names)
    this.memory.put(after, before)
    this.touch()
  }

  /** A modification that fails after it was announced. */
  publishModify(before: CatalogObject, after: CatalogObject, names: readonly string[]): void {
    const properties = propertiesOf(before.kind, before.root)
    const changes = names.map((bean): PropertyChange => {
      const name = properties.find((each) => each.bean === bean)?.name ?? bean
      return { bean, name, before: propertyOf(before, name) ?? null, after: propertyOf(after, name) ?? null }
    })
    const body =
      after.kind === 'style' ? this.memory.files.get(this.memory.bodyPathOf(after))?.content : undefined
    this.publish({
      verb: 'modify',
      object: before,
      changes,
      copies: new Map(),
      ...(body === undefined ? {} : { styleBody: body }),
    })
  }

  remove(object: CatalogObject): void {
    const copies = new Map(
      ['workspace', 'store', 'namespace', 'resource'].flatMap((name) => {
        const target = this.memory.catalog.get(referenceOf(object, name) ?? '')
        return target === undefined ? [] : [[target.id, target] as const]
      }),
    )
    this.memory.remove(object)
    this.touch()
    if (object.kind === 'layer' || object.kind === 'layerGroup')
      this.memory.files.remove(tileLayerPath(object))
    this.publish({ verb: 'remove', object, copies })
  }

  publish(event: ClusterEvent): void {
    const { catalog } = this.memory
    const { handler, body } = encodeEvent(event, (id) => catalog.get(id), {
      runs: 'geoserver',
      releases: [this.memory.release],
    })
    this.#publish({ handler, body: asStockMaster(event, handler, body, this.memory.release), event })
  }

  /** GeoWebCache's own file for a layer or group; it changes when its styles or its name do. */
  writeTileLayer(object: CatalogObject): void {
    const { catalog, files } = this.memory
    if (
      !this.memory.persistent ||
      files.text(tileLayerPath(object))?.startsWith('<GeoServerTileLayer') === true
    )
      return
    const resource = resourceOf(catalog, object)
    const parts = ['defaultStyle', 'styles'].map((name) =>
      JSON.stringify(object.kind === 'layer' ? (propertyOf(object, name) ?? '') : ''),
    )
    files.write(tileLayerPath(object), `<!-- ${nameOf(resource ?? object) ?? ''} ${parts.join(' ')} -->`)
  }

  #publishStyleFile(style: CatalogObject): void {
    const { memory } = this
    const body = memory.files.text(memory.bodyPathOf(style))
    if (body === undefined) return
    const workspace = workspaceOf(memory.catalog, style)
    const space = workspace === undefined ? undefined : nameOf(workspace)
    const fileName = textOfProperty(style, 'filename') ?? ''
    this.#publish({
      ...encodeEvent({
        verb: 'style-file',
        fileName,
        resourcePath: styleResourcePath(fileName, space),
        body,
      }),
      event: { verb: 'style-file', fileName, resourcePath: styleResourcePath(fileName, space), body },
    })
  }
}

export function tileLayerPath(object: CatalogObject): string {
  return `gwc-layers/${object.id.replaceAll(':', '_')}.xml`
}
