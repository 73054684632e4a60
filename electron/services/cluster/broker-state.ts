import { serverName } from '../../broker/broker-url.ts'
import type { SessionStatus } from '../../broker/status.ts'
import type { ClusterState } from '../../contract/features/profiles.ts'
import { wordingOf } from '../../errors/failure.ts'

/** The state of a session as the contract says it. */
export function brokerStateOf(status: SessionStatus, where: string, since: number): ClusterState['broker'] {
  const base = { state: status.state, where, because: null, nextAttemptIn: null, since }
  switch (status.state) {
    case 'idle':
      return base
    case 'connecting':
    case 'connected':
      return { ...base, where: serverName(status.server) }
    case 'lost':
      return { ...base, because: wordingOf(status.because), nextAttemptIn: status.nextAttemptIn }
    case 'closed':
      return { ...base, because: status.because === undefined ? null : wordingOf(status.because) }
  }
}
