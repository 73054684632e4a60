import type { Frame } from './frames.ts'
import { stompVersions, type StompVersion } from '../header-escaping.ts'
import type { Octets } from '../octets.ts'
import { ProtocolError } from '../protocol-error.ts'

/** What a CONNECT asks for, and is given. */
export interface Handshake {
  readonly version: StompVersion
  readonly clientId: Octets | undefined
  /** How often the broker sends something at least, in milliseconds; 0 for not at all. */
  readonly sendEvery: number
  /** How often the client promises to send something, in milliseconds; 0 for not at all. */
  readonly expectEvery: number
}

/** Heart-beats more frequent than this would only keep both sides busy. In milliseconds. */
const shortestHeartBeat = 100
const longestHeartBeat = 24 * 60 * 60 * 1000

/**
 * Reads a CONNECT or STOMP frame.
 * @throws ProtocolError, fatal, when it cannot be understood
 */
export function readHandshake(frame: Frame): Handshake {
  const { headers } = frame
  const [clientSends, clientExpects] = heartBeatOf(headers.get('heart-beat') ?? '0,0')
  return {
    version: versionOf(headers.get('accept-version') ?? '1.0'),
    clientId: headers.get('client-id'),
    sendEvery: interval(clientExpects),
    expectEvery: interval(clientSends),
  }
}

function versionOf(accepted: Octets): StompVersion {
  const offered = accepted.split(',').map((version) => version.trim())
  const version = stompVersions.findLast((known) => offered.includes(known))
  if (version === undefined) {
    throw new ProtocolError(
      `Invalid Protocol version[${accepted}], supported versions are: [${stompVersions.toReversed().join(', ')}]`,
    )
  }
  return version
}

function heartBeatOf(header: Octets): [number, number] {
  const [, sends, expects] = /^\s*(\d{1,9})\s*,\s*(\d{1,9})\s*$/.exec(header) ?? []
  if (sends === undefined || expects === undefined)
    throw new ProtocolError(`Invalid heart-beat header:${header}`)
  return [Number(sends), Number(expects)]
}

function interval(asked: number): number {
  return asked === 0 ? 0 : Math.min(Math.max(asked, shortestHeartBeat), longestHeartBeat)
}
