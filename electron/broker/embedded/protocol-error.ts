/** What about it is wrong, for protocols that tell kinds of failures apart. */
export type ProtocolErrorKind = 'log-in' | 'client-id' | 'selector' | 'no such destination' | 'other'

/** What a client did wrong on the wire. Its message is what the client is told. */
export class ProtocolError extends Error {
  /** Whether the connection must close: it cannot be read on, or was never accepted. */
  readonly fatal: boolean
  readonly kind: ProtocolErrorKind

  constructor(message: string, fatal = true, kind: ProtocolErrorKind = 'other') {
    super(message)
    this.name = 'ProtocolError'
    this.fatal = fatal
    this.kind = kind
  }
}
