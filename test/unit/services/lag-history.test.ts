import { expect, it } from 'vitest'
import { LagHistory } from '../../../electron/services/inventory/lag-history.ts'
import { servicePlumbing } from '../../support/services.ts'

it('keeps a whole day, its last hour closely', () => {
  const { hub } = servicePlumbing()
  const history = new LagHistory(hub)
  const day = 24 * 60 * 60_000
  const step = 2_000
  for (let at = 0; at <= day; at += step) hub.emit('lag', { at, waiting: { s1: 1 }, throughput: 0 })
  const kept = history.since(0)
  const minute = 60_000
  expect(kept[0]?.at).toBeLessThanOrEqual(minute)
  expect(kept.at(-1)?.at).toBe(day)
  const steps = kept.slice(1).map(({ at }, index) => at - (kept[index]?.at ?? 0))
  expect(Math.max(...steps)).toBeLessThanOrEqual(minute)
  expect(new Set(steps.slice(-1_799))).toEqual(new Set([step]))
})
