import type { z } from 'zod'
import { LastingThread } from '../../channel/thread.ts'
import type { HandlersOf } from '../../contract/procedure.ts'
import type { DriftData } from '../../contract/shared.ts'
import { failure } from '../../errors/failure.ts'
import type { Split } from '../../geoserver/reading/catalog-files.ts'
import type { ReadableCatalog } from '../../nodes/face/cluster-node.ts'
import { directoriesContract, slaveContract, type RunResult } from './directories-contract.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

type Readable = Pick<ReadableCatalog, 'directory' | 'splits' | 'isCopy'>

export interface DirectoryComparison {
  /** What it should be. */
  readonly reference: Readable
  /** What it is. */
  readonly slave: Readable
  /** When the comparison begins, in milliseconds since 1970. */
  readonly at: number
  readonly signal: AbortSignal
  readonly onProgress?: (message: Wording) => void
}

type Asked = (typeof directoriesContract)['procedures']['resync']
type PlanInput = z.input<Asked['plan']['input']>
type RunInput = z.input<Asked['run']['input']>

/** What the thread of a run asks of the slave and of the broker. */
export type SlaveAnswers = HandlersOf<(typeof slaveContract)['procedures']['slave']>

/** How a call is given up, and what hears how it goes. */
interface Following<Progress> {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/**
 * What is done with whole data directories as they lie on the disk, in one thread that remembers them: what did not
 * change since it was read, for whatever purpose, is looked at and not read.
 */
export class Directories {
  /** Who answers for the slave, by run. */
  readonly #answers = new Map<string, SlaveAnswers>()
  readonly #thread = new LastingThread({
    script: new URL('./directories-thread.ts', import.meta.url),
    work: say('comparison.directories'),
    contract: directoriesContract,
    answers: {
      contract: slaveContract,
      application: {
        services: {
          slave: {
            mayGoOn: (input, call) => this.#answersOf(input).mayGoOn(input, call),
            publish: (input, call) => this.#answersOf(input).publish(input, call),
            outcomes: (input, call) => this.#answersOf(input).outcomes(input, call),
            settle: (input, call) => this.#answersOf(input).settle(input, call),
            reload: (input, call) => this.#answersOf(input).reload(input, call),
          },
        },
        sources: {},
      },
    },
  })

  /** @throws PLB-STORAGE-… when one cannot be listed; PLB-WORKER-FAILED; the signal's reason */
  compare({ reference, slave, at, signal, onProgress }: DirectoryComparison): Promise<DriftData> {
    return this.#thread.use(
      (thread) =>
        thread.call(
          'comparison',
          'compare',
          { reference: sideOf(reference), slave: sideOf(slave), at },
          { onProgress: ({ message }) => onProgress?.(message) },
        ),
      signal,
    )
  }

  /**
   * What would be sent to make a slave equal to its reference.
   * @throws as {@link compare}; PLB-ENGINE-…
   */
  plan(input: PlanInput, { signal, onProgress }: Following<z.output<Asked['plan']['progress']>>) {
    return this.#thread.use((thread) => thread.call('resync', 'plan', input, { onProgress }), signal)
  }

  /**
   * Sends it and proves what came of it. The signal has it stop between two operations and say what it did.
   * @throws PLB-WORKER-FAILED, PLB-ENGINE-…, PLB-RESYNC-…
   */
  async run(
    input: RunInput,
    answers: SlaveAnswers,
    following: Following<z.output<Asked['run']['progress']>>,
  ): Promise<RunResult> {
    this.#answers.set(input.run, answers)
    try {
      return await this.#thread.use((thread) => thread.call('resync', 'run', input, following))
    } finally {
      this.#answers.delete(input.run)
    }
  }

  /** Forgets what was read. */
  forget(): Promise<void> {
    return this.#thread.end()
  }

  #answersOf({ run }: { readonly run: string }): SlaveAnswers {
    const answers = this.#answers.get(run)
    if (answers === undefined) throw failure('PLB-RESYNC-PLAN-UNKNOWN', {})
    return answers
  }
}

function sideOf({ directory, isCopy, splits = [] }: Readable): {
  readonly directory: string
  readonly isCopy: boolean
  readonly splits: Split[]
} {
  return { directory, isCopy, splits: [...splits] }
}
