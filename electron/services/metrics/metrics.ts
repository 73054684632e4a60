import type { StateFiles } from '../../state/json-file.ts'
import type { Offers, Service, Sources } from '../../contract/features/application.ts'
import { merged, type Moment, type NodeSample, type Sample } from '../../contract/features/metrics.ts'
import { isFailure, withoutSecretsIn, wordingOf } from '../../errors/failure.ts'
import { scheduler } from '../../scheduler/scheduler.ts'
import { say } from '../../sentences/say.ts'
import type { ApplicationEvents, QueuesSeen } from '../events/application-events.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { Verdicts } from '../comparison/verdicts.ts'
import type { EventHub } from '../events/event-hub.ts'
import { coarseRing, fineRing, MetricsFile, type Ring } from './metrics-file.ts'

export interface MetricsOptions extends StateFiles {
  readonly current: () => OpenCluster | undefined
  readonly verdicts: Pick<Verdicts, 'get'>
  /** How full the store of the cluster's broker is; null when it does not say. */
  readonly storePercent: (cluster: OpenCluster, signal: AbortSignal) => Promise<number | null>
  readonly hub: EventHub<ApplicationEvents>
  /** Told of errors nobody waits for. */
  readonly report: (error: unknown) => void
}

/** As many as are drawn. */
const mostSamples = 480
/** Asking a broker costs a connection of its own. */
const storeInterval = 60_000
const storeDeadline = 10_000

interface Measured {
  readonly file: MetricsFile
  /** Not written yet: what was measured since the last full ten seconds. */
  pending: Sample | undefined
}

/**
 * What is measured of the cluster that is open: kept for a day closely and for a month in steps of minutes, so that it
 * is there again when the cluster is opened the next time.
 */
export class Metrics implements Offers<'metrics'> {
  readonly #options: MetricsOptions
  readonly #stop = new AbortController()
  #measured: Measured | undefined
  #published = 0
  #store: { readonly askedAt: number; percent: number | null } | undefined

  constructor(options: MetricsOptions) {
    this.#options = options
    const { hub } = options
    const { signal } = this.#stop
    hub.on('archived', ({ messages }) => (this.#published += messages), signal)
    hub.on('queues', (seen) => this.#take(seen), signal)
    hub.on('activity', ({ ofMessage, ...moment }) => this.#mark(moment, ofMessage === true), signal)
    hub.on(
      'cluster',
      ({ state }) => {
        if (state === 'closed') this.#close()
      },
      signal,
    )
  }

  /** Messages that were archived since the application was started. */
  get published(): number {
    return this.#published
  }

  /** How full the broker's store was when it was asked last; null when it does not say. */
  get storePercent(): number | null {
    return this.#store?.percent ?? null
  }

  get service(): Service<'metrics'> {
    return { history: ({ since }) => this.#history(since) }
  }

  get sources(): Sources<'metrics'> {
    const { hub } = this.#options
    return {
      samples: (_input, emit, signal) => {
        hub.on('measured', (sample) => emit([sample]), signal)
      },
    }
  }

  close(): void {
    this.#stop.abort()
    this.#close()
  }

  async #history(since: number) {
    const measured = this.#measured ?? this.#open()
    if (measured === undefined) return { step: fineRing.step, samples: [], moments: [] }
    // As fine as what there is allows, however long a time is asked for.
    const now = this.#options.now()
    const length = now - Math.max(since, measured.file.begin() ?? now)
    const ring = length <= fineRing.step * fineRing.places ? fineRing : coarseRing
    const step = Math.max(ring.step, Math.ceil(length / mostSamples))
    const samples = await scheduler.run(gathered(measured, since, ring, step))
    return { step, samples, moments: measured.file.moments(since) }
  }

  #take({ at, looks, throughput }: QueuesSeen): void {
    const { current, hub } = this.#options
    const cluster = current()
    if (cluster === undefined) return
    this.#askStore(cluster, at)
    const names = new Set([...looks.keys(), ...cluster.nodes.all.map(({ instanceName }) => instanceName)])
    const nodes = [...names].map((instanceName): NodeSample => {
      const { pending = null, oldestAt = null } = looks.get(instanceName) ?? {}
      const waited = oldestAt === null ? null : Math.max(0, (at - oldestAt) / 1000)
      return {
        ...{ instanceName, waiting: pending, oldest: pending === 0 ? 0 : waited },
        drift: this.#options.verdicts.get(instanceName)?.drift.entries.length ?? null,
      }
    })
    const sample = {
      ...{ at, throughput },
      storePercent: cluster.state.broker.state === 'connected' ? this.storePercent : null,
      nodes: nodes.filter(({ waiting, drift }) => waiting !== null || drift !== null),
    }
    hub.emit('measured', sample)
    this.#keep((measured) => {
      const { pending, file } = measured
      const isSamePlace =
        pending !== undefined && Math.floor(pending.at / fineRing.step) === Math.floor(at / fineRing.step)
      measured.pending = isSamePlace ? merged(pending, sample) : sample
      if (pending !== undefined && !isSamePlace) file.keep(pending)
    })
  }

  /** What a message did well is no event: every change would be one. */
  #mark(moment: Moment, isOfMessage: boolean): void {
    if (isOfMessage && moment.severity === 'ok') return
    this.#keep(({ file }) => file.mark({ ...moment, message: withoutSecretsIn(moment.message) }))
  }

  #askStore(cluster: OpenCluster, at: number): void {
    if (cluster.embeddedBroker !== undefined || cluster.state.broker.state !== 'connected') return
    if (this.#store !== undefined && at - this.#store.askedAt < storeInterval) return
    const asked = { askedAt: at, percent: this.#store?.percent ?? null }
    this.#store = asked
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(storeDeadline)])
    this.#options.storePercent(cluster, signal).then(
      (percent) => (asked.percent = percent),
      (error: unknown) => {
        asked.percent = null
        if (!isFailure(error) && !signal.aborted) this.#options.report(error)
      },
    )
  }

  /** That it cannot be kept is told once and keeps nothing else from going on. */
  #keep(action: (measured: Measured) => void): void {
    const measured = this.#measured ?? this.#open()
    if (measured === undefined) return
    try {
      action(measured)
    } catch (error) {
      this.#measured = undefined
      measured.file.close()
      this.#cannotKeep(error)
    }
  }

  #open(): Measured | undefined {
    const { current, fileSystem } = this.#options
    const cluster = current()
    if (cluster === undefined) return undefined
    try {
      this.#measured = { file: new MetricsFile(cluster.directory, fileSystem), pending: undefined }
    } catch (error) {
      this.#cannotKeep(error)
    }
    return this.#measured
  }

  #cannotKeep(error: unknown): void {
    if (!isFailure(error)) throw error
    this.#options.notices.add(say('notices.measurementsNotKept', { reason: wordingOf(error) }))
  }

  #close(): void {
    const measured = this.#measured
    this.#measured = undefined
    this.#store = undefined
    if (measured === undefined) return
    try {
      if (measured.pending !== undefined) measured.file.keep(measured.pending)
    } catch (error) {
      this.#cannotKeep(error)
    } finally {
      measured.file.close()
    }
  }
}

/** Samples as far apart as the step, each with the largest values of those it is made of. */
function* gathered(
  { file, pending }: Measured,
  since: number,
  ring: Ring,
  step: number,
): Generator<void, Sample[], undefined> {
  const all: Sample[] = []
  const add = (sample: Sample): void => {
    const last = all.at(-1)
    const isSame = last !== undefined && Math.floor(last.at / step) === Math.floor(sample.at / step)
    if (isSame) all[all.length - 1] = merged(last, sample)
    else all.push(sample)
  }
  for (const samples of file.since(since, ring)) {
    samples.forEach(add)
    yield
  }
  if (pending !== undefined && pending.at >= since) add(pending)
  return all
}
