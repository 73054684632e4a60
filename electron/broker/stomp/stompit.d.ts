/**
 * The part of stompit this folder uses. The published types leave out command handlers, `Client.headers`
 * and the transport a client is built on, so these are written from the library's source.
 */
declare module 'stompit' {
  import type { EventEmitter } from 'node:events'
  import type { Duplex, Readable, Writable } from 'node:stream'

  export interface IncomingFrame extends Readable {
    readonly command: string
    /** Decoded header values; `content-length` is a number. */
    readonly headers: Readonly<Record<string, string | number | undefined>>
  }

  export interface ClientOptions {
    readonly maxLineLength: number
    readonly maxHeaders: number
    /** Milliseconds taken off the interval of outgoing heart-beats. */
    readonly heartbeatOutputMargin: number
  }

  /** Calls back with the frame whose body must then be read to its end; the next frame waits for that. */
  export type CommandHandler = (frame: IncomingFrame) => void

  export class Client extends EventEmitter {
    constructor(transport: Duplex, options: ClientOptions)
    /** The headers of the CONNECTED frame, once `connect` was emitted. */
    readonly headers: Readonly<Record<string, string | number | undefined>>
    connect(headers: Record<string, string>): void
    sendFrame(command: string, headers: Record<string, string>): Writable
    setCommandHandler(command: string, handler: CommandHandler): void
    setCommandHandlers(handlers: Record<string, CommandHandler>): void
    /** `[outgoing, incoming]` in milliseconds, read when CONNECTED arrives; 0 turns a direction off. */
    setHeartbeat(heartbeat: [number, number]): void
    destroy(error?: Error): void
  }

  const stompit: { readonly Client: typeof Client }
  export default stompit
}
