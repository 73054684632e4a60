import type { NodeView } from '../../contract/features/inventory.ts'
import type { NodeFacts } from './node-facts.ts'

type Action = NodeView['actions'][number]['action']

const whyNot: Readonly<Record<Action, (facts: NodeFacts) => string | null>> = {
  compare: ({ instanceName, local, remote, reference }) => {
    if (local === undefined && remote === undefined)
      return 'Neither its data directory nor its REST interface is known here.'
    if (local === undefined && (remote?.version ?? null) === null)
      return remote?.trouble ?? 'It did not answer yet.'
    const isSlave = local === undefined ? remote?.roles.includes('slave') : local.configuration?.toggleSlave
    if (isSlave !== true) return `${instanceName} takes no messages: it is what others are compared with.`
    return reference === undefined ? 'There is no master here to compare it with.' : null
  },
  resync: (facts) => {
    const { local, reference } = facts
    if (local === undefined) return 'Its data directory does not lie on this machine.'
    if (local.configuration?.toggleSlave !== true)
      return 'It is a master; its slaves are brought to it, not it to them.'
    if (local.configuration.connection === 'disabled')
      return 'connection=disabled: it would not take the messages.'
    if (local.node === undefined || local.state !== 'running')
      return 'Its engine has to run here to take part. Start it first.'
    return reference === undefined ? 'There is no master here to bring it to.' : null
  },
  start: ({ local }) => {
    if (local === undefined) return 'It does not run on this machine.'
    if (!local.run) return 'The profile says that its engine does not run here.'
    return local.state === 'running' || local.state === 'starting' ? 'It runs already.' : null
  },
  stop: ({ local }) => {
    if (local === undefined || !local.run) return 'Its engine does not run here.'
    return local.state === 'stopped' || local.state === 'failed' ? 'It is stopped already.' : null
  },
  reload: ({ instanceName, local }) => {
    if (local?.node === undefined) return 'Its engine does not run here.'
    return local.configuration?.toggleMaster === true
      ? `${instanceName} is a master: what a reload finds in its files would never be published.`
      : null
  },
  edit: ({ instanceName, local, reference }) => {
    if (local === undefined) return 'Its configuration is edited where it runs.'
    if (local.configuration?.toggleMaster !== true) {
      const instead = reference === undefined ? 'Edit on its master.' : `Edit on ${reference}.`
      return `${instanceName} is a slave. ${instead}`
    }
    return local.node === undefined ? 'Its engine does not run. Start it first.' : null
  },
  forget: ({ local, remote, known, look }) => {
    if (local !== undefined || remote !== undefined) return 'It is in the profile; remove it there.'
    if (known === undefined) return 'It is not remembered.'
    return (look?.pending ?? null) === null ? null : 'It has a queue at the broker; delete that first.'
  },
}

/** What can be done with a node here, and why not where it cannot. */
export function actionsOf(facts: NodeFacts): NodeView['actions'] {
  return (['compare', 'resync', 'start', 'stop', 'reload', 'edit', 'forget'] as const).map((action) => {
    const why = whyNot[action](facts)
    return { action, allowed: why === null, why }
  })
}
