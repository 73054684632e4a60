import { redactBrokerUrl, serverName } from '../../broker/broker-url.ts'
import type { ClusterState } from '../../contract/features/profiles.ts'
import { wordingOf } from '../../errors/failure.ts'
import type { BrokersStatus, ClusterBrokers } from './cluster-brokers.ts'

/** The state of the brokers of a cluster as the contract says it. */
export function brokerStateOf(
  { status, bridged }: Pick<ClusterBrokers, 'status' | 'bridged'>,
  where: string,
  since: number,
): ClusterState['broker'] {
  const each = bridged.map(({ identity, session, url, isObserved }) => ({
    name: identity?.name ?? null,
    isObserved,
    ...stateOf(session.status, redactBrokerUrl(url)),
  }))
  const connected = each.flatMap(({ state, name }) => (state === 'connected' ? [name ?? ''] : []))
  const state = stateOf(status, where)
  return {
    ...state,
    where: connected.length === 0 ? state.where : connected.toSorted().join(', '),
    nextAttemptIn: status.state === 'lost' ? status.nextAttemptIn : null,
    since,
    bridged: each,
  }
}

function stateOf(status: BrokersStatus, where: string) {
  const { state } = status
  switch (state) {
    case 'idle':
      return { state, where, because: null }
    case 'connecting':
    case 'connected':
      return { state, where: serverName(status.server), because: null }
    case 'lost':
      return { state, where, because: wordingOf(status.because) }
    case 'closed':
      return { state, where, because: status.because === undefined ? null : wordingOf(status.because) }
  }
}
