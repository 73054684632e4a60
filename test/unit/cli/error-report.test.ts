import { describe, expect, it } from 'vitest'
import { failure } from '../../../electron/errors/failure.ts'
import { reportError } from '../../../electron/cli/error-report.ts'
import { rememberedOutput } from '../../support/output-streams.ts'

const inner = new Error('EACCES: permission denied')
const middle = failure('PLB-STORAGE-ACCESS-DENIED', { operation: 'write', path: '/a', reason: 'no' }, inner)
const outer = failure('PLB-COMMAND-NO-SUCH-CODE', { code: 'PLB-X' }, middle)

describe('An error report', () => {
  it('says what happened, what to try and what lies underneath, each on its own line', () => {
    const { output, stdout, stderr } = rememberedOutput()
    reportError(output, outer)
    expect(stderr.text.split('\n')).toEqual([
      'error: There is no error PLB-X. (PLB-COMMAND-NO-SUCH-CODE)',
      '  try: `plumbline errors` lists all codes.',
      '  because: Could not write /a: no. (PLB-STORAGE-ACCESS-DENIED)',
      '  because: EACCES: permission denied',
      '',
    ])
    expect(stdout.text).toBe('')
  })

  it('is one JSON document on standard output when JSON is wanted', () => {
    const { output, stdout, stderr } = rememberedOutput({ json: true })
    reportError(output, outer)
    expect(JSON.parse(stdout.text)).toEqual({
      error: {
        code: 'PLB-COMMAND-NO-SUCH-CODE',
        message: 'There is no error PLB-X.',
        remedy: '`plumbline errors` lists all codes.',
        details: { code: 'PLB-X' },
        causes: ['Could not write /a: no. (PLB-STORAGE-ACCESS-DENIED)', 'EACCES: permission denied'],
      },
    })
    expect(stderr.text).toBe('')
  })

  it('says of a fault of our own where it happened', () => {
    const { output, stderr } = rememberedOutput()
    reportError(output, new TypeError('x is not a function'))
    expect(stderr.text).toContain('x is not a function. (PLB-COMMAND-UNEXPECTED)')
    expect(stderr.text).toMatch(/^ +at .*error-report\.test\.ts/m)
  })

  it('ends although an error is its own cause', () => {
    const circular = new Error('round')
    circular.cause = circular
    const { output, stderr } = rememberedOutput()
    reportError(output, failure('PLB-COMMAND-NO-SUCH-CODE', { code: 'X' }, circular))
    expect(stderr.text.match(/because: round/g)).toHaveLength(10)
  })

  it('can report what is no error at all', () => {
    const { output, stderr } = rememberedOutput()
    reportError(output, 'just a text')
    expect(stderr.text).toContain('just a text. (PLB-COMMAND-UNEXPECTED)')
  })
})
