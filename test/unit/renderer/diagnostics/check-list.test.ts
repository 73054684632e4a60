import { describe, expect, it } from 'vitest'
import { english } from '../../../../electron/sentences/english.ts'
import {
  findings,
  notKnown,
  withCheck,
  worstChecksFirst,
  type DiagnosticCheck,
} from '../../../../renderer/features/diagnostics/check-list.ts'

const check = (id: string, severity: DiagnosticCheck['severity'], muted = false): DiagnosticCheck => ({
  id,
  title: id,
  severity,
  message: '',
  fix: null,
  muted,
  known: false,
})

const checks = [check('b', 'ok'), check('a', 'ok'), check('c', 'failed', true), check('d', 'attention')]

describe('the list of checks', () => {
  it('shows the worst first and muted ones last', () => {
    expect(worstChecksFirst(checks, english).map(({ id }) => id)).toEqual(['d', 'a', 'b', 'c'])
  })

  it('counts findings without the muted ones', () => {
    expect(findings(checks)).toBe(1)
    expect(findings([...checks, { ...check('k', 'failed'), known: true }])).toBe(1)
    expect(findings([check('x', 'pending'), check('y', 'unknown')])).toBe(0)
  })

  it('counts what is not known beside what was found', () => {
    expect(notKnown([check('x', 'pending'), check('y', 'stale'), check('z', 'unknown', true)])).toBe(2)
    expect(notKnown(checks)).toBe(0)
  })

  it('takes the newer answer of one check and leaves the others', () => {
    const mended = check('d', 'ok')
    expect(withCheck(checks, mended)).toEqual([checks[0], checks[1], checks[2], mended])
  })
})
