import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import { textElement, withChildren } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { documentIn } from '../document-in.ts'
import { escapedPath, type RestConnection } from '../rest-connection.ts'
import type { Step } from './change.ts'
import { nameInRequest } from './rest-document.ts'

/**
 * What gives back the settings of tiles to what is removed and created again: they go with a layer or group, and what
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
): Promise<readonly Step[]> {
  const given: Step[] = []
  for (const { purpose, object } of steps) {
    if (purpose !== 'remove to create again') continue
    const returns = steps.some((each) => each.purpose === 'create' && each.object === object)
    const [from, to] = object === undefined ? [states.before, states.after] : [object, object]
    if (!returns || from === undefined || to === undefined) continue
    const path = pathOf(from, catalog)
    const answer = await connection.get(path, { signal }).catch((error: unknown) => {
      if (isFailure(error, 'PLB-GEOSERVER-UNEXPECTED')) return undefined
      throw error
    })
    const document = answer && documentIn(answer)
    if (document?.name !== 'GeoServerLayer') continue
    const name = textElement('name', nameInRequest(to, catalog))
    // Of whose tiles they are the name tells: what comes may have another id.
    const children = document.children
      .filter((each) => each.name !== 'id')
      .map((each) => (each.name === 'name' ? name : each))
    const body = writeXml(withChildren(document, children))
    const about = object === undefined ? {} : { object }
    given.push({
      purpose: 'give back its tiles',
      ...about,
      method: 'PUT',
      path: pathOf(to, catalog),
      type: 'text/xml',
      body,
    })
  }
  return given
}

function pathOf(object: CatalogObject, catalog: Catalog): string {
  return `gwc/rest/${escapedPath(['layers', nameInRequest(object, catalog)])}.xml`
}
