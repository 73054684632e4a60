import { describe, expect, test } from 'vitest'
import { failure, wordingOf } from '../../electron/errors/failure.ts'
import { say } from '../../electron/sentences/say.ts'
import { english } from '../../electron/sentences/sentence.ts'

describe('a sentence', () => {
  test('carries its key, its values and its English text', () => {
    const values = { where: 'tcp://broker:61613' }
    expect(say('attention.brokerLost', values)).toEqual({
      key: 'attention.brokerLost',
      values,
      text: 'The broker tcp://broker:61613 is not connected.',
    })
  })

  test('is in the number its count asks for, with large numbers in groups', () => {
    const waiting = (count: number) => english(say('attention.deadLetters', { count }))
    expect(waiting(1)).toBe('1 message waits in the dead letter queue.')
    expect(waiting(12_345)).toBe('12,345 messages wait in the dead letter queue.')
  })

  test('within a sentence leaves its full stop to it, and several stand in a row', () => {
    const what = [say('attention.failed', { count: 2 }), say('attention.parked', { count: 1 })]
    expect(english(say('attention.diverged', { node: 'geo-2', what }))).toBe(
      'geo-2 has diverged: 2 events could not be applied, 1 waits for missing objects.',
    )
    const reason = say('nodeActions.running')
    const refused = failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName: 'geo-2', reason })
    expect(refused.message).toMatch(/It runs already\.$/)
  })

  test('of an error is found by its code, and the words of others stay as they are', () => {
    const because = failure('PLB-BROKER-REFUSED', { server: 'broker:61613' })
    expect(wordingOf(because)).toEqual({
      key: 'PLB-BROKER-REFUSED',
      values: { server: 'broker:61613' },
      text: because.message,
    })
    expect(wordingOf(new Error('ENOSPC: no space left'))).toBe('ENOSPC: no space left')
  })
})
