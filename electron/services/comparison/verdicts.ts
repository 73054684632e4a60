import { join } from 'node:path'
import { z } from 'zod'
import {
  drift,
  instant,
  type AcceptedDifference,
  type DriftData,
  type DriftEntry,
} from '../../contract/shared.ts'
import { staleReason, type StaleReason } from '../../contract/features/inventory.ts'
import { isUnheard } from '../../nodes/control/client.ts'
import { hasRole } from '../../nodes/face/facts.ts'
import { JsonFile, type StateFiles } from '../../state/json-file.ts'
import type { ApplicationEvents, Comparison } from '../events/application-events.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { EventHub } from '../events/event-hub.ts'
import { withAccepted } from './accepted.ts'

/** What a comparison said of a node, and since when it may no longer be true. */
export interface Verdict extends Comparison {
  readonly stale: { readonly at: number; readonly because: StaleReason } | null
}

/** Differences kept over a restart; all of them are found again by the next comparison. */
const keptEntries = 1_000

const verdictsFile = z.object({
  version: z.literal(1),
  verdicts: z.array(
    z.object({
      instanceName: z.string(),
      reference: z.string(),
      drift,
      stale: z.object({ at: instant, because: staleReason }).nullable(),
    }),
  ),
})

export interface VerdictsOptions extends StateFiles {
  readonly current: () => OpenCluster | undefined
  readonly hub: EventHub<ApplicationEvents>
  /** The differences that are accepted now. */
  readonly accepted: () => readonly AcceptedDifference[]
}

/**
 * The latest verdict on every node of the open cluster. 'Equal' is said of a moment: whatever happens afterwards that
 * could make it untrue makes it stale, until somebody compares again. Verdicts outlive the application, as stale ones.
 */
export class Verdicts {
  readonly #options: VerdictsOptions
  readonly #latest = new Map<string, Verdict>()
  #cluster: OpenCluster | undefined
  #file: JsonFile<typeof verdictsFile> | undefined
  /** Goes up with everything that could make a verdict untrue. */
  #happened = 0
  readonly #telling = new Set<Promise<void>>()

  constructor(options: VerdictsOptions) {
    this.#options = options
    const { hub } = options
    hub.on('archived', ({ changes }) => {
      if (changes > 0) this.#makeAllStale('change')
    })
    hub.on('finished', ({ instanceName, state, countsOnly }) => {
      if (state === 'failed' || state === 'parked') this.#makeStale(instanceName, 'not-applied')
      else if (!countsOnly) this.#makeStale(instanceName, 'change')
    })
    hub.on('published', ({ countsOnly }) => {
      if (!countsOnly) this.#makeAllStale('change')
    })
    hub.on('waiting', ({ instanceName, pending }) => {
      if (pending > 0) this.#makeStale(instanceName, 'waiting')
    })
    hub.on('gaps', (gaps) => {
      if (gaps.length > 0) this.#makeAllStale('missed')
    })
    hub.on('restarted', ({ instanceName }) => this.#makeStale(instanceName, 'restart'))
    hub.on('seen', ({ instanceName, mark }) => this.#takeMark(instanceName, mark))
    hub.on('reconnected', () => this.#makeAllStale('reconnect'))
    hub.on('files', ({ instanceName }) => this.#makeStale(instanceName, 'files'))
    hub.on('cluster', ({ state }) => {
      const cluster = options.current()
      if (state === 'closed') this.#close()
      else if (cluster !== undefined) this.#open(cluster)
    })
  }

  /** How much has happened; a comparison during which it grew may have seen half of a change. */
  get happened(): number {
    return this.#happened
  }

  get(instanceName: string): Verdict | undefined {
    const latest = this.#latest.get(instanceName)
    return latest === undefined ? undefined : { ...latest, drift: this.#told(latest) }
  }

  /**
   * Takes down what a comparison found.
   * @param happenedBefore what {@link happened} was when it began; more by now makes the verdict stale from the start
   * @returns what is told of it: since when each object differs, and what of it is accepted
   */
  record(comparison: Comparison, happenedBefore = this.#happened): DriftData {
    const { hub, now } = this.#options
    const stale = this.#happened === happenedBefore ? null : { at: now(), because: 'change' as const }
    const drift = withSince(comparison.drift, this.#latest.get(comparison.instanceName)?.drift)
    this.#latest.set(comparison.instanceName, { ...comparison, drift, stale })
    this.#keep()
    if (comparison.drift.equal && stale === null) this.#tellNodes(comparison)
    hub.emit('compared', comparison)
    hub.emit('nodes', undefined)
    return this.#told({ ...comparison, drift })
  }

  #told({ drift, instanceName }: Comparison): DriftData {
    return withAccepted(drift, instanceName, this.#options.accepted())
  }

  /** Nodes that say that events may be missing hear that a comparison with their master found them equal. */
  #tellNodes({ reference, instanceName, drift: { at } }: Comparison): void {
    const nodes = this.#options.current()?.nodes
    const [master, slave] = [nodes?.get(reference), nodes?.get(instanceName)]
    const both = [master, slave].filter((node) => node !== undefined)
    // Two slaves that miss the same events are alike, too.
    if (master !== undefined && !both.some(({ facts }) => hasRole(facts, 'master'))) return
    for (const node of both) {
      // One that is gone meanwhile goes on saying that it misses something.
      const told = node.provedEqual(at).catch((error: unknown) => {
        if (!isUnheard(error)) throw error
      })
      this.#telling.add(told)
      void told.finally(() => this.#telling.delete(told))
    }
  }

  /** Resolves when everyone heard what they are told of a comparison. */
  async told(): Promise<void> {
    await Promise.all(this.#telling)
  }

  /** Brings back what was known of a cluster when it was open last. */
  #open(cluster: OpenCluster): void {
    if (this.#cluster === cluster) return
    this.#close()
    this.#cluster = cluster
    const { fileSystem, now, notices } = this.#options
    this.#file = new JsonFile({
      path: join(cluster.directory, 'verdicts.json'),
      schema: verdictsFile,
      initial: { version: 1, verdicts: [] },
      version: 1,
      ...{ fileSystem, now, notices },
    })
    for (const verdict of this.#file.value.verdicts) {
      const stale = verdict.stale ?? { at: now(), because: 'restart' as const }
      this.#latest.set(verdict.instanceName, { ...verdict, stale })
    }
  }

  #makeAllStale(because: StaleReason): void {
    this.#happened += 1
    for (const instanceName of this.#latest.keys()) this.#age(instanceName, because)
  }

  #makeStale(instanceName: string, because: StaleReason): void {
    this.#happened += 1
    this.#age(instanceName, because)
    // What is different about a reference is different about everyone who was compared with it.
    for (const { instanceName: other, reference } of this.#latest.values())
      if (reference === instanceName) this.#age(other, because)
  }

  /** Not everything that changes a GeoServer is published; its own mark tells of the rest. */
  #takeMark(seen: string, mark: string): void {
    for (const [instanceName, verdict] of this.#latest) {
      if (seen !== instanceName && seen !== verdict.reference) continue
      const before = verdict.marks?.[seen]
      // A proof of a resync says none: the first one seen after it counts.
      if (before === undefined)
        this.#latest.set(instanceName, { ...verdict, marks: { ...verdict.marks, [seen]: mark } })
      else if (before !== mark) this.#age(instanceName, 'change')
    }
  }

  #age(instanceName: string, because: StaleReason): void {
    const verdict = this.#latest.get(instanceName)
    if (verdict === undefined || verdict.stale !== null) return
    this.#latest.set(instanceName, { ...verdict, stale: { at: this.#options.now(), because } })
    this.#options.hub.emit('nodes', undefined)
  }

  #keep(): void {
    const verdicts = [...this.#latest.values()].map(({ marks: _, ...verdict }) => ({
      ...verdict,
      drift: { ...verdict.drift, entries: verdict.drift.entries.slice(0, keptEntries) },
    }))
    this.#file?.set({ version: 1, verdicts })
  }

  #close(): void {
    this.#latest.clear()
    this.#cluster = undefined
    this.#file = undefined
  }
}

/** What differed before differs since then, and the rest since now. */
function withSince(drift: DriftData, before: DriftData | undefined): DriftData {
  const key = ({ type, kind, id }: DriftEntry): string => `${type} ${kind} ${id}`
  const known = new Map(before?.entries.map((entry) => [key(entry), entry.since ?? before.at]))
  return {
    ...drift,
    entries: drift.entries.map((entry) => ({ ...entry, since: known.get(key(entry)) ?? drift.at })),
  }
}
