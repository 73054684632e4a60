import type { Application } from '../../electron/contract/features/application.ts'
import type { AttentionItem, NodeView } from '../../electron/contract/features/inventory.ts'
import type { Severity } from '../../electron/contract/shared.ts'
import type { MessageRow } from '../../electron/contract/features/messages.ts'

const troubled = 20

/**
 * An application whose demo is open with slaves of any number: those of the demo under other names, over and over, some
 * of which are stopped. Messages say of each whether it took them.
 */
export async function withManyNodes(application: Application, count: number): Promise<Application> {
  const { services, sources } = application
  const call = { signal: new AbortController().signal, progress: () => undefined }
  const demo = await services.inventory.nodes({}, call)
  const slaves = demo.filter(({ roles }) => !roles.includes('master'))
  const names = Array.from({ length: count }, (_, index) => `slave-${String(index + 1).padStart(4, '0')}`)
  const nodes: readonly NodeView[] = [
    ...demo.filter(({ roles }) => roles.includes('master')),
    ...names.flatMap((instanceName, index): NodeView[] => {
      const sample = slaves[index % slaves.length]
      if (sample === undefined) return []
      const view = { ...sample, instanceName, queue: `Consumer.${instanceName}.VirtualTopic.geoserver` }
      return isTroubled(index) ? [{ ...view, running: false, severity: 'failed', state: 'stopped' }] : [view]
    }),
  ]
  const attention: readonly AttentionItem[] = names
    .filter((_, index) => isTroubled(index))
    .map((instanceName): AttentionItem => ({
      id: `stopped ${instanceName}`,
      kind: 'stopped',
      severity: 'attention',
      message: `${instanceName} is stopped.`,
      why: null,
      since: Date.now(),
      instanceName,
      action: 'start',
    }))
  const withDeliveries = (row: MessageRow): MessageRow => ({
    ...row,
    delivery: Object.fromEntries(
      names.map((name, index) => [name, isTroubled(index) ? 'pending' : 'applied']),
    ),
  })
  return {
    services: {
      ...services,
      inventory: {
        ...services.inventory,
        nodes: () => [...nodes],
        attention: () => [...attention],
      },
      messages: {
        ...services.messages,
        page: async (input, context) => {
          const page = await services.messages.page(input, context)
          return { ...page, rows: page.rows.map(withDeliveries) }
        },
      },
    },
    sources: {
      ...sources,
      inventory: {
        ...sources.inventory,
        nodes: (input, emit, signal) => {
          const worst: Severity = 'failed'
          const many = { nodes: [...nodes], attention: [...attention], worst }
          sources.inventory.nodes(input, (items) => emit(items.map((each) => ({ ...each, ...many }))), signal)
        },
      },
    },
  }
}

function isTroubled(index: number): boolean {
  return index % troubled === troubled - 1
}
