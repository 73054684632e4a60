/**
 * How a master of Plumbline numbers what it publishes, in properties stock nodes do not read: the epoch of its journal,
 * and the event's number in it, 1 for the first. Whoever hears it can tell what it did not hear.
 */
export const epochProperty = 'plumblineEpoch'
export const numberProperty = 'plumblineNumber'

/**
 * The handler of a mark: no event, but the number of the last one its sender published, so that a loss is noticed when
 * nothing follows it. It travels to the nodes of Plumbline alone.
 */
export const markHandler = 'plumblineMark'

/** Where a message stands in what its sender published. */
export interface Numbering {
  readonly epoch: string
  readonly number: number
  /** Whether it is the number of an event that was published before, rather than its own. */
  readonly isMark: boolean
}

/** What a message says of its number; undefined when it says nothing that could be one. */
export function numberingOf(properties: ReadonlyMap<string, string>): Numbering | undefined {
  const epoch = properties.get(epochProperty) ?? ''
  const number = properties.get(numberProperty) ?? ''
  if (!/^[\w-]{1,64}$/.test(epoch) || !/^[1-9]\d{0,14}$/.test(number)) return undefined
  return { epoch, number: Number(number), isMark: isMark(properties) }
}

export function isMark(properties: ReadonlyMap<string, string>): boolean {
  return properties.get('JMSEventHandlerSPI') === markHandler
}
