import { isAbsolute, resolve } from 'node:path'
import { clusterKeys } from '../../engine/configuration/cluster-properties.ts'
import { say } from '../../sentences/say.ts'
import { homeDirectory } from '../../state/account.ts'
import { readAddresses, refusedAddress, refuseLongText, type Address } from './addresses.ts'

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
/** Brokers have no pages: what names one is another address, whatever its scheme was meant to be. */
const brokerUrl = /^(?!https?:)[a-z][a-z0-9+.-]*:(?:\(|\/\/\(|\/\/[^/?]*\/?(?:\?|$))/i
/** What an address stands in where it is copied from. */
const around = /^["'`<“„«]+|["'`>”“»]+$/g

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
    .map((line) => asWritten(line.trim().replaceAll(around, '')))
  const paths = lines.filter(isPath)
  const urls = lines.filter((line) => brokerUrl.test(line))
  const rest = lines.filter((line) => line !== '' && !isPath(line) && !brokerUrl.test(line))
  for (const line of rest) refuseWords(line)
  const isAlone = rest.length === 0 && paths.length + urls.length + properties.length > 0
  return {
    addresses: isAlone ? [] : readAddresses(rest.join('\n')),
    brokerUrl: urls.length > 1 ? `failover:(${urls.join(',')})` : urls[0],
    paths: [...new Set(paths)],
    properties: properties.length === 0 ? undefined : properties.join('\n'),
  }
}

/** Schemes by the ports brokers have unless somebody gave them others. */
const brokerPorts: Readonly<Record<string, string>> = { 61613: 'stomp', 61616: 'tcp', 61617: 'ssl' }

/** What a line is short for: a path from where Plumbline was started, below the home directory or as a URL, a broker by its usual port. */
function asWritten(line: string): string {
  if (/^file:\/\//i.test(line)) return decoded(URL.parse(line)?.pathname ?? line)
  if (/^\.{1,2}([\\/]|$)/.test(line)) return resolve(line)
  if (/^~(\/|$)/.test(line)) return `${homeDirectory(process.env)}${line.slice(1)}`
  const scheme = brokerPorts[/^[\w.-]+:(\d+)$/.exec(line)?.[1] ?? '']
  return scheme === undefined ? line : `${scheme}://${line}`
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Those of Windows are told as paths on every machine, where they are not found. */
function isPath(line: string): boolean {
  return isAbsolute(line) || /^([a-z]:[\\/]|\\\\)/i.test(line)
}

/** A sentence is no list of machines: nobody is asked who is called like its words. */
function refuseWords(line: string): void {
  const words = line.split(/[\s,;]+/).filter((word) => !/[\d.:/{}[\]]/.test(word) && word !== '')
  if (words.length > 1) throw refusedAddress(line, say('addresses.words'))
}

function holdsProperty(text: string): boolean {
  const keys: ReadonlySet<string | undefined> = new Set(clusterKeys)
  return [...text.matchAll(/^[ \t]*([\w.]+)[ \t]*=/gm)].some(([, key]) => keys.has(key))
}
