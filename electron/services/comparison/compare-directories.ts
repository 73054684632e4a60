import { inThread } from '../../channel/thread.ts'
import type { DriftForm } from '../../contract/features/shared.ts'
import { comparisonContract } from './comparison-contract.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

export interface DirectoryComparison {
  /** Data directory of what it should be. */
  readonly reference: string
  /** Data directory of what it is. */
  readonly slave: string
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
        { reference, slave, at },
        { onProgress: ({ message }) => onProgress?.(message) },
      ),
    signal,
  )
}
