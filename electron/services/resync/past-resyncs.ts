import { join } from 'node:path'
import { z } from 'zod'
import { pastResync, type PastResync } from '../../contract/features/resync.ts'
import { JsonFile } from '../../state/json-file.ts'
import type { Notices } from '../../state/notices.ts'
import type { FileSystem } from '../../storage/files.ts'

const reportLimit = 50
/** Characters of all reports together; the file they lie in is read whole. */
const textLimit = 2_000_000

/**
 * The reports of resyncs that have ended, also of those nobody was there to see the end of. Their file is read when one
 * is asked for, since it can be large and a cluster is opened without it.
 */
export class PastResyncs {
  readonly #open: () => JsonFile<z.ZodArray<typeof pastResync>>
  #opened: JsonFile<z.ZodArray<typeof pastResync>> | undefined

  constructor(options: {
    readonly directory: string
    readonly fileSystem: FileSystem
    readonly now: () => number
    readonly notices: Notices
  }) {
    const { directory, ...rest } = options
    this.#open = () =>
      new JsonFile({
        ...{ path: join(directory, 'past-resyncs.json'), schema: z.array(pastResync).max(reportLimit) },
        ...{ initial: [], ...rest },
      })
  }

  /** Newest first. */
  get all(): readonly PastResync[] {
    return this.#file.value
  }

  /** Keeps a report, and of the older ones as many as there is room for. */
  keep(report: PastResync): void {
    let room = textLimit
    const kept = [pastResync.parse(report), ...this.all].filter(({ markdown, html }) => {
      room -= markdown.length + html.length
      return room >= 0
    })
    this.#file.set(kept.slice(0, reportLimit))
  }

  get #file(): JsonFile<z.ZodArray<typeof pastResync>> {
    return (this.#opened ??= this.#open())
  }
}
