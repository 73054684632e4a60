import { describe, expect, it } from 'vitest'
import {
  destinationSeverity,
  handlerInWords,
  matchingDestinations,
  troubleFirst,
  type Destination,
} from '../../../../renderer/features/brokers/destinations.ts'

function destination(name: string, role: Destination['role'], rest: Partial<Destination> = {}): Destination {
  return {
    name,
    kind: 'queue',
    role,
    instanceName: null,
    depth: 0,
    consumers: 1,
    consumedBy: null,
    enqueued: 0,
    dequeued: 0,
    oldestAt: null,
    canDelete: false,
    canTakeOut: false,
    ...rest,
  }
}

describe('destinations of a broker', () => {
  it('shows dead letters and orphans first', () => {
    const shown = troubleFirst([
      destination('z', 'node'),
      destination('q10', 'orphan'),
      destination('q9', 'orphan'),
      destination('DLQ', 'dead-letter'),
    ])
    expect(shown.map(({ name }) => name)).toEqual(['DLQ', 'q9', 'q10', 'z'])
  })

  it.each([
    ['dead letters there are', destination('q', 'dead-letter', { depth: 1 }), 'failed'],
    ['no dead letters', destination('q', 'dead-letter', { consumers: 0 }), 'ok'],
    ['an orphan, even an empty one', destination('q', 'orphan'), 'attention'],
    ['a queue nobody takes from', destination('q', 'node', { consumers: 0 }), 'attention'],
    ['a queue that is worked on', destination('q', 'node', { depth: 4 }), 'pending'],
    ['a queue nothing is known of', destination('q', 'node', { depth: null, consumers: null }), 'unknown'],
    ['a topic nothing is known of', destination('t', 'topic', { depth: null, consumers: null }), 'unknown'],
  ] as const)('gives %s a severity', (_name, shown, expected) => {
    expect(destinationSeverity(shown)).toBe(expected)
  })

  it('filters by name, owner and role as it is said', () => {
    const all = [destination('q1', 'orphan'), destination('q2', 'node', { instanceName: 'geo-2' })]
    const word = (role: string) => (role === 'orphan' ? 'verwaist' : role)
    expect(matchingDestinations(all, 'VERWAIST', word).map(({ name }) => name)).toEqual(['q1'])
    expect(matchingDestinations(all, 'geo q', word).map(({ name }) => name)).toEqual(['q2'])
  })

  it('puts handlers into words', () => {
    expect(handlerInWords('JMSCatalogModifyEventHandlerSPI').key).toBe('CatalogModify')
    expect(handlerInWords('JMSCatalogStylesFileHandlerSPI').key).toBe('CatalogStylesFile')
    expect(handlerInWords('JMSGeoServerHandlerSPI').key).toBe('GeoServer')
    expect(handlerInWords('JMSSomethingNewHandlerSPI').words).toBe('something new')
    expect(handlerInWords('JMS').words).toBe('JMS')
  })
})
