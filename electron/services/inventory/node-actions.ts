import type { NodeView } from '../../contract/features/inventory.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { NodeFacts } from './node-facts.ts'

type Action = NodeView['actions'][number]['action']

const whyNot: Readonly<Record<Action, (facts: NodeFacts) => Wording | null>> = {
  compare: ({ instanceName, local, remote, reference }) => {
    if (local === undefined && remote === undefined) return say('nodeActions.unreachable')
    if (local === undefined && (remote?.version ?? null) === null)
      return remote?.trouble ?? say('nodeActions.noAnswerYet')
    const isSlave = local === undefined ? remote?.roles.includes('slave') : local.configuration?.toggleSlave
    if (isSlave !== true) return say('nodeActions.isReference', { node: instanceName })
    return reference === undefined ? say('nodeActions.noMasterToCompare') : null
  },
  resync: (facts) => {
    const { local, reference } = facts
    if (local === undefined) return say('nodeActions.elsewhere')
    if (local.configuration?.toggleSlave !== true) return say('nodeActions.isMaster')
    if (local.configuration.connection === 'disabled') return say('nodeActions.disabled')
    if (local.node === undefined || local.state !== 'running') return say('nodeActions.engineNeeded')
    return reference === undefined ? say('nodeActions.noMasterToResync') : null
  },
  start: ({ local }) => {
    if (local === undefined) return say('nodeActions.notOnThisMachine')
    if (!local.run) return say('nodeActions.notToRunHere')
    return local.state === 'running' || local.state === 'starting' ? say('nodeActions.running') : null
  },
  stop: ({ local }) => {
    if (local === undefined || !local.run) return say('nodeActions.notRunningHere')
    return local.state === 'stopped' || local.state === 'failed' ? say('nodeActions.stopped') : null
  },
  reload: ({ instanceName, local }) => {
    if (local?.node === undefined) return say('nodeActions.notRunningHere')
    return local.configuration?.toggleMaster === true
      ? say('nodeActions.reloadOnMaster', { node: instanceName })
      : null
  },
  edit: ({ instanceName, local, reference }) => {
    if (local === undefined) return say('nodeActions.editElsewhere')
    if (local.configuration?.toggleMaster !== true) {
      return reference === undefined
        ? say('nodeActions.isSlave', { node: instanceName })
        : say('nodeActions.isSlaveOf', { node: instanceName, master: reference })
    }
    return local.node === undefined ? say('nodeActions.notRunning') : null
  },
  forget: ({ local, remote, known, look }) => {
    if (local !== undefined || remote !== undefined) return say('nodeActions.inProfile')
    if (known === undefined) return say('nodeActions.notRemembered')
    return (look?.pending ?? null) === null ? null : say('nodeActions.hasQueue')
  },
}

/** What can be done with a node here, and why not where it cannot. */
export function actionsOf(facts: NodeFacts): NodeView['actions'] {
  return (['compare', 'resync', 'start', 'stop', 'reload', 'edit', 'forget'] as const).map((action) => {
    const why = whyNot[action](facts)
    return { action, allowed: why === null, why }
  })
}
