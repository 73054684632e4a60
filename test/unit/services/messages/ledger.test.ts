import { describe, expect, it } from 'vitest'
import type { DeliveryState } from '../../../../electron/contract/features/messages.ts'
import {
  afterComparison,
  afterOutcomes,
  afterQueueLook,
  afterRetention,
  deliveryOf,
  newLedger,
  type Ledger,
} from '../../../../electron/services/messages/delivery/ledger.ts'

/** States of messages 1, 2, 3 …, each about the object `o<number>`. */
function states(ledger: Ledger, count: number): (DeliveryState | undefined)[] {
  return Array.from({ length: count }, (_, index) => {
    const sequence = index + 1
    return deliveryOf(ledger, { sequence, sender: 'geo-1', proof: `o${sequence}` })?.state
  })
}

const look = (newest: number, waiting: readonly number[], complete = true) => ({
  at: 1000,
  newest,
  waiting,
  complete,
})

const comparison = (newest: number, differing: Readonly<Record<string, boolean>> = {}) => ({
  at: 2000,
  newest,
  differing: new Map(Object.entries(differing)),
})

describe('the delivery of messages to a slave', () => {
  it('is unknown for what was published before the slave was', () => {
    expect(states(newLedger('geo-2', 2), 3)).toEqual(['unknown', 'unknown', 'pending'])
  })

  it('is pending until its queue was looked at, and taken when it is gone from there', () => {
    const ledger = newLedger('geo-2', 0)
    expect(states(ledger, 3)).toEqual(['pending', 'pending', 'pending'])
    expect(states(afterQueueLook(ledger, look(3, [3])), 4)).toEqual(['taken', 'taken', 'pending', 'pending'])
    expect(states(afterQueueLook(ledger, look(3, [])), 3)).toEqual(['taken', 'taken', 'taken'])
  })

  it('goes on being pending for what arrived while the queue was looked at', () => {
    expect(states(afterQueueLook(newLedger('geo-2', 0), look(2, [])), 4)).toEqual([
      ...['taken', 'taken', 'pending', 'pending'],
    ])
  })

  it('becomes known for what waits in the queue of a slave that was not known before', () => {
    const ledger = afterQueueLook(newLedger('geo-2', 4), look(4, [3, 4]))
    expect(states(ledger, 4)).toEqual(['unknown', 'unknown', 'pending', 'pending'])
    expect(states(afterQueueLook(ledger, look(4, [])), 4)).toEqual(['unknown', 'unknown', 'taken', 'taken'])
  })

  it('takes what was not listed of a long queue for pending, as the oldest are listed first', () => {
    const ledger = afterQueueLook(newLedger('geo-2', 0), look(9, [2, 3], false))
    expect(states(ledger, 5)).toEqual(['taken', 'pending', 'pending', 'pending', 'pending'])
  })

  it('learns nothing from a long queue of messages the archive does not have', () => {
    const ledger = newLedger('geo-2', 0)
    expect(afterQueueLook(ledger, look(3, [], false))).toBe(ledger)
  })

  it('is verified when a comparison found the object equal, missing when it did not', () => {
    const taken = afterQueueLook(newLedger('geo-2', 0), look(3, []))
    expect(states(afterComparison(taken, comparison(3, { o2: true })), 3)).toEqual([
      ...['verified', 'missing', 'verified'],
    ])
  })

  it('stays taken for what was published after the comparison', () => {
    const compared = afterComparison(afterQueueLook(newLedger('geo-2', 0), look(2, [])), comparison(2))
    expect(states(afterQueueLook(compared, look(3, [])), 3)).toEqual(['verified', 'verified', 'taken'])
  })

  it('is not verified by a comparison made while it was still waiting', () => {
    const waiting = afterQueueLook(newLedger('geo-2', 0), look(3, [2]))
    const compared = afterComparison(waiting, comparison(3))
    expect(states(compared, 3)).toEqual(['verified', 'pending', 'taken'])
    expect(states(afterQueueLook(compared, look(3, [])), 3)).toEqual(['verified', 'taken', 'taken'])
  })

  it('stays verified when the same object drifts later', () => {
    const taken = afterQueueLook(newLedger('geo-2', 0), look(2, []))
    const equal = afterComparison(taken, comparison(2))
    const drifted = afterComparison(equal, comparison(2, { o1: true }))
    expect(states(drifted, 2)).toEqual(['verified', 'verified'])
  })

  it('becomes verified when what was missing was made good', () => {
    const taken = afterQueueLook(newLedger('geo-2', 0), look(2, []))
    const drifted = afterComparison(taken, comparison(2, { o2: true }))
    expect(states(drifted, 2)).toEqual(['verified', 'missing'])
    expect(states(afterComparison(drifted, comparison(2)), 2)).toEqual(['verified', 'verified'])
  })

  it('stays taken where a comparison cannot tell which object it was', () => {
    const taken = afterQueueLook(newLedger('geo-2', 0), look(1, []))
    expect(states(afterComparison(taken, comparison(1, { o1: false })), 1)).toEqual(['taken'])
  })

  it('verifies even what was published before the slave was known', () => {
    expect(states(afterComparison(newLedger('geo-2', 2), comparison(2, { o2: true })), 2)).toEqual([
      ...['verified', 'unknown'],
    ])
  })

  it('is failed when the slave itself says so, with its reason', () => {
    const ledger = afterOutcomes(newLedger('geo-2', 0), [
      { sequence: 1, proof: 'o1', state: 'taken', at: 500, reason: null },
      { sequence: 2, proof: 'o2', state: 'failed', at: 501, reason: 'its store is missing' },
    ])
    expect(states(ledger, 3)).toEqual(['taken', 'failed', 'pending'])
    expect(deliveryOf(ledger, { sequence: 2, sender: 'geo-1', proof: 'o2' })).toEqual({
      state: 'failed',
      at: 501,
      reason: 'its store is missing',
    })
  })

  it('is verified after all when a comparison found what failed made good', () => {
    const failed = afterOutcomes(newLedger('geo-2', 0), [
      { sequence: 1, proof: 'o1', state: 'failed', at: 500, reason: 'x' },
    ])
    const looked = afterQueueLook(failed, look(1, []))
    expect(states(looked, 1)).toEqual(['failed'])
    expect(states(afterComparison(looked, comparison(1, { o1: true })), 1)).toEqual(['failed'])
    const proved = afterComparison(looked, comparison(1))
    expect(states(proved, 1)).toEqual(['verified'])
    const saidAgain = afterOutcomes(proved, [
      { sequence: 1, proof: 'o1', state: 'failed', at: 600, reason: 'x' },
    ])
    expect(states(saidAgain, 1)).toEqual(['verified'])
  })

  it('is taken when what failed was applied after all', () => {
    const failed = afterOutcomes(newLedger('geo-2', 0), [
      { sequence: 1, proof: 'o1', state: 'failed', at: 500, reason: 'x' },
    ])
    const applied = afterOutcomes(failed, [
      { sequence: 1, proof: 'o1', state: 'taken', at: 600, reason: null },
    ])
    expect(states(applied, 1)).toEqual(['taken'])
  })

  it('is applied, between taken and verified, when the slave itself says so', () => {
    const outcome = { state: 'taken', at: 500, reason: null } as const
    const ledger = afterOutcomes(newLedger('geo-2', 1), [
      { ...outcome, sequence: 1, proof: 'o1', isApplied: true },
      { ...outcome, sequence: 2, proof: 'o2', isApplied: true },
      { ...outcome, sequence: 3, proof: 'o3', isApplied: false },
    ])
    expect(states(ledger, 4)).toEqual(['applied', 'applied', 'taken', 'pending'])
    // A comparison knows better than the slave.
    expect(states(afterComparison(ledger, comparison(3, { o2: true })), 3)).toEqual([
      ...['verified', 'missing', 'verified'],
    ])
    expect(states(afterRetention(ledger, 2), 2)).toEqual(['unknown', 'applied'])
  })

  it('keeps little of what a slave says message by message', () => {
    let ledger = newLedger('geo-2', 0)
    for (let sequence = 1; sequence <= 100; sequence += 1) {
      const outcome = { sequence, proof: null, state: 'taken', at: sequence, reason: null } as const
      ledger = afterOutcomes(ledger, [{ ...outcome, isApplied: true }])
    }
    expect(ledger).toMatchObject({ takenThrough: 100, exceptions: new Map() })
    expect(ledger.applied.ranges).toEqual([[1, 100]])
  })

  it('is nobody’s for a message of the slave itself', () => {
    expect(deliveryOf(newLedger('geo-2', 0), { sequence: 1, sender: 'geo-2', proof: 'o' })).toBeUndefined()
  })

  it('forgets what the archive no longer has', () => {
    const ledger = afterQueueLook(newLedger('geo-2', 0), look(3, [1, 2, 3]))
    expect([...afterRetention(ledger, 3).exceptions.keys()]).toEqual([3])
  })
})
