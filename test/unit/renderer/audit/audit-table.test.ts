import { describe, expect, it } from 'vitest'
import { withPage, type AuditEntry } from '../../../../renderer/features/audit/audit-table.ts'

const entry = (id: number): AuditEntry => ({
  id,
  at: id,
  operator: 'operator',
  action: 'inventory.stop',
  summary: `entry ${id}`,
  target: null,
  subject: null,
  outcome: 'done',
  message: null,
  cluster: null,
})
const ids = (entries: readonly AuditEntry[]) => entries.map(({ id }) => id)

describe('pages of the audit', () => {
  it('puts an older page behind what is shown', () => {
    expect(ids(withPage([entry(9), entry(8)], [entry(7), entry(6)]))).toEqual([9, 8, 7, 6])
  })

  it('shows no entry twice when pages overlap', () => {
    expect(ids(withPage([entry(9), entry(8)], [entry(10), entry(9)]))).toEqual([10, 9, 8])
  })
})
