import { language as english } from '../../../electron/languages/en/index.ts'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../electron/errors/failure.ts'
import { applyLines, ApplyReport } from '../../../electron/cli/apply-report.ts'
import { render } from '../../../electron/cli/styled-text.ts'

const words = (report: ApplyReport, verbose = false) =>
  applyLines(report, [], verbose).map((line) => render(line, english, false))

describe('The report of an application', () => {
  it('counts each message by what became of it in the end', () => {
    const report = new ApplyReport()
    report.add(
      { seq: 1, label: undefined },
      { state: 'parked', summary: 's', reason: 'waits for the style x' },
    )
    expect(report.isComplete).toBe(false)
    report.add({ seq: 2, label: undefined }, { state: 'applied', summary: 's' })
    report.add(
      { seq: 1, label: undefined },
      { state: 'parked', summary: 's', reason: 'waits for the style y' },
    )
    expect(report.counts).toEqual({ messages: 2, applied: 1, ignored: 0, parked: 1, failed: 0 })
    report.add({ seq: 1, label: undefined }, { state: 'applied', summary: 's' })
    expect(report.counts).toEqual({ messages: 2, applied: 2, ignored: 0, parked: 0, failed: 0 })
    expect(report.isComplete).toBe(true)
    expect(report.notApplied).toEqual([])
  })

  it('gives the reason of everything that was not applied, in the order of the archive', () => {
    const report = new ApplyReport()
    const refusal = failure('PLB-WIRE-PROPERTY-MISSING', { property: 'group' })
    report.add({ seq: 9, label: undefined }, { state: 'failed', summary: 'no event', failure: refusal })
    report.add(
      { seq: 4, label: 'l' },
      { state: 'ignored', summary: 'style s removed', reason: 'it is not there' },
    )
    expect(words(report)).toEqual([
      'ignored 4 l: style s removed – it is not there',
      'failed 9: no event – The message lacks the property group. (PLB-WIRE-PROPERTY-MISSING)',
      'incomplete: 2 messages: 0 applied, 1 ignored, 0 parked, 1 failed',
      'no receiver can know from messages:',
    ])
  })

  it('tells what is worth knowing of applied messages when asked', () => {
    const report = new ApplyReport()
    report.add({ seq: 1, label: undefined }, { state: 'applied', summary: 's', reason: 'took over the id 7' })
    expect(words(report)[0]).toBe(
      'complete: 1 message: 1 applied, 0 ignored, 0 parked, 0 failed (1 note: --verbose)',
    )
    expect(words(report, true)[0]).toBe('applied 1: s – took over the id 7')
  })
})
