import { expect, it } from 'vitest'
import type { FindingView } from '../../../../electron/contract/features/findings.ts'
import { openFirst, standingOf } from '../../../../renderer/features/findings/findings-list.ts'

const finding = (id: string, differently: Partial<FindingView> = {}): FindingView => ({
  ...{ id, severity: 'attention', message: id, why: null, evidence: [], remedy: null, since: 1 },
  ...{ instanceName: null, action: 'none', note: null, known: false },
  ...differently,
})
const note = { reason: 'known', by: 'ann', at: 1, until: null }

it('shows what is open first, the worst of it, and then what came last', () => {
  const findings = [
    finding('known', { severity: 'failed', note, known: true }),
    finding('old'),
    finding('bad', { severity: 'failed' }),
    finding('new', { since: 9 }),
    finding('accepted', { known: true }),
    finding('later', { note: { ...note, until: 50 }, known: true }),
  ]
  const ordered = openFirst(findings)
  expect(ordered.map(({ id }) => id)).toEqual(['bad', 'new', 'old', 'known', 'accepted', 'later'])
  expect(ordered.map(standingOf)).toEqual(['open', 'open', 'open', 'acknowledged', 'accepted', 'snoozed'])
})
