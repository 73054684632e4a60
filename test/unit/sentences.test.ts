import { describe, expect, test } from 'vitest'
import { failure, remedyOf, wordingOf } from '../../electron/errors/failure.ts'
import { language as german } from '../../electron/languages/de/index.ts'
import { language as englishLanguage } from '../../electron/languages/en/index.ts'
import { english } from '../../electron/sentences/english.ts'
import { render } from '../../electron/sentences/render.ts'
import { property, say } from '../../electron/sentences/say.ts'
import type { Wording } from '../../electron/sentences/sentence.ts'
import { flat, saidTwice } from '../support/messages.ts'

const inGerman = (wording: Wording) => render(german, wording)

describe('a sentence', () => {
  test('is its key and its values', () => {
    const values = { where: 'tcp://broker:61613' }
    expect(say('attention.brokerLost', values)).toEqual({ key: 'attention.brokerLost', values })
  })

  test('is in the number its count asks for, with large numbers in groups', () => {
    const drifted = (count: number) => say('attention.drifted', { node: 'geo-3', reference: 'geo-1', count })
    expect(english(drifted(2))).toBe('geo-3 has drifted: 2 objects differ from geo-1.')
    expect(inGerman(drifted(1))).toBe('geo-3 weicht ab: 1 Objekt unterscheidet sich von geo-1.')
    expect(inGerman(drifted(12_345))).toBe('geo-3 weicht ab: 12.345 Objekte unterscheiden sich von geo-1.')
  })

  test('groups no number that names something', () => {
    const { message } = failure('PLB-EMBEDDED-BROKER-PORT-TAKEN', { host: '127.0.0.1', port: 61_613 })
    expect(message).toContain('127.0.0.1:61613')
  })

  test('says a moment by the clock and in the words of who reads it', () => {
    const at = new Date(2026, 10, 30, 5, 13, 38).getTime()
    const seen = say('findings.seenPublished', { at })
    expect(english(seen)).toBe('it published on Nov 30, 2026, 05:13:38')
    expect(inGerman(seen)).toBe('er hat am 30. Nov. 2026, 05:13:38 veröffentlicht')
    const { message } = failure('PLB-ENGINE-INSTANCE-NAME-SHARED', { instanceName: 'geo-1', sentAt: at })
    expect(message).toContain('Nov 30, 2026, 05:13:38')
  })

  test('within a sentence leaves its full stop to it, and several stand in a row', () => {
    const what = [say('attention.failed', { count: 2 }), say('attention.parked', { count: 1 })]
    const diverged = say('attention.diverged', { node: 'geo-2', what })
    expect(english(diverged)).toBe(
      'geo-2 has diverged: 2 events could not be applied, 1 waits for missing objects.',
    )
    expect(inGerman(diverged)).toBe(
      'geo-2 ist auseinandergelaufen: 2 Ereignisse ließen sich nicht anwenden, 1 wartet auf fehlende Objekte.',
    )
    const reason = say('nodeActions.running')
    expect(failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName: 'geo-2', reason }).message).toMatch(
      /It runs already\.$/,
    )
  })

  test('of an error is found by its code, and the words of others stay as they are', () => {
    const because = failure('PLB-BROKER-REFUSED', { server: 'broker:61613' })
    expect(wordingOf(because)).toEqual({ key: 'PLB-BROKER-REFUSED', values: { server: 'broker:61613' } })
    expect(inGerman(wordingOf(because))).toBe('Unter broker:61613 nimmt niemand Verbindungen an.')
    expect(english(remedyOf(because))).toBe(because.remedy)
    expect(wordingOf(new Error('ENOSPC: no space left'))).toBe('ENOSPC: no space left')
  })

  test('names a property of the catalog, also one nobody knows', () => {
    expect(english(property('defaultStyle'))).toBe('default style')
    expect(inGerman(property('defaultStyle'))).toBe('Standardstil')
    expect(inGerman(property('ofAnExtension'))).toBe('of an extension')
    expect(english(property('connectionParameters.passwd'))).toBe('connection parameters › password')
  })
})

test('times are told in the unit they read best in, and a remedy is that of what lies underneath', () => {
  const told = [350, 1500, 15_000, 600_000].map((milliseconds) =>
    failure('PLB-BROKER-RECEIPT-DEADLINE', { server: 'mq', milliseconds }),
  )
  expect(told.map((each) => /within (.*)\./.exec(each.message)?.[1])).toEqual([
    '350 ms',
    '1.5 s',
    '15 s',
    '10 min',
  ])
  expect(inGerman(wordingOf(told[1]))).toContain('1,5 s')
  const refused = failure('PLB-BROKER-SESSION-CLOSED', {})
  const notReached = failure('PLB-ENGINE-BROKER-NOT-REACHED', {
    broker: 'mq',
    attempts: 3,
    advice: remedyOf(refused),
  })
  expect(notReached.remedy).toMatch(/^Connect again\. connection\.retry/)
})

test('sizes are told in the unit they read best in, as the language writes numbers', () => {
  const sizes = [512, 1_240_000, 73_700_000_000].map((octets) => say('cliMessages.ofSize', { octets }))
  expect(sizes.map(english)).toEqual(['0.5 kB', '1.2 MB', '73.7 GB'])
  expect(sizes.map(inGerman)).toEqual(['0,5 kB', '1,2 MB', '73,7 GB'])
})

test('No sentence says a unit behind a time, which has its own', () => {
  for (const { tag, sentences, errors } of [englishLanguage, german]) {
    const twice = [...flat(sentences), ...flat(errors)].filter(([, text]) =>
      /\{milliseconds\}\s*(?:ms|s|min|Millisekunden|milliseconds)\b/.test(text),
    )
    expect(twice, tag).toEqual([])
  }
})

test('No longer sentence is written twice', () => {
  expect(saidTwice([flat(englishLanguage.sentences), flat(german.sentences)])).toEqual([])
})
