import { join } from 'node:path'
import { z } from 'zod'
import {
  updateClusterConfiguration,
  type ClusterConfiguration,
} from '../engine/configuration/cluster-configuration.ts'
import {
  controlOf,
  clusterKeys,
  readClusterTexts,
  type ClusterKey,
  type ClusterTexts,
} from '../engine/configuration/cluster-properties.ts'
import { failure, isFailure } from '../errors/failure.ts'
import { isRedacted } from '../secrets/mark.ts'
import { hideSecrets } from '../secrets/text.ts'
import type { NodeProperties, SavedProperties } from './face/cluster-node.ts'
import type { NodeFiles, ReadConfiguration } from './node-files.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

const longestFile = 1024 * 1024
const keyName = z.enum(clusterKeys)

/**
 * What cluster.properties of a node says.
 * @param isToRun whether its engine runs in the app, which takes the broker of the profile
 */
export function nodeProperties(
  { instanceName, fileSystem }: Pick<NodeFiles, 'instanceName' | 'fileSystem'>,
  configuration: ReadConfiguration,
  isToRun: boolean,
): NodeProperties {
  if (isFailure(configuration)) throw configuration
  if (configuration === undefined) {
    const reason = say('nodeActions.noProperties')
    throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason })
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
      control: controlOf(key),
      takesEffect: effectOf(key, isToRun),
    })),
  }
}

/**
 * Changes cluster.properties of a node: all that is asked for, or, when something is wrong with one value, nothing.
 * @param others instance names that are taken
 */
export function saveNodeProperties(
  dataDirectory: string,
  readConfiguration: ReadConfiguration,
  changes: Readonly<Record<string, string>>,
  { others, isRunning }: { readonly others: readonly string[]; readonly isRunning: boolean },
): SavedProperties {
  const configuration = isFailure(readConfiguration) ? undefined : readConfiguration
  const problems: { key: string; message: Wording }[] = []
  const wanted: Partial<Record<ClusterKey, string>> = {}
  for (const [name, value] of Object.entries(changes)) {
    const key = keyName.safeParse(name).data
    if (key === undefined || key === 'CLUSTER_CONFIG_DIR') {
      problems.push({ key: name, message: say('inventory.notChangedHere', { name }) })
    } else if (
      key === 'brokerURL' &&
      configuration !== undefined &&
      value === hideSecrets(configuration.brokerUrl)
    ) {
      // The password was hidden in what was shown, and nothing else was changed.
      continue
    } else if (key === 'brokerURL' && isRedacted(value)) {
      problems.push({ key, message: say('inventory.passwordHiddenWriteAnew') })
    } else wanted[key] = value
  }
  if (wanted.instanceName !== undefined && others.includes(wanted.instanceName)) {
    problems.push({
      key: 'instanceName',
      message: say('inventory.nameAnotherNode', { name: wanted.instanceName }),
    })
  }
  if (configuration !== undefined) problems.push(...problemsOf({ ...textsOf(configuration), ...wanted }))
  if (problems.length > 0) return { problems, restartNeeded: false }
  const { CLUSTER_CONFIG_DIR: _, ...settable } = wanted
  if (Object.keys(settable).length > 0)
    updateClusterConfiguration({ dataDirectory, environment: {} }, settable)
  return { problems: [], restartNeeded: isRunning && Object.keys(settable).length > 0 }
}

function problemsOf(texts: ClusterTexts): { key: string; message: Wording }[] {
  const read = readClusterTexts(texts)
  if (!('problems' in read)) return []
  return [...read.problems]
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

/**
 * When a change of a key in the file counts. A running node reads the file when it starts, GeoServer and Plumbline
 * alike.
 * @param runsHere whether its engine runs in the app, which takes the broker of the profile
 */
function effectOf(key: ClusterKey, runsHere: boolean): 'after-restart' | 'never' {
  if (key === 'durable' || key === 'CLUSTER_CONFIG_DIR') return 'never'
  if (!runsHere) return 'after-restart'
  const isOfItsOwnBroker =
    key === 'brokerURL' ||
    key === 'embeddedBroker' ||
    key === 'embeddedBrokerProperties' ||
    key === 'xbeanURL'
  // Run by the app, the node talks to the broker of the profile.
  return isOfItsOwnBroker ? 'never' : 'after-restart'
}
