/**
 * The place of an event in the one order all nodes of Plumbline apply events in, whatever order they arrive in. It
 * travels in a property stock nodes do not read.
 */
export interface Stamp {
  /** Milliseconds of its sender's clock, and more than those of any event the sender had heard of. */
  readonly time: number
  /** Its place among the events of one change. */
  readonly step: number
  /** The instance name of the master that made it. */
  readonly sender: string
}

/** No stamp has a later time: what is written longer is none. */
export const latestTime = 999_999_999_999_999

export const stampProperty = 'plumblineStamp'

/** What the property says; its sender is in a property of its own. */
export function formatStamp({ time, step }: Pick<Stamp, 'time' | 'step'>): string {
  return `${time}.${step}`
}

/** What a message says of its place; undefined when it says nothing that could be one. */
export function stampOf(properties: ReadonlyMap<string, string>): Stamp | undefined {
  return parseStamp(properties.get(stampProperty) ?? '', properties.get('instanceName') ?? '')
}

export function parseStamp(text: string, sender: string): Stamp | undefined {
  const [, time, step] = /^([1-9]\d{0,14})\.(0|[1-9]\d{0,5})$/.exec(text) ?? []
  if (time === undefined || step === undefined || sender === '') return undefined
  return { time: Number(time), step: Number(step), sender }
}

/** Below 0 when the left one comes first. The same on every node: no locale has a say in it. */
export function compareStamps(left: Stamp, right: Stamp): number {
  if (left.time !== right.time) return left.time - right.time
  if (left.sender !== right.sender) return left.sender < right.sender ? -1 : 1
  return left.step - right.step
}
