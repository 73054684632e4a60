import { randomUUID } from 'node:crypto'
import { parseBrokerUrl, redactBrokerUrl, type NetworkBrokerUrl } from '../../broker/broker-url.ts'
import { systemClock, type Clock } from '../../broker/clock.ts'
import { temporaryQueue } from '../../broker/destinations.ts'
import { otherProtocolNotice } from '../../broker/other-protocol.ts'
import { BrokerSession } from '../../broker/session.ts'
import type { Profile } from '../../contract/features/profiles.ts'
import { readClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'
import { isFailure, textOf, type Failure } from '../../errors/failure.ts'
import { english } from '../../sentences/english.ts'
import { withCredentials } from '../cluster/cluster-broker.ts'
import { openGeoServer } from '../../nodes/geoserver-client.ts'
import { probeGeoServer } from '../../nodes/probe-geoserver.ts'
import { checkProfile } from './check-profile.ts'

export interface TestStep {
  readonly name: string
  readonly outcome: 'ok' | 'warning' | 'failed'
  readonly message: string
  readonly remedy: string | null
}

type Tested = Pick<Profile, 'brokerUrl' | 'login' | 'topicName' | 'group' | 'observer' | 'nodes'>

export interface ProfileTestOptions {
  readonly passcode: string | undefined
  /** Refuses what else is in the way of a profile that can be used. */
  readonly check?: () => void
  /** Of a GeoServer, by instance name. */
  readonly passwordOf?: (instanceName: string) => Promise<string | undefined>
  readonly signal: AbortSignal
  readonly onStep: (name: string) => void
  readonly clock?: Clock
  /** For each thing the broker has to do. */
  readonly deadline?: number
}

const defaultDeadline = 15_000

/**
 * Tries what a profile says, from the URL to a message that goes to the broker and comes back, and ends at the first
 * step nothing can follow. Nothing is sent to a topic or a queue anybody else uses.
 */
export async function testProfile(tested: Tested, options: ProfileTestOptions): Promise<TestStep[]> {
  const steps: TestStep[] = []
  const { onStep } = options
  onStep('Profile')
  try {
    checkProfile(tested)
    options.check?.()
  } catch (error) {
    return [failed('Profile', error)]
  }
  if (tested.brokerUrl.trim() === '') {
    steps.push(ok('Broker URL', 'There is none: Plumbline hosts the embedded broker of this machine.'))
  } else {
    steps.push(...(await testBroker(tested, options)))
  }
  for (const node of tested.nodes) {
    if (node.type === 'local') {
      onStep(node.dataDirectory)
      steps.push(testDirectory(node.dataDirectory, tested))
    } else {
      onStep(node.instanceName)
      steps.push(await testGeoServer(node, tested, options))
    }
  }
  return steps
}

async function testBroker(tested: Tested, options: ProfileTestOptions): Promise<TestStep[]> {
  options.onStep('Broker URL')
  const url = parseBrokerUrl(tested.brokerUrl)
  if (url.kind !== 'network') return [ok('Broker URL', 'It means the embedded broker of this machine.')]
  const steps: TestStep[] = [
    url.warnings.length === 0
      ? ok('Broker URL', redactBrokerUrl(url))
      : { name: 'Broker URL', outcome: 'warning', message: url.warnings.join(' '), remedy: null },
  ]
  const { login } = tested
  const credentials = login === null || login === '' ? undefined : { login, passcode: options.passcode ?? '' }
  const session = new BrokerSession(withCredentials(url, credentials), {
    // Each server once: someone is waiting.
    reconnect: {
      startupMaxReconnectAttempts: 1,
      maxReconnectAttempts: 3,
      timeout: options.deadline ?? defaultDeadline,
    },
  })
  try {
    const connected = await connect(session, url, options)
    steps.push(...connected)
    if (connected.every(({ outcome }) => outcome !== 'failed')) steps.push(await roundTrip(session, options))
  } finally {
    await session.close()
  }
  return steps
}

async function connect(
  session: BrokerSession,
  url: NetworkBrokerUrl,
  { onStep, signal }: ProfileTestOptions,
): Promise<TestStep[]> {
  onStep('Connection')
  const failures: Failure[] = []
  const stop = session.onStatus((status) => {
    if (status.state === 'lost') failures.push(status.because)
  })
  try {
    await session.connect(signal)
  } catch (error) {
    signal.throwIfAborted()
    // That every attempt failed says less than why the last one did.
    const because = isFailure(error) && isFailure(error.cause) ? error.cause : error
    const isLogin = isFailure(because, 'PLB-BROKER-CREDENTIALS')
    return [
      ...(isLogin ? [ok('Connection', 'The broker answers.')] : []),
      failed(isLogin ? 'Login' : 'Connection', because),
    ]
  } finally {
    stop()
  }
  const { status } = session
  if (status.state !== 'connected')
    return [failed('Connection', new Error('The connection was lost at once.'))]
  const { host, port, tls } = status.server
  const notice = otherProtocolNotice(status.server, status.protocol)
  const others = [...failures.map((each) => each.message), ...(notice === undefined ? [] : [notice])]
  const message = `Connected to ${host}:${port}${tls ? ' over TLS' : ''}, ${status.brokerVersion}.`
  const steps: TestStep[] = [
    others.length === 0 && url.servers.length > 0
      ? ok('Connection', message)
      : {
          name: 'Connection',
          outcome: 'warning',
          message: `${message} But: ${others.join(' ')}`,
          remedy: null,
        },
  ]
  const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.')
  if (!tls && !isLoopback) {
    const sent = 'Passwords of data stores travel in the messages, and this connection is not encrypted.'
    const remedy = 'Use a TLS connector of the broker (ssl:// or stomp+ssl://) if it has one.'
    steps.push({ name: 'Encryption', outcome: 'warning', message: sent, remedy })
  }
  return steps
}

/** Sends an ObjectMessage to a queue of this connection alone and takes it from there; nothing of it stays behind. */
async function roundTrip(session: BrokerSession, options: ProfileTestOptions): Promise<TestStep> {
  const name = 'Object messages'
  const { onStep, signal, clock = systemClock, deadline = defaultDeadline } = options
  onStep(name)
  const destination = temporaryQueue(`plumbline-test-${randomUUID()}`)
  const sent = 'grüße <&> \u0001'
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const stop = session.onStatus((status) => {
    if (status.state === 'lost' && status.because.code === 'PLB-BROKER-NO-XSTREAM') reject(status.because)
    if (status.state === 'closed' && status.because !== undefined) reject(status.because)
  })
  const cancel = clock.after(deadline, () => {
    reject(new Error(`The message did not come back within ${Math.round(deadline / 1000)} s.`))
  })
  const onAbort = () => {
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const work = session
      .subscribe({ destination, prefetch: 1 }, (message) => {
        message.ack()
        const { content } = message
        resolve(content.kind === 'object' ? content.text : '')
      })
      .then(() => session.publish({ destination, properties: { test: 'true' }, body: sent, signal }))
    work.catch(reject)
    const received = await promise
    if (received === sent) return ok(name, 'A message went to the broker and came back as it was.')
    return failed(name, new Error('A message came back changed.'))
  } catch (error) {
    signal.throwIfAborted()
    return failed(name, error)
  } finally {
    cancel()
    stop()
    signal.removeEventListener('abort', onAbort)
  }
}

function testDirectory(dataDirectory: string, { topicName, group }: Tested): TestStep {
  const name = dataDirectory
  try {
    const configuration = readClusterConfiguration({ dataDirectory, environment: {} })
    if (configuration === undefined) {
      const message =
        'There is no cluster.properties yet; it is made with a random instance name at the first start.'
      return { name, outcome: 'warning', message, remedy: 'Set the instance name and the roles before that.' }
    }
    const { instanceName, toggleMaster, toggleSlave } = configuration
    const roles =
      [...(toggleMaster ? ['master'] : []), ...(toggleSlave ? ['slave'] : [])].join(' and ') || 'no role'
    const said = `${instanceName}, ${roles}`
    const differences = [
      ...(configuration.group === group ? [] : [`its group is ${configuration.group}`]),
      ...(configuration.topicName === topicName ? [] : [`its topic is ${configuration.topicName}`]),
      ...(configuration.connection === 'enabled' ? [] : ['its connection is disabled']),
    ]
    if (differences.length === 0) return ok(name, `${said}.`)
    const remedy = 'Make the profile and its cluster.properties agree.'
    return { name, outcome: 'warning', message: `${said}; but ${differences.join(', ')}.`, remedy }
  } catch (error) {
    return failed(name, error)
  }
}

async function testGeoServer(
  node: Extract<Profile['nodes'][number], { type: 'geoserver' }>,
  { group }: Tested,
  { passwordOf, signal }: ProfileTestOptions,
): Promise<TestStep> {
  const { instanceName: name } = node
  try {
    const facts = await probeGeoServer(openGeoServer(node, await passwordOf?.(name)), name, signal)
    const { version, roles, connection, trouble } = facts
    const differences = [
      ...(trouble === null ? [] : [english(trouble)]),
      ...(facts.group === null || facts.group === group ? [] : [`Its group is ${facts.group}.`]),
      ...(connection === 'disabled' ? ['Its connection is disabled: it takes no messages.'] : []),
    ]
    const said = `GeoServer ${version ?? 'of an unknown version'}, ${roles.join(' and ') || 'role unknown'}.`
    if (differences.length === 0) return ok(name, said)
    return { name, outcome: 'warning', message: `${said} ${differences.join(' ')}`, remedy: null }
  } catch (error) {
    signal.throwIfAborted()
    return failed(name, error)
  }
}

function ok(name: string, message: string): TestStep {
  return { name, outcome: 'ok', message, remedy: null }
}

function failed(name: string, error: unknown): TestStep {
  const remedy = isFailure(error) ? error.remedy : null
  return { name, outcome: 'failed', message: textOf(error), remedy }
}
