import type { ActivityForm } from '../contract/node-control.ts'
import { dim, green, red, yellow, type Piece } from './styled-text.ts'

/** What a node did, in one line: time, direction, state, what it was about, and why. */
export function activityLine({
  at,
  direction,
  from,
  state,
  summary,
  reason,
}: ActivityForm): readonly Piece[] {
  return [
    dim(timeOfDay(at)),
    `  ${direction.padEnd(9)}  `,
    ...styledState(state),
    '  ',
    summary,
    ...(from === undefined || from === '' ? [] : [dim(` (from ${from})`)]),
    ...(reason === undefined ? [] : [' — ', reason]),
  ]
}

/** As a clock on the wall here shows it. */
export function timeOfDay(at: number): string {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

function styledState(state: string): readonly Piece[] {
  const padded = state.padEnd(10)
  switch (state) {
    case 'applied':
    case 'sent':
      return [green(padded)]
    case 'failed':
      return [red(padded)]
    case 'parked':
    case 'lost':
      return [yellow(padded)]
    default:
      return [dim(padded)]
  }
}
