import type { z } from 'zod'
import type { brokerDestination } from '../../../electron/contract/features/brokers.ts'
import type { Severity } from '../../../electron/contract/shared.ts'
import { wordSearch } from '../../components/filter/word-search.ts'
import { compareNames } from '../../components/name-order.ts'

export type Destination = z.output<typeof brokerDestination>

const order: readonly Destination['role'][] = [
  'missing',
  'dead-letter',
  'orphan',
  'observer',
  'topic',
  'ours',
  'node',
  'other',
]

/** Destinations as the table shows them before it is sorted: what needs a look first, then by name. */
export function troubleFirst(destinations: readonly Destination[]): readonly Destination[] {
  return destinations.toSorted(
    (left, right) =>
      order.indexOf(left.role) - order.indexOf(right.role) || compareNames(left.name, right.name),
  )
}

/**
 * How a destination is: what is published is lost for a slave without a queue; messages nobody could take need a look, as does a queue that fills and has no owner; a queue
 * of a node with messages and no consumer only waits for its node.
 */
export function destinationSeverity(destination: Destination): Severity {
  const { role, depth, consumers } = destination
  const waits = (depth ?? 0) > 0
  if (role === 'missing') return 'failed'
  if (role === 'orphan') return 'attention'
  // A broker that is away, or shows nothing of its queues.
  if (depth === null && consumers === null) return 'unknown'
  if (role === 'dead-letter') return waits ? 'failed' : 'ok'
  if (role === 'topic' || role === 'other' || role === 'observer') return 'ok'
  if (consumers === 0) return 'attention'
  return waits ? 'pending' : 'ok'
}

/** Destinations whose name or owner contains every word. */
export function matchingDestinations(
  destinations: readonly Destination[],
  filter: string,
  roleWord: (role: Destination['role']) => string,
): readonly Destination[] {
  const finds = wordSearch(filter)
  return destinations.filter(({ name, instanceName, role }) =>
    finds([name, instanceName, role, roleWord(role)]),
  )
}

/**
 * What a handler of jms-cluster's messages means: `JMSCatalogModifyEventHandlerSPI` is a change of the catalog.
 * @returns a key for the words of the app's language, and plain words where it has none
 */
export function handlerInWords(handler: string): { readonly key: string; readonly words: string } {
  const name = handler.replace(/^JMS/, '').replace(/(?:Event)?(?:Handler)?(?:SPI)?$/, '')
  return { key: name, words: name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase() || handler }
}
