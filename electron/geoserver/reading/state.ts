import { childText } from '../../xml/element.ts'
import { decodeUtf8, parseXml } from '../../xml/parse.ts'
import { failure } from '../../errors/failure.ts'
import type { GeoServerClient } from '../client.ts'
import { say } from '../../sentences/say.ts'

/**
 * How far a node is. Every change of its catalog or configuration counts one more update; but settings that are put
 * without the count begin it anew, so that the time of the file is part of it.
 */
export interface NodeState {
  readonly updateSequence: string | undefined
  readonly lastModified: string | undefined
}

/**
 * Asks a node how far it is, in one request.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function readState(client: GeoServerClient, signal?: AbortSignal): Promise<NodeState> {
  const path = 'rest/resource/global.xml'
  const answer = await client.connection.get(path, { signal })
  if (answer === undefined) throw failure('PLB-GEOSERVER-NOT-FOUND', { url: client.connection.url, path })
  try {
    const global = parseXml(decodeUtf8(answer.body))
    return { updateSequence: childText(global, 'updateSequence'), lastModified: answer.lastModified }
  } catch (error) {
    throw client.connection.unexpected(path, say('geoserver.noXml'), error)
  }
}
