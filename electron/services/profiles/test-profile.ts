import { randomUUID } from 'node:crypto'
import {
  parseBrokerUrl,
  redactBrokerUrl,
  serverName,
  type NetworkBrokerUrl,
} from '../../broker/broker-url.ts'
import { systemClock, type Clock } from '../../broker/clock.ts'
import { temporaryQueue } from '../../broker/destinations.ts'
import { otherProtocolNotice } from '../../broker/other-protocol.ts'
import { BrokerSession } from '../../broker/session.ts'
import type { Profile } from '../../contract/features/profiles.ts'
import { readClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'
import { isFailure, type Failure, remedyOf, wordingOf } from '../../errors/failure.ts'
import { accessWith, withAccess } from '../cluster/cluster-broker.ts'
import { lookAtPeer, type SecureTarget } from '../../tls/secure-socket.ts'
import type { Trust } from '../../tls/trust.ts'
import { through } from '../../tunnel/ssh-tunnel.ts'
import { openGeoServer } from '../../nodes/geoserver-client.ts'
import { probeGeoServer } from '../../nodes/probe-geoserver.ts'
import { asFilesSay } from './profile-store.ts'
import { checkProfile } from './check-profile.ts'
import { say } from '../../sentences/say.ts'
import { type Wording, isSentence } from '../../sentences/sentence.ts'

export interface TestStep {
  readonly name: Wording
  readonly outcome: 'ok' | 'warning' | 'failed'
  readonly message: Wording
  readonly remedy: Wording | null
  /** SHA-256 of the certificate a broker showed. */
  readonly fingerprint?: string
}

type Tested = Pick<
  Profile,
  'brokerUrl' | 'login' | 'trust' | 'via' | 'topicName' | 'group' | 'observer' | 'nodes'
>

export interface ProfileTestOptions {
  readonly passcode: string | undefined
  /** Of the key brokers are shown. */
  readonly passphrase?: string | undefined
  /** Refuses what else is in the way of a profile that can be used. */
  readonly check?: () => void
  /** Of a GeoServer, by instance name. */
  readonly passwordOf?: (instanceName: string) => Promise<string | undefined>
  /** Of the key a GeoServer is shown, by instance name. */
  readonly passphraseOf?: (instanceName: string) => Promise<string | undefined>
  readonly signal: AbortSignal
  readonly onStep: (name: Wording) => void
  readonly clock?: Clock
  /** For each thing the broker has to do. */
  readonly deadline?: number
}

const defaultDeadline = 15_000

/**
 * Tries what a profile says, from the URL to a message that goes to the broker and comes back, and ends at the first
 * step nothing can follow. Nothing is sent to a topic or a queue anybody else uses.
 */
export async function testProfile(written: Tested, options: ProfileTestOptions): Promise<TestStep[]> {
  const steps: TestStep[] = []
  const { onStep } = options
  let tested: Tested
  onStep(say('profiles.profile'))
  try {
    tested = asFilesSay(written)
    checkProfile(tested)
    options.check?.()
  } catch (error) {
    return [failed(say('profiles.profile'), error)]
  }
  if (tested.brokerUrl.trim() === '') {
    steps.push(ok(say('profiles.brokerUrl'), say('profiles.nonePlumblineHostsEmbedded')))
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
  options.onStep(say('profiles.brokerUrl'))
  const url = parseBrokerUrl(tested.brokerUrl)
  if (url.kind !== 'network')
    return [ok(say('profiles.brokerUrl'), say('profiles.meansEmbeddedBrokerMachine'))]
  const steps: TestStep[] = [
    url.warnings.length === 0
      ? ok(say('profiles.brokerUrl'), redactBrokerUrl(url))
      : {
          name: say('profiles.brokerUrl'),
          outcome: 'warning',
          message: say('profiles.warnings', { warnings: url.warnings }),
          remedy: null,
        },
  ]
  const { passcode, passphrase, signal } = options
  const access = withAccess(url, {
    ...accessWith(tested.login, passcode, tested.trust, passphrase),
    via: tested.via,
  })
  steps.push(
    ...(await looksAtPeers(
      access.servers.filter(({ tls }) => tls),
      signal,
    )),
  )
  if (steps.some(({ outcome }) => outcome === 'failed')) return steps
  const session = new BrokerSession(access, {
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

/** Whom each server says to be over TLS, and whether that is believed; nothing of one that does not speak it. */
async function looksAtPeers(
  targets: readonly (SecureTarget & { readonly trust: Trust; readonly via?: string | undefined })[],
  signal: AbortSignal,
): Promise<TestStep[]> {
  const steps: TestStep[] = []
  const name = say('profiles.certificate')
  for (const target of targets) {
    try {
      const near = target.via === undefined ? undefined : await through(target.via, target, signal)
      const peer = await lookAtPeer({ ...target, near }, target.trust, signal)
      signal.throwIfAborted()
      if (peer === undefined) continue
      const { fingerprint, names, validTo, distrust } = peer
      const shown = say('profiles.certificateShown', {
        server: serverName(target),
        names,
        validTo,
        fingerprint,
      })
      steps.push({ ...(distrust === undefined ? ok(name, shown) : failed(name, distrust)), fingerprint })
    } catch (error) {
      signal.throwIfAborted()
      steps.push(failed(name, error))
    }
  }
  return steps
}

async function connect(
  session: BrokerSession,
  url: NetworkBrokerUrl,
  { onStep, signal }: ProfileTestOptions,
): Promise<TestStep[]> {
  onStep(say('profiles.connection'))
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
      ...(isLogin ? [ok(say('profiles.connection'), say('profiles.brokerAnswers'))] : []),
      failed(isLogin ? say('profiles.login') : say('profiles.connection'), because),
    ]
  } finally {
    stop()
  }
  const { status } = session
  if (status.state !== 'connected')
    return [
      {
        name: say('profiles.connection'),
        outcome: 'failed',
        message: say('profiles.connectionLostOnce'),
        remedy: null,
      },
    ]
  const { host, port, tls } = status.server
  const notice = otherProtocolNotice(status.server, status.protocol)
  const others = [...failures.map(wordingOf), ...(notice === undefined ? [] : [notice])]
  const connected = say(tls ? 'profiles.connectedOverTls' : 'profiles.connected', {
    server: `${host}:${port}`,
    version: status.brokerVersion,
  })
  const name = say('profiles.connection')
  const steps: TestStep[] = [
    others.length === 0 && url.servers.length > 0
      ? ok(name, connected)
      : warning(name, say('profiles.connectedBut', { connected, reasons: others })),
  ]
  const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.')
  if (!tls && !isLoopback) {
    const sent = say('profiles.passwordsDataStoresTravel')
    const remedy = say('profiles.useTlsConnector')
    steps.push({ name: say('profiles.encryption'), outcome: 'warning', message: sent, remedy })
  }
  return steps
}

/** Sends an ObjectMessage to a queue of this connection alone and takes it from there; nothing of it stays behind. */
async function roundTrip(session: BrokerSession, options: ProfileTestOptions): Promise<TestStep> {
  const name = say('profiles.objectMessages')
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
    reject(say('profiles.messageDidNotCome', { seconds: Math.round(deadline / 1000) }))
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
    if (received === sent) return ok(name, say('profiles.messageWentBrokerCame'))
    return failed(name, say('profiles.messageCameBackChanged'))
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
      const message = say('profiles.noClusterPropertiesYet')
      return { name, outcome: 'warning', message, remedy: say('profiles.setInstanceNameRoles') }
    }
    const { instanceName: node, toggleMaster, toggleSlave } = configuration
    const said = say('profiles.node', { node, roles: rolesOf(toggleMaster, toggleSlave) })
    const differences = [
      ...(configuration.group === group ? [] : [say('profiles.group', { group: configuration.group })]),
      ...(configuration.topicName === topicName
        ? []
        : [say('profiles.topic', { topic: configuration.topicName })]),
      ...(configuration.connection === 'enabled' ? [] : [say('profiles.connectionDisabled')]),
    ]
    if (differences.length === 0) return ok(name, said)
    const message = say('profiles.nodeBut', { node: said, differences })
    return warning(name, message, say('profiles.makeProfileClusterProperties'))
  } catch (error) {
    return failed(name, error)
  }
}

async function testGeoServer(
  node: Extract<Profile['nodes'][number], { type: 'geoserver' }>,
  { group }: Tested,
  { passwordOf, passphraseOf, signal }: ProfileTestOptions,
): Promise<TestStep> {
  const { instanceName: name } = node
  try {
    const facts = await probeGeoServer(
      openGeoServer(node, await passwordOf?.(name), await passphraseOf?.(name)),
      name,
      signal,
    )
    const { version, roles, connection, trouble } = facts
    const differences = [
      ...(trouble === null ? [] : [trouble]),
      ...(facts.group === null || facts.group === group
        ? []
        : [say('profiles.group', { group: facts.group })]),
      ...(connection === 'disabled' ? [say('profiles.connectionDisabled')] : []),
    ]
    const said = say('profiles.geoServer', {
      version: version ?? say('profiles.unknownVersion'),
      roles:
        roles.length === 0
          ? say('profiles.roleUnknown')
          : rolesOf(roles.includes('master'), roles.includes('slave')),
    })
    if (differences.length === 0) return ok(name, said)
    return warning(name, say('profiles.nodeBut', { node: said, differences }))
  } catch (error) {
    signal.throwIfAborted()
    return failed(name, error)
  }
}

function rolesOf(isMaster: boolean, isSlave: boolean): Wording {
  if (isMaster && isSlave) return say('profiles.masterAndSlave')
  if (isMaster) return say('profiles.master')
  return say(isSlave ? 'profiles.slave' : 'profiles.noRole')
}

function ok(name: Wording, message: Wording): TestStep {
  return { name, outcome: 'ok', message, remedy: null }
}

function warning(name: Wording, message: Wording, remedy: Wording | null = null): TestStep {
  return { name, outcome: 'warning', message, remedy }
}

function failed(name: Wording, error: unknown): TestStep {
  const message = isSentence(error) ? error : wordingOf(error)
  return { name, outcome: 'failed', message, remedy: isFailure(error) ? remedyOf(error) : null }
}
