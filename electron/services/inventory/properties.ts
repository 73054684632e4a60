import { join } from 'node:path'
import { z } from 'zod'
import type { clusterProperty } from '../../contract/features/inventory.ts'
import {
  updateClusterConfiguration,
  type ClusterConfiguration,
  type ClusterKey,
} from '../../engine/configuration/cluster-configuration.ts'
import {
  allowedFor,
  clusterKeys,
  readClusterTexts,
  type ClusterTexts,
} from '../../engine/configuration/cluster-properties.ts'
import { failure } from '../../errors/failure.ts'
import { isRedacted } from '../../secrets/mark.ts'
import { hideSecrets } from '../../secrets/text.ts'
import type { FileSystem } from '../../storage/files.ts'
import type { LocalNode } from '../cluster/open-cluster.ts'
import { effectOf } from './property-effect.ts'

type ClusterProperty = z.output<typeof clusterProperty>

const longestFile = 1024 * 1024
const keyName = z.enum(clusterKeys)

/** What cluster.properties of a node says, as a form and as text; passwords in it are hidden. */
export function nodeProperties(
  local: LocalNode,
  fileSystem: FileSystem,
): { path: string | null; text: string; properties: ClusterProperty[] } {
  const { configuration, run } = local
  if (configuration === undefined) {
    if (local.failure !== undefined) throw local.failure
    throw failure('PLB-CLUSTER-NODE-ELSEWHERE', {
      instanceName: local.instanceName,
      reason: 'it has no cluster.properties yet; start it once',
    })
  }
  const path = join(configuration.clusterConfigDirectory, 'cluster.properties')
  const texts = textsOf(configuration)
  return {
    path,
    text: hideSecrets(fileSystem.readFile(path, longestFile).toString('latin1')),
    properties: clusterKeys.map((key) => ({
      key,
      value: key === 'brokerURL' ? hideSecrets(texts.brokerURL) : texts[key],
      source: configuration.source[key],
      allowed: allowedFor(key),
      takesEffect: effectOf(key, run),
    })),
  }
}

export interface SavedProperties {
  readonly problems: { readonly key: string; readonly message: string }[]
  readonly restartNeeded: boolean
}

/**
 * Changes cluster.properties of a node: all that is asked for, or, when something is wrong with one value, nothing.
 * @param others instance names that are taken
 */
export function saveNodeProperties(
  local: LocalNode,
  changes: Readonly<Record<string, string>>,
  others: readonly string[],
): SavedProperties {
  const { dataDirectory, configuration, node } = local
  const problems: { key: string; message: string }[] = []
  const wanted: Partial<Record<ClusterKey, string>> = {}
  for (const [name, value] of Object.entries(changes)) {
    const key = keyName.safeParse(name).data
    if (key === undefined || key === 'CLUSTER_CONFIG_DIR') {
      problems.push({ key: name, message: `${name} cannot be changed here.` })
    } else if (
      key === 'brokerURL' &&
      configuration !== undefined &&
      value === hideSecrets(configuration.brokerUrl)
    ) {
      // The password was hidden in what was shown, and nothing else was changed.
      continue
    } else if (key === 'brokerURL' && isRedacted(value)) {
      problems.push({ key, message: 'The password is hidden; write it anew to change the URL.' })
    } else wanted[key] = value
  }
  if (wanted.instanceName !== undefined && others.includes(wanted.instanceName)) {
    problems.push({ key: 'instanceName', message: `${wanted.instanceName} is the name of another node.` })
  }
  if (configuration !== undefined) problems.push(...problemsOf({ ...textsOf(configuration), ...wanted }))
  if (problems.length > 0) return { problems, restartNeeded: false }
  const { CLUSTER_CONFIG_DIR: _, ...settable } = wanted
  if (Object.keys(settable).length > 0)
    updateClusterConfiguration({ dataDirectory, environment: {} }, settable)
  return { problems: [], restartNeeded: node !== undefined && Object.keys(settable).length > 0 }
}

function problemsOf(texts: ClusterTexts): { key: string; message: string }[] {
  const read = readClusterTexts(texts)
  if (!('problems' in read)) return []
  return read.problems.map((message) => ({
    key: clusterKeys.find((key) => message.startsWith(`${key} is `)) ?? '',
    message: `${message}.`,
  }))
}

function textsOf(from: ClusterConfiguration): ClusterTexts {
  return {
    instanceName: from.instanceName,
    group: from.group,
    topicName: from.topicName,
    brokerURL: from.brokerUrl,
    durable: String(from.durable),
    connection: from.connection,
    'connection.retry': String(from.connectionRetry),
    'connection.maxwait': String(from.connectionMaxWait),
    readOnly: from.readOnly ? 'enabled' : 'disabled',
    toggleMaster: String(from.toggleMaster),
    toggleSlave: String(from.toggleSlave),
    embeddedBroker: from.embeddedBroker ? 'enabled' : 'disabled',
    embeddedBrokerProperties: from.embeddedBrokerProperties,
    xbeanURL: from.xbeanUrl,
    CLUSTER_CONFIG_DIR: from.clusterConfigDirectory,
  }
}
