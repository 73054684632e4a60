import type { MulticastGroup } from '../multicast-group.ts'

/** What a broker says of itself by multicast, so that others find it. */
export interface Announcement {
  /** Whether it is there, or goes. */
  readonly state: 'alive' | 'dead'
  /** What it calls itself; ActiveMQ says `localhost`, whatever it is called. */
  readonly brokerName: string
  /** Where it is to be reached, as it sees itself. */
  readonly service: ServiceAddress
}

export interface ServiceAddress {
  readonly scheme: string
  readonly host: string
  readonly port: number
}

/** No announcement is longer. */
const longest = 512

const pattern = /^([\w-]{1,100})\.ActiveMQ-4\.(alive|dead)\.%([\w.-]{0,200})%([a-z+]{2,20}):\/\/(.+)$/
const schemes: ReadonlySet<string> = new Set([
  ...['tcp', 'nio', 'ssl', 'nio+ssl'],
  ...['auto', 'auto+nio', 'auto+ssl', 'auto+nio+ssl'],
])
const highestPort = 65_535

/**
 * Reads a datagram; anybody can send one, and may say anything in it.
 * @returns undefined for what is no announcement, or one of another group
 */
export function readAnnouncement(
  datagram: Uint8Array,
  of: Pick<MulticastGroup, 'name'>,
): Announcement | undefined {
  if (datagram.length > longest) return undefined
  const parts = pattern.exec(Buffer.from(datagram).toString('latin1'))
  const [, group, state, brokerName = '', scheme = '', authority = ''] = parts ?? []
  if (group !== of.name || !schemes.has(scheme)) return undefined
  const [, host, port] = /^([A-Za-z0-9.-]{1,255}|\[[0-9a-f:.]{2,45}\]):(\d{1,5})$/i.exec(authority) ?? []
  if (host === undefined || Number(port) < 1 || Number(port) > highestPort) return undefined
  const service = { scheme, host, port: Number(port) }
  return { state: state === 'dead' ? 'dead' : 'alive', brokerName, service }
}

/** The datagram of an announcement. */
export function writeAnnouncement(
  { state, brokerName, service }: Announcement,
  to: Pick<MulticastGroup, 'name'>,
): Buffer {
  const text = `${to.name}.ActiveMQ-4.${state}.%${brokerName}%${serviceUrl(service)}`
  return Buffer.from(text, 'latin1')
}

/** Where an announced broker listens: `tcp://host:port`. */
export function serviceUrl({ scheme, host, port }: ServiceAddress): string {
  return `${scheme}://${host}:${port}`
}
