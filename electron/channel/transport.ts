import type { ClientMessage } from '../contract/protocol.ts'

/** Where the connection to the other side stands. */
export type ConnectionState = 'connecting' | 'open' | 'lost'

export interface TransportListener {
  /** A message as it came; it is checked by whoever listens. */
  readonly received: (message: unknown) => void
  readonly stateChanged: (state: ConnectionState) => void
  /** The connection is gone for good, and why. */
  readonly ended: (because: Error) => void
}

/** One way to reach the other side. It connects by itself, and again after every loss until it says that it ended. */
export interface Transport {
  /** Messages sent while the connection is not open are dropped; the client sends again what still matters. */
  readonly send: (message: ClientMessage) => void
  readonly close: () => void
}

/** Opens a transport; the listener hears of its state at once or later, never inside this call. */
export type OpenTransport = (listener: TransportListener) => Transport
