import { createI18n } from 'vue-i18n'
import { describe, expect, it, onTestFinished } from 'vitest'
import german from '../../../../electron/languages/de/screens/format.ts'
import english from '../../../../electron/languages/en/screens/format.ts'
import { useFormat } from '../../../../renderer/composables/use-format.ts'
import { mounted } from '../mounted.ts'

function formats(locale: 'en' | 'de') {
  const i18n = createI18n({
    legacy: false,
    locale,
    messages: { en: { format: english }, de: { format: german } },
  })
  const { used, unmount } = mounted(useFormat, (app) => app.use(i18n))
  onTestFinished(unmount)
  return { format: used, i18n }
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

describe('Numbers and sizes', () => {
  it('are written as the language writes them', () => {
    expect(formats('en').format.number(48_201)).toBe('48,201')
    expect(formats('de').format.number(48_201)).toBe('48.201')
    expect(formats('en').format.decimal(1.75)).toBe('1.8')
    expect(formats('de').format.decimal(2)).toBe('2,0')
  })

  it.each([
    [0, '0 B', '0 B'],
    [999, '999 B', '999 B'],
    [1_000, '1.0 kB', '1,0 kB'],
    [1_440_000, '1.4 MB', '1,4 MB'],
    [999_960, '1.0 MB', '1,0 MB'],
    [999_960_000, '1.0 GB', '1,0 GB'],
    [2_500_000_000_000, '2,500.0 GB', '2.500,0 GB'],
  ])('%i octets are %s', (octets, inEnglish, inGerman) => {
    expect(formats('en').format.bytes(octets)).toBe(inEnglish)
    expect(formats('de').format.bytes(octets)).toBe(inGerman)
  })
})

describe('Durations', () => {
  it.each([
    [-5 * second, '0 s'],
    [59.9 * second, '59 s'],
    [minute, '1 m'],
    [hour - 1, '59 m'],
    [hour, '1 h'],
    [hour + 59 * second, '1 h'],
    [3 * hour + 12 * minute, '3 h 12 m'],
    [day, '1 d'],
    [6 * day + 4 * hour + 30 * minute, '6 d 4 h'],
  ])('of %i ms are %s', (length, words) => {
    expect(formats('en').format.duration(length)).toBe(words)
  })

  it('are written in the language of the moment', () => {
    const { format, i18n } = formats('en')
    expect(format.duration(3 * hour + 12 * minute)).toBe('3 h 12 m')
    i18n.global.locale.value = 'de'
    expect(format.duration(3 * hour + 12 * minute)).toBe('3 Std. 12 min')
    expect(format.number(1_000)).toBe('1.000')
  })
})

describe('Times', () => {
  const instant = new Date(2026, 10, 22, 0, 5, 9).getTime()

  it('count to 23 in every language, so that columns stay aligned', () => {
    expect(formats('en').format.time(instant)).toBe('00:05:09')
    expect(formats('de').format.time(instant)).toBe('00:05:09')
  })

  it('have the day and the year with them where those matter', () => {
    expect(formats('en').format.dateTime(instant)).toBe('Nov 22, 2026, 00:05:09')
    expect(formats('de').format.dateTime(instant)).toBe('22. Nov. 2026, 00:05:09')
    expect(formats('en').format.date(instant)).toBe('Nov 22, 2026')
    expect(formats('de').format.date(instant)).toBe('22.11.2026')
  })
})
