import { randomBytes, timingSafeEqual } from 'node:crypto'
import { join, resolve } from 'node:path'
import { defaultStateDirectory } from '../state/state-directory.ts'
import { isFailure } from '../errors/failure.ts'
import { openSealer, type Sealer } from '../storage/secrets.ts'

/**
 * How an embedded broker and its clients recognise each other. Both know a secret that this account keeps in a file
 * nobody else can read, and both prove it before anything is said: each answers the other's number, used once, and the
 * address the connection goes to, so that whoever merely passes on what the two say is found out. The secret itself
 * never crosses the connection.
 */
export interface AccountSecret {
  proof(of: 'broker' | 'client', meeting: Meeting): string
}

/** What makes one log-in another than every other. */
export interface Meeting {
  readonly clientNonce: string
  readonly brokerNonce: string
  /** The broker's end of the connection, as either side sees it: `address:port`. */
  readonly address: string
}

/** The headers of CONNECT, CONNECTED and of the frame that follows them. */
export const nonceHeader = 'plumbline-nonce'
export const proofHeader = 'plumbline-proof'
/** The one frame a broker takes between CONNECTED and a session. */
export const proveCommand = 'PROVE'

/** What a nonce looks like: 16 random bytes. */
export const noncePattern = /^[0-9a-f]{32}$/

/** The variable that names another file than the one in the state directory. */
const fileVariable = 'PLUMBLINE_BROKER_SECRET_FILE'

type Environment = Readonly<Record<string, string | undefined>>

/** Of this process alone, where the account has no place for one. */
let ownKey: string | undefined

/**
 * The secret of this account. Where it has no place for one, this process has one of its own: its nodes and its broker
 * find each other, and others are refused.
 * @param mayMake whether it is made when there is none yet
 * @throws PLB-STORAGE-KEY-… when its file can be read by others or is none; PLB-STORAGE-… when there is none
 */
export function accountSecret(environment: Environment, mayMake: boolean): AccountSecret {
  const named = environment[fileVariable]
  const keyFile =
    named === undefined || named === ''
      ? join(defaultStateDirectory(environment), 'broker-secret')
      : resolve(named)
  const sealer = sealerOf(keyFile, mayMake)
  return {
    proof: (of, { clientNonce, brokerNonce, address }) =>
      sealer.fingerprint(['embedded broker', of, clientNonce, brokerNonce, address].join('\n')),
  }
}

function sealerOf(keyFile: string, mayMake: boolean): Sealer {
  try {
    return openSealer({ keyFile, environment: {}, mayMakeKey: mayMake })
  } catch (error) {
    const isUnsafe =
      isFailure(error, 'PLB-STORAGE-KEY-EXPOSED') || isFailure(error, 'PLB-STORAGE-KEY-INVALID')
    if (!mayMake || isUnsafe || !isFailure(error)) throw error
    ownKey ??= randomBytes(32).toString('base64')
    return openSealer({ keyFile, environment: { PLUMBLINE_KEY: ownKey } })
  }
}

/** Whether a proof is the one expected, in a time that tells nothing about where the two differ. */
export function isProof(given: string | undefined, expected: string): boolean {
  const bytes = Buffer.from(given ?? '', 'latin1')
  const wanted = Buffer.from(expected, 'latin1')
  return bytes.byteLength === wanted.byteLength && timingSafeEqual(bytes, wanted)
}

/** The end of a socket as both of its sides call it. */
export function endOf(address: string | undefined, port: number | undefined): string {
  return `${(address ?? '').replace(/^::ffff:/, '')}:${port ?? 0}`
}
