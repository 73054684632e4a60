import type { NodeStatus } from '../engine/node/status.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import type { NodeAction } from './face/cluster-node.ts'
import { hasRole, type NodeFacts } from './face/facts.ts'

/**
 * Why something cannot be done with a node because of what it is in its cluster, whoever runs it; null when that is no
 * reason.
 * @param referenceFor finds what it is compared with
 */
export function whyNotByRole(
  action: NodeAction,
  node: string,
  facts: NodeFacts,
  referenceFor: (node: string) => string | undefined,
): Wording | null {
  const { roles } = facts
  switch (action) {
    case 'compare':
      if (roles.value === undefined) return roles.why
      if (!hasRole(facts, 'slave')) return say('nodeActions.isReference', { node })
      return referenceFor(node) === undefined ? say('nodeActions.noMasterToCompare') : null
    case 'resync':
      if (roles.value === undefined) return roles.why
      if (!hasRole(facts, 'slave')) return say('nodeActions.isMaster')
      if (facts.configured.value === 'disabled') return say('nodeActions.disabled')
      return referenceFor(node) === undefined ? say('nodeActions.noMasterToResync') : null
    case 'edit': {
      if (roles.value === undefined) return roles.why
      if (hasRole(facts, 'master')) return null
      const master = referenceFor(node)
      return master === undefined
        ? say('nodeActions.isSlave', { node })
        : say('nodeActions.isSlaveOf', { node, master })
    }
    case 'pause':
    case 'resume':
      if (roles.value === undefined) return roles.why
      return hasRole(facts, 'slave') ? null : say('nodeActions.isReference', { node })
    case 'reload':
      return hasRole(facts, 'master') ? say('nodeActions.reloadOnMaster', { node }) : null
    default:
      return null
  }
}

/** Why an engine that runs, in whichever process, cannot do something now. */
export function whyNotByStatus(action: NodeAction, status: NodeStatus): Wording | null {
  const { readOnly, paused, broker, health, reasons } = status
  switch (action) {
    case 'edit':
      return readOnly ? say('nodeActions.readOnlyMaster') : null
    case 'pause':
      return paused ? say('nodeActions.paused') : null
    case 'resume':
      return paused ? null : say('nodeActions.notPaused')
    case 'resync':
      if (paused) return say('nodeActions.resumeFirst')
      if (readOnly) return say('nodeActions.readOnlySlave')
      if (broker.state !== 'connected') return say('nodeActions.noBroker', { broker: broker.where })
      return health === 'trouble' ? say('nodeActions.trouble', { reasons }) : null
    default:
      return null
  }
}
