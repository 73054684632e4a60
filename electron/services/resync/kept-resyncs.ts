import { join } from 'node:path'
import { z } from 'zod'
import {
  pastResync,
  plannedOperation,
  resyncReport,
  type PastResync,
} from '../../contract/features/resync.ts'
import { JsonFile, type StateFiles } from '../../state/json-file.ts'

const begunResync = z.object({
  id: z.string(),
  instanceName: z.string(),
  reference: z.string(),
  byFiles: z.boolean().optional(),
  leftOut: z.array(z.string()),
  consents: z.array(z.string()),
  startedAt: resyncReport.shape.startedAt,
  left: resyncReport.shape.left,
  /** What was to be done; of very many, the first ones. */
  planned: z.array(plannedOperation.pick({ key: true, title: true, reason: true, way: true })),
})

/** A resync of a stock slave that was begun: what was agreed to, and what its report says of its beginning. */
export type BegunResync = z.output<typeof begunResync>

const begunLimit = 1_000
const reportLimit = 50
/** Characters of all reports together; the file they lie in is read whole. */
const textLimit = 2_000_000
/** Keys of operations, by the name of the slave. */
const untakenSteps = z.record(z.string(), z.array(z.string()).max(10_000))

/**
 * Resyncs of a cluster beyond this run of the app: those that were begun and not brought to their end, and the reports
 * of those that have ended, also of those nobody was there to see the end of, and what a slave did not take. The reports are read when one is asked
 * for, since they can be large and a cluster is opened without them.
 */
export class KeptResyncs {
  readonly directory: string
  readonly #begun: JsonFile<z.ZodArray<typeof begunResync>>
  readonly #openPast: () => JsonFile<z.ZodArray<typeof pastResync>>
  readonly #untaken: JsonFile<typeof untakenSteps>
  #openedPast: JsonFile<z.ZodArray<typeof pastResync>> | undefined

  constructor({ directory, ...rest }: StateFiles & { readonly directory: string }) {
    this.directory = directory
    this.#begun = new JsonFile({
      ...{ path: join(directory, 'resyncs.json'), schema: z.array(begunResync).max(begunLimit), initial: [] },
      ...rest,
    })
    this.#untaken = new JsonFile({
      ...{ path: join(directory, 'untaken-steps.json'), schema: untakenSteps, initial: {} },
      ...rest,
    })
    this.#openPast = () =>
      new JsonFile({
        ...{ path: join(directory, 'past-resyncs.json'), schema: z.array(pastResync).max(reportLimit) },
        ...{ initial: [], ...rest },
      })
  }

  get begun(): readonly BegunResync[] {
    return this.#begun.value
  }

  /** The reports of those that have ended, newest first. */
  get past(): readonly PastResync[] {
    return this.#past.value
  }

  /** One at most for each slave. */
  begin(run: BegunResync): void {
    const others = this.begun.filter(({ instanceName }) => instanceName !== run.instanceName)
    this.#begun.set([...others, run])
  }

  forget(id: string): void {
    if (this.begun.some((each) => each.id === id))
      this.#begun.set(this.begun.filter((each) => each.id !== id))
  }

  /** What a slave did not take the last time. */
  untakenBy(instanceName: string): readonly string[] {
    return this.#untaken.value[instanceName] ?? []
  }

  noteUntaken(instanceName: string, keys: readonly string[]): void {
    const { [instanceName]: before = [], ...others } = this.#untaken.value
    if (keys.length === 0 && before.length === 0) return
    this.#untaken.set(keys.length === 0 ? others : { ...others, [instanceName]: keys.slice(0, 10_000) })
  }

  /** Keeps a report, and of the older ones as many as there is room for. */
  report(report: PastResync): void {
    let room = textLimit
    const kept = [pastResync.parse(report), ...this.past].filter(({ markdown, html }) => {
      room -= markdown.length + html.length
      return room >= 0
    })
    this.#past.set(kept.slice(0, reportLimit))
  }

  get #past(): JsonFile<z.ZodArray<typeof pastResync>> {
    return (this.#openedPast ??= this.#openPast())
  }
}
