import { describe, expect, it } from 'vitest'
import { asCallFailure, CallFailure, isCancellation } from '../../../../renderer/api/call-failure.ts'

describe('A failure on this side of the connection', () => {
  it('is made of any error, with that as its cause', () => {
    const error = new TypeError('x is undefined')
    const made = asCallFailure(error)
    expect(made.code).toBe('PLB-APP-UNEXPECTED')
    expect(made.message).toContain('x is undefined')
    expect(made.cause).toBe(error)
    expect(asCallFailure('gone').message).toContain('gone')
    expect(asCallFailure(made)).toBe(made)
  })
})

describe('Whether something was cancelled', () => {
  it.each([
    ['a call that was', new CallFailure({ code: 'PLB-APP-CANCELLED', details: {} }), true],
    ['a request of the browser that was', new DOMException('stopped', 'AbortError'), true],
    ['a call that failed', new CallFailure({ code: 'PLB-APP-UNEXPECTED', details: { reason: '' } }), false],
    ['another trouble of the browser', new DOMException('full', 'QuotaExceededError'), false],
    ['an error', new Error('AbortError'), false],
    ['nothing', undefined, false],
  ])('is told of %s', (_what, error, expected) => {
    expect(isCancellation(error)).toBe(expected)
  })

  it('is told by the code alone, also for what came from the application', () => {
    const form = { code: 'PLB-APP-CANCELLED', details: {} }
    expect(isCancellation(new CallFailure(form))).toBe(true)
  })
})
