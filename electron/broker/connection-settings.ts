import type { AccountSecret } from './account-secret.ts'
import type { Credentials } from './broker-url.ts'

/** Everything one connection needs to know beside the server it goes to. Times in milliseconds, sizes in bytes. */
export interface ConnectionSettings {
  /** Used where the broker URL itself names no credentials. */
  readonly credentials: Credentials | undefined
  /** By what an embedded broker and this client recognise each other; by default the secret of this account. */
  readonly secret: AccountSecret | undefined
  /** A name the broker lets only one connection have at a time. */
  readonly clientId: string | undefined
  /** The heart-beats to offer and to ask for; 0 turns a direction off. */
  readonly heartBeat: { readonly outgoing: number; readonly incoming: number }
  /** For name look-up, TCP, TLS and CONNECT to CONNECTED together. */
  readonly connectDeadline: number
  /** For each frame that asks for a receipt. */
  readonly receiptDeadline: number
  /** The largest body sent or taken; a larger one that arrives is read past, not kept. */
  readonly maxMessageBytes: number
}

export const defaultConnectionSettings: ConnectionSettings = Object.freeze({
  credentials: undefined,
  secret: undefined,
  clientId: undefined,
  heartBeat: Object.freeze({ outgoing: 10_000, incoming: 5_000 }),
  connectDeadline: 10_000,
  receiptDeadline: 30_000,
  maxMessageBytes: 16 * 1024 * 1024,
})
