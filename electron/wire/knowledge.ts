import { z } from 'zod'
import { JsonRefused, parseJson } from '../text/json.ts'

/**
 * What a master had heard of others when it made a change: the latest time of each, by instance name. It travels in a
 * property stock nodes do not read. Whoever made an event that is later than that was not heard of it yet, so neither
 * knew of the other.
 */
export type Knowledge = ReadonlyMap<string, number>

export const knowledgeProperty = 'plumblineKnows'

/**
 * Says that a message repeats how things are by now, for GeoServers, which know no order. Nodes of Plumbline apply
 * nothing of it.
 */
export const repetitionProperty = 'plumblineRepeats'

/** Masters a message names at most; those heard of last. */
const most = 100
const pairs = z.array(z.tuple([z.string().min(1).max(300), z.number().int().positive().max(1e15)])).max(most)

export function formatKnowledge(knows: Knowledge): string {
  return JSON.stringify([...knows].toSorted(([, left], [, right]) => right - left).slice(0, most))
}

/** What a message says of it; undefined when it says nothing that could be one. */
export function knowledgeOf(text: string | undefined): Knowledge | undefined {
  if (text === undefined || text === '' || text.length > 64_000) return undefined
  try {
    const parsed = pairs.safeParse(parseJson(text, { values: 3 * most + 1, depth: 3 }))
    return parsed.success ? new Map(parsed.data) : undefined
  } catch (error) {
    if (error instanceof JsonRefused || error instanceof SyntaxError) return undefined
    throw error
  }
}
