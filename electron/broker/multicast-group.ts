import { isIPv4 } from 'node:net'

/** Where brokers tell of themselves, and under which name. */
export interface MulticastGroup {
  readonly address: string
  readonly port: number
  readonly name: string
}

/** What GeoServer's `discoveryURI=multicast://default` means. */
export const defaultGroup: MulticastGroup = Object.freeze({
  address: '239.255.2.3',
  port: 6155,
  name: 'default',
})

const pattern = /^multicast:\/\/(default|[\d.]{7,15})(?::(\d{1,5}))?\/?(?:\?(.*))?$/i
const highestPort = 65_535

/**
 * Reads a group as ActiveMQ writes it: `multicast://default?group=maps`, `multicast://239.255.2.4:6255`. Other options
 * are for who tells of itself.
 * @returns undefined for what is none
 */
export function readGroup(text: string): MulticastGroup | undefined {
  const [whole, host = '', port, query = ''] = pattern.exec(text.trim()) ?? []
  if (whole === undefined) return undefined
  const address = host.toLowerCase() === 'default' ? defaultGroup.address : host
  const name = new URLSearchParams(query).get('group') ?? defaultGroup.name
  const group = { address, name, port: port === undefined ? defaultGroup.port : Number(port) }
  return isMulticast(address) && isName(name) && group.port >= 1 && group.port <= highestPort
    ? Object.freeze(group)
    : undefined
}

/** The URL of a group. */
export function writeGroup({ address, port, name }: MulticastGroup): string {
  const isUsual = address === defaultGroup.address && port === defaultGroup.port
  const place = isUsual ? defaultGroup.name : `${address}:${port}`
  return `multicast://${place}${name === defaultGroup.name ? '' : `?group=${name}`}`
}

/** Whether announcements can be of a group of this name. */
function isName(text: string): boolean {
  return /^[\w-]{1,100}$/.test(text)
}

function isMulticast(address: string): boolean {
  const first = Number(address.split('.')[0])
  return isIPv4(address) && first >= 224 && first <= 239
}
