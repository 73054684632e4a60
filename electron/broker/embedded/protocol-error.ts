/** What a client did wrong on the wire. Its message goes into an ERROR frame. */
export class ProtocolError extends Error {
  /** Whether the connection must close: it cannot be read on, or was never accepted. */
  readonly fatal: boolean

  constructor(message: string, fatal = true) {
    super(message)
    this.name = 'ProtocolError'
    this.fatal = fatal
  }
}
