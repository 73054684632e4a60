import { isLoopback } from '../../text/loopback.ts'
import { serverName, type BrokerServer, type NetworkBrokerUrl } from '../../broker/broker-url.ts'
import { ConnectionMemory } from '../../broker/connection-memory.ts'
import { defaultConnectionSettings } from '../../broker/connection-settings.ts'
import type { Connection } from '../../broker/broker-connection.ts'
import { systemClock, type Clock } from '../../scheduler/clock.ts'
import { openConnection } from '../../broker/sessions/open-connection.ts'
import { otherProtocolNotice } from '../../broker/other-protocol.ts'
import { isFailure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { failed, ok, warning, type TestStep } from './step.ts'

/** How a check goes to a broker: by what clock, and how long each thing may take it. */
export interface CheckTime {
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly deadline: number
  readonly signal: AbortSignal
}

const usualDeadline = 15_000

/** How a check goes about it, where nobody says otherwise. */
export function checkTime({
  clock = systemClock,
  now = Date.now,
  deadline = usualDeadline,
  signal,
}: {
  readonly [Name in keyof CheckTime as Name extends 'signal' ? never : Name]?: CheckTime[Name] | undefined
} & Pick<CheckTime, 'signal'>): CheckTime {
  return { clock, now, deadline, signal }
}

/**
 * A connection of the check's own to one server.
 * @throws Failure of the PLB-BROKER family; the signal's reason
 */
export function connectTo(server: BrokerServer, { clock, deadline, signal }: CheckTime): Promise<Connection> {
  const memory = new ConnectionMemory()
  const settings = {
    ...defaultConnectionSettings,
    receiptDeadline: deadline,
    connectDeadline: Math.min(deadline, defaultConnectionSettings.connectDeadline),
  }
  return openConnection(server, { settings, clock, memory, connectionId: memory.connectionId, signal })
}

/** A server that was tried: the connection to it, or why there is none. */
type Tried = { readonly server: BrokerServer } & (
  { readonly connection: Connection } | { readonly error: unknown }
)

/**
 * Connects to every server of a broker URL, each for itself.
 * @returns what is said of each, and the first connection there is; the others are closed again
 */
export async function connectToEach(
  { servers, bridged }: NetworkBrokerUrl,
  time: CheckTime,
): Promise<{ readonly steps: readonly TestStep[]; readonly connection: Connection | undefined }> {
  const tried = await Promise.all(
    servers.map((server) =>
      connectTo(server, time).then(
        (connection): Tried => ({ server, connection }),
        (error: unknown): Tried => ({ server, error }),
      ),
    ),
  )
  const [connection, ...others] = tried.flatMap((each) => ('connection' in each ? [each.connection] : []))
  await Promise.all(others.map((each) => each.close()))
  if (time.signal.aborted) await connection?.close()
  time.signal.throwIfAborted()
  const steps = tried.flatMap((each) =>
    'connection' in each
      ? toldOf(each.connection)
      : [refusedBy(each.server, each.error, connection !== undefined && !bridged)],
  )
  return { steps, connection }
}

function toldOf(connection: Connection): TestStep[] {
  const { server, protocol, brokerVersion: version } = connection
  const name = say('profiles.connection')
  const connected = say(server.tls ? 'profiles.connectedOverTls' : 'profiles.connected', {
    server: serverName(server),
    version,
  })
  const notice = otherProtocolNotice(server, protocol)
  return [
    notice === undefined
      ? ok(name, connected)
      : warning(name, say('profiles.connectedBut', { connected, reasons: [notice] })),
    ...(server.tls || isLoopback(server.host) || server.via !== undefined
      ? []
      : [
          warning(
            say('profiles.encryption'),
            say('profiles.passwordsDataStoresTravel'),
            say('profiles.useTlsConnector'),
          ),
        ]),
  ]
}

/** A standby opens its port when it gets the store, so one that refuses beside one that does not need not be at fault. */
function refusedBy(server: BrokerServer, error: unknown, mayStandBy: boolean): TestStep {
  const name = say('profiles.connection')
  if (mayStandBy && isFailure(error, 'PLB-BROKER-REFUSED')) {
    const { code } = error
    return { ...ok(name, say('brokerCheck.standby', { server: serverName(server) })), code }
  }
  return failed(isFailure(error, 'PLB-BROKER-CREDENTIALS') ? say('profiles.login') : name, error)
}
