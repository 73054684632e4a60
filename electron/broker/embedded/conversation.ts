import type { Octets } from './octets.ts'

/** How much of a frame is taken before its sender is refused. All in bytes, but for `headerCount`. */
export interface FrameLimits {
  readonly commandBytes: number
  readonly headerLineBytes: number
  readonly headerCount: number
  readonly bodyBytes: number
}

/** What is said on a connection, in the protocol its client speaks: it reads frames, does what they ask and answers. */
export interface Conversation {
  /** Bytes kept of a frame that is not whole yet, or not read yet. */
  readonly held: number
  /** What the client has to send to get in, as the protocol calls it. */
  readonly awaited: string
  /** Adds bytes read from the client. */
  push(chunk: Buffer): void
  /**
   * Reads the next whole frame and does what it asks.
   * @returns whether there was one
   * @throws ProtocolError when the stream cannot be read on
   */
  next(): boolean
  /** Has deliveries carried on that waited for the connection to take bytes again. */
  resume(): void
  /** Tells the client what is wrong; the connection is closed afterwards. */
  complain(message: Octets): void
  /** Ends everything the client has going on. */
  close(): void
}
