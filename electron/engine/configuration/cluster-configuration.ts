import { randomUUID } from 'node:crypto'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import { failure, isFailure } from '../../errors/failure.ts'
import { holdsSecret } from '../../secrets/text.ts'
import { localFileSystem, type FileSystem } from '../../storage/files.ts'
import {
  clusterKeys,
  initialTexts,
  readClusterTexts,
  type ClusterKey,
  type ClusterTexts,
  type ClusterValues,
} from './cluster-properties.ts'
import { formatJavaProperties, MalformedProperties, parseJavaProperties } from './java-properties.ts'
import { say } from '../../sentences/say.ts'

export type { ClusterKey } from './cluster-properties.ts'

/** Where a value came from; a default is what GeoServer writes into a new file. */
export type ValueSource = 'file' | 'default' | 'environment'

/** How a node takes part in its cluster, as its cluster.properties says it. */
export interface ClusterConfiguration {
  readonly instanceName: string
  readonly group: string
  readonly topicName: string
  /** As written; empty means the node's own embedded broker. It may carry a password. */
  readonly brokerUrl: string
  /** Without effect: what a node receives lies in a queue, which outlives its consumer in any case. */
  readonly durable: boolean
  readonly connection: 'enabled' | 'disabled'
  readonly connectionRetry: number
  /** Milliseconds between two attempts to connect. */
  readonly connectionMaxWait: number
  readonly readOnly: boolean
  readonly toggleMaster: boolean
  readonly toggleSlave: boolean
  readonly embeddedBroker: boolean
  /** Relative to the cluster configuration directory. */
  readonly embeddedBrokerProperties: string
  readonly xbeanUrl: string
  /** Absolute. */
  readonly clusterConfigDirectory: string
  /** What whoever starts the node should know of its file. */
  readonly findings: readonly ConfigurationFinding[]
  readonly source: Readonly<Record<ClusterKey, ValueSource>>
}

/**
 * The file was made just now although others lie below it, of which one may be meant; or it holds a login and others
 * can read it, which could not be changed.
 */
export type ConfigurationFinding =
  | { readonly kind: 'others below'; readonly paths: readonly string[] }
  | { readonly kind: 'login exposed'; readonly path: string }

/** Where a node's configuration is found. */
export interface ClusterConfigurationLocation {
  /** Must exist. */
  readonly dataDirectory: string
  /** Usually process.env: CLUSTER_CONFIG_DIR and any other key set here go before the file. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The broker to use instead of the file's: the file need not name one then. */
  readonly brokerUrl?: string | undefined
  readonly fileSystem?: FileSystem
  readonly randomInstanceName?: () => string
}

/** New texts by key, as they would stand in the file. */
export type ClusterConfigurationChanges = Readonly<
  Partial<Record<Exclude<ClusterKey, 'CLUSTER_CONFIG_DIR'>, string>>
>

/**
 * Reads cluster.properties as GeoServer's jms-cluster module does, but for what is harmful there: keys that are
 * missing get their default (GeoServer fails to start), every override counts, the file is written only when
 * something changed, and it is never disconnected by itself. As in GeoServer, a missing file is made, and values
 * of the environment stay in it. Keys the module does not know are kept. A file that exists and does not say which
 * node, role or broker it is for is never completed. One that holds a login is made readable by its owner alone.
 * @throws PLB-CONFIGURATION-INCOMPLETE, -FOREIGN, and nothing is written; PLB-CONFIGURATION-INVALID, which names every bad value, and then nothing is written;
 *   PLB-CONFIGURATION-DAMAGED, -NO-DATA-DIRECTORY, -DIRECTORY-OUTSIDE; PLB-STORAGE-… when it cannot be read or written
 */
export function loadClusterConfiguration(location: ClusterConfigurationLocation): ClusterConfiguration {
  return settle(location, {})
}

/**
 * Changes keys of cluster.properties, all of them or, when one is bad, none, and returns what then holds.
 * @throws PLB-CONFIGURATION-OVERRIDDEN when the environment sets a key otherwise; and what loading throws
 */
export function updateClusterConfiguration(
  location: ClusterConfigurationLocation,
  changes: ClusterConfigurationChanges,
): ClusterConfiguration {
  return settle(location, changes)
}

/**
 * As {@link loadClusterConfiguration}, but for those who only look: nothing is ever written.
 * @returns undefined when the file does not exist, so that the node does not have a name yet
 */
export function readClusterConfiguration(
  location: ClusterConfigurationLocation,
): ClusterConfiguration | undefined {
  const { fileSystem = localFileSystem } = location
  const directory = clusterConfigurationDirectory(location)
  const path = join(directory, fileName)
  if (!fileSystem.exists(path)) return undefined
  const stored = readProperties(path, fileSystem)
  refuseIncomplete(location, stored, stored, path)
  const { values, source } = interpret(location, stored, directory, path)
  const findings: ConfigurationFinding[] = isExposed(path, fileSystem)
    ? [{ kind: 'login exposed', path }]
    : []
  return configurationOf(values, directory, source, findings)
}

const fileName = 'cluster.properties'
const longestFile = 1024 * 1024
const sourceOfEachKey = z.record(
  z.enum(clusterKeys),
  z.enum(['file', 'default', 'environment']).default('default'),
)

function settle(
  location: ClusterConfigurationLocation,
  changes: ClusterConfigurationChanges,
): ClusterConfiguration {
  const { fileSystem = localFileSystem } = location
  const directory = clusterConfigurationDirectory(location)
  const path = join(directory, fileName)
  const stored = fileSystem.exists(path) ? readProperties(path, fileSystem) : undefined
  const wanted = new Map([...(stored ?? []), ...Object.entries(changes)])
  refuseOverridden(changes, location.environment, path)
  if (stored !== undefined) refuseIncomplete(location, stored, wanted, path)
  const { values, texts, source } = interpret(location, wanted, directory, path)
  const settled = new Map([...wanted, ...Object.entries(texts)])
  // Templates leave it empty, which counts as not set.
  if (wanted.get('CLUSTER_CONFIG_DIR') === '') settled.set('CLUSTER_CONFIG_DIR', '')
  // Whoever named the broker named it for this run.
  if (stored !== undefined && !wanted.has('brokerURL')) settled.delete('brokerURL')
  const findings: ConfigurationFinding[] = []
  if (stored === undefined) {
    const paths = othersBelow(directory, fileSystem)
    if (paths.length > 0) findings.push({ kind: 'others below', paths })
  }
  if (stored === undefined || !hasSameEntries(stored, settled)) {
    fileSystem.makeDirectory(directory)
    fileSystem.removeLeftovers(directory)
    const mode = holdsLogin(settled) ? { mode: 0o600 } : {}
    fileSystem.writeAtomically(path, formatJavaProperties(settled), mode)
  }
  if (isExposed(path, fileSystem) && !closedToOthers(path, fileSystem)) {
    findings.push({ kind: 'login exposed', path })
  }
  return configurationOf(values, directory, source, findings)
}

/** What says which node it is, what it does and with whom: nobody but its operator can know that. */
const essential = ['instanceName', 'toggleMaster', 'toggleSlave', 'brokerURL'] as const
/** Keys of the file of the same name that GeoServer's Hazelcast module has. */
const keysOfHazelcast = new Set([
  'sync_method',
  'sync_delay',
  'session_sharing',
  'session_sticky',
  'configuration_filename',
])

/** A file that is empty, cut off or another's says nothing, and what it does not say is nobody's to make up. */
function refuseIncomplete(
  location: ClusterConfigurationLocation,
  stored: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
  path: string,
): void {
  if (stored.size > 0 && !clusterKeys.some((key) => stored.has(key))) {
    const ofHazelcast = [...stored.keys()].some((key) => keysOfHazelcast.has(key))
    const owner = say(ofHazelcast ? 'clusterProperties.ofHazelcast' : 'clusterProperties.ofOther')
    throw failure('PLB-CONFIGURATION-FOREIGN', { path, owner })
  }
  const missing = essential.filter(
    (key) =>
      !wanted.has(key) &&
      override(location.environment, key) === undefined &&
      (key !== 'brokerURL' || location.brokerUrl === undefined),
  )
  if (missing.length > 0) throw failure('PLB-CONFIGURATION-INCOMPLETE', { path, missing: [...missing] })
}

const deepestSearch = 3
const mostEntries = 1000

/** Other files of the same name below a directory, as images of containers keep them. */
function othersBelow(directory: string, fileSystem: FileSystem): readonly string[] {
  const found: string[] = []
  let left = mostEntries
  const search = (path: string, depth: number): void => {
    if (!fileSystem.exists(path)) return
    for (const entry of fileSystem.list(path)) {
      left -= 1
      if (left < 0) return
      const below = join(path, entry.name)
      if (entry.kind === 'file' && entry.name === fileName) found.push(below)
      if (entry.kind === 'directory' && depth < deepestSearch) search(below, depth + 1)
    }
  }
  search(directory, 0)
  return found
}

function holdsLogin(properties: ReadonlyMap<string, string>): boolean {
  return holdsSecret(properties.get('brokerURL') ?? '')
}

/** Whether the file holds a login and other accounts can read it. Windows has no such permission bits. */
function isExposed(path: string, fileSystem: FileSystem): boolean {
  if (process.platform === 'win32' || ((fileSystem.stat(path)?.mode ?? 0) & 0o077) === 0) return false
  return holdsLogin(readProperties(path, fileSystem))
}

/** Takes the file from everybody else, as it stands. @returns whether that could be done */
function closedToOthers(path: string, fileSystem: FileSystem): boolean {
  try {
    fileSystem.writeAtomically(path, fileSystem.readFile(path, longestFile), { mode: 0o600 })
    return true
  } catch (error) {
    if (isFailure(error)) return false
    throw error
  }
}

function interpret(
  location: ClusterConfigurationLocation,
  wanted: ReadonlyMap<string, string>,
  directory: string,
  path: string,
): {
  readonly values: ClusterValues
  readonly texts: ClusterTexts
  readonly source: ClusterConfiguration['source']
} {
  const { texts, source } = resolveTexts(location, wanted, directory)
  const read = readClusterTexts(texts)
  if ('problems' in read) {
    throw failure('PLB-CONFIGURATION-INVALID', {
      path,
      problems: read.problems.map(({ message }) => message),
    })
  }
  return { values: read.values, texts, source }
}

/**
 * Where a node's cluster.properties lies, or would: CLUSTER_CONFIG_DIR of the environment, absolute or below the data
 * directory; else the directory `cluster` in it.
 * @throws PLB-CONFIGURATION-NO-DATA-DIRECTORY, -DIRECTORY-OUTSIDE
 */
export function clusterConfigurationDirectory(location: ClusterConfigurationLocation): string {
  const { fileSystem = localFileSystem } = location
  const dataDirectory = resolve(location.dataDirectory)
  if (fileSystem.stat(dataDirectory)?.kind !== 'directory') {
    throw failure('PLB-CONFIGURATION-NO-DATA-DIRECTORY', { path: dataDirectory })
  }
  const value = override(location.environment, 'CLUSTER_CONFIG_DIR')
  if (value === undefined) return join(dataDirectory, 'cluster')
  const directory = resolve(dataDirectory, value)
  const way = relative(dataDirectory, directory)
  if (!isAbsolute(value) && (way === '..' || way.startsWith(`..${sep}`))) {
    throw failure('PLB-CONFIGURATION-DIRECTORY-OUTSIDE', { value, dataDirectory })
  }
  return directory
}

function readProperties(path: string, fileSystem: FileSystem): Map<string, string> {
  const bytes = fileSystem.readFile(path, longestFile)
  try {
    return parseJavaProperties(bytes)
  } catch (error) {
    if (!(error instanceof MalformedProperties)) throw error
    throw failure('PLB-CONFIGURATION-DAMAGED', { path, line: error.line, problem: error.problem }, error)
  }
}

function refuseOverridden(
  changes: ClusterConfigurationChanges,
  environment: ClusterConfigurationLocation['environment'],
  path: string,
): void {
  const keys = Object.entries(changes)
    .filter(([key, text]) => (override(environment, key) ?? text) !== text)
    .map(([key]) => key)
  if (keys.length > 0) throw failure('PLB-CONFIGURATION-OVERRIDDEN', { keys: keys.join(', '), path })
}

/** An empty variable counts as none. */
function override(environment: ClusterConfigurationLocation['environment'], key: string): string | undefined {
  const value = environment[key]
  return value === '' ? undefined : value
}

/** For each key the text that counts (of the environment, else of the file, else the default) and its source. */
function resolveTexts(
  location: ClusterConfigurationLocation,
  wanted: ReadonlyMap<string, string>,
  directory: string,
): { readonly texts: ClusterTexts; readonly source: ClusterConfiguration['source'] } {
  const texts = {
    ...initialTexts,
    instanceName: (location.randomInstanceName ?? randomUUID)(),
    CLUSTER_CONFIG_DIR: recordOfDirectory(location, wanted.get('CLUSTER_CONFIG_DIR'), directory),
  }
  const sources = new Map<ClusterKey, ValueSource>()
  for (const key of clusterKeys) {
    const overriding = override(location.environment, key)
    if (key === 'CLUSTER_CONFIG_DIR') {
      // Where the file lies cannot come out of the file.
      if (overriding !== undefined) sources.set(key, 'environment')
      continue
    }
    const text = overriding ?? wanted.get(key)
    if (text === undefined || isMatchAllTopic(key, text)) continue
    texts[key] = text
    sources.set(key, overriding === undefined ? 'file' : 'environment')
  }
  return { texts, source: sourceOfEachKey.parse(Object.fromEntries(sources)) }
}

/**
 * What the file shall say of the directory it lies in. A record of another place is only replaced when the
 * environment says so: it may be right where GeoServer sees it, as within a container.
 */
function recordOfDirectory(
  location: ClusterConfigurationLocation,
  recorded: string | undefined,
  directory: string,
): string {
  if (recorded === undefined || recorded === '') return directory
  const isOverridden = override(location.environment, 'CLUSTER_CONFIG_DIR') !== undefined
  return isOverridden && resolve(location.dataDirectory, recorded) !== directory ? directory : recorded
}

/** GeoServer up to 2.9 wrote this topic, which matches the topics of everyone; later ones replace it as we do. */
function isMatchAllTopic(key: ClusterKey, text: string): boolean {
  return key === 'topicName' && text.toLowerCase() === 'virtualtopic.>'
}

function hasSameEntries(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value)
}

function configurationOf(
  values: ClusterValues,
  clusterConfigDirectory: string,
  source: ClusterConfiguration['source'],
  findings: readonly ConfigurationFinding[],
): ClusterConfiguration {
  return Object.freeze({
    instanceName: values.instanceName,
    group: values.group,
    topicName: values.topicName,
    brokerUrl: values.brokerURL,
    durable: values.durable,
    connection: values.connection,
    connectionRetry: values['connection.retry'],
    connectionMaxWait: values['connection.maxwait'],
    readOnly: values.readOnly === 'enabled',
    toggleMaster: values.toggleMaster,
    toggleSlave: values.toggleSlave,
    embeddedBroker: values.embeddedBroker === 'enabled',
    embeddedBrokerProperties: values.embeddedBrokerProperties,
    xbeanUrl: values.xbeanURL,
    clusterConfigDirectory,
    findings: Object.freeze(findings),
    source: Object.freeze(source),
  })
}
