import type { StateFiles } from '../state/json-file.ts'
import type { Clock } from '../scheduler/clock.ts'
import type { Settings } from '../contract/features/settings.ts'
import type { ApplicationEvents } from './events/application-events.ts'
import { Brokers } from './brokers/brokers.ts'
import type { ClusterAccess } from './cluster/open-cluster.ts'
import { Comparisons } from './comparison/comparisons.ts'
import { Directories } from './directories/directories.ts'
import { Verdicts } from './comparison/verdicts.ts'
import { createConfiguration } from './configuration/configuration-service.ts'
import type { EventHub } from './events/event-hub.ts'
import { FindingsCentre } from './findings/findings-centre.ts'
import { openJolokia } from './brokers/jolokia.ts'
import { accessOf } from './cluster/cluster-broker.ts'
import { findingsIn, type FindingsOptions } from './findings/findings.ts'
import { Inventory } from './inventory/inventory.ts'
import { QueueWatch } from './inventory/queue-watch.ts'
import { Maps } from './maps/maps.ts'
import { Resync } from './resync/resync.ts'
import { Several } from './several/several.ts'

export interface ClusterServicesOptions extends StateFiles {
  readonly cluster: ClusterAccess
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
  readonly settings: () => Settings
  /** Who asks for changes, for the history. */
  readonly operator: () => string
  /** Whether resyncs that were broken off are gone on with of themselves. */
  readonly mayResume: () => boolean
  /** A secret that is kept, by its reference. */
  readonly passwordOf: (reference: string) => Promise<string | undefined>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where messages are kept that are taken out of queues; where the cluster has its own unless given. */
  readonly keepIn?: string
  /** Messages that were recorded, for what is found in them. */
  readonly messages: (
    ...[filter, limit, signal]: [...Parameters<FindingsOptions['messages']>, AbortSignal]
  ) => ReturnType<FindingsOptions['messages']>
}

export type ClusterServices = ReturnType<typeof createClusterServices>

/** What is done with the nodes of a cluster, by whichever door: the app and the command line share it. */
export function createClusterServices(options: ClusterServicesOptions) {
  const { cluster, hub, notices, fileSystem, clock, now, settings, operator, mayResume, messages } = options
  const current = () => cluster.current
  const required = () => cluster.required()
  const verdicts = new Verdicts({
    ...{ current, hub, now, fileSystem, notices },
    accepted: () => findingsCentre.accepted,
  })
  const directories = new Directories()
  const comparisons = new Comparisons({ directories, required, verdicts, now })
  hub.on('cluster', ({ state }) => {
    if (state === 'closed') void directories.forget()
  })
  const lookLimit = () => settings().thresholds.browseMessages
  const queues = new QueueWatch({ current, hub, clock, now, lookLimit })
  const pending = (instanceName: string): number | null => queues.get(instanceName)?.pending ?? null
  const brokers = new Brokers({
    ...{ required, clock, now },
    language: () => settings().language,
    jolokia: async ({ profile }) => {
      const { jolokia } = profile
      if (jolokia === undefined) return undefined
      const { passwordReference } = jolokia
      const password = passwordReference === null ? '' : ((await options.passwordOf(passwordReference)) ?? '')
      return openJolokia(jolokia, password, await accessOf(profile, undefined, options.passwordOf))
    },
    look: (name) => queues.get(name),
    keepIn: ({ directory }) => ({ directory: options.keepIn ?? directory, environment: options.environment }),
  })
  const inventory = new Inventory({
    standing: () => findingsCentre.standing,
    isKnown: (finding) => findingsCentre.isKnown(finding),
    ...{ cluster, comparisons, verdicts, queues, brokers, settings, hub, clock, now },
  })
  const resync = new Resync({
    ...{ required, current, mayResume, directories, operator, verdicts, hub, fileSystem, notices, now },
    language: () => settings().language,
    enqueued: (signal) => brokers.enqueued(required(), signal),
  })
  const several = new Several({
    ...{ required, comparisons, now },
    inventory: inventory.service,
    resync: resync.service,
    language: () => settings().language,
  })
  const maps = new Maps({
    ...{ required, current, hub, fileSystem, notices, clock, now },
    looked: () => void findingsCentre.look(),
  })
  const configuration = createConfiguration({
    ...{ cluster, pending, clock, operator, fileSystem, notices, now },
    environment: options.environment,
  })
  /** What is wrong in the cluster, as far as it is made of GeoServers. @throws the signal's reason */
  const findings = async (signal: AbortSignal) =>
    findingsIn(
      {
        ...{ current, pending, now },
        messages: (filter, limit) => messages(filter, limit, signal),
        verdict: (instanceName) => verdicts.get(instanceName),
        maps: () => maps.latest,
        atBroker: async () => brokers.service.destinations({}, { signal, progress: () => undefined }),
        isTopicSilent: () => inventory.picture().attention.some(({ id }) => id === 'topic-silent'),
      },
      signal,
    )
  const findingsCentre: FindingsCentre = new FindingsCentre({
    ...{ required, current, verdicts, operator, fileSystem, notices, hub, clock, now },
    changed: () => hub.emit('nodes', undefined),
    picture: () => inventory.picture(),
    detect: findings,
    language: () => settings().language,
  })
  return {
    verdicts,
    comparisons,
    queues,
    brokers,
    inventory,
    resync,
    several,
    maps,
    configuration,
    /** Messages in the queue of a node; null when that is not known. */
    pending,
    findings,
    findingsCentre,
  }
}
