import { join } from 'node:path'
import { z } from 'zod'
import { plannedOperation, resyncReport } from '../../contract/features/resync.ts'
import { JsonFile } from '../../state/json-file.ts'
import type { Notices } from '../../state/notices.ts'
import type { FileSystem } from '../../storage/files.ts'

const keptRun = z.object({
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
export type KeptRun = z.output<typeof keptRun>

const runLimit = 1_000

/** Resyncs that were begun and not brought to their end, beyond this run of the app. */
export class KeptRuns {
  readonly #file: JsonFile<z.ZodArray<typeof keptRun>>

  constructor(options: {
    readonly directory: string
    readonly fileSystem: FileSystem
    readonly now: () => number
    readonly notices: Notices
  }) {
    const { directory, ...rest } = options
    this.#file = new JsonFile({
      ...{ path: join(directory, 'resyncs.json'), schema: z.array(keptRun).max(runLimit), initial: [] },
      ...rest,
    })
  }

  get all(): readonly KeptRun[] {
    return this.#file.value
  }

  /** One at most for each slave. */
  keep(run: KeptRun): void {
    const others = this.all.filter(({ instanceName }) => instanceName !== run.instanceName)
    this.#file.set([...others, run])
  }

  forget(id: string): void {
    if (this.all.some((each) => each.id === id)) this.#file.set(this.all.filter((each) => each.id !== id))
  }
}
