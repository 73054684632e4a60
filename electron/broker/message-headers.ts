import { failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** ActiveMQ reads header lines of up to 10240 bytes, and at most 1000 of them. */
const lineLimit = 10_240
const countLimit = 900

/** What the broker itself writes into a MESSAGE frame. */
const ofTheBroker: ReadonlySet<string> = new Set([
  ...[
    'destination',
    'original-destination',
    'message-id',
    'subscription',
    'ack',
    'timestamp',
    'expires',
    'priority',
  ],
  ...[
    'persistent',
    'redelivered',
    'transformation',
    'transformation-error',
    'content-length',
    'correlation-id',
  ],
  ...['reply-to', 'type', 'browser', 'originalExpiration'],
])

/** What has a meaning in a SEND frame beyond that, and a name this program cannot receive. */
const ofASend: ReadonlySet<string> = new Set([
  ...['receipt', 'transaction', 'amq-msg-type', 'JMSXGroupID', 'JMSXGroupSeq', 'hasOwnProperty', '__proto__'],
])

/** Whether a header of a MESSAGE belongs to the broker rather than to the message's sender. */
export function isBrokerHeader(name: string): boolean {
  return ofTheBroker.has(name)
}

/** Whether a broker that makes a dead letter of a message gives it this property. */
export function isAddedToDeadLetter(name: string): boolean {
  return name === 'originalExpiration' || name === 'dlqDeliveryFailureCause'
}

/**
 * Refuses properties the broker would refuse or misread, before anything is sent.
 * @throws Failure PLB-BROKER-HEADER-REFUSED
 */
export function checkProperties(properties: Readonly<Record<string, string>>): void {
  const entries = Object.entries(properties)
  if (entries.length > countLimit)
    throw refused(entries[countLimit]?.[0] ?? '', say('broker.tooMany', { limit: countLimit }))
  for (const [name, value] of entries) {
    if (name === '') throw refused(name, say('broker.nameEmpty'))
    if (ofTheBroker.has(name) || ofASend.has(name)) throw refused(name, say('broker.nameReserved'))
    // Properties come from parsed files and requests: a value may be no string in spite of its type.
    if (typeof value !== 'string') throw refused(name, say('broker.valueNotString'))
    if (!name.isWellFormed() || !value.isWellFormed()) throw refused(name, say('broker.notWellFormedText'))
    if (name.includes('\0') || value.includes('\0')) throw refused(name, say('broker.holdsNul'))
    const bytes = encodedLength(name) + encodedLength(value) + 1
    if (bytes > lineLimit) throw refused(name, say('broker.tooLong', { bytes, limit: lineLimit }))
  }
}

/** Bytes as sent: UTF-8, with backslash, carriage return, line feed and colon doubled by STOMP's escapes. */
function encodedLength(text: string): number {
  return Buffer.byteLength(text) + (text.match(/[\\\r\n:]/g)?.length ?? 0)
}

function refused(name: string, reason: Wording) {
  return failure('PLB-BROKER-HEADER-REFUSED', { name: name.slice(0, 80), reason })
}
