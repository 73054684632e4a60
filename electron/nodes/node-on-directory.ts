import type { CatalogSource, NodeProperties, ReadableCatalog, SavedProperties } from './face/cluster-node.ts'
import { failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { NodeFiles, ReadConfiguration } from './node-files.ts'
import { nodeProperties, saveNodeProperties } from './properties.ts'

/** What a node whose data directory lies on this machine can do with it, whichever process runs its engine. */
export abstract class NodeOnDirectory {
  /** It tells itself what it applied. */
  readonly objects = undefined
  protected readonly files: NodeFiles

  constructor(files: NodeFiles) {
    this.files = files
  }

  abstract readonly instanceName: string
  /** What it was started with, or else what its file says. */
  protected abstract readonly configured: ReadConfiguration
  /** Whether an engine runs on it in this process, which takes the broker of the profile. */
  protected abstract readonly takesBrokerOfProfile: boolean
  protected abstract readonly isRunning: boolean

  async withCatalog<Result>(
    _call: unknown,
    action: (found: ReadableCatalog) => Promise<Result>,
  ): Promise<Result> {
    return action({ directory: this.files.dataDirectory, isCopy: false })
  }

  async source(): Promise<CatalogSource> {
    return { at: 'directory', directory: this.files.dataDirectory }
  }

  async maps(): Promise<never> {
    throw failure('PLB-CLUSTER-ACTION-REFUSED', {
      instanceName: this.instanceName,
      reason: say('nodeActions.noMaps'),
    })
  }

  properties(): NodeProperties {
    return nodeProperties(this.files, this.configured, this.takesBrokerOfProfile)
  }

  saveProperties(changes: Readonly<Record<string, string>>, others: readonly string[]): SavedProperties {
    const { files, configured, isRunning } = this
    const saved = saveNodeProperties(files.dataDirectory, configured, changes, { others, isRunning })
    files.changed()
    return saved
  }
}
