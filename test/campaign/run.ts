import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { boundaries } from './boundaries.ts'
import { hostileInput, runHostile, type HostileResult } from './hostile.ts'
import { runDisks } from './disks.ts'
import { runGrowth } from './growth.ts'
import { runKills } from './kills.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deathsBeforeAPowerCut, deathsInARollback } from '../simulation/deaths.ts'
import { mastersEndEqual, metBefore } from '../simulation/concurrent-masters.ts'
import { resyncsMakeEqual } from '../simulation/damaged-slaves.ts'
import { interruptedStockEditsGoBack, stockEditsArrive } from '../simulation/stock-edits.ts'
import { changes, pairs } from '../simulation/edits.ts'
import { shrink, simulate, usualSteps } from '../simulation/simulation.ts'

const usage = `
npm run campaign -- hostile [--count 100000] [--seed 1] [--only NAME [--from N] [--show]]
    Gives everything that reads what others wrote that many damaged inputs, shared out among the boundaries.
    A fault is an error that is none of the catalogue, or an input that takes more than two seconds of the processor.
    With --from N --count 1 --show, one input once more, printed.

npm run campaign -- kills [--count 50] [--seed 1] [--broker embedded|activemq]
    Kills a master, two slaves and their broker that many times while changes are made, and judges what lies in
    the directories by what the master accepted.

npm run campaign -- disks [--count 200] [--seed 1]
    Lets the disks of a master and two slaves fail in every way a disk can, sets their clocks, tears and takes away
    their files and cuts off their journals, that many times. A node must say why it does not get on, get on by itself
    once it can, and what was lost must be found by a comparison.

npm run campaign -- growth [--count 100000] [--kept 2000]
    Has a master publish that many messages to a slave and an archive in one process, and looks ten times at the rows of every
    table, the files, the open handles and the memory: what is bounded by a setting must be within it (of what is
    finished, --kept of each kind), and nothing else may be larger in the last third than in the one before.
    TMPDIR=/dev/shm makes it quicker.

npm run campaign -- simulate [--seeds 100] [--seed 1]
    Runs a master, a broker and two slaves through what the seed and those after it befall them with, in one process and
    with a clock of its own: crashes and power cuts amid writes, full disks, clocks that are set, broken connections. A seed that fails is run again with
    ever fewer steps, down to the step that breaks it. The same seed is the same run; --seeds 1 --seed N is one of them.

npm run campaign -- deaths [--only NAME]
    A process dies at one change of a file after the other, while two changes that met are put in order (every kind of
    two), and before a power cut. What ends otherwise than where nobody died is a fault. A NAME is how kinds begin.

npm run campaign -- concurrent [--count 500] [--seed 1]
    Three masters with clocks that differ change the same things at once, and hear of each other late, in pieces and again,
    that many times. They must end equal. What fails is shrunk to the fewest steps.

npm run campaign -- damages [--count 500] [--seed 1]
    A GeoServer, imitated, is wrecked in memory and files in up to four ways, that many times, and resynced. It must be equal
    in both when it is called verified, be told why it is not otherwise, and no other may hear of it.

npm run campaign -- edits [--count 200] [--seed 1]
    A GeoServer, imitated, with two slaves is edited at random, that many times: all must be on every slave once what is offered was
    mended, and go back when it is taken back. As many edits of several objects end amid their requests, refused, unanswered
    or killed: what was done of them must be in the history, and go back.

All exit with 1 when something was found.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string' },
    seeds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    show: { type: 'boolean', default: false },
    broker: { type: 'string', default: 'embedded' },
    kept: { type: 'string', default: '2000' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const seed = wholeNumber(values.seed)

const [campaign] = positionals
if (values.help) console.log(usage)
else if (campaign === 'hostile')
  await hostile(wholeNumber(values.count ?? '100000'), wholeNumber(values.from))
else if (campaign === 'kills') await kills(wholeNumber(values.count ?? '50'))
else if (campaign === 'disks') await disks(wholeNumber(values.count ?? '200'))
else if (campaign === 'growth') await growth(wholeNumber(values.count ?? '100000'))
else if (campaign === 'simulate') await simulateSeeds(wholeNumber(values.seeds))
else if (campaign === 'concurrent')
  await properties('runs of three masters', mastersEndEqual, { examples: metBefore })
else if (campaign === 'damages') await properties('wrecked slaves', resyncsMakeEqual)
else if (campaign === 'edits') {
  await properties('runs of edits', stockEditsArrive, {}, '200')
  await properties('interrupted edits', interruptedStockEditsGoBack, {}, '200')
} else if (campaign === 'deaths') deaths(values.only ?? '')
else fail(usage)

async function hostile(count: number, from: number): Promise<void> {
  const { only, show } = values
  const all = boundaries().filter(({ name }) => only === undefined || name === only)
  if (all.length === 0) {
    const names = boundaries().map(({ name }) => name)
    fail(`There is no boundary ${only}: ${names.join(', ')}.`)
  }
  let found = 0
  let done = 0
  for (const boundary of all) {
    const range = { seed, from, count: Math.ceil(count / all.length) }
    if (show) process.stdout.write(`${hostileInput(boundary, seed, from).input.toString('latin1')}\n`)
    const result = await runHostile(boundary, range)
    done += result.inputs
    found += print(result)
  }
  finish(`${done} inputs`, found)
}

/** @returns how many faults it shows */
function print({ name, inputs, read, slowest, faults }: HostileResult): number {
  const again = (number: number) => `--only '${name}' --seed ${seed} --from ${number} --count 1`
  const refused = inputs - read - faults.length
  console.log(
    `${name.padEnd(26)} ${inputs} inputs, ${read} read, ${refused} refused, slowest ${slowest.took.toFixed(0)} ms`,
  )
  const shown = 5
  for (const { number, error } of faults.slice(0, shown)) {
    console.log(
      `  FAULT ${again(number)}\n    ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
    )
  }
  const slowestAllowed = 2_000
  if (slowest.took <= slowestAllowed) return faults.length
  console.log(`  SLOW ${again(slowest.number)}`)
  return faults.length + 1
}

async function kills(count: number): Promise<void> {
  const { broker } = values
  if (broker !== 'embedded' && broker !== 'activemq') fail(usage)
  const { accepted, faults } = await runKills({
    kills: count,
    seed,
    broker,
    onKill: (victim, number) => {
      if (number % 10 === 0) console.log(`kill ${number}: ${victim}`)
    },
  })
  for (const fault of faults) console.log(`  FAULT ${fault}`)
  finish(`${count} kills amid ${accepted} accepted changes (seed ${seed}, ${broker})`, faults.length)
}

async function disks(count: number): Promise<void> {
  const { accepted, faults } = await runDisks({
    rounds: count,
    seed,
    onRound: (what, number) => {
      console.log(`round ${number}: ${what}`)
    },
  })
  for (const fault of faults) console.log(`  FAULT ${fault}`)
  finish(`${count} rounds amid ${accepted} accepted changes (seed ${seed})`, faults.length)
}

async function growth(count: number): Promise<void> {
  const {
    messages,
    values: seen,
    faults,
  } = await runGrowth({
    messages: count,
    kept: wholeNumber(values.kept),
    onSample: (published) => {
      console.log(`${published} messages`)
    },
  })
  for (const [name, all] of seen) {
    const shown = (value: number): string =>
      /bytes$|^memory/.test(name) ? `${(value / 1_048_576).toFixed(1)} MB` : value.toFixed(0)
    console.log(`${name.padEnd(34)} ${all.map(shown).join(' ')}`)
  }
  for (const fault of faults) console.log(`  FAULT ${fault}`)
  finish(`${messages} messages`, faults.length)
}

async function simulateSeeds(seeds: number): Promise<void> {
  let found = 0
  for (let each = seed; each < seed + seeds; each += 1) {
    const directory = mkdtempSync(join(tmpdir(), 'plumbline-simulation-'))
    const run = (steps: number): string => join(directory, String(steps))
    try {
      const faults = await simulate(run(usualSteps), each, usualSteps).catch((error: unknown) => [
        String(error),
      ])
      if (faults.length === 0) continue
      found += 1
      console.log(`  FAULT --seeds 1 --seed ${each}: ${faults.slice(0, 3).join('\n    ')}`)
      console.log(`    from step ${await shrink((steps) => run(steps), each, usualSteps)} on`)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }
  finish(`${seeds} seeds from ${seed} on`, found)
}

function deaths(only: string): void {
  const inARollback = Object.entries(pairs).map(
    ([name, pair]) => [name, (path: string) => deathsInARollback(path, pair)] as const,
  )
  const beforeAPowerCut = Object.entries(changes).flatMap(([name, edit]) =>
    (['master', 'slave'] as const).map(
      (role) => [`${name} on a ${role}`, (path: string) => deathsBeforeAPowerCut(path, edit, role)] as const,
    ),
  )
  const wanted = [...inARollback, ...beforeAPowerCut].filter(([name]) => name.startsWith(only))
  let found = 0
  for (const [name, run] of wanted) {
    const directory = mkdtempSync(join(tmpdir(), 'plumbline-deaths-'))
    try {
      const faults = run(directory)
      found += faults.length
      console.log(`${name}: ${faults.length === 0 ? 'no fault' : ''}`)
      for (const fault of faults.slice(0, 3)) console.log(`  FAULT ${fault}`)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }
  finish(`${wanted.length} kinds of change`, found)
}

/** Runs that many cases of a property, and prints the smallest that fails. */
async function properties<Input>(
  what: string,
  property: fc.IRawProperty<Input>,
  parameters: fc.Parameters<Input> = {},
  usualCount = '500',
): Promise<void> {
  const count = wholeNumber(values.count ?? usualCount)
  const details = await fc.check(property, { ...parameters, numRuns: count, seed })
  if (details.failed)
    console.log(`  FAULT ${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}`)
  finish(`${details.numRuns} ${what} from seed ${seed}`, details.failed ? 1 : 0)
}

function finish(what: string, found: number): void {
  console.log(`${what}: ${found === 0 ? 'no fault' : found === 1 ? 'one fault' : `${found} faults`}.`)
  if (found > 0) process.exitCode = 1
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) fail(`${text} is no whole number.`)
  return Number(text)
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
