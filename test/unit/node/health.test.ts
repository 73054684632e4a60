import { describe, expect, it } from 'vitest'
import { healthOf, type HealthFacts } from '../../../electron/engine/node/health.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { english } from '../../../electron/sentences/english.ts'

const well: HealthFacts = {
  phase: 'running',
  broker: 'connected',
  troubles: [undefined],
  inbox: { received: 0, applied: 3, ignored: 0, parked: 0, failed: 0, settled: 0 },
  outbox: { accepted: 0, applied: 0, sent: 3, withdrawn: 0 },
  gaps: [],
  lostJournal: undefined,
  ahead: 0,
  unreadable: [],
  missing: [],
  shrunk: undefined,
  brokenStyles: [],
  conflicts: 0,
  isDisabled: false,
  isPaused: false,
}
const full = failure('PLB-STORAGE-FULL', { operation: 'write', path: '/data' })
const gap = { sender: 'm1', epoch: 'e', kind: 'missing', first: 4, last: 6, foundAt: 0 } as const

/** Everything a node can know against itself, from the worst to what is only said. */
const facts: readonly (readonly [string, Partial<HealthFacts>, string, RegExp])[] = [
  ['a disk that refuses', { troubles: [undefined, full] }, 'trouble', /the volume or the quota is full/],
  [
    'an event that failed',
    { inbox: { ...well.inbox, failed: 2 } },
    'diverged',
    /2 events could not be applied/,
  ],
  [
    'an event that waits',
    { inbox: { ...well.inbox, parked: 1 } },
    'diverged',
    /waits for objects that are missing/,
  ],
  [
    'a file that cannot be read since the start',
    { unreadable: [{ path: 'workspaces/a/workspace.xml', failure: full }] },
    'diverged',
    /workspaces\/a\/workspace.xml could not be read/,
  ],
  [
    'files that are gone',
    { missing: ['global.xml'] },
    'diverged',
    /file of the configuration is gone: global.xml/,
  ],
  [
    'an emptied directory',
    { shrunk: { before: 90, found: 2, at: 0 } },
    'diverged',
    /held 2 objects.*90 before/,
  ],
  ['missed events', { gaps: [gap] }, 'gap', /Events 4 to 6 of m1 never arrived/],
  ['a lost journal', { lostJournal: { path: '', at: 0 } }, 'gap', /The journal of this node is gone/],
  ['changes dated far ahead', { ahead: 40 * 86_400_000 }, 'ok', /dated 40 days ahead of its clock/],
  ['a change that is not finished', { outbox: { ...well.outbox, accepted: 1 } }, 'ok', /1 accepted change/],
  [
    'a style that cannot be drawn',
    { brokenStyles: [{ title: 'a:b', problem: 'Line 1' }] },
    'ok',
    /the style a:b: Line 1/,
  ],
  ['a connection that is switched off', { isDisabled: true }, 'ok', /messages wait in the queue/],
]

describe('the health of a node', () => {
  it('is ok, for no reason, when nothing is against it', () => {
    expect(healthOf(well)).toEqual({ health: 'ok', reasons: [] })
  })

  it.each(facts)('knows of %s', (_what, fact, health, reason) => {
    const found = healthOf({ ...well, ...fact })
    expect(found.health).toBe(health)
    expect(found.reasons.map(english).join(' ')).toMatch(reason)
  })

  it('is the worst of all that is true, and names all of it', () => {
    for (let from = 0; from < facts.length; from += 1) {
      const rest = facts.slice(from)
      const { health, reasons } = healthOf(
        rest.reduce<HealthFacts>((all, [, fact]) => ({ ...all, ...fact }), well),
      )
      expect(health).toBe(rest[0]?.[2])
      // The two facts of the inbox are one after the other.
      for (const [what, fact, , reason] of rest) {
        if ('inbox' in fact && rest.some(([other, also]) => other !== what && 'inbox' in also)) continue
        expect(reasons.map(english).join(' '), what).toMatch(reason)
      }
    }
  })

  it('is that of its phase before it runs and after, and of its broker when nothing else is wrong', () => {
    expect(healthOf({ ...well, phase: 'starting', troubles: [full] }).health).toBe('starting')
    expect(healthOf({ ...well, phase: 'stopped' }).health).toBe('stopped')
    expect(healthOf({ ...well, broker: 'lost' }).health).toBe('disconnected')
    expect(healthOf({ ...well, broker: 'lost', gaps: [gap] }).health).toBe('gap')
  })
})
