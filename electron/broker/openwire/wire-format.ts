import { newestVersion, oldestVersion, structure } from './codec.ts'
import { decodePrimitiveMap, encodePrimitiveMap, type Primitive, type PrimitiveMap } from './primitive-map.ts'
import type { Structure } from './structures.ts'

/** How a connection goes on once both sides have said what they can. */
export interface Agreement {
  readonly version: number
  /** After how long a silent side is dead, in milliseconds; 0 when neither looks. */
  readonly inactivity: number
  /** The largest frame the broker takes. */
  readonly maxFrameBytes: number
  /** What the broker calls itself, for example `ActiveMQ/5.17.2`. */
  readonly broker: string
}

/** As large as the protocol can say: the broker would apply what we offer to what we send. */
const anySize = 2n ** 63n - 1n

/** What one side calls itself, and the largest frame it means to see. */
export interface Offer {
  readonly provider: string
  readonly providerVersion?: string | undefined
  readonly maxFrameBytes: bigint
}

const clientOffer: Offer = { provider: 'Plumbline', maxFrameBytes: anySize }

/**
 * What we offer. Tight encoding, caches and stack traces are left out, so that one simple encoding is spoken.
 * @param inactivity after how long of silence either side counts as dead, in milliseconds; 0 for never
 */
export function ourWireFormat(inactivity: number, offer = clientOffer): Structure<'WireFormatInfo'> {
  const off: Primitive = { type: 'boolean', value: false }
  const long = (value: bigint): Primitive => ({ type: 'long', value })
  const properties = new Map<string, Primitive>([
    ['TightEncodingEnabled', off],
    ['CacheEnabled', off],
    ['SizePrefixDisabled', off],
    ['StackTraceEnabled', off],
    ['TcpNoDelayEnabled', { type: 'boolean', value: true }],
    ['MaxFrameSize', long(offer.maxFrameBytes)],
    ['MaxFrameSizeEnabled', { type: 'boolean', value: true }],
    ['MaxInactivityDuration', long(BigInt(inactivity))],
    // Until then the broker says nothing of itself: no longer than between any two keep-alives.
    ['MaxInactivityDurationInitalDelay', long(BigInt(Math.round(inactivity / 3)))],
    ['ProviderName', { type: 'string', value: offer.provider }],
  ])
  if (offer.providerVersion !== undefined)
    properties.set('ProviderVersion', { type: 'string', value: offer.providerVersion })
  return structure('WireFormatInfo', {
    version: newestVersion,
    marshalledProperties: encodePrimitiveMap(properties),
  })
}

/**
 * What follows from our offer and the broker's.
 * @returns undefined when the broker is too old to be spoken to
 * @throws MalformedFrame
 */
export function agree(inactivity: number, theirs: Structure<'WireFormatInfo'>): Agreement | undefined {
  const version = Math.min(newestVersion, theirs.version)
  if (version < oldestVersion) return undefined
  const properties = decodePrimitiveMap(theirs.marshalledProperties)
  const offered = numberIn(properties, 'MaxInactivityDuration')
  const largest = numberIn(properties, 'MaxFrameSize')
  return {
    version,
    inactivity: Math.min(inactivity, offered),
    maxFrameBytes: largest === 0 ? Infinity : largest,
    broker: `${textIn(properties, 'ProviderName') ?? 'unknown'}/${textIn(properties, 'ProviderVersion') ?? '?'}`,
  }
}

function numberIn(properties: PrimitiveMap, name: string): number {
  const found = properties.get(name)
  const value = found?.type === 'long' || found?.type === 'int' ? Number(found.value) : 0
  return Math.max(value, 0)
}

function textIn(properties: PrimitiveMap, name: string): string | undefined {
  const found = properties.get(name)
  return found?.type === 'string' ? found.value : undefined
}
