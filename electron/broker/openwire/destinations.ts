import { queue, topic, type Destination, type PlainDestination } from '../destinations.ts'
import type { Dialect } from '../dialects.ts'
import { isFailure } from '../../errors/failure.ts'
import { structure } from './codec.ts'
import type { CommandSender } from './commands.ts'
import type { AnyDestination } from './structures.ts'

/** A destination as the broker at the other end of a connection is asked for it: to send to, or to take from. */
export function wireDestination(
  { kind, name }: Destination,
  { connectionId, dialect }: Pick<CommandSender, 'connectionId' | 'dialect'>,
  purpose: keyof Dialect['openwire'],
): AnyDestination {
  // By its name the broker knows whose it is.
  if (kind === 'temporary') return structure('TempQueue', { physicalName: `${connectionId}:${name}` })
  const asked = dialect.openwire[purpose]({ kind, name })
  return structure(asked.kind === 'queue' ? 'Queue' : 'Topic', { physicalName: asked.name })
}

/** Undefined for anything but one plain queue or topic (temporary ones, patterns, lists). */
export function destinationOf(wire: AnyDestination | null): PlainDestination | undefined {
  if (wire === null || (wire.name !== 'Queue' && wire.name !== 'Topic')) return undefined
  try {
    return (wire.name === 'Queue' ? queue : topic)(wire.physicalName ?? '')
  } catch (error) {
    if (isFailure(error, 'PLB-BROKER-DESTINATION-REFUSED')) return undefined
    throw error
  }
}
