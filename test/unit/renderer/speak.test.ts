import { describe, expect, it } from 'vitest'
import { dataOfFailure } from '../../../electron/contract/failures.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { language as german } from '../../../electron/languages/de/index.ts'
import { language as english } from '../../../electron/languages/en/index.ts'
import { speakWith } from '../../../renderer/i18n/use-speak.ts'

const speaker = (locale: 'en' | 'de') => speakWith(() => (locale === 'de' ? german : english))

describe('what the application says', () => {
  it('is said by the code where it is an error, with what to try', () => {
    const refused = failure('PLB-BROKER-REFUSED', { server: 'mq:61613' })
    const { message, remedy } = speaker('de').speakFailure(dataOfFailure(refused))
    expect(message).toBe('Unter mq:61613 nimmt niemand Verbindungen an.')
    expect(remedy).not.toBe(refused.remedy)
    expect(speaker('en').speakFailure(dataOfFailure(refused)).message).toBe(refused.message)
    expect(speaker('de').speakFailure({ code: 'PLB-NEW', details: { path: '/x' } }).message).toBe(
      'PLB-NEW (/x)',
    )
  })

  it('leaves names and the words of other software alone', () => {
    for (const text of ['geo-3', 'ENOSPC: no space left on device', '']) {
      expect(speaker('en').speak(text)).toBe(text)
      expect(speaker('de').speak(text)).toBe(text)
    }
  })
})
