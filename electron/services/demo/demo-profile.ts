import { join } from 'node:path'
import type { Profile } from '../../contract/features/profiles.ts'
import { updateClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'
import type { FileSystem } from '../../storage/files.ts'
import { demoNodeNames } from './cluster.ts'
import { makeSampleDirectories } from './sample-directories.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

const topicName = 'VirtualTopic.geoserver'
const group = 'plumbline-demo'
export const demoProfileId = 'demo'

/** Written last, so that a demo that was not finished is known as such. */
const marker = 'complete'

/** The slave whose files are damaged to learn resync by doing. */
export const demoSlaveToBreak = 'slave-b'

/**
 * Finds the data directories of the demo cluster, or makes them: one master and two slaves that already hold the same
 * sample catalog.
 * @param directory of the demo alone
 */
export async function prepareDemo(
  directory: string,
  fileSystem: FileSystem,
  signal: AbortSignal,
  onProgress: (message: Wording) => void,
): Promise<Profile> {
  if (!fileSystem.exists(join(directory, marker))) {
    onProgress(say('demo.makingCatalog'))
    for (const name of demoNodeNames) fileSystem.removeDirectory(join(directory, name))
    fileSystem.makeDirectory(directory, { mode: 0o700 })
    const [first = '', ...others] = demoNodeNames.map((name) => join(directory, name))
    await makeSampleDirectories(first, others, signal)
    for (const name of demoNodeNames) configure(join(directory, name), name)
    fileSystem.writeAtomically(join(directory, marker), '')
  }
  return {
    id: demoProfileId,
    name: 'Demo cluster',
    stripe: 'purple',
    brokerUrl: '',
    login: null,
    passcodeReference: null,
    topicName,
    group,
    observer: 'plumbline-demo-observer',
    nodes: demoNodeNames.map((name) => ({ type: 'local', dataDirectory: join(directory, name), run: true })),
    demo: true,
  }
}

function configure(dataDirectory: string, name: (typeof demoNodeNames)[number]): void {
  const isMaster = name === 'master'
  updateClusterConfiguration(
    { dataDirectory, environment: {} },
    {
      instanceName: name,
      group,
      topicName,
      embeddedBroker: 'disabled',
      'connection.maxwait': '500',
      toggleMaster: String(isMaster),
      toggleSlave: String(!isMaster),
    },
  )
}
