import { describe, expect, it } from 'vitest'
import { deliveryState, messageRow } from '../../../../electron/contract/features/messages.ts'
import {
  deliveryShapes,
  deliveryStates,
  isFolded,
  shortNames,
  summaryOf,
} from '../../../../renderer/features/messages/delivery.ts'

describe('the columns of delivery', () => {
  it('leave out what all long names begin with, up to a separator', () => {
    expect([...shortNames(['plumbline-slave-1', 'plumbline-slave-12']).values()]).toEqual(['1', '12'])
    expect([...shortNames(['maps.north-a', 'maps.north-b']).values()]).toEqual(['a', 'b'])
  })

  it('keep names whole that are short, alone or not alike', () => {
    expect([...shortNames(['geo-2', 'geo-3']).values()]).toEqual(['geo-2', 'geo-3'])
    expect([...shortNames(['plumbline-slave-1']).values()]).toEqual(['plumbline-slave-1'])
    expect([...shortNames(['rendering-one', 'tiles-two']).values()]).toEqual(['rendering-one', 'tiles-two'])
  })

  it('never leave a name empty', () => {
    expect([...shortNames(['production-', 'production-2']).values()]).toEqual(['production-', 'production-2'])
  })

  it('have a shape of its own for every state', () => {
    expect(deliveryStates.toSorted()).toEqual(deliveryState.options.toSorted())
    expect(new Set(deliveryStates.map((state) => deliveryShapes[state].path)).size).toBe(
      deliveryStates.length,
    )
  })
})

describe('the deliveries of a message at many slaves', () => {
  it('are summed up, the worst said beside how many have it', () => {
    const slaves = Array.from({ length: 15 }, (_each, index) => `s-${index}`)
    const delivery = { ...Object.fromEntries(slaves.map((slave) => [slave, 'applied' as const])) }
    expect(summaryOf(delivery, slaves)).toEqual({ arrived: 15, total: 15, troubled: [] })
    expect(summaryOf({ ...delivery, 's-3': 'failed', 's-4': 'missing', 's-5': 'pending' }, slaves)).toEqual({
      arrived: 12,
      total: 15,
      troubled: [
        { state: 'failed', count: 1 },
        { state: 'missing', count: 1 },
      ],
    })
    expect(summaryOf({}, ['new'])).toEqual({ arrived: 0, total: 1, troubled: [] })
  })

  it('travel as they are, once every state was looked at', () => {
    const { delivery } = messageRow.shape
    const applied = Object.fromEntries(
      Array.from({ length: 500 }, (_each, index) => [`s-${index}`, 'applied']),
    )
    expect(delivery.parse(applied)).toBe(applied)
    for (const wrong of [
      { ...applied, 's-3': 'lost' },
      { 's-3': null },
      ['applied'],
      'applied',
      null,
      undefined,
    ])
      expect(delivery.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false)
  })

  it('have a column each only where they leave room for the event', () => {
    expect([2, 5, 15, 250].map((slaves) => isFolded(slaves, 40, 1184))).toEqual([false, false, true, true])
    expect(isFolded(3, 72, 500)).toBe(false)
  })
})
