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
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
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
