import { parseDestination, queue, topic, type PlainDestination } from '../destinations.ts'
import { isFailure } from '../../errors/failure.ts'
import { englishValue } from '../../sentences/english.ts'
import { structure } from '../openwire/codec.ts'
import type { AnyDestination } from '../openwire/structures.ts'
import { isTemporary, temporaryName } from './destination.ts'
import { octetsOf, textOf, type Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'

/**
 * What a destination is called in this broker, where a temporary queue is a queue with a name of its own.
 * @throws ProtocolError, not fatal, for what this broker has no destination for
 */
export function brokerDestination(wire: AnyDestination | null): PlainDestination {
  const name = wire?.physicalName ?? ''
  try {
    switch (wire?.name) {
      case 'Queue':
        return queue(name)
      case 'Topic':
        return topic(name)
      case 'TempQueue':
        return queue(temporaryName(name))
      default:
        throw refused(name, 'it is no queue and no topic')
    }
  } catch (error) {
    if (isFailure(error)) throw refused(name, englishValue(error.details['reason'] ?? ''))
    throw error
  }
}

/** The destination a header names, as an OpenWire client knows it; null for what is none. */
export function wireDestination(header: Octets | undefined): AnyDestination | null {
  const destination = header === undefined ? undefined : parseDestination(textOf(header))
  return destination === undefined ? null : wireDestinationOf(destination)
}

/** A destination as an OpenWire client knows it. */
export function wireDestinationOf({ kind, name }: PlainDestination): AnyDestination {
  if (kind === 'topic') return structure('Topic', { physicalName: name })
  return isTemporary(name)
    ? structure('TempQueue', { physicalName: name.slice(temporaryName('').length) })
    : structure('Queue', { physicalName: name })
}

function refused(name: string, why: string): ProtocolError {
  const what = `Illegal destination [${name.slice(0, 100)}]: ${why}`
  return new ProtocolError(octetsOf(what), false, 'no such destination')
}
