import { inThread } from '../../channel/thread.ts'
import type { DriftForm } from '../../contract/features/shared.ts'
import type { Split } from '../../geoserver/reading/catalog-files.ts'
import type { ReadableCatalog } from '../../nodes/cluster-node.ts'
import { comparisonContract } from './comparison-contract.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

type Readable = Pick<ReadableCatalog, 'directory' | 'splits'>

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
 * Compares two data directories as they lie on the disk, in a thread of its own.
 * @throws PLB-STORAGE-… when one cannot be listed; PLB-WORKER-FAILED; the signal's reason
 */
export async function compareDirectories(comparison: DirectoryComparison): Promise<DriftForm> {
  const { reference, slave, at, signal, onProgress } = comparison
  return inThread(
    {
      script: new URL('./comparison-thread.ts', import.meta.url),
      work: say('comparison.comparison'),
      contract: comparisonContract,
    },
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

function sideOf({ directory, splits = [] }: Readable): {
  readonly directory: string
  readonly splits: Split[]
} {
  return { directory, splits: [...splits] }
}
