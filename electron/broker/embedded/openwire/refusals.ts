import type { Throwable } from '../../openwire/structures.ts'
import { textOf } from '../octets.ts'
import type { ProtocolError, ProtocolErrorKind } from '../protocol-error.ts'

/** What Java clients know each kind of refusal as. */
const classes: Readonly<Record<ProtocolErrorKind, string>> = {
  'log-in': 'java.lang.SecurityException',
  'client-id': 'javax.jms.InvalidClientIDException',
  selector: 'javax.jms.InvalidSelectorException',
  'no such destination': 'javax.jms.InvalidDestinationException',
  other: 'javax.jms.JMSException',
}

/** No text on the wire is longer than 65535 bytes. */
const longestMessage = 1000

/** The exception a client is told of what it did wrong. */
export function exceptionOf({ kind, message }: ProtocolError): Throwable {
  return { className: classes[kind], message: textOf(message).slice(0, longestMessage) }
}
