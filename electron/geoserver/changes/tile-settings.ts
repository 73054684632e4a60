import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import { textElement, withChildren, type XmlElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { documentIn } from '../document-in.ts'
import { escapedPath, type RestConnection } from '../rest-connection.ts'
import type { Step } from './change.ts'
import { nameInRequest } from './rest-document.ts'

/** The settings of the tiles of what is removed and created again. */
export interface KeptTiles {
  /** What they are of, as it was. */
  readonly of: CatalogObject
  /** Gives them to what is created. */
  readonly give: Step
  /** Gives them to what is put back. */
  readonly giveBack: Step
}

/**
 * The settings of tiles of what is removed and created again: they go with a layer or group, and what
 * comes has the usual ones. Where they cannot be read there is nothing to give back.
 * @param states what the change is about, before and after it, as far as it is there
 * @throws what asking throws, save for what the node refuses; the signal's reason
 */
export async function tilesToGiveBack(
  connection: RestConnection,
  steps: readonly Step[],
  states: { readonly before: CatalogObject | undefined; readonly after: CatalogObject | undefined },
  catalog: Catalog,
  signal?: AbortSignal,
): Promise<readonly KeptTiles[]> {
  const kept: KeptTiles[] = []
  for (const { purpose: why, object } of steps) {
    if (why !== 'remove to create again') continue
    const returns = steps.some((each) => each.purpose === 'create' && each.object === object)
    const [from, to] = object === undefined ? [states.before, states.after] : [object, object]
    if (!returns || from === undefined || to === undefined) continue
    const answer = await connection.get(pathOf(from, catalog), { signal }).catch((error: unknown) => {
      if (isFailure(error, 'PLB-GEOSERVER-UNEXPECTED')) return undefined
      throw error
    })
    const document = answer && documentIn(answer)
    if (document?.name !== 'GeoServerLayer') continue
    const about = object === undefined ? {} : { object }
    const purpose = 'give back its tiles'
    kept.push({
      of: from,
      give: { purpose, ...about, ...requestFor(document, to, catalog) },
      giveBack: { purpose, object: from, ...requestFor(document, from, catalog) },
    })
  }
  return kept
}

/** Of whose tiles they are the name tells: what comes may have another id. */
function requestFor(
  document: XmlElement,
  object: CatalogObject,
  catalog: Catalog,
): Pick<Step, 'method' | 'path' | 'type' | 'body'> {
  const name = textElement('name', nameInRequest(object, catalog))
  const children = document.children
    .filter((each) => each.name !== 'id')
    .map((each) => (each.name === 'name' ? name : each))
  const body = writeXml(withChildren(document, children))
  return { method: 'PUT', path: pathOf(object, catalog), type: 'text/xml', body }
}

function pathOf(object: CatalogObject, catalog: Catalog): string {
  return `gwc/rest/${escapedPath(['layers', nameInRequest(object, catalog)])}.xml`
}
