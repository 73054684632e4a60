import { heldInOpaqueGroups } from '../../catalog/held-by-groups.ts'
import { locationOf } from '../../catalog/locations.ts'
import { objectFromFile } from '../../catalog/object-from-file.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import { childOf, childText } from '../../xml/element.ts'
import { decodeUtf8, parseXml } from '../../xml/parse.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { documentIn } from '../document-in.ts'
import { escapedPath, type RestAnswer, type RestConnection } from '../rest-connection.ts'
import { addressesOf } from './addresses.ts'

/** One object as a node has it at a moment. */
export interface ReadObject {
  /** As its file says; undefined when there is none. */
  readonly object: CatalogObject | undefined
  /** Whether the node serves it, which its memory decides. */
  readonly isServed: boolean
  readonly styleBody: Buffer | undefined
}

/**
 * Reads what lies in an object's place.
 * @param object names the place
 * @throws PLB-GEOSERVER-…, PLB-XML-…, PLB-CATALOG-…; the signal's reason
 */
export async function readObject(
  connection: RestConnection,
  object: CatalogObject,
  catalog: Catalog,
  signal?: AbortSignal,
): Promise<ReadObject> {
  const { file, body } = locationOf(object, catalog)
  const [own, rules, served] = await Promise.all([
    connection.get(`rest/resource/${escapedPath(file)}`, { signal }),
    body === undefined ? undefined : connection.get(`rest/resource/${escapedPath(body)}`, { signal }),
    isShown(connection, addressesOf(object, catalog).item, object, signal),
  ])
  const found = own && heldIn(own, object.kind, file.at(-1) ?? '')
  // What it cannot show, such as a feature type without its data, it may have all the same: its file tells then.
  // A group another one hides is shown to nobody.
  const isHidden = object.kind === 'layerGroup' && heldInOpaqueGroups(catalog).has(object.id)
  const isServed = served === undefined || (!served && isHidden) ? own !== undefined : served
  return { object: found, isServed, styleBody: rules?.body }
}

/**
 * Whether a node serves a workspace as the default one.
 * @throws PLB-GEOSERVER-…, PLB-XML-…; the signal's reason
 */
export async function isDefaultWorkspace(
  connection: RestConnection,
  workspace: CatalogObject,
  signal?: AbortSignal,
): Promise<boolean> {
  const answer = await connection.get('rest/workspaces/default.xml', { signal })
  return answer !== undefined && childText(parseXml(decodeUtf8(answer.body)), 'name') === nameOf(workspace)
}

/** What a file holds, unless it is torn, or a directory lies in its place, of which the node shows what is in it. */
function heldIn(answer: RestAnswer, kind: Kind, name: string): CatalogObject | undefined {
  const element = documentIn(answer)
  return element?.name === 'html' ? undefined : element && (objectFromFile(element, kind, name) ?? undefined)
}

/** Whether a node shows something; undefined when it fails at showing it. */
async function isShown(
  connection: RestConnection,
  path: string,
  { kind }: CatalogObject,
  signal: AbortSignal | undefined,
): Promise<boolean | undefined> {
  try {
    const answer = await connection.get(path, { signal })
    // A workspace without settings of its own shows what new ones would hold; its own name it.
    if (answer !== undefined && kind === 'settings')
      return childOf(parseXml(decodeUtf8(answer.body)), 'workspace') !== undefined
    return answer !== undefined
  } catch (error) {
    if (isFailure(error, 'PLB-GEOSERVER-UNEXPECTED')) return undefined
    throw error
  }
}
