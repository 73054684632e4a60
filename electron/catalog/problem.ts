import type { Failure } from '../errors/failure.ts'
import type { RelativePath } from '../storage/directory-root.ts'

/** Something in a data directory that is not as it should be; the rest was read nevertheless. */
export interface Problem {
  /** Below the root, names joined by `/`. */
  readonly path: string
  readonly failure: Failure
  readonly effect: ProblemEffect
}

/**
 * `remark`: what lies there was read and counts. `ignored`: a GeoServer does not load it either. `unread`: a GeoServer
 * may load what lies there, or below, and nothing of it is known here.
 */
export type ProblemEffect = 'remark' | 'ignored' | 'unread'

export type Report = (path: RelativePath, failure: Failure, effect: ProblemEffect) => void
