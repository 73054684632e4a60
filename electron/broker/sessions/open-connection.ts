import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import { answersTls } from '../../tls/secure-socket.ts'
import { protocolOf, serverName, type BrokerServer, type Protocol } from '../broker-url.ts'
import type { Connection, ConnectionContext, OpenConnection } from '../broker-connection.ts'
import { dialectOf } from '../dialects.ts'
import { otherServiceAt } from './other-service.ts'
import { openOpenWireConnection } from '../openwire/open-openwire-connection.ts'
import { through } from '../../tunnel/ssh-tunnel.ts'
import { StompAdapter } from '../stomp/stomp-adapter.ts'
import { openStompConnection } from '../stomp/open-stomp-connection.ts'
import type { FrameConnection } from '../stomp/stomp-connection.ts'

const openIn: Readonly<Record<Protocol, OpenConnection>> = {
  openwire: (server, context) => openOpenWireConnection(server, context),
  stomp: async (server, context) => {
    const { transformationSupport } = context.memory
    const frames = await openStompConnection(server, { ...context, transformationSupport })
    await claimName(frames, context.settings.clientId)
    return new StompAdapter(frames, context.settings.maxMessageBytes)
  },
}

/**
 * Connects in the protocol the URL's scheme stands for, or in the other one where that is what answers.
 * @throws Failure of the PLB-BROKER family; the signal's reason when it is aborted
 */
export const openConnection: OpenConnection = async (named, context) => {
  const { memory, signal } = context
  const server = named.via === undefined ? named : { ...named, near: await through(named.via, named, signal) }
  const expected = memory.protocolOf(server) ?? protocolOf(server)
  try {
    const connection = await openInEither(expected, server, context).catch(async (error: unknown) => {
      throw (await whatElseAnswers(server, error, context.signal)) ?? error
    })
    const carrying = await carrierInsteadOf(connection, context)
    memory.spoke(server, carrying.protocol)
    return carrying
  } finally {
    context.signal.throwIfAborted()
  }
}

/**
 * The connection itself where the broker carries a cluster in its protocol; otherwise one in the protocol it does.
 * @throws Failure PLB-BROKER-NO-VIRTUAL-TOPICS, PLB-BROKER-WRONG-CONNECTOR where no cluster can be carried
 */
async function carrierInsteadOf(connection: Connection, context: ConnectionContext): Promise<Connection> {
  const { server, brokerVersion: broker } = connection
  const { carries } = dialectOf(broker)
  if (carries.includes(connection.protocol)) return connection
  await connection.close()
  const [other] = carries
  if (other === undefined)
    throw failure('PLB-BROKER-NO-VIRTUAL-TOPICS', { server: serverName(server), broker })
  try {
    return await openIn[other](server, context)
  } catch (error) {
    if (!isFailure(error, 'PLB-BROKER-NOT-OPENWIRE')) throw error
    throw failure('PLB-BROKER-WRONG-CONNECTOR', { server: serverName(server), broker }, error)
  }
}

/**
 * Takes the client's name where the broker itself lets several have it.
 * @throws Failure PLB-BROKER-CLIENT-ID-IN-USE
 */
async function claimName(frames: FrameConnection, clientId: string | undefined): Promise<void> {
  const { claim } = dialectOf(frames.brokerVersion).stomp
  if (claim === undefined || clientId === undefined) return
  const headers = { id: 'client', ack: 'auto', ...claim(clientId) }
  try {
    await frames.request({ command: 'SUBSCRIBE', headers })
  } catch (error) {
    if (isFailure(error)) frames.end(error)
    throw error
  }
}

async function openInEither(expected: Protocol, ...[server, context]: Parameters<OpenConnection>) {
  try {
    return await openIn[expected](server, context)
  } catch (error) {
    // Nobody but our own embedded broker may answer there, and that one speaks STOMP.
    if (server.mustProve) throw error
    if (isFailure(error, 'PLB-BROKER-OPENWIRE')) return await openIn.openwire(server, context)
    if (!isFailure(error, 'PLB-BROKER-NOT-OPENWIRE')) throw error
    return await openIn.stomp(server, context).catch((other: unknown) => {
      // It was an OpenWire broker after all, only one that took its time.
      if (isFailure(other, 'PLB-BROKER-OPENWIRE'))
        return openOpenWireConnection(server, context, context.settings.connectDeadline)
      throw isInformative(other) ? other : error
    })
  }
}

/** What a failure is when the server did not understand us because it speaks TLS, or something else altogether. */
async function whatElseAnswers(
  server: BrokerServer,
  error: unknown,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const isUnderstood = ![
    'PLB-BROKER-LOG-IN-UNANSWERED',
    'PLB-BROKER-NOT-OPENWIRE',
    'PLB-BROKER-PROTOCOL',
  ].some((code) => isFailure(error) && error.code === code)
  if (server.mustProve || isUnderstood) return undefined
  const name = serverName(server)
  const [isTls, service] = await Promise.all([
    server.tls ? false : answersTls(server, signal),
    otherServiceAt(server, signal),
  ])
  if (isTls) return failure('PLB-TLS-REQUIRED', { server: name }, error)
  return service === undefined
    ? undefined
    : failure('PLB-BROKER-OTHER-SERVICE', { server: name, service }, error)
}

/** Whether the failure of a log-in in the second protocol says more than that neither was understood. */
function isInformative(error: unknown): boolean {
  if (!isFailure(error)) return true
  const vague = ['PLB-BROKER-PROTOCOL', 'PLB-BROKER-CONNECT-DEADLINE', 'PLB-BROKER-LOG-IN-UNANSWERED']
  return !vague.includes(error.code)
}
