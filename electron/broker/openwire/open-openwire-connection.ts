import { failure } from '../../errors/failure.ts'
import { serverName, type BrokerServer } from '../broker-url.ts'
import { printable, socketFailure, type ConnectStage } from '../connect-failure.ts'
import type { Connection, ConnectionContext } from '../broker-connection.ts'
import { openSocket } from '../open-socket.ts'
import { FrameSocket } from './frame-socket.ts'
import { logIn } from './log-in.ts'
import { say } from '../../sentences/say.ts'

/** How long an OpenWire connector may take to introduce itself: it does so unasked, and a STOMP connector never says a word. */
const greetingPatience = 3000
/** The largest frame of the handshake. */
const handshakeLimit = 64 * 1024

/**
 * Connects, agrees on how to go on and logs in, within one deadline for all of it.
 * @param patience how long to wait for the server to introduce itself, in milliseconds
 * @throws Failure of the PLB-BROKER family, PLB-BROKER-NOT-OPENWIRE when it did not; the signal's reason when aborted
 */
export async function openOpenWireConnection(
  server: BrokerServer,
  context: ConnectionContext,
  patience = greetingPatience,
): Promise<Connection> {
  const { settings, clock, signal } = context
  signal.throwIfAborted()
  const name = serverName(server)
  const attempt = { stage: 'tcpConnection' as ConnectStage }
  const failed = Promise.withResolvers<never>()
  // It may fail after it has succeeded, when nobody is interested any more.
  failed.promise.catch(() => undefined)
  const ready = Promise.withResolvers<void>()
  const socket = openSocket(server, ready.resolve)
  socket.once('connect', () => {
    if (server.tls) attempt.stage = 'tlsHandshake'
  })
  const milliseconds = settings.connectDeadline
  const cancelDeadline = clock.after(milliseconds, () => {
    failed.reject(
      failure('PLB-BROKER-CONNECT-DEADLINE', {
        server: name,
        stage: say(`broker.${attempt.stage}`),
        milliseconds,
      }),
    )
  })
  const onAbort = () => {
    failed.reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  socket.on('error', (error) => {
    failed.reject(connectFailure(error, name, attempt.stage))
  })
  try {
    await Promise.race([failed.promise, ready.promise])
    attempt.stage = 'openWireLogIn'
    const frames = new FrameSocket(socket, clock, handshakeLimit)
    return await Promise.race([failed.promise, logIn(frames, server, context, patience)])
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    cancelDeadline()
    signal.removeEventListener('abort', onAbort)
  }
}

/** A server that hangs up says something else at each stage. */
function connectFailure(error: Error, server: string, stage: ConnectStage) {
  const code = 'code' in error ? error.code : undefined
  const hungUp = code === 'ECONNRESET' || code === 'EPIPE'
  if (hungUp && stage === 'tlsHandshake')
    return failure('PLB-TLS-FAILED', { server, reason: printable(error.message) }, error)
  if (hungUp && stage === 'openWireLogIn')
    return failure('PLB-BROKER-NOT-OPENWIRE', { server, reason: say('broker.hungUp') }, error)
  return socketFailure(error, server, false)
}
