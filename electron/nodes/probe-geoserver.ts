import { initialTexts } from '../engine/configuration/cluster-properties.ts'
import { MalformedProperties, parseJavaProperties } from '../engine/configuration/java-properties.ts'
import type { GeoServerClient } from '../geoserver/client.ts'
import { markOf } from '../geoserver/reading/revision.ts'
import { isModuleMisleading, readClusterProperties } from '../geoserver/cluster-properties.ts'
import { isFailure } from '../errors/failure.ts'
import { holdsSecret } from '../secrets/text.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** What a GeoServer says it is. */
export interface GeoServerIdentity {
  readonly version: string | null
  readonly isClustered: boolean
  /** Its part in a cluster; undefined when nothing tells. */
  readonly part:
    | {
        readonly instanceName: string
        readonly group: string
        readonly topicName: string
        /** As written, which may hold a login. */
        readonly brokerUrl: string
        readonly roles: readonly ('master' | 'slave')[]
        readonly connection: 'enabled' | 'disabled'
        readonly readOnly: boolean
      }
    | undefined
  /** What cannot be known of it although it answers, and why; null when nothing. */
  readonly remark: Wording | null
}

/**
 * Asks a GeoServer what it is and what part it has in which cluster.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function identifyGeoServer(
  client: GeoServerClient,
  signal: AbortSignal,
): Promise<GeoServerIdentity> {
  const version = (await client.version(signal)) ?? null
  const found = await readClusterProperties(client, signal)
  if (found === undefined) {
    const isClustered = (await client.clusteringModules(signal)).length > 0
    return {
      version,
      isClustered,
      part: undefined,
      remark: isClustered ? say('stockNodes.partUnknown') : null,
    }
  }
  return {
    version,
    isClustered: true,
    part: partIn(valuesOf(found)),
    // What is in memory may differ from the file the next start will read.
    remark: found.from === 'module' ? say('stockNodes.fileElsewhere') : null,
  }
}

/** The part a node has by its cluster.properties. Keys that are missing have the value GeoServer would write. */
export function partIn(properties: Iterable<[string, string]>): NonNullable<GeoServerIdentity['part']> {
  const values = new Map([...Object.entries(initialTexts), ...properties])
  const get = (key: string): string => (values.get(key) ?? '').slice(0, 2_000)
  return {
    instanceName: get('instanceName').slice(0, 200),
    group: get('group').slice(0, 200),
    topicName: get('topicName').slice(0, 500),
    brokerUrl: get('brokerURL'),
    roles: [
      ...(get('toggleMaster') === 'false' ? [] : (['master'] as const)),
      ...(get('toggleSlave') === 'false' ? [] : (['slave'] as const)),
    ],
    connection: get('connection') === 'enabled' ? 'enabled' : 'disabled',
    readOnly: get('readOnly') === 'enabled',
  }
}

/** What only GeoServers have, and what goes wrong with them. */
export interface Peculiarities {
  readonly readOnly: boolean
  /** The name it gives itself; null when it does not tell. */
  readonly saysName: string | null
  /** Every value of cluster.properties is a property of every message. */
  readonly hasSecretInProperties: boolean
  /** Whether its clustering module shows something else than the values; null when it was not asked. */
  readonly isModuleMisleading: boolean | null
  /** The same for two nodes whose configuration was written at the same moment: they have one data directory. */
  readonly directoryMark: string | null
  /** Why it does not answer: it took the connection and said nothing in time, it cannot be reached, or something else. */
  readonly silence: 'deadline' | 'unreachable' | 'other' | null
}

/** Why a node did not answer. */
export function silenceOf(error: unknown): NonNullable<Peculiarities['silence']> {
  if (isFailure(error, 'PLB-GEOSERVER-SILENT')) return 'deadline'
  return isFailure(error, 'PLB-GEOSERVER-UNREACHABLE') ? 'unreachable' : 'other'
}

/** What a GeoServer of a profile said of itself. */
export interface Probe {
  readonly version: string | null
  /** None of one that neither publishes nor takes anything; null when it does not say. */
  readonly roles: readonly ('master' | 'slave')[] | null
  readonly group: string | null
  readonly topicName: string | null
  readonly connection: 'enabled' | 'disabled' | 'unknown'
  /** Why it does not answer as it should; null when it does. */
  readonly trouble: Wording | null
  /** What cannot be known of it although it answers, and why; null when nothing. */
  readonly remark: Wording | null
  readonly peculiarities: Peculiarities
}

const nothingPeculiar: Peculiarities = {
  readOnly: false,
  saysName: null,
  hasSecretInProperties: false,
  isModuleMisleading: null,
  directoryMark: null,
  silence: null,
}

export const nothingKnown: Probe = {
  version: null,
  roles: null,
  group: null,
  topicName: null,
  connection: 'unknown',
  trouble: null,
  remark: null,
  peculiarities: nothingPeculiar,
}

/**
 * What a GeoServer of a profile says of itself.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function probeGeoServer(
  client: GeoServerClient,
  instanceName: string,
  signal: AbortSignal,
): Promise<Probe> {
  const { version, isClustered, part, remark } = await identifyGeoServer(client, signal)
  if (part === undefined) {
    const trouble = isClustered ? null : say('stockNodes.notClustered')
    return { ...nothingKnown, version, trouble, remark }
  }
  const { roles, group, topicName, connection } = part
  const trouble =
    part.instanceName === instanceName
      ? null
      : say('stockNodes.otherName', { found: part.instanceName, expected: instanceName })
  const peculiarities: Peculiarities = {
    readOnly: part.readOnly,
    saysName: part.instanceName,
    hasSecretInProperties: holdsSecret(part.brokerUrl),
    isModuleMisleading: await isModuleMisleading(client, signal),
    directoryMark: await readMark(client, signal),
    silence: null,
  }
  return { version, roles, group, topicName, connection, trouble, remark, peculiarities }
}

/**
 * The count of updates and the second of the last: two nodes agree in both only where they share the file, and one node
 * at two times only where nothing of it changed in between. Null when it does not tell.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
async function readMark(client: GeoServerClient, signal: AbortSignal): Promise<string | null> {
  const global = await client.connection.get('rest/resource/global.xml', { signal })
  const [, updateSequence] =
    /<updateSequence>(\d+)<\/updateSequence>/.exec(global?.body.toString('latin1') ?? '') ?? []
  return markOf({ updateSequence, lastModified: global?.lastModified })
}

function valuesOf(
  found: NonNullable<Awaited<ReturnType<typeof readClusterProperties>>>,
): Iterable<[string, string]> {
  if (found.from === 'module') return found.values
  try {
    return parseJavaProperties(found.content)
  } catch (error) {
    // GeoServer would read nonsense, too.
    if (error instanceof MalformedProperties) return []
    throw error
  }
}
