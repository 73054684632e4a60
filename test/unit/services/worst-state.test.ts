import { expect, test } from 'vitest'
import type { Severity } from '../../../electron/contract/shared.ts'
import { worstOf } from '../../../electron/services/inventory/worst-state.ts'

const broker = { where: 'a:61613', because: null, nextAttemptIn: null, since: null, bridged: [] }
const open = { state: 'open', broker: { ...broker, state: 'connected' } } as const
const nodes = (...severities: Severity[]) => severities.map((severity) => ({ severity }))

test('a cluster is as its worst node, its broker, and what needs attention', () => {
  expect(worstOf(open, nodes('ok', 'ok'), [])).toBe('ok')
  expect(worstOf(open, nodes('ok', 'stale'), [])).toBe('stale')
  expect(worstOf(open, nodes('ok', 'pending'), [])).toBe('pending')
  expect(worstOf(open, nodes('ok'), nodes('attention'))).toBe('attention')
  expect(worstOf({ ...open, broker: { ...broker, state: 'lost' } }, nodes('ok'), [])).toBe('failed')
  expect(worstOf({ ...open, broker: { ...broker, state: 'connecting' } }, nodes('ok'), [])).toBe('pending')
  expect(worstOf({ ...open, state: 'failed' }, nodes('ok'), [])).toBe('failed')
  expect(worstOf(open, [], [])).toBe('unknown')
  expect(worstOf({ ...open, state: 'closed' }, nodes('ok'), [])).toBe('unknown')
})
