import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import stompit, { type Client, type IncomingFrame } from 'stompit'
import { isLoopback } from '../../text/loopback.ts'
import { failure, isFailure, type Failure, wordingOf } from '../../errors/failure.ts'
import {
  accountSecret,
  endOf,
  isProof,
  nonceHeader,
  noncePattern,
  proofHeader,
  proveCommand,
  type AccountSecret,
} from '../account-secret.ts'
import { serverName, type BrokerServer } from '../broker-url.ts'
import type { Clock } from '../../scheduler/clock.ts'
import { brokerFailure, printable, socketFailure, type ConnectStage } from '../connect-failure.ts'
import { StompConnection, type FrameConnection } from './stomp-connection.ts'
import type { ConnectionSettings } from '../connection-settings.ts'
import { readBody } from './frame-body.ts'
import { agreedIncomingInterval, outgoingMargin } from '../heart-beat.ts'
import { openSocket, readGreeting } from '../open-socket.ts'
import type { TransformationSupport } from '../transformation-support.ts'
import { peerProtocol, Transport, type PeerProtocol } from './transport.ts'
import { say } from '../../sentences/say.ts'

type OpenStompConnection = (
  server: BrokerServer,
  context: {
    readonly settings: ConnectionSettings
    readonly clock: Clock
    readonly transformationSupport: TransformationSupport
    readonly signal: AbortSignal
  },
) => Promise<FrameConnection>

/** Bytes of what a broker says about why it refuses; of more nothing is read. */
const longestRefusal = 10_000
/** Properties of a message are header lines; stompit's own limits (1024 characters, 64 lines) are too small for them. */
const frameLimits = { maxLineLength: 256 * 1024, maxHeaders: 512 } as const

/**
 * Connects, shakes hands and logs in, within one deadline for all of it.
 * @throws Failure of the PLB-BROKER family; the signal's reason when it is aborted
 */
export const openStompConnection: OpenStompConnection = async (server, context) => {
  context.signal.throwIfAborted()
  try {
    return await attempt(server, context, server.host).catch(async (error: unknown) => {
      if (!isFailure(error, 'PLB-BROKER-VIRTUAL-HOST')) throw error
      // It has one for who names none.
      return attempt(server, context, undefined)
    })
  } catch (error) {
    if (!wentAway(error)) throw error
    // Whatever the server has to say of its own accord, it says in plain text when it is no TLS server.
    const silent = error.code === 'PLB-TLS-FAILED' ? { ...server, tls: false } : server
    const greeting = await readGreeting(silent, context.signal)
    context.signal.throwIfAborted()
    if (greeting === undefined) throw error
    const name = serverName(server)
    if (server.tls && !silent.tls) throw failure('PLB-TLS-NOT-SPOKEN', { server: name }, error)
    throw foreignProtocol(peerProtocol(greeting), greeting, name) ?? error
  }
}

const attempt = async (
  server: BrokerServer,
  { settings, clock, transformationSupport, signal }: Parameters<OpenStompConnection>[1],
  virtualHost: string | undefined,
): Promise<FrameConnection> => {
  const name = serverName(server)
  let stage: ConnectStage = 'tcpConnection'
  const { promise, resolve, reject } = Promise.withResolvers<FrameConnection>()
  let transport: Transport | undefined
  let client: Client | undefined

  const logIn = () => {
    stage = 'stompLogIn'
    transport = new Transport(socket, clock, (protocol, firstBytes) => {
      const foreign = foreignProtocol(protocol, firstBytes, name)
      if (foreign !== undefined) reject(foreign)
    })
    client = new stompit.Client(transport, {
      ...frameLimits,
      heartbeatOutputMargin: outgoingMargin(settings.heartBeat.outgoing),
    })
    const opening = {
      client,
      transport,
      socket,
      server,
      virtualHost,
      settings,
      clock,
      transformationSupport,
      name,
    }
    logInWith(opening, resolve, reject)
  }
  const socket = openSocket(server, logIn)
  const cancelDeadline = clock.after(settings.connectDeadline, () => {
    reject(
      failure('PLB-BROKER-CONNECT-DEADLINE', {
        server: name,
        stage: say(`broker.${stage}`),
        milliseconds: settings.connectDeadline,
      }),
    )
  })
  const onAbort = () => {
    reject(signal.reason)
  }
  const onSocketError = (error: Error) => {
    const code = 'code' in error ? error.code : undefined
    if (!isHangUp(code) || stage === 'tcpConnection') reject(socketFailure(error, name, false))
    else if (stage === 'stompLogIn') reject(closedEarly(name))
    else {
      const failed = failure('PLB-TLS-FAILED', { server: name, reason: say('broker.hungUp') }, error)
      hungUp.add(failed)
      reject(failed)
    }
  }
  signal.addEventListener('abort', onAbort, { once: true })
  socket.on('error', onSocketError)
  socket.once('connect', () => {
    if (server.tls) stage = 'tlsHandshake'
  })

  try {
    return await promise
  } catch (error) {
    client?.destroy()
    transport?.destroy()
    socket.destroy()
    throw error
  } finally {
    cancelDeadline()
    signal.removeEventListener('abort', onAbort)
  }
}

interface Opening {
  readonly client: Client
  readonly transport: Transport
  readonly socket: Socket
  readonly server: BrokerServer
  readonly virtualHost: string | undefined
  readonly settings: ConnectionSettings
  readonly clock: Clock
  readonly transformationSupport: TransformationSupport
  readonly name: string
}

function logInWith(
  opening: Opening,
  resolve: (connection: FrameConnection) => void,
  reject: (because: Failure) => void,
): void {
  const { client, transport, socket, server, settings, clock, transformationSupport, name } = opening
  const { incoming, outgoing } = settings.heartBeat
  let secret: AccountSecret | undefined
  try {
    secret = secretFor(server, settings)
  } catch (error) {
    reject(failure('PLB-BROKER-NO-SECRET', { server: name, reason: wordingOf(error) }, error))
    return
  }
  const clientNonce = randomBytes(16).toString('hex')
  const onError = (error: Error) => {
    if ('code' in error) reject(isHangUp(error.code) ? closedEarly(name) : socketFailure(error, name, false))
    // eslint-disable-next-line no-restricted-syntax -- stompit has no codes
    else if (/ended (unexpectedly|without)|end of stream/.test(error.message)) reject(closedEarly(name))
    else reject(failure('PLB-BROKER-PROTOCOL', { server: name, reason: printable(error.message) }, error))
  }
  const onRefusal = (frame: IncomingFrame) => {
    readBody(frame, longestRefusal, (body) => {
      const details = 'bytes' in body ? body.bytes.toString('utf8') : ''
      reject(brokerFailure(text(frame.headers['message']), name, details))
    })
  }
  client.on('error', onError)
  transport.on('close', () => {
    reject(closedEarly(name))
  })
  client.once('connect', () => {
    const version = text(client.headers['version']) ?? '1.0'
    if (version !== '1.2') {
      reject(
        failure('PLB-BROKER-PROTOCOL', {
          server: name,
          reason: say('broker.answersStomp', { version: printable(version) }),
        }),
      )
      return
    }
    const heartBeatInterval = agreedIncomingInterval(text(client.headers['heart-beat']), incoming)
    const brokerVersion = printable(text(client.headers['server']) ?? 'unknown')
    const parts = {
      client,
      transport,
      server,
      settings,
      clock,
      transformationSupport,
      brokerVersion,
      heartBeatInterval,
    }
    const enter = () => {
      const connection = new StompConnection(parts)
      client.removeListener('error', onError)
      resolve(connection)
    }
    const brokerNonce = text(client.headers[nonceHeader]) ?? ''
    if (secret === undefined || (brokerNonce === '' && !server.mustProve)) {
      enter()
      return
    }
    const address = endOf(socket.remoteAddress, socket.remotePort)
    const meeting = { clientNonce, brokerNonce, address }
    const given = text(client.headers[proofHeader])
    if (!noncePattern.test(brokerNonce) || !isProof(given, secret.proof('broker', meeting))) {
      reject(failure('PLB-BROKER-NOT-OURS', { server: name }))
      return
    }
    client.setCommandHandler('ERROR', onRefusal)
    client.setCommandHandler('RECEIPT', (frame: IncomingFrame) => {
      readBody(frame, 0, enter)
    })
    client
      .sendFrame(proveCommand, {
        ...identityOf(settings),
        [proofHeader]: secret.proof('client', meeting),
        receipt: 'proven',
      })
      .end()
  })
  client.connect({
    'accept-version': '1.2',
    ...(opening.virtualHost === undefined ? {} : { host: opening.virtualHost }),
    'heart-beat': `${outgoing},${incoming}`,
    ...logInHeaders(opening),
    ...(secret === undefined ? {} : { [nonceHeader]: clientNonce }),
  })
  // stompit would watch incoming heart-beats in fixed windows, which declares live brokers dead; we watch ourselves.
  client.setHeartbeat([outgoing, 0])
  client.setCommandHandler('ERROR', onRefusal)
}

function logInHeaders({ server, settings }: Opening): Record<string, string> {
  // Who has to prove itself first is not told who we are.
  const identity = server.mustProve ? {} : identityOf(settings)
  const credentials = server.credentials ?? settings.credentials
  if (credentials === undefined) return identity
  return { ...identity, login: line(credentials.login), passcode: line(credentials.passcode) }
}

function identityOf({ clientId }: ConnectionSettings): Record<string, string> {
  return clientId === undefined ? {} : { 'client-id': line(clientId) }
}

/** The CONNECT frame knows no escapes: a line feed in it would be a header of the writer's choice. */
function line(value: string): string {
  return value.replaceAll(/[\r\n\0]/g, '')
}

/**
 * By what we and an embedded broker recognise each other; undefined where none can be meant.
 * @throws PLB-STORAGE-… when it has to be one and there is no secret
 */
function secretFor(server: BrokerServer, settings: ConnectionSettings): AccountSecret | undefined {
  if (settings.secret !== undefined) return settings.secret
  if (server.mustProve) return accountSecret(process.env, true)
  const hasLogin = (server.credentials ?? settings.credentials) !== undefined
  if (server.tls || hasLogin || !isLoopback(server.host)) return undefined
  try {
    return accountSecret(process.env, false)
  } catch (error) {
    // No embedded broker of this account has run here, or we could not tell it from another one.
    if (isFailure(error)) return undefined
    throw error
  }
}

function foreignProtocol(protocol: PeerProtocol, firstBytes: Buffer, server: string): Failure | undefined {
  switch (protocol) {
    case 'stomp':
      return undefined
    case 'openwire':
      return failure('PLB-BROKER-OPENWIRE', { server })
    case 'tls':
      return failure('PLB-TLS-REQUIRED', { server })
    case 'other': {
      const reason = say('broker.firstWords', {
        words: printable(firstBytes.subarray(0, 24).toString('latin1')),
      })
      return failure('PLB-BROKER-PROTOCOL', { server, reason })
    }
  }
}

/** Failures of servers that closed the connection in the middle of the TLS handshake, without a word. */
const hungUp = new WeakSet<Failure>()

function closedEarly(server: string): Failure {
  return failure('PLB-BROKER-LOG-IN-UNANSWERED', { server })
}

/** Whether the server went away at our first word, so that it may have had something to say before it. */
function wentAway(error: unknown): error is Failure {
  if (isFailure(error, 'PLB-BROKER-LOG-IN-UNANSWERED')) return true
  return isFailure(error) && hungUp.has(error)
}

function isHangUp(code: unknown): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE'
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}
