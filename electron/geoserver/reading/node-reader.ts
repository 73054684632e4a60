import { isFailure } from '../../errors/failure.ts'
import { systemClock, wait, type Clock } from '../../scheduler/clock.ts'
import type { GeoServerClient } from '../client.ts'
import type { Patience } from '../rest-connection.ts'
import { readFiles, type FilesReading, type ReadFilesOptions } from './read-files.ts'
import { isSameRevision, isTold, readRevision } from './revision.ts'

export interface ReadCall extends Pick<ReadFilesOptions, 'signal' | 'onProgress' | 'onFile'> {
  /** Hears each time that the node is asked again, since it did not answer in time. */
  readonly onSilence?: Patience['onSilence']
  /**
   * What will do. `anew`: every file asked for since the call. `under way`: also what is being read already. `counted`:
   * also what was read before, when the node's own count says that nothing changed since; of files put by hand the
   * count says nothing.
   */
  readonly will: 'anew' | 'under way' | 'counted'
}

interface Asker extends Pick<ReadCall, 'signal' | 'onProgress' | 'onSilence'> {
  readonly isPatient: boolean
}

interface Running {
  readonly number: number
  readonly stop: AbortController
  readonly outcome: PromiseWithResolvers<FilesReading>
  /** Who waits for it. */
  readonly askers: Set<Asker>
  /** Something changed since it began. */
  isOutdated: boolean
}

/** Readings that may fail one after the other, and the milliseconds between them. */
const mostFaults = 4
const pause = 1_000

/**
 * The one way to read a node. What was read last is kept, so that only what changed since is sent again; who asks while
 * it is read is answered by one reading with all who can be. One that began later answers those who asked before as
 * well, so that nobody waits for one that nobody needs.
 */
export class NodeReader {
  readonly #client: (patience: Patience) => Promise<GeoServerClient>
  readonly #clock: Clock
  #latest: FilesReading | undefined
  #running: Running | undefined
  #begun = 0

  constructor(client: (patience: Patience) => Promise<GeoServerClient>, clock: Clock = systemClock) {
    this.#client = client
    this.#clock = clock
  }

  /** @throws PLB-GEOSERVER-…; the signal's reason */
  async read(call: ReadCall): Promise<FilesReading> {
    const { will, signal } = call
    const begunBefore = this.#begun
    let isCounted = will !== 'counted'
    for (;;) {
      signal?.throwIfAborted()
      const running = this.#running
      if (running !== undefined && (will === 'under way' || running.number > begunBefore))
        return this.#join(running, call)
      const isInTheWay = running !== undefined && !isSuperseded(running, will)
      if (isInTheWay) await Promise.allSettled([running.outcome.promise])
      else if (isCounted) return this.#join(this.#begin(call, running), call)
      else {
        isCounted = true
        const latest = this.#latest
        const isWhole = latest?.changedMeanwhile === false
        if (isWhole && (await this.isUnchanged(latest, signal)) && latest === this.#latest) return latest
      }
    }
  }

  /** Whether a reading is what the node says it is now, in two requests; files put by hand do not show. */
  async isUnchanged({ revision, files }: FilesReading, signal?: AbortSignal): Promise<boolean> {
    const client = await this.#client({})
    if (!isTold(revision) || !isSameRevision(revision, await readRevision(client, signal))) return false
    // A change of its logging alone is not counted.
    const logging = await client.file(['logging.xml'], signal)
    const known = files.get('logging.xml')?.content
    return logging === undefined ? known === undefined : known?.equals(logging) === true
  }

  /** Something was changed: who asks from now on gets no reading that began before. */
  changed(): void {
    if (this.#running !== undefined) this.#running.isOutdated = true
  }

  /** Files that were put by hand leave no trace in the count of updates: the next reading asks for each. */
  distrust(): void {
    this.changed()
    if (this.#latest !== undefined) this.#latest = { ...this.#latest, changedMeanwhile: true }
  }

  /** @param former the reading whose askers this one answers in its place */
  #begin({ onFile }: ReadCall, former: Running | undefined): Running {
    this.#begun += 1
    const running: Running = {
      number: this.#begun,
      stop: new AbortController(),
      outcome: Promise.withResolvers(),
      askers: former?.askers ?? new Set(),
      isOutdated: false,
    }
    this.#running = running
    // Whoever waits hears of a failure; perhaps nobody does any more.
    running.outcome.promise.catch(() => undefined)
    former?.outcome.resolve(running.outcome.promise)
    former?.stop.abort()
    void this.#run(running, onFile)
    return running
  }

  async #run(running: Running, onFile: ReadCall['onFile']): Promise<void> {
    const { stop, outcome, askers } = running
    try {
      const patience = {
        onSilence: () => {
          for (const { onSilence } of askers) onSilence?.()
        },
      }
      const client = await this.#client(patience)
      const reading = await this.#readFiles(
        () =>
          readFiles(client, {
            previous: this.#latest,
            signal: stop.signal,
            onFile,
            onProgress: (progress) => {
              for (const { onProgress } of askers) onProgress?.(progress)
            },
          }),
        stop.signal,
      )
      const found = running.isOutdated ? { ...reading, changedMeanwhile: true } : reading
      if (this.#running === running) this.#latest = found
      outcome.resolve(found)
    } catch (error) {
      outcome.reject(error)
    } finally {
      if (this.#running === running) this.#running = undefined
    }
  }

  /** A node fails at what lies in something that is being removed just then, and no longer a moment later. */
  async #readFiles(read: () => Promise<FilesReading>, signal: AbortSignal): Promise<FilesReading> {
    for (let attempt = 1; attempt < mostFaults; attempt += 1) {
      try {
        return await read()
      } catch (error) {
        if (!isFailure(error, 'PLB-GEOSERVER-UNEXPECTED')) throw error
        await wait(this.#clock, pause, signal)
      }
    }
    return read()
  }

  async #join(running: Running, { will, signal, onProgress, onSilence }: ReadCall): Promise<FilesReading> {
    const asker: Asker = { signal, onProgress, onSilence, isPatient: will === 'under way' }
    const { askers } = running
    askers.add(asker)
    const gone = Promise.withResolvers<never>()
    const leave = (): void => {
      askers.delete(asker)
      // Nobody is left who wants it, in whichever reading they were answered.
      if (askers.size === 0 && this.#running?.askers === askers) this.#running.stop.abort(signal?.reason)
      gone.reject(signal?.reason)
    }
    signal?.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([running.outcome.promise, gone.promise])
    } finally {
      signal?.removeEventListener('abort', leave)
      askers.delete(asker)
    }
  }
}

/** A reading everyone who waits for would exchange for a later one, or that is out of date, stands in nobody's way. */
function isSuperseded({ askers, isOutdated }: Running, will: ReadCall['will']): boolean {
  return isOutdated || (will === 'anew' && [...askers].every(({ isPatient }) => isPatient))
}
