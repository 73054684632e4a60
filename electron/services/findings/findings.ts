import { everyMessage, type MessageRow } from '../../contract/features/messages.ts'
import type { MapReport } from '../../contract/features/maps.ts'
import type { BrokerDestination } from '../brokers/destination-roles.ts'
import { isFailure } from '../../errors/failure.ts'
import type { StockGeoServer } from '../../nodes/stock-geoserver.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { Verdict } from '../comparison/verdicts.ts'
import { detectors } from './detectors.ts'
import { severalBrokers } from './detectors/several-brokers.ts'
import type { FindingFacts, GeoServerFacts, MapFacts } from './detectors/facts.ts'
import type { Finding } from './detectors/finding.ts'

/** What the broker says of itself. */
interface AtBroker extends Pick<FindingFacts, 'storePercent' | 'storeFullIn' | 'memoryPercent'> {
  /** Whether the broker tells which there are. */
  readonly isTold: boolean
  readonly destinations: readonly BrokerDestination[]
}

/** Where what is looked at comes from. */
export interface FindingsOptions {
  readonly now: () => number
  readonly current: () => OpenCluster | undefined
  readonly pending: (instanceName: string) => number | null
  readonly verdict: (instanceName: string) => Verdict | undefined
  /** What was found when maps were looked at last. */
  readonly maps: () => MapReport | null
  readonly atBroker: (signal: AbortSignal) => Promise<AtBroker>
  readonly isTopicSilent: () => boolean
  /** The newest messages of the archive. */
  readonly messages: (filter: typeof everyMessage, limit: number) => Promise<readonly MessageRow[]>
}

const untold: AtBroker = {
  ...{ storePercent: null, storeFullIn: null, memoryPercent: null },
  ...{ isTold: false, destinations: [] },
}
const messagesLookedAt = 200

/**
 * Looks for what is wrong in the cluster that is open: with its broker, and as far as it is made of GeoServers.
 * @throws the signal's reason
 */
export async function findingsIn(options: FindingsOptions, signal: AbortSignal): Promise<readonly Finding[]> {
  const cluster = options.current()
  if (cluster === undefined) return []
  // Nodes of Plumbline say the rest of themselves.
  if (cluster.nodes.geoServers.length === 0)
    return severalBrokers({ together: await known(cluster.together(signal), []) })
  const facts = await gather(cluster, options, signal)
  return detectors.flatMap((detect) => detect(facts))
}

async function gather(
  cluster: OpenCluster,
  options: FindingsOptions,
  signal: AbortSignal,
): Promise<FindingFacts> {
  const [rows, added, atBroker, together] = await Promise.all([
    known(options.messages(everyMessage, messagesLookedAt), []),
    known(options.messages({ ...everyMessage, kind: 'service', verb: 'add' }, messagesLookedAt), []),
    known(options.atBroker(signal), untold),
    known(cluster.together(signal), []),
  ])
  signal.throwIfAborted()
  const { isTold, ...fullness } = atBroker
  const destinations = atBroker.destinations.filter(({ role }) => role !== 'missing')
  const { topicName, group } = cluster.profile
  return {
    topicName,
    group,
    broker: cluster.state.broker.state === 'connected' ? 'connected' : 'away',
    isTopicSilent: options.isTopicSilent(),
    together,
    storePercent: fullness.storePercent,
    storeFullIn: fullness.storeFullIn,
    memoryPercent: fullness.memoryPercent,
    queues: destinations
      .filter(({ kind }) => kind === 'queue')
      .map((queue) => ({
        ...queue,
        oldestWaits: queue.oldestAt === null ? null : options.now() - queue.oldestAt,
      })),
    nodes: cluster.nodes.geoServers.map((node) => factsOf(node, rows, { isTold, destinations }, options)),
    servicesAdded: added.flatMap(({ sender, at, object }) =>
      object === null ? [] : [{ sender, at, title: object.title }],
    ),
  }
}

/** What cannot be learnt now is not known; the rest is. */
async function known<Value, Otherwise>(
  asked: Promise<Value>,
  otherwise: Otherwise,
): Promise<Value | Otherwise> {
  try {
    return await asked
  } catch (error) {
    if (isFailure(error)) return otherwise
    throw error
  }
}

function factsOf(
  { instanceName, facts, peculiarities, sharesDirectoryWith }: StockGeoServer,
  rows: readonly MessageRow[],
  { destinations, isTold }: Pick<AtBroker, 'destinations' | 'isTold'>,
  { pending, verdict, maps }: FindingsOptions,
): GeoServerFacts {
  const latest = verdict(instanceName)
  const own = destinations.find((each) => each.kind === 'queue' && each.instanceName === instanceName)
  return {
    instanceName,
    url: facts.url ?? null,
    version: facts.version.value ?? null,
    roles: facts.roles.value ?? null,
    group: facts.group.value ?? null,
    topicName: facts.topicName.value ?? null,
    connection: facts.configured.value ?? 'unknown',
    saysName: peculiarities?.saysName ?? null,
    isAnswering: facts.condition === 'answering',
    silence: peculiarities?.silence ?? null,
    directoryMark: peculiarities?.directoryMark ?? null,
    sharesDirectoryWith,
    isRestMisleading: peculiarities?.isModuleMisleading ?? null,
    hasSecretInProperties: peculiarities?.hasSecretInProperties === true,
    hasQueue: isTold ? own !== undefined : null,
    pending: pending(instanceName) ?? own?.depth ?? null,
    consumers: own?.consumers ?? null,
    publishedAt: rows.find(({ sender }) => sender === instanceName)?.at ?? null,
    messages: rows.flatMap(({ summary, at, sender, object, delivery }) => {
      const state = delivery[instanceName]
      return state === undefined ? [] : [{ summary, at, sender, objectId: object?.id ?? null, state }]
    }),
    // What something happened to since says nothing of now.
    verdict: latest === undefined || latest.stale !== null ? undefined : latest.drift,
    maps: mapsOf(instanceName, maps()),
  }
}

function mapsOf(instanceName: string, report: MapReport | null): MapFacts | undefined {
  const node = report?.nodes.find((each) => each.instanceName === instanceName)
  if (report === null || node === undefined || node.why !== null) return undefined
  return {
    at: report.finishedAt,
    isReference: node.reference === null,
    documents: report.documents.filter((each) => each.instanceName === instanceName),
    sights: report.layers.flatMap(({ layer, sights }) =>
      sights.filter((each) => each.instanceName === instanceName).map((each) => ({ ...each, layer })),
    ),
  }
}
