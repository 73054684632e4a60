import type { ActivityData } from '../contract/node-control.ts'
import { dim, green, red, yellow, type Piece } from './styled-text.ts'
import { stateWord } from './state-word.ts'
import { say } from '../sentences/say.ts'
import type { Output } from './output.ts'

/** What a node did, in one line: time, direction, state, what it was about, and why. */
export function activityLine(
  { at, direction, from, state, summary, reason }: ActivityData,
  output: Output,
): readonly Piece[] {
  return [
    dim(timeOfDay(at)),
    `  ${output.words(stateWord(direction)).padEnd(9)}  `,
    styledState(state, output),
    '  ',
    summary,
    ...(from === undefined || from === '' ? [] : [' ', dim(say('cliNodes.from', { node: from }))]),
    ...(reason === undefined ? [] : [' — ', reason]),
  ]
}

/** As a clock on the wall here shows it. */
export function timeOfDay(at: number): string {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => padded(part)).join(':')
}

/** The same with its day and milliseconds, as `--since` takes it: `2026-11-22T14:02:05.120`. */
export function dayAndTime(at: number): string {
  const date = new Date(at)
  const day = [date.getFullYear(), padded(date.getMonth() + 1), padded(date.getDate())].join('-')
  return `${day}T${timeOfDay(at)}.${padded(date.getMilliseconds(), 3)}`
}

function padded(part: number, length = 2): string {
  return String(part).padStart(length, '0')
}

function styledState(state: string, output: Output): Piece {
  const padded = `${output.words(stateWord(state))} `.padEnd(10)
  switch (state) {
    case 'applied':
    case 'sent':
      return green(padded)
    case 'failed':
      return red(padded)
    case 'parked':
    case 'lost':
      return yellow(padded)
    default:
      return dim(padded)
  }
}
