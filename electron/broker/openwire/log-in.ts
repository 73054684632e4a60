import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import { serverName, type BrokerServer } from '../broker-url.ts'
import { printable } from '../connect-failure.ts'
import type { BrokerIdentity, ConnectionContext } from '../broker-connection.ts'
import { identityOf } from './bridges.ts'
import { Codec, newestVersion, oldestVersion, structure } from './codec.ts'
import { sessionNumber, type Command } from './commands.ts'
import type { FrameSocket } from './frame-socket.ts'
import type { ReceivedFrame } from './frame-splitter.ts'
import { MalformedFrame } from './octets.ts'
import { OpenWireConnection } from './openwire-connection.ts'
import { logInRefusal } from './refusals.ts'
import type { Structure } from './structures.ts'
import { agree, ourWireFormat } from './wire-format.ts'
import { say } from '../../sentences/say.ts'

/** Beside its body, a message may have properties and a header; a frame larger than both is read past. */
const roomBesideBody = 1024 * 1024

/**
 * Agrees with the broker on how to go on, and logs in.
 * @param patience how long to wait for the server to introduce itself, in milliseconds
 * @throws Failure PLB-BROKER-NOT-OPENWIRE when it did not; otherwise why it did not let us in
 */
export async function logIn(
  socket: FrameSocket,
  server: BrokerServer,
  context: ConnectionContext,
  patience: number,
): Promise<OpenWireConnection> {
  const { settings, clock, connectionId } = context
  const name = serverName(server)
  const conversation = new Conversation(socket, name)
  const inactivity = inactivityOf(settings.heartBeat)
  socket.send(new Codec(newestVersion).encode(ourWireFormat(inactivity)))
  const cancelPatience = clock.after(patience, () => {
    conversation.fail(failure('PLB-BROKER-NOT-OPENWIRE', { server: name, reason: say('openWire.silent') }))
  })
  const theirs = await conversation.greeting().finally(cancelPatience)
  const agreement = agree(inactivity, theirs)
  if (agreement === undefined) {
    const reason = say('openWire.tooOld', {
      version: String(theirs.version),
      oldest: String(oldestVersion),
    })
    throw failure('PLB-BROKER-PROTOCOL', { server: name, reason })
  }
  const codec = new Codec(agreement.version)
  socket.passOverFrom(settings.maxMessageBytes + roomBesideBody)
  let commands = 0
  const nextCommand = () => (commands += 1)
  const ask = (command: Command) => {
    const commandId = nextCommand()
    socket.send(codec.encode({ ...command, commandId, responseRequired: true }))
    return conversation.answer(codec, commandId)
  }
  const credentials = server.credentials ?? settings.credentials
  await ask(
    structure('ConnectionInfo', {
      connectionId: structure('ConnectionId', { value: connectionId }),
      // The broker wants one of everybody, and lets only one client have it.
      clientId: settings.clientId ?? connectionId,
      userName: credentials?.login ?? null,
      password: credentials?.passcode ?? null,
      manageable: true,
      clientMaster: true,
    }),
  )
  await ask(
    structure('SessionInfo', { sessionId: structure('SessionId', { connectionId, value: sessionNumber }) }),
  )
  const { introduced } = conversation
  const broker = introduced !== undefined && uuid.test(introduced.id) ? artemis : agreement.broker
  const agreed = { ...agreement, broker }
  return new OpenWireConnection({
    socket,
    codec,
    agreement: agreed,
    server,
    broker: introduced,
    context,
    connectionId,
    nextCommand,
    unread: conversation.unread,
  })
}

/** In OpenWire it calls itself ActiveMQ, of the release whose client it was built with, but its id is one of its own kind. */
const artemis = 'ActiveMQ-Artemis'
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Both sides speak at least three times before they count as dead, and at the shorter of both intervals. */
function inactivityOf({
  outgoing,
  incoming,
}: {
  readonly outgoing: number
  readonly incoming: number
}): number {
  return 3 * Math.min(outgoing, incoming)
}

/** What is said before a connection is up. */
class Conversation {
  readonly #server: string
  /** Frames that came and were not looked at: what follows the last answer is for whoever listens next. */
  readonly unread: ReceivedFrame[] = []
  #wake: () => void = () => undefined
  #failed: Failure | undefined
  /** What the broker says that it is, if it did. */
  introduced: BrokerIdentity | undefined

  constructor(socket: FrameSocket, server: string) {
    this.#server = server
    socket.listen({
      frame: (frame) => {
        this.unread.push(frame)
        this.#wake()
      },
      over: (error) => {
        this.fail(this.#overBecause(error, socket))
      },
    })
  }

  fail(because: Failure): void {
    this.#failed ??= because
    this.#wake()
  }

  /** The broker's own WireFormatInfo, which comes first. */
  async greeting(): Promise<Structure<'WireFormatInfo'>> {
    const first = await this.#next(new Codec(newestVersion)).catch((error: unknown) => {
      // Whatever it is that ends the greeting, it was none.
      if (!isFailure(error, 'PLB-BROKER-LOG-IN-UNANSWERED')) throw error
      const reason = say('broker.hungUp')
      throw failure('PLB-BROKER-NOT-OPENWIRE', { server: this.#server, reason }, error)
    })
    if (first?.name === 'WireFormatInfo' && first.magic === 'ActiveMQ') return first
    throw failure('PLB-BROKER-NOT-OPENWIRE', {
      server: this.#server,
      reason: say('openWire.otherFirstFrame'),
    })
  }

  /** Waits for the response to a command; whatever else comes in between is of no interest. */
  async answer(codec: Codec, commandId: number): Promise<void> {
    for (;;) {
      const received = await this.#next(codec)
      if (received?.name === 'BrokerInfo') this.introduced = identityOf(received)
      if (received?.name === 'ConnectionError') throw logInRefusal(received.exception, this.#server)
      if (received?.name === 'ExceptionResponse' && received.correlationId === commandId)
        throw logInRefusal(received.exception, this.#server)
      if (received?.name === 'Response' && received.correlationId === commandId) return
    }
  }

  async #next(codec: Codec): Promise<Structure | undefined> {
    for (;;) {
      const frame = this.unread.shift()
      if (frame !== undefined) return this.#decode(codec, frame.bytes)
      if (this.#failed !== undefined) throw this.#failed
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      await promise
    }
  }

  #decode(codec: Codec, bytes: Buffer): Structure | undefined {
    try {
      return codec.decode(bytes)
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error
      throw failure('PLB-BROKER-PROTOCOL', { server: this.#server, reason: error.reason }, error)
    }
  }

  #overBecause(error: unknown, { firstBytes }: FrameSocket): Failure {
    const server = this.#server
    if (!(error instanceof MalformedFrame)) return failure('PLB-BROKER-LOG-IN-UNANSWERED', { server }, error)
    const reason = say('broker.firstWords', { words: printable(firstBytes.toString('latin1')) })
    return failure('PLB-BROKER-NOT-OPENWIRE', { server, reason }, error)
  }
}
