import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  isProof,
  nonceHeader,
  noncePattern,
  proofHeader,
  type AccountSecret,
  type Meeting,
} from '../account-secret.ts'
import { octetsOf, type Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'

/** A user name and password by which clients that know no other way may log in. */
export interface Credentials {
  readonly login: string
  readonly passcode: string
}

/** Whoever logs in as the same one shares what one may take of the broker. */
export interface Peer {
  readonly name: string
  connections: number
  /** Destinations made since the broker started. */
  destinations: number
  /** Bytes of frames that have begun and not ended. */
  unfinishedBytes: number
}

/** How much there is, of which no peer gets more than half. */
export interface DoorLimits {
  /** Clients that are logged in. */
  readonly connections: number
  /** Clients that are not; the oldest gives way to the next. */
  readonly strangers: number
  readonly destinations: number
  readonly unfinishedBytes: number
}

/** What a CONNECT is answered with: the client is in, or has to prove itself first. */
export type Admission =
  | { readonly state: 'in'; readonly peer: Peer }
  | { readonly state: 'challenged'; readonly headers: ReadonlyMap<Octets, Octets>; readonly proof: string }

interface Client {
  fail(message: Octets): void
}

type Headers = ReadonlyMap<Octets, Octets>

/** Who may come in, and how much of the broker each may take. */
export class Door {
  readonly #secret: AccountSecret | undefined
  readonly #credentials: Credentials | undefined
  readonly #limits: DoorLimits
  readonly #strangers = new Set<Client>()
  readonly #inside = new Map<Client, Peer>()
  readonly #account = newPeer('account')
  readonly #user = newPeer('user')

  /** @param credentials who may also come in, by name and password */
  constructor(secret: AccountSecret | undefined, credentials: Credentials | undefined, limits: DoorLimits) {
    this.#secret = secret
    this.#credentials = credentials
    this.#limits = limits
  }

  /** Takes note of a client that has said nothing yet. */
  arrived(client: Client): void {
    this.#strangers.add(client)
    const [oldest] = this.#strangers
    if (this.#strangers.size <= this.#limits.strangers || oldest === undefined) return
    this.#strangers.delete(oldest)
    oldest.fail('Too many clients wait to log in')
  }

  /**
   * Looks at what a CONNECT says of its sender.
   * @param address the broker's end of the connection
   * @throws ProtocolError, fatal, when it does not let the sender in
   */
  admit(headers: Headers, address: string): Admission {
    const login = headers.get('login') ?? ''
    const passcode = headers.get('passcode') ?? ''
    if (this.#areCredentials(login, passcode)) return { state: 'in', peer: this.#user }
    const clientNonce = headers.get(nonceHeader) ?? ''
    if (this.#secret === undefined || !noncePattern.test(clientNonce) || login !== '')
      throw unknownUser(login)
    const meeting: Meeting = { clientNonce, brokerNonce: randomBytes(16).toString('hex'), address }
    return {
      state: 'challenged',
      headers: new Map([
        [nonceHeader, meeting.brokerNonce],
        [proofHeader, this.#secret.proof('broker', meeting)],
      ]),
      proof: this.#secret.proof('client', meeting),
    }
  }

  /**
   * Looks at a user name and password.
   * @throws ProtocolError, fatal, when they are not those that were agreed on
   */
  admitUser(login: Octets, passcode: Octets): Peer {
    if (!this.#areCredentials(login, passcode)) throw unknownUser(login)
    return this.#user
  }

  /**
   * Looks at the proof a client was asked for.
   * @throws ProtocolError, fatal, when it is none
   */
  proven(headers: Headers, proof: string): Peer {
    if (!isProof(headers.get(proofHeader), proof))
      throw new ProtocolError('The proof of the log-in is wrong.')
    return this.#account
  }

  /**
   * Lets a client in.
   * @throws ProtocolError, fatal, when there is no room for it
   */
  enter(client: Client, peer: Peer): void {
    if (this.#inside.size >= this.#limits.connections) {
      throw new ProtocolError('The broker has too many connections')
    }
    if (peer.connections >= half(this.#limits.connections)) {
      throw new ProtocolError(`The ${peer.name} has too many connections`)
    }
    this.#strangers.delete(client)
    this.#inside.set(client, peer)
    peer.connections += 1
  }

  left(client: Client): void {
    this.#strangers.delete(client)
    const peer = this.#inside.get(client)
    if (peer !== undefined) peer.connections -= 1
    this.#inside.delete(client)
  }

  /**
   * Counts bytes of frames that have begun and not ended.
   * @throws ProtocolError, fatal, when they are too many
   */
  hold(peer: Peer, change: number): void {
    peer.unfinishedBytes += change
    if (change <= 0) return
    const all = this.#account.unfinishedBytes + this.#user.unfinishedBytes
    const { unfinishedBytes } = this.#limits
    if (all > unfinishedBytes || peer.unfinishedBytes > half(unfinishedBytes)) {
      throw new ProtocolError('Too much of frames that are not finished waits at the broker')
    }
  }

  /**
   * Counts a destination that is made.
   * @throws ProtocolError, not fatal, when its maker has made too many
   */
  make(peer: Peer): void {
    if (peer.destinations >= half(this.#limits.destinations)) {
      throw new ProtocolError(
        `The ${peer.name} has made ${peer.destinations} destinations and makes no more`,
        false,
      )
    }
    peer.destinations += 1
  }

  #areCredentials(login: Octets, passcode: Octets): boolean {
    if (this.#credentials === undefined) return false
    const matches = [
      isSame(login, octetsOf(this.#credentials.login)),
      isSame(passcode, octetsOf(this.#credentials.passcode)),
    ]
    return !matches.includes(false)
  }
}

function unknownUser(login: Octets): ProtocolError {
  return new ProtocolError(`User name [${login}] or password is invalid.`, true, 'log-in')
}

/** A limit of one is one, lest nobody get anything. */
function half(limit: number): number {
  return Math.max(1, Math.floor(limit / 2))
}

function newPeer(name: string): Peer {
  return { name, connections: 0, destinations: 0, unfinishedBytes: 0 }
}

/** Compares in a time that tells nothing about where the two differ. */
function isSame(given: Octets, expected: Octets): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

function digest(value: Octets): Buffer {
  return createHash('sha256').update(value, 'latin1').digest()
}
