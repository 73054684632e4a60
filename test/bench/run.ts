import { parseArgs } from 'node:util'
import { benches } from './rows/all.ts'
import type { Row } from './row.ts'

const usage = `
npm run -s bench -- [--only NAME]… [--json]
    Prints what is fast and what is not: each figure with the floor of the same run, the ratio of both, and the goal.
    A name is that of a row or how several begin. With --json standard output has the table alone, as an array.
`

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) {
  console.log(usage)
  process.exit()
}

const isWanted = (name: string): boolean =>
  values.only === undefined || values.only.some((start) => name.startsWith(start))

const wanted = benches.filter(({ names }) => names.some(isWanted))
if (wanted.length === 0) {
  console.error(`No such row. There are: ${benches.flatMap(({ names }) => names).join(', ')}`)
  process.exit(2)
}

const rows: Row[] = []
if (!values.json) printLine('', 'value', 'floor', 'ratio', 'goal')
for (const bench of wanted) {
  if (bench.unavailable !== undefined) {
    console.error(`Not measured: ${bench.names.join(', ')}: ${bench.unavailable}`)
    continue
  }
  const measured = (await bench.run()).filter(({ name }) => isWanted(name))
  rows.push(...measured)
  if (!values.json) for (const each of measured) printRow(each)
}
if (values.json) console.log(JSON.stringify(rows, undefined, 2))

function printRow({ name, value, unit, floor, ratio, goal }: Row): void {
  printLine(
    name,
    `${value.toFixed(unit === '/s' ? 0 : 1)} ${unit}`,
    floor === null ? '–' : `${floor.toFixed(unit === '/s' ? 0 : 1)} ${unit}`,
    ratio === null ? '–' : ratio.toFixed(2),
    goal,
  )
}

function printLine(name: string, value: string, floor: string, ratio: string, goal: string): void {
  console.log(`${name.padEnd(24)}${value.padStart(14)}${floor.padStart(14)}${ratio.padStart(8)}   ${goal}`)
}
