import type { Message } from '../../broker/message.ts'
import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { groupFor, openEnvelope } from '../../wire/envelope.ts'

/** Whether a mark is for this node: for its group, and not its own. */
export function markRefusal(
  properties: ReadonlyMap<string, string>,
  node: { readonly instanceName: string; readonly group: string },
): 'ignored' | undefined {
  const isOwn = properties.get('instanceName') === node.instanceName
  return isOwn || properties.get('group') !== groupFor(node.group, 'plumbline') ? 'ignored' : undefined
}

/** Why a message cannot be an event for this node; 'ignored' when it is one, but not for this node. */
export function envelopeFailure(
  message: Pick<Message, 'properties' | 'content'>,
  node: { readonly instanceName: string; readonly group: string },
): Failure | 'ignored' | undefined {
  try {
    const envelope = openEnvelope(message.properties, node)
    if (typeof envelope === 'string') return 'ignored'
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
  const { content } = message
  switch (content.kind) {
    case 'object':
      return undefined
    case 'refused':
      return content.because
    default:
      return failure('PLB-WIRE-NOT-AN-OBJECT-MESSAGE', { type: say(`wire.${content.kind}Message`) })
  }
}
