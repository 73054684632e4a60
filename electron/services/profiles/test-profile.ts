import { parseBrokerUrl, type DiscoveryBrokerUrl, type NetworkBrokerUrl } from '../../broker/broker-url.ts'
import type { Profile } from '../../contract/features/profiles.ts'
import { failure } from '../../errors/failure.ts'
import { readClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'
import { GeoServerClient } from '../../geoserver/client.ts'
import { placeOf } from '../../geoserver/exchange.ts'
import { loginOf } from '../../nodes/geoserver-login.ts'
import { probeGeoServer } from '../../nodes/probe-geoserver.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { looksAtCertificates } from '../broker-check/certificates.ts'
import { checkBroker, type BrokerCheckOptions } from '../broker-check/check-broker.ts'
import { checkTime } from '../broker-check/connections.ts'
import { failed, ok, warning, type TestStep } from '../broker-check/step.ts'
import { openJolokia } from '../brokers/jolokia.ts'
import { accessWith, withAccess } from '../cluster/cluster-broker.ts'
import { checkProfile } from './check-profile.ts'
import { asFilesSay } from './profile-store.ts'
import { looksAtSlaveQueues, makeSlaveQueue } from './slave-queues.ts'

type Tested = Pick<
  Profile,
  'brokerUrl' | 'login' | 'trust' | 'via' | 'jolokia' | 'topicName' | 'group' | 'observer' | 'nodes'
>

export interface ProfileTestOptions extends Omit<BrokerCheckOptions, 'topicName'> {
  readonly passcode: string | undefined
  /** Of who asks the broker's management. */
  readonly jolokiaPassword?: string | undefined
  /** Of the key brokers are shown. */
  readonly passphrase?: string | undefined
  /** Refuses what else is in the way of a profile that can be used. */
  readonly check?: () => void
  /** Of a GeoServer, by instance name. */
  readonly passwordOf?: (instanceName: string) => Promise<string | undefined>
  /** Of the key a GeoServer is shown, by instance name. */
  readonly passphraseOf?: (instanceName: string) => Promise<string | undefined>
}

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
  const access = brokerOf(tested, options)
  if (access === 'here') {
    const isNone = tested.brokerUrl.trim() === ''
    const said = isNone ? 'profiles.nonePlumblineHostsEmbedded' : 'profiles.meansEmbeddedBrokerMachine'
    steps.push(ok(say('profiles.brokerUrl'), say(said)))
  } else {
    steps.push(...(await testBroker(access, tested, options)))
  }
  const isBrokerThere = steps.every(({ outcome }) => outcome !== 'failed')
  const slaves: string[] = []
  for (const node of tested.nodes) {
    if (node.type === 'local') {
      onStep(node.dataDirectory)
      steps.push(testDirectory(node.dataDirectory, tested, slaves))
    } else {
      onStep(node.instanceName)
      steps.push(...(await testGeoServer(node, tested, slaves, options)))
    }
  }
  if (access === 'here' || !isBrokerThere) return steps
  return [...steps, ...(await looksAtSlaveQueues(access, slaves, tested.topicName, checkTime(options)))]
}

/**
 * Makes the queue a test found missing, agreed to by its name.
 * @throws PLB-APP-NOT-AGREED, PLB-BROKERS-CANNOT-MAKE, PLB-BROKER-…, PLB-PROFILE-…; the signal's reason
 */
export async function makeQueueOf(
  written: Tested,
  options: ProfileTestOptions,
  { queue, agreed }: { readonly queue: string; readonly agreed: string },
): Promise<void> {
  const { topicName, ...tested } = asFilesSay(written)
  options.check?.()
  const access = brokerOf(tested, options)
  // The embedded broker makes it as it starts.
  if (access === 'here') throw failure('PLB-BROKERS-CANNOT-MAKE', { queue, reason: say('brokers.ofNoNode') })
  await makeSlaveQueue(access, { queue, topicName, agreed }, checkTime(options))
}

/** Where the broker is, with the login and the trust in it; `here` for the embedded one of this machine. */
function brokerOf(
  { brokerUrl, login, trust, via }: Pick<Tested, 'brokerUrl' | 'login' | 'trust' | 'via'>,
  { passcode, passphrase }: ProfileTestOptions,
): NetworkBrokerUrl | DiscoveryBrokerUrl | 'here' {
  if (brokerUrl.trim() === '') return 'here'
  const url = parseBrokerUrl(brokerUrl)
  if (url.kind === 'embedded') return 'here'
  return withAccess(url, { ...accessWith(login, passcode, trust, passphrase), via })
}

async function testBroker(
  url: NetworkBrokerUrl | DiscoveryBrokerUrl,
  { topicName, jolokia, login, trust, via }: Tested,
  options: ProfileTestOptions,
): Promise<TestStep[]> {
  options.onStep(say('profiles.brokerUrl'))
  const access = accessWith(login, options.passcode, trust, options.passphrase)
  const openManagement =
    jolokia && (() => openJolokia(jolokia, options.jolokiaPassword ?? '', { ...access, via }))
  return checkBroker(url, { ...options, topicName, openManagement })
}

/** @param slaves where its name goes when it is one */
function testDirectory(dataDirectory: string, { topicName, group }: Tested, slaves: string[]): TestStep {
  const name = dataDirectory
  try {
    const configuration = readClusterConfiguration({ dataDirectory, environment: {} })
    if (configuration === undefined) {
      const message = say('profiles.noClusterPropertiesYet')
      return { name, outcome: 'warning', message, remedy: say('profiles.setInstanceNameRoles') }
    }
    const { instanceName: node, toggleMaster, toggleSlave } = configuration
    if (toggleSlave) slaves.push(node)
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

/** @param slaves where its name goes when it is one */
async function testGeoServer(
  node: Extract<Profile['nodes'][number], { type: 'geoserver' }>,
  { group }: Tested,
  slaves: string[],
  { passwordOf, passphraseOf, signal }: ProfileTestOptions,
): Promise<TestStep[]> {
  const { instanceName: name } = node
  const login = loginOf(node, await passwordOf?.(name), await passphraseOf?.(name))
  const { trust = {}, via } = login
  const url = new URL(node.url)
  const isSecure = url.protocol === 'https:'
  const shown = isSecure ? await looksAtCertificates([{ ...placeOf(url), trust, via }], signal) : []
  const steps = shown.map((each) => ({ ...each, node: name }))
  if (steps.some(({ outcome }) => outcome === 'failed')) return steps
  return [...steps, await askGeoServer(new GeoServerClient(login), name, { group, slaves, signal })]
}

async function askGeoServer(
  client: GeoServerClient,
  name: string,
  {
    group,
    slaves,
    signal,
  }: { readonly group: string; readonly slaves: string[]; readonly signal: AbortSignal },
): Promise<TestStep> {
  try {
    const facts = await probeGeoServer(client, name, signal)
    const { version, roles, connection, trouble } = facts
    if (roles?.includes('slave') === true) slaves.push(name)
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
        roles === null
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
