import { Catalog } from '../../../catalog/catalog.ts'
import { compareCatalogs } from '../../../catalog/diff.ts'
import { nameOf, type CatalogObject } from '../../../catalog/object.ts'
import { referencedIds } from '../../../catalog/references.ts'
import { readObject } from '../../../geoserver/changes/read-object.ts'
import { documentIn } from '../../../geoserver/document-in.ts'
import type { RestConnection } from '../../../geoserver/rest-connection.ts'
import { describeObject } from '../../words.ts'
import type { NodeState } from '../compare.ts'
import type { StockOperation } from './stock-operation.ts'
import { fileOf } from './file-of.ts'
import { childText } from '../../../xml/element.ts'
import { property, say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'

/**
 * Looks at what an operation touched, and nothing else: in the slave's files and at whether it serves it.
 * @param places where objects of the slave and of the reference lie
 * @returns what is not as it was to be; undefined when all is
 * @throws PLB-GEOSERVER-…
 */
export async function readBack(
  connection: RestConnection,
  { present, gone, events }: StockOperation,
  wanted: NodeState,
  places: Catalog,
): Promise<Wording | undefined> {
  const isDefaultSet = events.some(({ verb }) => verb === 'default')
  if (isDefaultSet && !(await hasDefault(connection, wanted.catalog))) return say('stock.notWhatWasToBe')
  const found = new Catalog()
  const expected = new Catalog()
  const bodies = new Map<string, Buffer | undefined>()
  for (const object of present) {
    const { object: held, isServed, styleBody } = await readObject(connection, object, places)
    const what = describeObject(object, new Map(), wanted.catalog)
    if (held === undefined) return say('stock.isMissing', { object: what })
    if (!isServed) return say('stock.notServed', { object: what })
    expected.put(object)
    found.put(held)
    bodies.set(object.id, styleBody)
  }
  // A reference counts where there is something it refers to.
  for (const object of [...expected.objects(), ...found.objects()]) {
    for (const id of referencedIds(object)) {
      const other = places.get(id)
      if (other === undefined || expected.get(id) !== undefined || found.get(id) !== undefined) continue
      expected.put(other)
      found.put(other)
    }
  }
  const drift = compareCatalogs(expected, found, {
    bodies: {
      left: (style) => (bodies.has(style.id) ? wanted.body(style) : undefined),
      right: (style) => bodies.get(style.id),
    },
  })
  const [entry] = drift.entries
  if (entry?.type === 'different') {
    return say('stock.stillDiffer', {
      properties: entry.properties.map(({ property: name }) => property(name)),
    })
  }
  if (entry?.type === 'sameNameOtherId') return say('stock.stillHasId', { id: entry.otherId })
  if (entry !== undefined) return say('stock.notWhatWasToBe')
  const placeOf = (object: CatalogObject): string | undefined =>
    places.strays.get(object.id)?.join('/') ?? fileOf(object, places)
  const occupied = new Set(present.map(placeOf))
  for (const object of gone) {
    if (occupied.has(placeOf(object))) continue
    const { object: held, isServed } = await readObject(connection, object, places)
    // Settings and services of a workspace are answered for also where it has none of its own.
    const isShown = isServed && object.kind !== 'settings' && object.kind !== 'service'
    if (held !== undefined || isShown)
      return say('stock.stillThere', { object: describeObject(object, new Map(), places) })
  }
  return undefined
}

/** Whether it serves the default workspace it is to have, and its file says so. */
async function hasDefault(connection: RestConnection, wanted: Catalog): Promise<boolean> {
  const workspace = wanted.get(wanted.defaultWorkspace ?? '', 'workspace')
  for (const path of ['rest/workspaces/default.xml', 'rest/resource/workspaces/default.xml']) {
    const answer = await connection.get(path)
    const document = answer && documentIn(answer)
    if (workspace === undefined || document === undefined) return false
    if (childText(document, 'name') !== nameOf(workspace)) return false
  }
  return true
}
