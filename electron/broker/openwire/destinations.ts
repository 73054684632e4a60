import { queue, topic, type Destination, type PlainDestination } from '../destinations.ts'
import { isFailure } from '../../errors/failure.ts'
import { structure } from './codec.ts'
import type { AnyDestination } from './structures.ts'

export function wireDestination({ kind, name }: Destination, connectionId: string): AnyDestination {
  // By its name the broker knows whose it is.
  if (kind === 'temporary') return structure('TempQueue', { physicalName: `${connectionId}:${name}` })
  return structure(kind === 'queue' ? 'Queue' : 'Topic', { physicalName: name })
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
