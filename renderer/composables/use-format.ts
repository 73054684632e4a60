import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

const units = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const

const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const

/** The formats of a language; each is made once, since that takes longer than to draw a whole row of a table. */
const formatsOf = memoized((language: string) => ({
  number: new Intl.NumberFormat(language),
  decimal: new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  time: new Intl.DateTimeFormat(language, time),
  date: new Intl.DateTimeFormat(language, { dateStyle: 'medium' }),
  dateTime: new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', day: '2-digit', ...time }),
}))

function memoized<Value>(make: (language: string) => Value): (language: string) => Value {
  const made = new Map<string, Value>()
  return (language) => {
    const known = made.get(language) ?? make(language)
    made.set(language, known)
    return known
  }
}

/** Numbers, sizes, times and durations as the language of the app writes them. */
export function useFormat() {
  const { locale, t } = useI18n()
  const formats = computed(() => formatsOf(locale.value))

  return {
    /** `48,201` */
    number: (value: number) => formats.value.number.format(value),
    /** `1.8` */
    decimal: (value: number) => formats.value.decimal.format(value),
    /** `14:02:31` */
    time: (instant: number) => formats.value.time.format(instant),
    /** `22 Nov 2026` */
    date: (instant: number) => formats.value.date.format(instant),
    /** `22 Nov 2026, 14:02:31` */
    dateTime: (instant: number) => formats.value.dateTime.format(instant),
    /** Octets as `1.4 MB`. */
    bytes: (octets: number) => {
      const [size, unit] = scaled(octets)
      const shown = unit === 'byte' ? formats.value.number.format(size) : formats.value.decimal.format(size)
      return `${shown} ${t(`format.${unit}`)}`
    },
    /** Milliseconds as `40 s`, `12 m`, `3 h 12 m`, `6 d 4 h`. */
    duration: (milliseconds: number) => {
      const length = Math.max(0, milliseconds)
      const part = (unit: keyof typeof units, of: number) =>
        t(`format.${unit}`, { count: Math.floor(of / units[unit]) })
      const both = (large: keyof typeof units, small: keyof typeof units) => {
        const rest = length % units[large]
        return rest < units[small] ? part(large, length) : `${part(large, length)} ${part(small, rest)}`
      }
      if (length < units.minutes) return part('seconds', length)
      if (length < units.hours) return part('minutes', length)
      return length < units.days ? both('hours', 'minutes') : both('days', 'hours')
    },
  }
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size in the unit it has three digits before the point in, after it is rounded to one behind it. */
function scaled(octets: number): readonly [number, (typeof sizes)[number]] {
  const power = sizes.findIndex((_unit, index) => octets / 1000 ** index < (index === 0 ? 1000 : 999.95))
  const index = power === -1 ? sizes.length - 1 : power
  return [octets / 1000 ** index, sizes[index] ?? 'gigabyte']
}
