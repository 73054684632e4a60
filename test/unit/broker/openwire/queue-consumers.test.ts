import { expect, it } from 'vitest'
import { Codec, structure } from '../../../../electron/broker/openwire/codec.ts'
import { uncounted } from '../../../../electron/broker/statistics.ts'
import { queueConsumers, withTakers } from '../../../../electron/broker/openwire/queue-consumers.ts'
import type { AnyMessage } from '../../../../electron/broker/openwire/structures.ts'
import { readFrames } from './goldens.ts'

/** What the broker of a real GeoServer told whoever listened. */
function recorded(): readonly AnyMessage[] {
  return readFrames('geoserver-embedded').flatMap(({ version, frame }) => {
    const read = new Codec(version).decode(frame)
    return read?.name === 'MessageDispatch' && read.message !== null ? [read.message] : []
  })
}

const connectionId = structure('ConnectionId', { value: 'c' })
const connected = (clientIp: string | null) =>
  structure('Message', {
    dataStructure: structure('ConnectionInfo', { connectionId, clientId: 'gs-1', clientIp }),
  })
const consuming = (physicalName: string, browser = false) =>
  structure('Message', {
    dataStructure: structure('ConsumerInfo', {
      consumerId: structure('ConsumerId', { connectionId: 'c', sessionId: 1n, value: 2n }),
      destination: structure('Queue', { physicalName }),
      browser,
    }),
  })
const taker = { id: 'c 1 2', client: 'gs-1', address: '10.0.0.7:41002', isBridge: false }

it('the broker of a GeoServer tells who takes from the queue of its node', () => {
  const [first] = queueConsumers(recorded(), []).get('Consumer.gsa.VirtualTopic.geoserver') ?? []
  expect(first?.client).toBe('ID:vm-33781-1795841417451-3:1')
  expect(first?.id).toContain('ID:vm-33781-1795841417451-4:1')
})

it('a consumer is known by its connection, and one that only looks is none', () => {
  const told = queueConsumers(
    [consuming('Q'), consuming('R', true), connected('tcp://10.0.0.7:41002')],
    ['Q', 'R'],
  )
  expect([...told]).toEqual([['Q', [taker]]])
  expect(queueConsumers([consuming('Q')], []).get('Q')).toEqual([{ ...taker, client: null, address: null }])
})

it('a consumer of another broker’s bridge is told from one that takes for itself', () => {
  const info = consuming('Q').dataStructure
  if (info?.name !== 'ConsumerInfo') throw new Error('no consumer')
  const bridge = structure('Message', { dataStructure: { ...info, networkSubscription: true } })
  const told = queueConsumers([bridge, consuming('Q')], ['Q']).get('Q')
  expect(told?.map(({ isBridge }) => isBridge)).toEqual([true, false])
})

it('who consumes several queues at once consumes from each', () => {
  const queues = ['A.b', 'A.b.c', 'B', 'C.x.D']
  const takenBy = (asked: string) =>
    [...queueConsumers([consuming(asked), connected('tcp://10.0.0.7:41002')], queues).keys()].toSorted()
  expect(takenBy('A.>')).toEqual(['A.b', 'A.b.c'])
  expect(takenBy('*.b')).toEqual(['A.b'])
  expect(takenBy('C.*.D,B')).toEqual(['B', 'C.x.D'])
  expect(takenBy('>')).toEqual(queues)
})

it('whoever looks into a queue is not counted among those that take from it, unless not all are told', () => {
  const counted = { ...uncounted, kind: 'queue', name: 'Q', consumers: 2 } as const
  expect(withTakers(counted, [taker], true)).toMatchObject({ consumers: 1, consumedBy: [taker] })
  expect(withTakers(counted, [taker], false)).toMatchObject({ consumers: 2, consumedBy: [taker] })
})
