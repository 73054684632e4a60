import { parseArgs } from 'node:util'
import { boundaries } from './boundaries.ts'
import { hostileInput, runHostile, type HostileResult } from './hostile.ts'

/**
 * Gives everything that reads what others wrote a large number of damaged inputs, and says what became of them.
 *
 *     npm run campaign -- --count 1000000            so many in all, shared out among the boundaries
 *     npm run campaign -- --only messages --seed 7   one boundary, by its name, with other inputs
 *     npm run campaign -- --only messages --seed 7 --from 1234 --count 1 --show   one input once more, printed
 *
 * Exits with 1 when one ended in an error that is none of the catalogue, or took longer than two seconds.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    show: { type: 'boolean', default: false },
  },
})
const [count, seed, from] = [wholeNumber(values.count), wholeNumber(values.seed), wholeNumber(values.from)]
const { only } = values
const slowestAllowed = 2_000
const all = boundaries().filter(({ name }) => only === undefined || name === only)
if (all.length === 0)
  fail(
    `There is no boundary ${only}: ${boundaries()
      .map(({ name }) => name)
      .join(', ')}.`,
  )

let found = 0
let done = 0
for (const boundary of all) {
  const range = { seed, from, count: Math.ceil(count / all.length) }
  if (values.show) process.stdout.write(`${hostileInput(boundary, seed, from).input.toString('latin1')}\n`)
  const result = await runHostile(boundary, range)
  done += result.inputs
  found += print(result)
}
console.log(`${done} inputs, ${found === 0 ? 'no fault' : `${found} faults`}.`)
process.exitCode = found === 0 ? 0 : 1

/** @returns how many faults it shows */
function print({ name, inputs, read, slowest, faults }: HostileResult): number {
  const again = (number: number) => `--only '${name}' --seed ${seed} --from ${number} --count 1`
  console.log(
    `${name.padEnd(26)} ${inputs} inputs, ${read} read, ${inputs - read - faults.length} refused, ` +
      `slowest ${slowest.took.toFixed(0)} ms`,
  )
  const shown = 5
  for (const { number, error } of faults.slice(0, shown)) {
    console.log(
      `  FAULT ${again(number)}\n    ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
    )
  }
  if (slowest.took <= slowestAllowed) return faults.length
  console.log(`  SLOW ${again(slowest.number)}`)
  return faults.length + 1
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) fail(`${text} is no whole number.`)
  return Number(text)
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
