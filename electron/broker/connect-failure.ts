import { say } from '../sentences/say.ts'
import { failure, textOf, type Failure } from '../errors/failure.ts'
import { tlsFailure } from '../tls/tls-failure.ts'

/** How far a connection attempt got. */
export type ConnectStage = 'tcpConnection' | 'tlsHandshake' | 'stompLogIn' | 'openWireLogIn'

/**
 * Turns what the operating system or OpenSSL said about a connection into a failure with a remedy.
 * @param server `host:port`
 * @param opened whether the session was up already, which makes it a lost connection rather than a failed one
 */
export function socketFailure(error: unknown, server: string, opened: boolean): Failure {
  const code = errorCode(error)
  if (code === 'ECONNREFUSED') return failure('PLB-BROKER-REFUSED', { server }, error)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NONAME') {
    return failure('PLB-BROKER-HOST-UNKNOWN', { server }, error)
  }
  const ofTls = tlsFailure(error, server)
  if (ofTls !== undefined) return ofTls
  const reason = textOf(error).slice(0, 200)
  if (opened) return failure('PLB-BROKER-CONNECTION-LOST', { server, reason }, error)
  return failure('PLB-BROKER-UNREACHABLE', { server, reason }, error)
}

/** It says no more in the header; most often it knows no virtual host by the name of the server. */
const refusalOfRabbitMq = 'Bad CONNECT'
/** Only the name of a client is locked by us. */
const lockedInRabbitMq = 'resource_locked'

/**
 * Turns the words of an ERROR frame into a failure.
 * @param message the frame's message header; the broker never repeats a password in it
 * @param details its body
 */
export function brokerFailure(message: string | undefined, server: string, details = ''): Failure {
  if (message === undefined) {
    return failure('PLB-BROKER-REQUEST-REFUSED', { reason: say('broker.noReasonGiven') })
  }
  if (message === refusalOfRabbitMq) {
    return /^Access refused/i.test(details)
      ? failure('PLB-BROKER-CREDENTIALS', { server })
      : failure('PLB-BROKER-VIRTUAL-HOST', { server, reason: printable(details) })
  }
  if (message === lockedInRabbitMq)
    return failure('PLB-BROKER-CLIENT-ID-IN-USE', { owner: say('openWire.anotherConnection') })
  const reason = printable(message)
  if (/user name \[.*\] or password|password is invalid|authentication failed|login/i.test(message)) {
    return failure('PLB-BROKER-CREDENTIALS', { server })
  }
  const owner = /already connected from (\S+)/i.exec(message)?.[1]
  if (owner !== undefined) return failure('PLB-BROKER-CLIENT-ID-IN-USE', { owner })
  if (/not authorized/i.test(message)) return failure('PLB-BROKER-NOT-AUTHORISED', { reason })
  if (/store is full|usage manager .*full|temp store .*full|memory limit reached/i.test(message)) {
    return failure('PLB-BROKER-STORE-FULL', { reason })
  }
  return failure('PLB-BROKER-REQUEST-REFUSED', { reason })
}

/** Text from outside, fit for a message: no control characters, no stack traces, not long. */
export function printable(text: string): string {
  return text
    .replaceAll(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 300)
}

function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code
  }
  return ''
}
