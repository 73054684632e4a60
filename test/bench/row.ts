import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './measure.ts'

/** One figure: what was measured, beside what the least that has to be done took in the same run. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: '/s' | 'ms' | 'MB'
  /** The same work with nothing of ours in it, in the same unit; null where nothing compares. */
  readonly floor: number | null
  readonly ratio: number | null
  /** What the ratio is to be; the value, where there is no floor. */
  readonly goal: string
}

/** A bench and the names of the rows it makes. */
export interface Bench {
  readonly names: readonly string[]
  /** Why it cannot be run here, when it cannot. */
  readonly unavailable?: string | undefined
  run(): Promise<readonly Row[]>
}

/** A row with a floor. */
export function row(name: string, unit: Row['unit'], value: number, floor: number, goal: string): Row {
  return { name, value, unit, floor, ratio: value / floor, goal }
}

/**
 * Has each of several things done in turn, several times, and tells the median of what each said. So all of them meet
 * the same machine, whatever else it does. The first round warms up and does not count.
 */
export async function interleaved<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, (round: number) => number | Promise<number>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(measures) as Name[]
  const measured = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const figure = await measures[name](round)
      if (round > 0) measured.get(name)?.push(figure)
    }
  }
  const medians = names.map((name) => [name, median(measured.get(name) ?? [])] as const)
  return Object.fromEntries(medians) as Record<Name, number>
}

/** How often a second something happens that an action does `times` times. */
export async function rateOf(times: number, action: () => unknown): Promise<number> {
  return times / ((await millisecondsOf(action)) / 1000)
}

/** How long an action takes. */
export async function millisecondsOf(action: () => unknown): Promise<number> {
  const started = performance.now()
  await action()
  return performance.now() - started
}

/** Does something with a directory that is gone afterwards. */
export async function inDirectory<Result>(action: (path: string) => Promise<Result>): Promise<Result> {
  const path = mkdtempSync(join(tmpdir(), 'plumbline-bench-'))
  try {
    return await action(path)
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
}
