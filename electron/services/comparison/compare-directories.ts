import { LastingThread } from '../../channel/thread.ts'
import type { DriftData } from '../../contract/shared.ts'
import type { Split } from '../../geoserver/reading/catalog-files.ts'
import type { ReadableCatalog } from '../../nodes/face/cluster-node.ts'
import { comparisonContract } from './comparison-contract.ts'
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

/**
 * Compares data directories as they lie on the disk, in a thread that remembers them: of one it compared before, what
 * did not change since is looked at and not read.
 */
export class DirectoryComparisons {
  readonly #thread = new LastingThread({
    script: new URL('./comparison-thread.ts', import.meta.url),
    work: say('comparison.comparison'),
    contract: comparisonContract,
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

  /** Forgets what was compared. */
  forget(): Promise<void> {
    return this.#thread.end()
  }
}

function sideOf({ directory, isCopy, splits = [] }: Readable): {
  readonly directory: string
  readonly isCopy: boolean
  readonly splits: Split[]
} {
  return { directory, isCopy, splits: [...splits] }
}
