import type { ClusterState } from '../../electron/contract/features/profiles.ts'
import type { Severity } from '../../electron/contract/shared.ts'

/** How it is that the connection to a broker stands so. */
export const brokerSeverity = {
  idle: 'unknown',
  connecting: 'pending',
  connected: 'ok',
  lost: 'failed',
  closed: 'unknown',
} as const satisfies Record<ClusterState['broker']['state'], Severity>
