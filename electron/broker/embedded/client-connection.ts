import type { Socket } from 'node:net'
import { later, systemClock } from '../../scheduler/clock.ts'
import { scheduler } from '../../scheduler/scheduler.ts'
import { endOf } from '../account-secret.ts'
import type { BrokerEvent } from './broker-event.ts'
import type { Conversation } from './conversation.ts'
import type { Door, Peer } from './door.ts'
import { HeartBeat, type HeartBeatTerms } from './heart-beat.ts'
import { textOf, type Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'
import type { SessionContext } from './session-context.ts'
import type { Flushable, Turn } from './turn.ts'

/** What a client goes by. */
export interface ClientName {
  /** No two clients may have the same one. */
  readonly clientId: Octets | undefined
  /** What tells its connection from others: whoever comes with the same one again takes the place of the one before. */
  readonly connectionId: string
}

/** What a connection needs of its broker. */
export interface ConnectionHost {
  readonly turn: Turn
  /** What the broker calls itself: a name, a slash and a version. */
  readonly server: string
  /** Tells this broker, and this run of it, from every other. */
  readonly brokerId: string
  readonly door: Door
  /** How long a client may take to log in, in milliseconds. */
  readonly connectDeadline: number
  /** How long a frame that has begun may take until it ends, in milliseconds. */
  readonly frameDeadline: number
  /** Begins a conversation in the protocol a client's first bytes are of; what is said before it spoke is STOMP. */
  converse(connection: Connection, first?: Buffer): Conversation
  /** An id for a session that no other has or had. */
  newSessionId(): Octets
  /**
   * Lets a client in that has logged in.
   * @throws ProtocolError, fatal, when there is no room for it or its client-id is taken
   */
  enter(connection: Connection, name: ClientName, peer: Peer): SessionContext
  /** Called when a client that was let in is gone, or the broker is done with it. */
  sessionEnded(connection: Connection): void
  /** Called when the socket is closed. */
  closed(connection: Connection): void
  /** Called with an error that is not the client's fault. */
  failed(error: unknown): void
  emit(event: BrokerEvent): void
}

/** Answers a client lets pile up without reading before its frames wait too. In bytes. */
const unreadAnswers = 256 * 1024

/** How long a client has to read the last frame and close, in milliseconds. */
const closingDeadline = 2000

/** One client's socket: passes bytes between it and what is spoken on it, and keeps the pace of the slower side. */
export class Connection implements Flushable {
  readonly host: ConnectionHost
  /** The client's address, as `tcp://host:port`. */
  readonly remoteAddress: string
  /** The client-id it connected with; undefined without one. */
  clientId: string | undefined
  /** What tells it from other connections, once its client is in. */
  connectionId: string | undefined
  readonly #socket: Socket
  /** Until the client's first bytes tell what it speaks, it is spoken to in STOMP. */
  #conversation: Conversation
  #hasSpoken = false
  readonly #hasConnected: () => void
  #peer: Peer | undefined
  /** Bytes of the peer's unfinished frames that are ours. */
  #held = 0
  #frameEnded: (() => void) | undefined
  #heartBeat: HeartBeat | undefined
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
    this.host = host
    this.remoteAddress = `tcp://${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`
    this.#conversation = host.converse(this)
    this.#hasConnected = systemClock.after(host.connectDeadline, () => {
      this.fail(`No ${this.#conversation.awaited} was received in time`)
    })
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

  /** Who logged in on it; undefined before, and when the connection is over. */
  get peer(): Peer | undefined {
    return this.#peer
  }

  /** The broker's end of the connection. */
  get localEnd(): string {
    const { localAddress, localPort } = this.#socket
    return endOf(localAddress, localPort)
  }

  /** Whether it takes more messages now. When it does again after it did not, the conversation is resumed. */
  get writable(): boolean {
    return !this.#ending && !this.#socket.destroyed && !this.#socket.writableNeedDrain
  }

  send(bytes: Buffer): void {
    if (this.#ending || this.#socket.destroyed) return
    if (!this.#corked) {
      this.#corked = true
      this.#socket.cork()
      this.host.turn.flushLater(this)
    }
    this.#socket.write(bytes)
    this.#heartBeat?.wasWritten()
  }

  /** Sends an answer; a client that does not read them is not heard on either. */
  sendAnswer(bytes: Buffer): void {
    this.send(bytes)
    this.#answerBytes += bytes.length
    if (this.#answerBytes <= unreadAnswers || !this.#socket.writableNeedDrain) return
    this.#isUnread = true
    this.#socket.pause()
  }

  /** Has an answer given after the commit, so that what was answered is on the disk. */
  answer(answer: () => void): void {
    this.host.turn.reply(answer)
  }

  flush(): void {
    if (!this.#corked) return
    this.#corked = false
    this.#socket.uncork()
  }

  /**
   * Lets the client in.
   * @throws ProtocolError, fatal, when there is no room for it or its name is taken
   */
  enter(peer: Peer, name: ClientName): SessionContext {
    const context = this.host.enter(this, name, peer)
    this.#peer = peer
    this.#hasConnected()
    this.host.emit({ kind: 'connected', remoteAddress: this.remoteAddress, clientId: this.clientId })
    return context
  }

  /**
   * Sends a beat when there was nothing else to send, and looks for the client's own.
   * @param silent what to tell a client that was silent for so many milliseconds
   */
  beginHeartBeat(terms: HeartBeatTerms, beat: Buffer, silent: (silence: number) => string): void {
    // The client may be gone already; then nothing would ever stop its heart-beat.
    if (this.#peer === undefined) return
    this.#heartBeat = new HeartBeat(
      terms,
      () => {
        if (!this.writable) return
        this.#socket.write(beat)
        this.#heartBeat?.wasWritten()
      },
      (silence) => this.fail(silent(silence)),
    )
  }

  /** Looks at no more frames: the connection will be closed. */
  halt(): void {
    this.#halted = true
  }

  /** Tells the client what is wrong and closes the connection. */
  fail(message: Octets): void {
    if (this.#ending) return
    this.#conversation.complain(message)
    this.end(textOf(message))
  }

  /** Tells the operator what the client was told. */
  refused(message: Octets): void {
    this.host.emit({
      kind: 'refused',
      remoteAddress: this.remoteAddress,
      clientId: this.clientId,
      message: textOf(message),
    })
  }

  /** Hears nothing more of the client, and closes the connection after a while. */
  endLater(milliseconds: number, reason: string): void {
    this.#halted = true
    later(milliseconds, () => this.end(reason))
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
    later(closingDeadline, () => this.#socket.destroy())
  }

  #read(chunk: Buffer): void {
    if (this.#halted) return
    this.#heartBeat?.wasRead()
    if (!this.#hasSpoken) {
      this.#hasSpoken = true
      this.#conversation = this.host.converse(this, chunk)
    }
    this.#conversation.push(chunk)
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
        const wasWhole = this.#conversation.next()
        this.#countUnfinished(wasWhole ? 0 : this.#conversation.held)
        if (!wasWhole) return
        if (scheduler.hasTime) continue
        this.#handleLater()
        return
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) {
        this.host.failed(error)
        return
      }
      this.#halted = true
      this.answer(() => {
        this.fail(error.message)
      })
    }
  }

  /** Keeps the peer's account of what its unfinished frames take, and does not wait for them for ever. */
  #countUnfinished(held: number): void {
    if (this.#peer !== undefined) {
      const change = held - this.#held
      this.#held = held
      this.host.door.hold(this.#peer, change)
    }
    if (held === 0) {
      this.#frameEnded?.()
      this.#frameEnded = undefined
    } else {
      this.#frameEnded ??= systemClock.after(this.host.frameDeadline, () => {
        this.fail('A frame that was begun did not end in time')
      })
    }
  }

  #drained(): void {
    this.#answerBytes = 0
    if (this.#ending) return
    this.#conversation.resume()
    if (!this.#isUnread) return
    this.#isUnread = false
    this.#handleLater()
  }

  #release(reason: string): void {
    this.#hasConnected()
    this.#frameEnded?.()
    const peer = this.#peer
    if (peer !== undefined) this.host.door.hold(peer, -this.#held)
    this.#held = 0
    this.#peer = undefined
    this.#heartBeat?.stop()
    this.#conversation.close()
    if (peer === undefined) return
    this.host.sessionEnded(this)
    this.host.emit({
      kind: 'disconnected',
      remoteAddress: this.remoteAddress,
      clientId: this.clientId,
      reason,
    })
  }
}
