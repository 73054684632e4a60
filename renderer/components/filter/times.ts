import { piecesOf, tokenText } from './pieces.ts'

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/**
 * A time as one writes it in a filter, in the time of this machine: `2026-11-22`, `2026-11-22T14:02` or with seconds, a
 * time of today (`14:02`), or so long ago (`30m`, `2h`, `7d`); null for anything else.
 */
export function timeOf(value: string, now: number): number | null {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(value) ?? []
  if (count !== undefined && unit !== undefined) {
    return Math.max(0, now - Number(count) * units[unit as keyof typeof units])
  }
  const [, clock] = /^(\d{1,2}:\d{2}(?::\d{2})?)$/.exec(value) ?? []
  const [, day, atClock] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?))?$/.exec(value) ?? []
  if (clock === undefined && day === undefined) return null
  const at = clock === undefined ? (atClock ?? '00:00') : clock.padStart(clock.length < 6 ? 5 : 8, '0')
  const time = Date.parse(`${day ?? dayOf(now)}T${at}`)
  return Number.isNaN(time) || time < 0 ? null : time
}

/** A time as {@link timeOf} reads it back; its day alone where it is the beginning of one. */
export function timeText(time: number): string {
  const date = new Date(time)
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(padded).join(':')
  return clock === '00:00:00' ? dayOf(time) : `${dayOf(time)}T${clock}`
}

/** A written filter narrowed to a span, or to none with undefined, whatever times it had before. */
export function withTimes(
  written: string,
  span: { readonly since: number; readonly until: number } | undefined,
): string {
  const others = piecesOf(written).filter((piece) => !isTime(piece))
  const times =
    span === undefined
      ? []
      : [tokenText('since', timeText(span.since)), tokenText('until', timeText(span.until))]
  return [...others, ...times].join(' ')
}

/** Whether a written filter is narrowed to a span. */
export function hasTimes(written: string): boolean {
  return piecesOf(written).some(isTime)
}

function isTime(piece: string): boolean {
  return /^(?:since|until):/i.test(piece)
}

function dayOf(time: number): string {
  const date = new Date(time)
  return `${date.getFullYear()}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`
}

function padded(part: number): string {
  return String(part).padStart(2, '0')
}
