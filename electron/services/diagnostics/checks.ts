import { accessSync, constants, statfsSync } from 'node:fs'
import type { Severity } from '../../contract/features/shared.ts'
import { textOf } from '../../errors/failure.ts'
import type { Brokers } from '../brokers/brokers.ts'
import type { ClusterNode } from '../../nodes/cluster-node.ts'
import type { ClusterAccess, OpenCluster } from '../cluster/open-cluster.ts'
import { english } from '../../sentences/english.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** Something that was looked at, and what can be done about it from here. */
export interface Check {
  readonly id: string
  readonly title: Wording
  readonly severity: Severity
  readonly message: Wording
  readonly fix: { readonly says: Wording; readonly apply: () => void | Promise<void> } | undefined
}

export interface CheckSurroundings {
  readonly stateDirectory: string
  readonly isTemporary: boolean
  readonly keepsSecrets: boolean
  readonly notices: readonly string[]
  readonly cluster: ClusterAccess
  readonly brokers: Brokers
  readonly now: () => number
}

/** Looks at one thing, or one thing of each node. */
type Checker = (surroundings: CheckSurroundings) => readonly Check[]

const megabyte = 1024 * 1024

/** What is looked at, in the order it is shown. */
export const checkers: Readonly<Record<string, Checker>> = {
  'state directory': ({ stateDirectory, isTemporary }) => [
    isTemporary
      ? attention(
          'state-directory',
          'State directory',
          'It cannot be used; everything is kept only until Plumbline ends.',
        )
      : ok('state-directory', 'State directory', `${stateDirectory} can be written.`),
  ],
  secrets: ({ keepsSecrets }) => [
    keepsSecrets
      ? ok('secrets', 'Passwords', 'They are kept encrypted.')
      : attention('secrets', 'Passwords', 'There is no key chain: passwords are kept in memory only.'),
  ],
  notices: ({ notices }) =>
    notices.map((notice, index) => attention(`notice-${index + 1}`, 'This run', notice)),
  disk: ({ stateDirectory, cluster }) => {
    const directories = ofThisMachine(cluster).flatMap(({ facts }) => facts.dataDirectory ?? [])
    return [stateDirectory, ...directories].map(diskSpace)
  },
  broker: ({ cluster }) => (cluster.current === undefined ? [] : [broker(cluster)]),
  archive: ({ cluster }) => (cluster.current === undefined ? [] : [archive(cluster)]),
  'data directories': ({ cluster }) => ofThisMachine(cluster).map(dataDirectory),
  'cluster.properties': ({ cluster }) => eachNode(cluster, properties),
  engines: ({ cluster }) => eachNode(cluster, engine),
  connections: ({ cluster }) => eachNode(cluster, connection),
  'unfinished events': ({ cluster }) => eachNode(cluster, unfinished),
  'instance names': ({ cluster }) => instanceNames(ofThisMachine(cluster)),
  'orphan queues': ({ cluster, brokers }) => orphans(cluster.current, brokers),
  clocks: ({ cluster, now }) => clocks(cluster.current, now()),
}

function eachNode(
  cluster: ClusterAccess,
  check: (node: ClusterNode, cluster: OpenCluster) => readonly Check[],
): readonly Check[] {
  const running = cluster.current
  return running === undefined ? [] : running.nodes.ofThisMachine.flatMap((node) => check(node, running))
}

function ofThisMachine({ current }: ClusterAccess): readonly ClusterNode[] {
  return current?.nodes.ofThisMachine ?? []
}

function diskSpace(path: string): Check {
  const [id, title] = [`disk-${path}`, 'Disk space']
  try {
    const { bavail, bsize } = statfsSync(path)
    const free = Math.round((bavail * bsize) / megabyte)
    const message = `${free >= 1024 ? `${(free / 1024).toFixed(1)} GB` : `${free} MB`} are free where ${path} lies.`
    if (free < 100) return { id, title, severity: 'failed', message, fix: undefined }
    return free < 1024 ? attention(id, title, message) : ok(id, title, message)
  } catch (error) {
    return attention(id, title, `The free space of ${path} is not known: ${textOf(error)}`)
  }
}

function broker({ state }: ClusterAccess): Check {
  const { broker: found } = state
  const [id, title] = ['broker', 'Broker']
  if (found.state === 'connected') return ok(id, title, `Connected to ${found.where}.`)
  const message = `Not connected to ${found.where}: ${english(found.because ?? found.state)}`
  return { id, title, severity: found.state === 'connecting' ? 'pending' : 'failed', message, fix: undefined }
}

/** Our own queue asks the broker to translate ObjectMessages, so its being confirmed proves that it can. */
function archive({ state }: ClusterAccess): Check {
  const [id, title] = ['archive', 'Archive and ObjectMessages']
  if (state.message !== null) return { id, title, severity: 'failed', message: state.message, fix: undefined }
  if (state.broker.state === 'connected')
    return ok(id, title, 'The broker translates ObjectMessages, and they are archived.')
  return { id, title, severity: 'unknown', message: 'Not known while the broker is away.', fix: undefined }
}

function dataDirectory({ facts, instanceName }: ClusterNode): Check {
  const path = facts.dataDirectory ?? ''
  const [id, title] = [`directory-${path}`, `Data directory of ${instanceName}`]
  try {
    accessSync(path, constants.R_OK | constants.X_OK)
  } catch (error) {
    return { id, title, severity: 'failed', message: `It cannot be read: ${textOf(error)}`, fix: undefined }
  }
  try {
    accessSync(path, constants.W_OK)
    return ok(id, title, `${path} can be read and written.`)
  } catch (error) {
    return attention(id, title, `It can be read, but not written: ${textOf(error)}`)
  }
}

function properties({ instanceName, facts }: ClusterNode, cluster: OpenCluster): Check[] {
  const [id, title] = [`properties-${instanceName}`, `cluster.properties of ${instanceName}`]
  const { configured, group: found, topicName: foundTopic, lastError } = facts
  if (configured.value === undefined) {
    const severity = lastError === undefined ? 'attention' : 'failed'
    return [{ id, title, severity, message: configured.why, fix: undefined }]
  }
  const { group, topicName } = cluster.profile
  const differences = [
    ...(found.value === group ? [] : [`its group is ${found.value ?? 'not known'}, not ${group}`]),
    ...(foundTopic.value === topicName
      ? []
      : [`its topic is ${foundTopic.value ?? 'not known'}, not ${topicName}`]),
  ]
  return differences.length === 0
    ? [ok(id, title, 'Every value is legal and agrees with the profile.')]
    : [attention(id, title, `It is legal, but ${differences.join(', and ')}: it is not of this cluster.`)]
}

function engine(node: ClusterNode, cluster: OpenCluster): Check[] {
  const { instanceName, facts } = node
  const { condition, lastError } = facts
  const [id, title] = [`engine-${instanceName}`, `Engine of ${instanceName}`]
  if (condition === 'elsewhere') return [ok(id, title, 'It runs, in another process of this machine.')]
  if (!facts.isToRun) return []
  const fix = {
    says: `Start ${instanceName}`,
    apply: () => cluster.nodes.start(instanceName),
  }
  if (condition === 'failed') {
    const message = lastError?.message ?? 'It could not be started.'
    return [{ id, title, severity: 'failed', message, fix }]
  }
  if (condition === 'stopped') return [{ id, title, severity: 'attention', message: 'It is stopped.', fix }]
  if (condition === 'starting')
    return [{ id, title, severity: 'pending', message: 'It is starting.', fix: undefined }]
  return [ok(id, title, 'It runs.')]
}

function connection(node: ClusterNode, cluster: OpenCluster): Check[] {
  const { instanceName, facts } = node
  if (facts.configured.value !== 'disabled') return []
  const isRestarted = facts.condition === 'running' || facts.condition === 'starting'
  const says = `Set connection=enabled in cluster.properties of ${instanceName}${isRestarted ? ' and start it again' : ''}`
  const apply = async (): Promise<void> => {
    node.saveProperties({ connection: 'enabled' }, [])
    if (!isRestarted) return
    await cluster.nodes.stop(instanceName)
    await cluster.nodes.start(instanceName)
  }
  const message =
    'connection=disabled: it takes no messages, and they wait in its queue. A GeoServer writes this by itself when it starts without a broker.'
  return [
    {
      id: `connection-${instanceName}`,
      title: `Connection of ${instanceName}`,
      severity: 'attention',
      message,
      fix: { says, apply },
    },
  ]
}

function unfinished({ instanceName, facts }: ClusterNode): Check[] {
  if (facts.engine.value === undefined) return []
  const { parked, failed } = facts.engine.value.inbox
  const [id, title] = [`unfinished-${instanceName}`, `Events of ${instanceName}`]
  if (parked + failed === 0) return [ok(id, title, 'Every event it received was applied.')]
  const message = `${failed} could not be applied, ${parked} wait for objects that are missing. A resync makes them good.`
  return [{ id, title, severity: 'failed', message, fix: undefined }]
}

function instanceNames(nodes: readonly ClusterNode[]): Check[] {
  const names = nodes.map(({ instanceName }) => instanceName)
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  return twice.map((name) => ({
    id: `name-${name}`,
    title: 'Instance names',
    severity: 'failed',
    message: `Two data directories say they are ${name}; they would take messages from each other.`,
    fix: undefined,
  }))
}

function orphans(cluster: OpenCluster | undefined, brokers: Brokers): Check[] {
  if (cluster === undefined) return []
  const { orphans: found, deadLetters } = brokers.worries(cluster)
  const checks = found.map(({ name, pending }): Check => ({
    id: `orphan-${name}`,
    title: 'Orphan queue',
    severity: 'attention',
    message: `Nobody takes messages from ${name}; ${pending} wait there, and it goes on filling.`,
    // Messages are lost on the screen of the brokers alone, by typing the name of their queue.
    fix:
      pending > 0
        ? undefined
        : { says: `Delete the queue ${name}, which is empty`, apply: () => brokers.deleteQueue(name, name) },
  }))
  if (deadLetters !== null && deadLetters > 0) {
    checks.push(attention('dead-letters', 'Dead letters', `${deadLetters} messages were refused or expired.`))
  }
  return checks
}

/** Senders stamp their messages; a stamp from the future shows a clock that runs ahead. */
function clocks(cluster: OpenCluster | undefined, now: number): Check[] {
  const ahead = (cluster?.known.all ?? []).filter(({ lastMessageAt }) => (lastMessageAt ?? 0) > now + 5_000)
  return ahead.map(({ instanceName, lastMessageAt }) =>
    attention(
      `clock-${instanceName}`,
      'Clock',
      `The clock of ${instanceName} runs ${Math.round(((lastMessageAt ?? now) - now) / 1000)} s ahead of this machine's.`,
    ),
  )
}

function ok(id: string, title: string, message: string): Check {
  return { id, title, severity: 'ok', message, fix: undefined }
}

function attention(id: string, title: string, message: string): Check {
  return { id, title, severity: 'attention', message, fix: undefined }
}
