import { proveCommand } from '../../account-secret.ts'
import type { Connection } from '../client-connection.ts'
import type { Conversation, FrameLimits } from '../conversation.ts'
import type { Octets } from '../octets.ts'
import { textOf } from '../octets.ts'
import { ProtocolError } from '../protocol-error.ts'
import { encodeFrame, FrameParser, type Frame } from './frames.ts'
import { readHandshake, type Handshake } from './handshake.ts'
import type { StompVersion } from '../header-escaping.ts'
import { Session, type Outlet } from './session.ts'

/** Before a client has logged in it gets hardly any room. */
const limitsBeforeLogIn: Partial<FrameLimits> = { headerCount: 64, bodyBytes: 1024 }

/** A client that was asked to prove itself. */
interface Challenge {
  readonly handshake: Handshake
  readonly sessionId: Octets
  readonly proof: string
}

/** Speaks STOMP with one client. */
export class StompConversation implements Conversation, Outlet {
  readonly #connection: Connection
  readonly #limits: FrameLimits
  readonly #parser: FrameParser
  #session: Session | undefined
  #challenge: Challenge | undefined
  #version: StompVersion | undefined

  constructor(connection: Connection, limits: FrameLimits) {
    this.#connection = connection
    this.#limits = limits
    this.#parser = new FrameParser({ ...limits, ...limitsBeforeLogIn })
  }

  get version(): StompVersion {
    return this.#version ?? '1.0'
  }

  get writable(): boolean {
    return this.#connection.writable
  }

  get held(): number {
    return this.#parser.held
  }

  get awaited(): string {
    return this.#challenge === undefined ? 'CONNECT' : proveCommand
  }

  send(bytes: Buffer): void {
    this.#connection.send(bytes)
  }

  push(chunk: Buffer): void {
    this.#parser.push(chunk)
  }

  next(): boolean {
    const frame = this.#parser.next()
    if (frame === undefined) return false
    this.#handle(frame)
    return true
  }

  resume(): void {
    this.#session?.resume()
  }

  complain(message: Octets): void {
    this.#sendError(message, undefined)
  }

  close(): void {
    this.#challenge = undefined
    this.#session?.close()
    this.#session = undefined
  }

  #handle(frame: Frame): void {
    const receipt = frame.headers.get('receipt')
    const connection = this.#connection
    try {
      if (frame.command === 'CONNECT' || frame.command === 'STOMP') this.#connect(frame)
      else if (frame.command === proveCommand && this.#challenge !== undefined) {
        this.#prove(frame, this.#challenge)
        if (receipt !== undefined) connection.answer(() => this.#sendReceipt(receipt))
      } else if (this.#session === undefined) throw new ProtocolError('Not connected.')
      else if (frame.command === 'DISCONNECT') this.#disconnect(receipt)
      else {
        this.#session.handle(frame)
        if (receipt !== undefined) connection.answer(() => this.#sendReceipt(receipt))
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      connection.answer(() => {
        this.#sendError(error.message, receipt)
        if (error.fatal) connection.end(textOf(error.message))
      })
      if (error.fatal) connection.halt()
    }
  }

  #connect(frame: Frame): void {
    if (this.#session !== undefined || this.#challenge !== undefined) {
      throw new ProtocolError('Already connected.', false)
    }
    const handshake = readHandshake(frame)
    const connection = this.#connection
    const admission = connection.host.door.admit(frame.headers, connection.localEnd)
    const sessionId = connection.host.newSessionId()
    if (admission.state === 'challenged') {
      this.#speak(handshake.version)
      this.#challenge = { handshake, sessionId, proof: admission.proof }
      connection.answer(() => this.#sendConnected(handshake, sessionId, admission.headers))
      return
    }
    const context = connection.enter(admission.peer, {
      clientId: handshake.clientId,
      connectionId: sessionId,
    })
    this.#open(new Session(context, this, sessionId, handshake.clientId))
    this.#speak(handshake.version)
    connection.answer(() => this.#sendConnected(handshake, sessionId, new Map()))
    connection.answer(() => this.#beginHeartBeat(handshake))
  }

  /** From CONNECTED on, and not in an ERROR instead of it, headers are escaped as the version says. */
  #speak(version: StompVersion): void {
    this.#version = version
    this.#parser.version = version
  }

  /** A client that proves itself may name itself in the same frame, so that nobody else hears its name. */
  #prove(frame: Frame, { handshake, sessionId, proof }: Challenge): void {
    const connection = this.#connection
    const peer = connection.host.door.proven(frame.headers, proof)
    this.#challenge = undefined
    const clientId = frame.headers.get('client-id') ?? handshake.clientId
    const context = connection.enter(peer, { clientId, connectionId: sessionId })
    this.#open(new Session(context, this, sessionId, clientId))
    connection.answer(() => this.#beginHeartBeat(handshake))
  }

  #open(session: Session): void {
    this.#session = session
    this.#parser.limits = this.#limits
  }

  #sendConnected(handshake: Handshake, sessionId: Octets, more: ReadonlyMap<Octets, Octets>): void {
    const { version, sendEvery, expectEvery, clientId } = handshake
    const headers = new Map([
      ['server', this.#connection.host.server],
      ['heart-beat', `${sendEvery},${expectEvery}`],
      ['session', clientId ?? sessionId],
      ['version', version],
      ...more,
    ])
    this.send(encodeFrame({ command: 'CONNECTED', headers, body: Buffer.alloc(0) }, undefined))
  }

  #beginHeartBeat(handshake: Handshake): void {
    this.#connection.beginHeartBeat(
      handshake,
      Buffer.from('\n'),
      (silence) =>
        `The client was silent for ${silence} ms and promised a heart-beat every ${handshake.expectEvery} ms`,
    )
  }

  #disconnect(receipt: Octets | undefined): void {
    this.#session?.close()
    this.#connection.answer(() => {
      if (receipt !== undefined) this.#sendReceipt(receipt)
      this.#connection.end('the client disconnected')
    })
    this.#connection.halt()
  }

  #sendReceipt(receipt: Octets): void {
    this.#sendAnswer('RECEIPT', new Map([['receipt-id', receipt]]), '')
  }

  #sendError(message: Octets, receipt: Octets | undefined): void {
    const headers = new Map([['content-type', 'text/plain']])
    if (receipt !== undefined) headers.set('receipt-id', receipt)
    headers.set('message', message)
    this.#sendAnswer('ERROR', headers, message)
    this.#connection.refused(message)
  }

  #sendAnswer(command: string, headers: ReadonlyMap<Octets, Octets>, body: Octets): void {
    this.#connection.sendAnswer(
      encodeFrame({ command, headers, body: Buffer.from(body, 'latin1') }, this.#version),
    )
  }
}
