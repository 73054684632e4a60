import { failure, isFailure, type Failure } from '../errors/failure.ts'
import { answersTls } from '../tls/secure-socket.ts'
import { protocolOf, serverName, type BrokerServer } from './broker-url.ts'
import type { OpenConnection } from './connection.ts'
import { lackOf } from './dialects.ts'
import { openOpenWireConnection } from './openwire/open-openwire-connection.ts'
import type { Protocol } from './protocol.ts'
import { StompAdapter } from './stomp/stomp-adapter.ts'
import { openStompConnection } from './stomp/open-stomp-connection.ts'

const openIn: Readonly<Record<Protocol, OpenConnection>> = {
  openwire: (server, context) => openOpenWireConnection(server, context),
  stomp: async (server, context) => {
    const { transformationSupport } = context.memory
    const frames = await openStompConnection(server, { ...context, transformationSupport })
    return new StompAdapter(frames, context.settings.maxMessageBytes)
  },
}

/**
 * Connects in the protocol the URL's scheme stands for, or in the other one where that is what answers.
 * @throws Failure of the PLB-BROKER family; the signal's reason when it is aborted
 */
export const openConnection: OpenConnection = async (server, context) => {
  const { memory } = context
  const expected = memory.protocolOf(server) ?? protocolOf(server)
  try {
    const connection = await openInEither(expected, server, context).catch(async (error: unknown) => {
      throw (await tlsExpected(server, error, context.signal)) ?? error
    })
    const lack = lackOf(connection)
    if (lack !== undefined) {
      connection.end(lack)
      throw lack
    }
    memory.spoke(server, connection.protocol)
    return connection
  } finally {
    context.signal.throwIfAborted()
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

/** What a failure is when the server hung up because it expected TLS. */
async function tlsExpected(
  server: BrokerServer,
  error: unknown,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const hungUp =
    isFailure(error, 'PLB-BROKER-LOG-IN-UNANSWERED') || isFailure(error, 'PLB-BROKER-NOT-OPENWIRE')
  if (server.tls || server.mustProve || !hungUp || !(await answersTls(server, signal))) return undefined
  return failure('PLB-TLS-REQUIRED', { server: serverName(server) }, error)
}

/** Whether the failure of a log-in in the second protocol says more than that neither was understood. */
function isInformative(error: unknown): boolean {
  if (!isFailure(error)) return true
  const vague = ['PLB-BROKER-PROTOCOL', 'PLB-BROKER-CONNECT-DEADLINE', 'PLB-BROKER-LOG-IN-UNANSWERED']
  return !vague.includes(error.code)
}
