import { isFailure } from '../../errors/failure.ts'
import { childText, type XmlElement } from '../../xml/element.ts'
import type { GeoServerClient } from '../client.ts'
import { documentIn } from '../document-in.ts'
import { escapedPath } from '../rest-connection.ts'
import { localName } from './map-server.ts'

/** What map clients are offered: the names of layers and groups, and the titles of groups that only hold others. */
export interface Listing {
  readonly names: ReadonlySet<string>
  readonly titles: ReadonlySet<string>
}

/**
 * What the capabilities of a workspace list, or those of a group of none; undefined where there are none to be had, and
 * 'refused' where the node says that it cannot tell. Those of all are long, and make it ask every server it cascades.
 * @param within the name of the workspace or the group
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function listingOf(
  client: GeoServerClient,
  within: string,
  signal: AbortSignal | undefined,
): Promise<Listing | 'refused' | undefined> {
  const path = escapedPath([within, 'wms'])
  try {
    const answer = await client.connection.get(`${path}?service=WMS&version=1.3.0&request=GetCapabilities`, {
      signal,
    })
    const root = answer && documentIn(answer)
    if (root === undefined) return undefined
    if (localName(root) === 'ServiceExceptionReport') return 'refused'
    return localName(root) === 'WMS_Capabilities' ? listingIn(root) : undefined
  } catch (error) {
    if (unknown.some((code) => isFailure(error, code))) return undefined
    throw error
  }
}

function listingIn(root: XmlElement): Listing {
  const [names, titles] = [new Set<string>(), new Set<string>()]
  const take = (element: XmlElement): void => {
    for (const child of element.children) {
      const isLayer = localName(child) === 'Layer'
      const name = isLayer ? childText(child, 'Name') : undefined
      if (name !== undefined) names.add(name)
      else if (isLayer) titles.add(childText(child, 'Title') ?? '')
      take(child)
    }
  }
  take(root)
  return { names, titles }
}

const unknown = ['PLB-GEOSERVER-UNEXPECTED', 'PLB-GEOSERVER-SILENT', 'PLB-GEOSERVER-TOO-LARGE'] as const
