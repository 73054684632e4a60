import { accessSync, constants, statfsSync } from 'node:fs'
import type { AttentionItem, NodeView } from '../../contract/features/inventory.ts'
import type { Severity } from '../../contract/shared.ts'
import { wordingOf } from '../../errors/failure.ts'
import type { Brokers } from '../brokers/brokers.ts'
import type { ClusterNode } from '../../nodes/face/cluster-node.ts'
import type { ClusterAccess, OpenCluster } from '../cluster/open-cluster.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

/** Something that was looked at, and what can be done about it from here. */
export interface Check {
  readonly id: string
  readonly title: Wording
  readonly severity: Severity
  readonly message: Wording
  /** What it is among the findings, where it goes by another id there. */
  readonly finding?: Pick<AttentionItem, 'id' | 'known'>
  readonly fix: { readonly says: Wording; readonly apply: () => void | Promise<void> } | undefined
}

export interface CheckSurroundings {
  readonly stateDirectory: string
  readonly isTemporary: boolean
  readonly keepsSecrets: boolean
  readonly notices: readonly Wording[]
  readonly cluster: ClusterAccess
  readonly brokers: Brokers
  /** How every node is, and what needs the operator, as every other screen says it. */
  readonly picture: () => {
    readonly nodes: readonly NodeView[]
    readonly attention: readonly AttentionItem[]
  }
  readonly now: () => number
  /** Whether something needs nobody any more. */
  readonly isKnown: (finding: Pick<AttentionItem, 'id' | 'known'>) => boolean
}

/** Looks at one thing, or one thing of each node. */
type Checker = (surroundings: CheckSurroundings) => readonly Check[]

const megabyte = 1_000_000

/** What is looked at, in the order it is shown. */
export const checkers: Readonly<Record<string, Checker>> = {
  'state directory': ({ stateDirectory, isTemporary }) => [
    isTemporary
      ? attention('state-directory', say('checks.stateDirectory'), say('checks.cannotUsedEverythingKept'))
      : ok(
          'state-directory',
          say('checks.stateDirectory'),
          say('checks.canWritten', { path: stateDirectory }),
        ),
  ],
  secrets: ({ keepsSecrets }) => [
    keepsSecrets
      ? ok('secrets', say('checks.passwords'), say('checks.theyKeptEncrypted'))
      : attention('secrets', say('checks.passwords'), say('checks.noKeyChainPasswords')),
  ],
  notices: ({ notices }) =>
    notices.map((notice, index) => attention(`notice-${index + 1}`, say('checks.thisRun'), notice)),
  disk: ({ stateDirectory, cluster }) => {
    const directories = ofThisMachine(cluster).flatMap(({ facts }) => facts.dataDirectory ?? [])
    return [stateDirectory, ...directories].map(diskSpace)
  },
  broker: ({ cluster }) => (cluster.current === undefined ? [] : [broker(cluster)]),
  archive: ({ cluster }) => (cluster.current === undefined ? [] : [archive(cluster)]),
  nodes: ({ picture }) => {
    const { nodes, attention } = picture()
    return nodes.map((view) => nodeCheck(view, attention))
  },
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
  const id = `disk-${path}`
  const title = say('checks.diskSpace')
  try {
    const { bavail, bsize } = statfsSync(path)
    const octets = bavail * bsize
    const message = say('checks.freeWhereLies', { octets, path })
    if (octets < 100 * megabyte) return { id, title, severity: 'failed', message, fix: undefined }
    return octets < 1000 * megabyte ? attention(id, title, message) : ok(id, title, message)
  } catch (error) {
    return attention(id, title, say('checks.freeSpaceNotKnown', { path, reason: wordingOf(error) }))
  }
}

function broker({ state }: ClusterAccess): Check {
  const { broker: found } = state
  const { where, because } = found
  const id = 'broker'
  const title = say('checks.broker')
  if (found.state === 'connected') return ok(id, title, say('checks.connectedTo', { where }))
  const message =
    because !== null
      ? say('checks.notConnected', { where, reason: because })
      : say(found.state === 'connecting' ? 'checks.connecting' : 'checks.idle', { where })
  return { id, title, severity: found.state === 'connecting' ? 'pending' : 'failed', message, fix: undefined }
}

/** Our own queue asks the broker to translate ObjectMessages, so its being confirmed proves that it can. */
function archive({ state }: ClusterAccess): Check {
  const id = 'archive'
  const title = say('checks.archiveObjectmessages')
  if (state.message !== null) return { id, title, severity: 'failed', message: state.message, fix: undefined }
  if (state.broker.state === 'connected')
    return ok(id, title, say('checks.brokerTranslatesObjectmessagesThey'))
  return { id, title, severity: 'unknown', message: say('checks.notKnownWhileBroker'), fix: undefined }
}

/** The one state of a node, with what is said of it where it needs the operator, first of what nobody knows. */
function nodeCheck({ instanceName, severity }: NodeView, attention: readonly AttentionItem[]): Check {
  const id = `node-${instanceName}`
  const title = say('checks.node', { node: instanceName })
  const [worst] = attention
    .filter((each) => each.instanceName === instanceName)
    .toSorted((left, right) => Number(left.known ?? false) - Number(right.known ?? false))
  return worst === undefined
    ? { id, title, severity, message: say(`checks.${nodeWords[severity]}`), fix: undefined }
    : {
        ...{ id, title, severity: worst.severity, message: worst.message, fix: undefined },
        finding: worst,
      }
}

const nodeWords = {
  ok: 'nodeWell',
  stale: 'nodeStale',
  unknown: 'nodeUnknown',
  pending: 'nodePending',
  attention: 'nodeTroubled',
  failed: 'nodeTroubled',
} as const satisfies Readonly<Record<Severity, string>>

function dataDirectory({ facts, instanceName }: ClusterNode): Check {
  const path = facts.dataDirectory ?? ''
  const id = `directory-${path}`
  const title = say('checks.dataDirectory', { node: instanceName })
  try {
    accessSync(path, constants.R_OK | constants.X_OK)
  } catch (error) {
    return {
      id,
      title,
      severity: 'failed',
      message: say('checks.cannotRead', { reason: wordingOf(error) }),
      fix: undefined,
    }
  }
  try {
    accessSync(path, constants.W_OK)
    return ok(id, title, say('checks.canReadWritten', { path }))
  } catch (error) {
    return attention(id, title, say('checks.canReadButNot', { reason: wordingOf(error) }))
  }
}

function properties({ instanceName, facts }: ClusterNode, cluster: OpenCluster): Check[] {
  const id = `properties-${instanceName}`
  const title = say('checks.clusterProperties', { node: instanceName })
  const { configured, group: found, topicName: foundTopic, lastError } = facts
  if (configured.value === undefined) {
    const severity = lastError === undefined ? 'attention' : 'failed'
    return [{ id, title, severity, message: configured.why, fix: undefined }]
  }
  const { group, topicName } = cluster.profile
  const notKnown = say('checks.valueNotKnown')
  const differences = [
    ...(found.value === group
      ? []
      : [say('checks.groupNot', { group: found.value ?? notKnown, expected: group })]),
    ...(foundTopic.value === topicName
      ? []
      : [say('checks.topicNot', { topic: foundTopic.value ?? notKnown, expected: topicName })]),
  ]
  return differences.length === 0
    ? [ok(id, title, say('checks.everyValueLegalAgrees'))]
    : [attention(id, title, say('checks.legalButNotCluster', { differences }))]
}

function engine(node: ClusterNode, cluster: OpenCluster): Check[] {
  const { instanceName, facts } = node
  const { condition, lastError } = facts
  const id = `engine-${instanceName}`
  const title = say('checks.engine', { node: instanceName })
  if (condition === 'elsewhere') return [ok(id, title, say('checks.runsElsewhere'))]
  if (!facts.isToRun) return []
  const fix = {
    says: say('checks.start', { node: instanceName }),
    apply: () => cluster.nodes.start(instanceName),
  }
  if (condition === 'failed') {
    const message = lastError === undefined ? say('checks.couldNotStarted') : lastError.message
    return [{ id, title, severity: 'failed', message, fix }]
  }
  if (condition === 'stopped')
    return [{ id, title, severity: 'attention', message: say('checks.stopped'), fix }]
  if (condition === 'starting')
    return [{ id, title, severity: 'pending', message: say('checks.starting'), fix: undefined }]
  return [ok(id, title, say('checks.runs'))]
}

function connection(node: ClusterNode, cluster: OpenCluster): Check[] {
  const { instanceName, facts } = node
  if (facts.configured.value !== 'disabled') return []
  const isRestarted = facts.condition === 'running' || facts.condition === 'starting'
  const says = say(isRestarted ? 'checks.enableAndStart' : 'checks.enable', { node: instanceName })
  const apply = async (): Promise<void> => {
    node.saveProperties({ connection: 'enabled' }, [])
    if (!isRestarted) return
    await cluster.nodes.stop(instanceName)
    await cluster.nodes.start(instanceName)
  }
  const message = say('checks.connectionDisabledTakesNo')
  return [
    {
      id: `connection-${instanceName}`,
      title: say('checks.connection', { node: instanceName }),
      severity: 'attention',
      message,
      fix: { says, apply },
    },
  ]
}

function unfinished({ instanceName, facts }: ClusterNode): Check[] {
  if (facts.engine.value === undefined) return []
  const { parked, failed } = facts.engine.value.inbox
  const id = `unfinished-${instanceName}`
  const title = say('checks.events', { node: instanceName })
  if (parked + failed === 0) return [ok(id, title, say('checks.everyEventReceivedApplied'))]
  const message = say('checks.couldNotAppliedWait', { failed, parked })
  return [{ id, title, severity: 'failed', message, fix: undefined }]
}

function instanceNames(nodes: readonly ClusterNode[]): Check[] {
  const names = nodes.map(({ instanceName }) => instanceName)
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  return twice.map((name) => ({
    id: `name-${name}`,
    title: say('checks.instanceNames'),
    severity: 'failed',
    message: say('checks.twoDataDirectoriesSay', { name }),
    fix: undefined,
  }))
}

function orphans(cluster: OpenCluster | undefined, brokers: Brokers): Check[] {
  if (cluster === undefined) return []
  const { orphans: found, deadLetters } = brokers.worries(cluster)
  const checks = found.map(({ name, pending }): Check => ({
    id: `orphan-${name}`,
    title: say('checks.orphanQueue'),
    severity: 'attention',
    message: say('checks.nobodyTakesMessagesWait', { queue: name, count: pending }),
    // Messages are lost on the screen of the brokers alone, by typing the name of their queue.
    fix:
      pending > 0
        ? undefined
        : {
            says: say('checks.deleteQueueEmpty', { queue: name }),
            apply: () => brokers.deleteQueue(name, name, new AbortController().signal),
          },
  }))
  if (deadLetters !== null && deadLetters > 0) {
    checks.push(
      attention(
        'dead-letters',
        say('checks.deadLetters'),
        say('checks.messagesRefusedOrExpired', { count: deadLetters }),
      ),
    )
  }
  return checks
}

/** Senders stamp their messages; a stamp from the future shows a clock that runs ahead. */
function clocks(cluster: OpenCluster | undefined, now: number): Check[] {
  const ahead = (cluster?.known.all ?? []).filter(({ lastMessageAt }) => (lastMessageAt ?? 0) > now + 5_000)
  return ahead.map(({ instanceName, lastMessageAt }) =>
    attention(
      `clock-${instanceName}`,
      say('checks.clock'),
      say('checks.clockRunsSAhead', {
        node: instanceName,
        seconds: Math.round(((lastMessageAt ?? now) - now) / 1000),
      }),
    ),
  )
}

function ok(id: string, title: Wording, message: Wording): Check {
  return { id, title, severity: 'ok', message, fix: undefined }
}

function attention(id: string, title: Wording, message: Wording): Check {
  return { id, title, severity: 'attention', message, fix: undefined }
}
