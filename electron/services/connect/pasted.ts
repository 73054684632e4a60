import { isAbsolute } from 'node:path'
import { clusterKeys } from '../../engine/configuration/cluster-properties.ts'
import { readAddresses, refuseLongText, type Address } from './addresses.ts'

/** What somebody pasted to have a cluster found by it. */
export interface Pasted {
  /** Of GeoServers. */
  readonly addresses: readonly Address[]
  /** Of whatever names brokers; undefined where nothing does. */
  readonly brokerUrl: string | undefined
  /** On this machine: data directories, and files of properties. */
  readonly paths: readonly string[]
  /** The text of a cluster.properties; undefined where it is none. */
  readonly properties: string | undefined
}

const isUrlOfNode = /^\s*https?:/i
const brokerUrl = /^(?!https?:)[a-z][a-z0-9+.-]*:(?:\/\/|\()/i

/**
 * Tells what a text is that somebody typed or pasted: addresses of GeoServers, URLs of brokers and paths of this
 * machine, each on a line of its own and in any order, or a whole cluster.properties.
 * @throws PLB-GEOSERVER-ADDRESS-REFUSED where it is nothing of it
 */
export function readPasted(text: string): Pasted {
  refuseLongText(text)
  const written = text.split(/\r?\n/)
  const isProperty = holdsProperty(text)
    ? (line: string) => !isUrlOfNode.test(line) && (/^\s*[#!]|=/.test(line) || line.trim() === '')
    : () => false
  const properties = written.filter(isProperty)
  const lines = written
    .filter((line) => !isProperty(line))
    .map((line) => line.trim().replaceAll(/^["']|["']$/g, ''))
  const paths = lines.filter((line) => isAbsolute(line))
  const urls = lines.filter((line) => brokerUrl.test(line))
  const rest = lines.filter((line) => line !== '' && !isAbsolute(line) && !brokerUrl.test(line))
  const isAlone = rest.length === 0 && paths.length + urls.length + properties.length > 0
  return {
    addresses: isAlone ? [] : readAddresses(rest.join('\n')),
    brokerUrl: urls.length > 1 ? `failover:(${urls.join(',')})` : urls[0],
    paths: [...new Set(paths)],
    properties: properties.length === 0 ? undefined : properties.join('\n'),
  }
}

function holdsProperty(text: string): boolean {
  const keys: ReadonlySet<string | undefined> = new Set(clusterKeys)
  return [...text.matchAll(/^[ \t]*([\w.]+)[ \t]*=/gm)].some(([, key]) => keys.has(key))
}
