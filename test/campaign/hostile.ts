import { seededRandom } from '../simulation/random.ts'
import { isToldError, type Boundary } from './boundaries.ts'
import { damaged } from './damage.ts'

/** What became of the inputs of one boundary. */
export interface HostileResult {
  readonly name: string
  readonly inputs: number
  /** How many were read; the others were refused with an error of the catalogue. */
  readonly read: number
  /** Milliseconds of processor time the slowest took, with its number. */
  readonly slowest: { readonly number: number; readonly took: number }
  readonly faults: readonly Fault[]
}

/** An input that ended in an error nobody tells. */
export interface Fault {
  readonly number: number
  readonly error: unknown
}

export interface HostileRange {
  readonly seed: number
  /** The number of the first input. */
  readonly from: number
  readonly count: number
}

/** The input of a number: the same for the same seed, whatever came before it. */
export function hostileInput(
  { samples }: Boundary,
  seed: number,
  number: number,
): { readonly input: Buffer; readonly random: (below: number) => number } {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ number)
  return { input: damaged(samples, random), random }
}

/** Gives a boundary inputs that were damaged, and sees what becomes of each. */
export async function runHostile(
  boundary: Boundary,
  { seed, from, count }: HostileRange,
): Promise<HostileResult> {
  const faults: Fault[] = []
  let read = 0
  let slowest = { number: from, took: 0 }
  for (let number = from; number < from + count; number += 1) {
    const { input, random } = hostileInput(boundary, seed, number)
    const begun = process.cpuUsage()
    try {
      await boundary.read(input, random)
      read += 1
    } catch (error) {
      if (!isToldError(error)) faults.push({ number, error })
    }
    const { user, system } = process.cpuUsage(begun)
    const took = (user + system) / 1000
    if (took > slowest.took) slowest = { number, took }
  }
  return { name: boundary.name, inputs: count, read, slowest, faults }
}
