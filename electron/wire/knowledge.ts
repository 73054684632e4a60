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
const longestText = 64_000

export function formatKnowledge(knows: Knowledge): string {
  return [...knows]
    .toSorted(([, left], [, right]) => right - left)
    .slice(0, most)
    .map(([name, time]) => `${encodeURIComponent(name.toWellFormed())}=${time}`)
    .join('&')
}

/** What a message says of it; undefined when it says nothing that could be one. */
export function knowledgeOf(text: string | undefined): Knowledge | undefined {
  if (text === undefined || text.length > longestText) return undefined
  const knows = new Map<string, number>()
  for (const part of text === '' ? [] : text.split('&', most + 1)) {
    const [, name, time] = /^([^=&]+)=([1-9]\d{0,14})$/.exec(part) ?? []
    const sender = name === undefined ? undefined : decoded(name)
    if (sender === undefined || time === undefined || knows.size === most) return undefined
    knows.set(sender, Number(time))
  }
  return knows
}

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name)
  } catch {
    return undefined
  }
}
