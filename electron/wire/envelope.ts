import { failure } from '../errors/failure.ts'
import { isHandler, type Handler } from './handlers.ts'

/**
 * What only nodes of Plumbline can apply travels to a group of its own, `<group>/plumbline`: a GeoServer slave
 * ignores another group silently, while a message it cannot apply would cost it an error and a pause.
 */
const ownSuffix = '/plumbline'

/** Who a message is for: every node of the group, or those of Plumbline in it. */
export type Audience = 'everyone' | 'plumbline'

/** The value of the property `group` for a message to that audience. */
export function groupFor(group: string, audience: Audience): string {
  return audience === 'everyone' ? group : `${group}${ownSuffix}`
}

export interface Envelope {
  readonly instanceName: string
  readonly group: string
  readonly handler: Handler
}

/** Why a message is none of this node's business. */
export type Ignored = 'own message' | 'another group'

/**
 * Checks what a receiver checks before it looks at the body, in the same order: the properties are there, the
 * message is not our own, it is for our group, and its handler exists.
 * @throws PLB-WIRE-PROPERTY-MISSING, PLB-WIRE-UNKNOWN-HANDLER
 */
export function openEnvelope(
  properties: ReadonlyMap<string, string>,
  node: { readonly instanceName: string; readonly group: string },
): Envelope | Ignored {
  const instanceName = required(properties, 'instanceName')
  const group = required(properties, 'group')
  const handler = required(properties, 'JMSEventHandlerSPI')
  if (instanceName === node.instanceName) return 'own message'
  if (group !== node.group && group !== groupFor(node.group, 'plumbline')) return 'another group'
  if (!isHandler(handler)) throw failure('PLB-WIRE-UNKNOWN-HANDLER', { handler })
  return { instanceName, group, handler }
}

function required(properties: ReadonlyMap<string, string>, name: string): string {
  const value = properties.get(name)
  if (value === undefined || value === '') throw failure('PLB-WIRE-PROPERTY-MISSING', { property: name })
  return value
}
