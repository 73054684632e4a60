import type { Socket } from 'node:net'
import { scheduler } from '../../scheduler/scheduler.ts'
import type { BrokerEvent } from './broker-event.ts'
import { encodeFrame, FrameParser, type Frame, type FrameLimits } from './frames.ts'
import { endOf, proveCommand } from '../account-secret.ts'
import type { Door, Peer } from './door.ts'
import { readHandshake, type Handshake } from './handshake.ts'
import type { StompVersion } from './header-escaping.ts'
import { HeartBeat } from './heart-beat.ts'
import { textOf, type Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'
import type { Session } from './session.ts'
import type { Outlet } from './subscription.ts'
import type { Flushable, Turn } from './turn.ts'

/** What a connection needs of its broker. */
export interface ConnectionHost {
  readonly turn: Turn
  /** The value of the `server` header. */
  readonly server: string
  readonly door: Door
  readonly frameLimits: FrameLimits
  /** How long a client may take to log in, in milliseconds. */
  readonly connectDeadline: number
  /** How long a frame that has begun may take until it ends, in milliseconds. */
  readonly frameDeadline: number
  /** An id for a session that no other has or had. */
  newSessionId(): Octets
  /**
   * Lets a client in that has logged in.
   * @throws ProtocolError, fatal, when there is no room for it or its client-id is taken
   */
  openSession(connection: Connection, id: Octets, clientId: Octets | undefined, peer: Peer): Session
  /** Called when a client that was let in is gone, or the broker is done with it. */
  sessionEnded(connection: Connection): void
  /** Called when the socket is closed. */
  closed(connection: Connection): void
  /** Called with an error that is not the client's fault. */
  failed(error: unknown): void
  emit(event: BrokerEvent): void
}

/** Before a client has logged in it gets hardly any room. */
const limitsBeforeLogIn: Partial<FrameLimits> = { headerCount: 64, bodyBytes: 1024 }

/** A client that was asked to prove itself. */
interface Challenge {
  readonly handshake: Handshake
  readonly sessionId: Octets
  readonly proof: string
}

/** Answers a client lets pile up without reading before its frames wait too. In bytes. */
const unreadAnswers = 256 * 1024

/** How long a client has to read the last frame and close, in milliseconds. */
const closingDeadline = 2000

/** One client's socket: turns its bytes into frames and frames into bytes, and keeps the pace of the slower side. */
export class Connection implements Outlet, Flushable {
  /** The client's address, as `tcp://host:port`. */
  readonly remoteAddress: string
  /** The client-id it connected with; undefined without one. */
  clientId: string | undefined
  readonly #socket: Socket
  readonly #host: ConnectionHost
  readonly #parser: FrameParser
  readonly #connectTimer: NodeJS.Timeout
  #session: Session | undefined
  #challenge: Challenge | undefined
  #peer: Peer | undefined
  /** Bytes of the peer's unfinished frames that are ours. */
  #held = 0
  #frameTimer: NodeJS.Timeout | undefined
  #heartBeat: HeartBeat | undefined
  #version: StompVersion | undefined
  #answerBytes = 0
  /** Whether answers pile up that the client does not read. */
  #isUnread = false
  /** Whether frames that have come wait for their turn. */
  #isWaiting = false
  #corked = false
  /** Whether frames are looked at no more: the connection closes once the answers before are given. */
  #halted = false
  #ending = false

  constructor(socket: Socket, host: ConnectionHost) {
    this.#socket = socket
    this.#host = host
    this.remoteAddress = `tcp://${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`
    this.#parser = new FrameParser({ ...host.frameLimits, ...limitsBeforeLogIn })
    this.#connectTimer = setTimeout(() => {
      this.fail(`No ${this.#challenge === undefined ? 'CONNECT' : proveCommand} was received in time`)
    }, host.connectDeadline)
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      this.#read(chunk)
    })
    socket.on('drain', () => {
      this.#drained()
    })
    // What went wrong with a socket is told by its end; 'close' always follows.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#release('the connection was closed')
      host.closed(this)
    })
  }

  get version(): StompVersion {
    return this.#version ?? '1.0'
  }

  get writable(): boolean {
    return !this.#ending && !this.#socket.destroyed && !this.#socket.writableNeedDrain
  }

  send(bytes: Buffer): void {
    if (this.#ending || this.#socket.destroyed) return
    if (!this.#corked) {
      this.#corked = true
      this.#socket.cork()
      this.#host.turn.flushLater(this)
    }
    this.#socket.write(bytes)
    this.#heartBeat?.wasWritten()
  }

  flush(): void {
    if (!this.#corked) return
    this.#corked = false
    this.#socket.uncork()
  }

  /** Tells the client what is wrong and closes the connection. */
  fail(message: Octets): void {
    if (this.#ending) return
    this.#sendError(message, undefined)
    this.end(textOf(message))
  }

  /** Ends the session and closes the connection once everything sent is written. */
  end(reason: string): void {
    if (this.#ending) return
    this.#release(reason)
    this.#halted = true
    this.#ending = true
    this.flush()
    this.#socket.end()
    // The client's last bytes are read and dropped, so that it can read ours before the connection is reset.
    this.#socket.resume()
    setTimeout(() => this.#socket.destroy(), closingDeadline).unref()
  }

  #read(chunk: Buffer): void {
    if (this.#halted) return
    this.#heartBeat?.wasRead()
    this.#parser.push(chunk)
    if (!this.#isWaiting) this.#handleFrames()
  }

  /** Lets frames wait for a turn of the event loop, which all clients share; until then no more of them are read. */
  #handleLater(): void {
    if (this.#isWaiting) return
    this.#isWaiting = true
    this.#socket.pause()
    scheduler.add(() => {
      this.#isWaiting = false
      this.#handleFrames()
      if (!this.#isWaiting && !this.#isUnread) this.#socket.resume()
    })
  }

  #handleFrames(): void {
    try {
      while (!this.#halted && !this.#isUnread && !this.#socket.destroyed) {
        const frame = this.#parser.next()
        this.#countUnfinished(frame === undefined ? this.#parser.held : 0)
        if (frame === undefined) return
        this.#handle(frame)
        if (scheduler.hasTime) continue
        this.#handleLater()
        return
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) {
        this.#host.failed(error)
        return
      }
      this.#halted = true
      this.#answer(() => {
        this.fail(error.message)
      })
    }
  }

  #handle(frame: Frame): void {
    const receipt = frame.headers.get('receipt')
    try {
      if (frame.command === 'CONNECT' || frame.command === 'STOMP') this.#connect(frame)
      else if (frame.command === proveCommand && this.#challenge !== undefined) {
        this.#prove(frame, this.#challenge)
        if (receipt !== undefined) this.#answer(() => this.#sendReceipt(receipt))
      } else if (this.#session === undefined) throw new ProtocolError('Not connected.')
      else if (frame.command === 'DISCONNECT') this.#disconnect(receipt)
      else {
        this.#session.handle(frame)
        if (receipt !== undefined) this.#answer(() => this.#sendReceipt(receipt))
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#answer(() => {
        this.#sendError(error.message, receipt)
        if (error.fatal) this.end(textOf(error.message))
      })
      this.#halted ||= error.fatal
    }
  }

  #connect(frame: Frame): void {
    if (this.#session !== undefined || this.#challenge !== undefined) {
      throw new ProtocolError('Already connected.', false)
    }
    const handshake = readHandshake(frame)
    const { localAddress, localPort } = this.#socket
    const admission = this.#host.door.admit(frame.headers, endOf(localAddress, localPort))
    const sessionId = this.#host.newSessionId()
    if (admission.state === 'challenged') {
      this.#speak(handshake.version)
      this.#challenge = { handshake, sessionId, proof: admission.proof }
      this.#answer(() => this.#sendConnected(handshake, sessionId, admission.headers))
      return
    }
    this.#open(sessionId, handshake.clientId, admission.peer)
    this.#speak(handshake.version)
    this.#answer(() => this.#sendConnected(handshake, sessionId, new Map()))
    this.#answer(() => this.#beginHeartBeat(handshake))
  }

  /** From CONNECTED on, and not in an ERROR instead of it, headers are escaped as the version says. */
  #speak(version: StompVersion): void {
    this.#version = version
    this.#parser.version = version
  }

  /** A client that proves itself may name itself in the same frame, so that nobody else hears its name. */
  #prove(frame: Frame, { handshake, sessionId, proof }: Challenge): void {
    const peer = this.#host.door.proven(frame.headers, proof)
    this.#challenge = undefined
    this.#open(sessionId, frame.headers.get('client-id') ?? handshake.clientId, peer)
    this.#answer(() => this.#beginHeartBeat(handshake))
  }

  #open(id: Octets, clientId: Octets | undefined, peer: Peer): void {
    this.#session = this.#host.openSession(this, id, clientId, peer)
    this.#peer = peer
    clearTimeout(this.#connectTimer)
    this.#parser.limits = this.#host.frameLimits
    this.#host.emit({ kind: 'connected', remoteAddress: this.remoteAddress, clientId: this.clientId })
  }

  #sendConnected(handshake: Handshake, sessionId: Octets, more: ReadonlyMap<Octets, Octets>): void {
    const { version, sendEvery, expectEvery, clientId } = handshake
    const headers = new Map([
      ['server', this.#host.server],
      ['heart-beat', `${sendEvery},${expectEvery}`],
      ['session', clientId ?? sessionId],
      ['version', version],
      ...more,
    ])
    this.send(encodeFrame({ command: 'CONNECTED', headers, body: Buffer.alloc(0) }, undefined))
  }

  #beginHeartBeat(handshake: Handshake): void {
    // The client may be gone already; then nothing would ever stop its heart-beat.
    if (this.#session === undefined) return
    this.#heartBeat = new HeartBeat(
      handshake,
      () => this.#beat(),
      (silence) =>
        this.fail(
          `The client was silent for ${silence} ms and promised a heart-beat every ${handshake.expectEvery} ms`,
        ),
    )
  }

  /** Keeps the peer's account of what its unfinished frames take, and does not wait for them for ever. */
  #countUnfinished(held: number): void {
    if (this.#peer !== undefined) {
      const change = held - this.#held
      this.#held = held
      this.#host.door.hold(this.#peer, change)
    }
    if (held === 0) {
      clearTimeout(this.#frameTimer)
      this.#frameTimer = undefined
    } else {
      this.#frameTimer ??= setTimeout(() => {
        this.fail('A frame that was begun did not end in time')
      }, this.#host.frameDeadline)
    }
  }

  #disconnect(receipt: Octets | undefined): void {
    this.#session?.close()
    this.#answer(() => {
      if (receipt !== undefined) this.#sendReceipt(receipt)
      this.end('the client disconnected')
    })
    this.#halted = true
  }

  #beat(): void {
    if (!this.writable) return
    this.#socket.write('\n')
    this.#heartBeat?.wasWritten()
  }

  /** Answers wait for the commit, so that what was answered is on the disk. */
  #answer(answer: () => void): void {
    this.#host.turn.reply(answer)
  }

  #sendReceipt(receipt: Octets): void {
    this.#sendAnswer('RECEIPT', new Map([['receipt-id', receipt]]), '')
  }

  #sendError(message: Octets, receipt: Octets | undefined): void {
    const headers = new Map([['content-type', 'text/plain']])
    if (receipt !== undefined) headers.set('receipt-id', receipt)
    headers.set('message', message)
    this.#sendAnswer('ERROR', headers, message)
    this.#host.emit({
      kind: 'refused',
      remoteAddress: this.remoteAddress,
      clientId: this.clientId,
      message: textOf(message),
    })
  }

  #sendAnswer(command: string, headers: ReadonlyMap<Octets, Octets>, body: Octets): void {
    const bytes = encodeFrame({ command, headers, body: Buffer.from(body, 'latin1') }, this.#version)
    this.send(bytes)
    this.#answerBytes += bytes.length
    if (this.#answerBytes <= unreadAnswers || !this.#socket.writableNeedDrain) return
    this.#isUnread = true
    this.#socket.pause()
  }

  #drained(): void {
    this.#answerBytes = 0
    if (this.#ending) return
    this.#session?.resume()
    if (!this.#isUnread) return
    this.#isUnread = false
    this.#handleLater()
  }

  #release(reason: string): void {
    clearTimeout(this.#connectTimer)
    clearTimeout(this.#frameTimer)
    if (this.#peer !== undefined) this.#host.door.hold(this.#peer, -this.#held)
    this.#held = 0
    this.#peer = undefined
    this.#heartBeat?.stop()
    const session = this.#session
    this.#session = undefined
    this.#challenge = undefined
    if (session === undefined) return
    session.close()
    this.#host.sessionEnded(this)
    this.#host.emit({
      kind: 'disconnected',
      remoteAddress: this.remoteAddress,
      clientId: this.clientId,
      reason,
    })
  }
}
