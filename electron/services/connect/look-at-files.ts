import { basename, dirname, join } from 'node:path'
import type { FoundNode } from '../../contract/features/connect.ts'
import { clusterKeys } from '../../engine/configuration/cluster-properties.ts'
import { MalformedProperties, parseJavaProperties } from '../../engine/configuration/java-properties.ts'
import { failure, isFailure, remedyOf, type Failure, wordingOf } from '../../errors/failure.ts'
import { partIn } from '../../nodes/probe-geoserver.ts'
import { say } from '../../sentences/say.ts'
import type { FileSystem } from '../../storage/files.ts'
import { remarksOnPart, type Looked } from './look-at-node.ts'

const propertiesFile = 'cluster.properties'
const longestFile = 1024 * 1024

/** What the text of a cluster.properties says of its node, of which no place is known. */
export function lookAtProperties(text: string): Looked {
  return looked({ source: 'file', url: propertiesFile }, () => Buffer.from(text, 'latin1'))
}

/** What lies at a path of this machine: a data directory, its directory `cluster`, or the file in that. */
export function lookAtPath(path: string, fileSystem: FileSystem): Looked {
  const file = [path, join(path, propertiesFile), join(path, 'cluster', propertiesFile)].find(
    (each) => fileSystem.stat(each)?.kind === 'file',
  )
  if (file === undefined) {
    const place = { source: 'directory' as const, url: path }
    if (fileSystem.stat(path)?.kind === 'directory') return withoutPart(place, 'warning', [noFile])
    return failed(place, failure('PLB-CONFIGURATION-NO-DATA-DIRECTORY', { path }))
  }
  const around = dirname(file)
  const place =
    basename(around) === 'cluster'
      ? { source: 'directory' as const, url: dirname(around) }
      : { source: 'file' as const, url: file }
  return looked(place, () => fileSystem.readFile(file, longestFile))
}

const noFile = {
  severity: 'attention' as const,
  message: say('connect.noProperties'),
  remedy: say('connect.usualProperties'),
}

type Place = Pick<FoundNode, 'source' | 'url'>

function looked(place: Place, read: () => Buffer): Looked {
  try {
    const values = propertiesIn(read(), place.url)
    const part = partIn(values)
    const remarks = remarksOnPart(part)
    const { instanceName, roles, group, topicName } = part
    const outcome = remarks.length === 0 ? 'ok' : 'warning'
    const { found } = withoutPart(place, outcome, remarks)
    return { found: { ...found, instanceName, roles: [...roles], group, topicName }, part }
  } catch (error) {
    if (isFailure(error)) return failed(place, error)
    throw error
  }
}

function propertiesIn(content: Buffer, path: string): ReadonlyMap<string, string> {
  try {
    const values = parseJavaProperties(content)
    if (clusterKeys.some((key) => values.has(key))) return values
    throw failure('PLB-CONFIGURATION-FOREIGN', { path, owner: say('clusterProperties.ofOther') })
  } catch (error) {
    if (!(error instanceof MalformedProperties)) throw error
    throw failure('PLB-CONFIGURATION-DAMAGED', { path, line: error.line, problem: error.problem }, error)
  }
}

function failed(place: Place, error: Failure): Looked {
  return withoutPart(place, 'failed', [
    { severity: 'failed', message: wordingOf(error), remedy: remedyOf(error) },
  ])
}

function withoutPart(place: Place, outcome: FoundNode['outcome'], remarks: FoundNode['remarks']): Looked {
  const nothing = { instanceName: null, version: null, roles: [], group: null, topicName: null }
  const found = { ...place, ...nothing, outcome, remarks, isRefused: false, access: {}, certificate: null }
  return { found, part: undefined }
}
