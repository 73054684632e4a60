import { childText } from '../../xml/element.ts'
import type { GeoServerClient } from '../client.ts'
import { documentIn } from '../document-in.ts'

/**
 * How far a node is. Every change of its catalog or configuration counts one more update; but settings that are put
 * without the count begin it anew, so that the time of the file is part of it.
 */
export interface Revision {
  readonly updateSequence: string | undefined
  readonly lastModified: string | undefined
}

/**
 * Asks a node how far it is, in one request; it does not tell when the file of its global settings is gone or torn.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function readRevision(client: GeoServerClient, signal?: AbortSignal): Promise<Revision> {
  const answer = await client.connection.get('rest/resource/global.xml', { signal })
  const global = answer === undefined ? undefined : documentIn(answer)
  if (answer === undefined || global === undefined)
    return { updateSequence: undefined, lastModified: undefined }
  return { updateSequence: childText(global, 'updateSequence'), lastModified: answer.lastModified }
}

/** Whether nothing of the catalog or the configuration changed in between; files put by hand do not show. */
export function isSameRevision(left: Revision, right: Revision): boolean {
  return left.updateSequence === right.updateSequence && left.lastModified === right.lastModified
}

/** Whether the node tells how far it is. */
export function isTold({ lastModified }: Revision): boolean {
  return lastModified !== undefined
}

/** It as one text, to be told and compared; null of a node that does not tell. */
export function markOf({ updateSequence = '', lastModified }: Revision): string | null {
  return lastModified === undefined ? null : `${updateSequence} ${lastModified}`
}
