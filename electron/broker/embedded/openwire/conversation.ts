import { Codec, newestVersion, structure } from '../../openwire/codec.ts'
import type { Command } from '../../openwire/commands.ts'
import { FrameSplitter, type ReceivedFrame } from '../../openwire/frame-splitter.ts'
import { MalformedFrame } from '../../openwire/octets.ts'
import type { Structure, Throwable } from '../../openwire/structures.ts'
import { agree, ourWireFormat } from '../../openwire/wire-format.ts'
import type { Connection } from '../client-connection.ts'
import type { Conversation, FrameLimits } from '../conversation.ts'
import { octetsOf, textOf, type Octets } from '../octets.ts'
import { ProtocolError, type ProtocolErrorKind } from '../protocol-error.ts'
import type { Outlet } from './consumer.ts'
import { OpenWireSession } from './session.ts'

/** Frames of a client that has not logged in. In bytes. */
const limitBeforeLogIn = 64 * 1024
/** Beside its body, a message has properties and a header. In bytes. */
const roomBesideBody = 8 * 1024 * 1024
/**
 * The largest frame a client is told of: larger than any that is kept. One that is sent and is larger than is taken is
 * refused in words, as Java clients close their connection over one that is larger than this.
 */
const offeredFrameBytes = 100n * 1024n * 1024n
/** After how long of silence either side counts as dead, in milliseconds: what Java clients offer. */
const inactivity = 30_000
/** A client that is cut off at once after it was refused would come again at once, and ever so. In milliseconds. */
const refusedFor = 2000

/** Whether the first bytes of a connection are OpenWire: a frame's size begins with a zero, and STOMP with a letter. */
export function beginsOpenWire(first: Buffer): boolean {
  return first[0] === 0
}

/** Speaks OpenWire with one client, in the loose encoding. */
export class OpenWireConversation implements Conversation, Outlet {
  readonly #connection: Connection
  readonly #largestFrame: number
  readonly #splitter = new FrameSplitter(limitBeforeLogIn)
  #codec = new Codec(newestVersion)
  #inactivity = 0
  #isAgreed = false
  #session: OpenWireSession | undefined

  constructor(connection: Connection, limits: FrameLimits) {
    this.#connection = connection
    this.#largestFrame = limits.bodyBytes + roomBesideBody
  }

  get held(): number {
    return this.#splitter.held
  }

  get awaited(): string {
    return this.#isAgreed ? 'ConnectionInfo' : 'WireFormatInfo'
  }

  get writable(): boolean {
    return this.#connection.writable
  }

  push(chunk: Buffer): void {
    this.#splitter.push(chunk)
  }

  next(): boolean {
    try {
      const frame = this.#splitter.next()
      if (frame === undefined) return false
      this.#handle(frame)
      return true
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error
      throw new ProtocolError(octetsOf(error.message))
    }
  }

  resume(): void {
    this.#session?.resume()
  }

  complain(message: Octets): void {
    if (this.#isAgreed)
      this.#sendAnswer(structure('ConnectionError', { exception: exceptionOf(new ProtocolError(message)) }))
    this.#connection.refused(message)
  }

  close(): void {
    this.#session?.close()
    this.#session = undefined
  }

  send(command: Command): void {
    this.#connection.send(this.#codec.encode(command))
  }

  giveUp(reason: string): void {
    this.#connection.end(reason)
  }

  #sendAnswer(answer: Structure): void {
    this.#connection.sendAnswer(this.#codec.encode(answer))
  }

  #handle({ bytes, size }: ReceivedFrame): void {
    const isWhole = bytes.length === size
    const received = isWhole ? this.#codec.decode(bytes) : this.#codec.decodeBeginning(bytes)
    if (received?.name === 'WireFormatInfo') this.#agree(received)
    else if (!this.#isAgreed) throw new ProtocolError('The first frame has to be a WireFormatInfo')
    else if (received !== undefined && 'commandId' in received)
      this.#obey(received, isWhole ? undefined : size)
    else if (received !== undefined || bytes[0] !== 0) throw new ProtocolError('A frame is no command')
  }

  #agree(theirs: Structure<'WireFormatInfo'>): void {
    if (this.#isAgreed) throw new ProtocolError('A second WireFormatInfo')
    const agreement = theirs.magic === 'ActiveMQ' ? agree(inactivity, theirs) : undefined
    if (agreement === undefined)
      throw new ProtocolError('The broker does not speak such a version of OpenWire')
    const [provider = '', providerVersion] = this.#connection.host.server.split('/')
    this.#sendAnswer(
      ourWireFormat(inactivity, { provider, providerVersion, maxFrameBytes: offeredFrameBytes }),
    )
    this.#isAgreed = true
    this.#codec = new Codec(agreement.version)
    this.#inactivity = agreement.inactivity
    this.#sendAnswer(
      structure('BrokerInfo', {
        brokerId: structure('BrokerId', { value: this.#connection.host.brokerId }),
        brokerName: 'plumbline',
      }),
    )
  }

  /** @param tooLong how large the frame was when only its beginning is there */
  #obey(command: Command, tooLong: number | undefined): void {
    const { commandId, responseRequired } = command
    try {
      if (tooLong !== undefined) throw tooLarge(tooLong, this.#largestFrame)
      if (!this.#carryOut(command) || !responseRequired) return
      this.#connection.answer(() => {
        this.#sendAnswer(structure('Response', { correlationId: commandId }))
      })
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      const exception = exceptionOf(error)
      this.#connection.answer(() => {
        this.#sendAnswer(
          responseRequired
            ? structure('ExceptionResponse', { correlationId: commandId, exception })
            : structure('ConnectionError', { exception }),
        )
        this.#connection.refused(error.message)
        if (error.fatal) this.#connection.endLater(refusedFor, textOf(error.message))
      })
      if (error.fatal) this.#connection.halt()
    }
  }

  /** @returns whether a response is due when one was asked for */
  #carryOut(command: Command): boolean {
    switch (command.name) {
      case 'KeepAliveInfo':
        if (command.responseRequired) this.#sendAnswer({ ...command, responseRequired: false })
        return false
      case 'ConnectionInfo':
        this.#logIn(command)
        return true
      case 'ShutdownInfo':
        this.#connection.answer(() => this.#connection.end('the client disconnected'))
        this.#connection.halt()
        return false
      case 'ConnectionControl':
      case 'BrokerInfo':
        // A client that comes again says the first before it logs in, and another broker says the second.
        return true
      default:
        if (this.#session === undefined) throw new ProtocolError('Not connected.')
        this.#session.obey(command)
        return true
    }
  }

  #logIn({ connectionId, clientId, userName, password }: Structure<'ConnectionInfo'>): void {
    if (this.#session !== undefined) throw new ProtocolError('Already connected.', false)
    const id = connectionId?.value ?? ''
    if (id === '' || clientId === null)
      throw new ProtocolError('No clientID specified for connection request', true, 'client-id')
    const connection = this.#connection
    const peer = connection.host.door.admitUser(octetsOf(userName ?? ''), octetsOf(password ?? ''))
    const context = connection.enter(peer, { clientId: octetsOf(clientId), connectionId: id })
    this.#session = new OpenWireSession(context, this, id, clientId)
    this.#splitter.passOverFrom(this.#largestFrame)
    connection.answer(() => this.#beginKeepAlive())
  }

  #beginKeepAlive(): void {
    // Twice the one is the other's patience, and a third of it how often something is said.
    const terms = { sendEvery: this.#inactivity, expectEvery: this.#inactivity }
    const beat = this.#codec.encode(structure('KeepAliveInfo', {}))
    this.#connection.beginHeartBeat(terms, beat, (silence) => `The client was silent for ${silence} ms`)
  }
}

function tooLarge(size: number, limit: number): ProtocolError {
  return new ProtocolError(`A frame of ${size} bytes is larger than the broker takes (${limit} bytes)`, false)
}

/** What Java clients know each kind of refusal as. */
const classes: Readonly<Record<ProtocolErrorKind, string>> = {
  'log-in': 'java.lang.SecurityException',
  'client-id': 'javax.jms.InvalidClientIDException',
  selector: 'javax.jms.InvalidSelectorException',
  'no such destination': 'javax.jms.InvalidDestinationException',
  other: 'javax.jms.JMSException',
}

/** No text on the wire is longer than 65535 bytes. */
const longestMessage = 1000

/** The exception a client is told of what it did wrong. */
function exceptionOf({ kind, message }: ProtocolError): Throwable {
  return { className: classes[kind], message: textOf(message).slice(0, longestMessage) }
}
