import { describe, expect, it } from 'vitest'
import { deliveryState } from '../../../../electron/contract/features/messages.ts'
import {
  deliveryShapes,
  deliveryStates,
  shortNames,
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
