import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { CatalogObject } from '../catalog/object.ts'
import {
  readClusterConfiguration,
  type ClusterConfiguration,
} from '../engine/configuration/cluster-configuration.ts'
import { stateDirectoryOf } from '../engine/node/node-options.ts'
import { readNodeStateInTurns } from '../engine/resync/compare.ts'
import { failure, isFailure, type Failure, wordingOf } from '../errors/failure.ts'
import { DirectoryRoot } from '../storage/directory-root.ts'
import type { FileSystem } from '../storage/files.ts'
import type { CatalogView } from './face/cluster-node.ts'
import { OnceATurn } from './once-a-turn.ts'

/** What cluster.properties says; undefined when there is none yet, and why it cannot be read when it cannot. */
export type ReadConfiguration = ClusterConfiguration | Failure | undefined

/** How long a data directory counts as read, in milliseconds; screens ask for several things at once. */
const freshFor = 3_000

/** The data directory of a node of this machine, whoever runs it. */
export class NodeFiles {
  readonly dataDirectory: string
  readonly fileSystem: FileSystem
  readonly now: () => number
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly #configuration = new OnceATurn(() => this.#readConfiguration())
  readonly #isOurs = new OnceATurn(() => this.#hasJournal())
  #read: { readonly at: number; readonly view: Promise<CatalogView> } | undefined

  /** @param surroundings its `environment` counts as that of the node itself does; none unless given */
  constructor(
    dataDirectory: string,
    surroundings: {
      readonly fileSystem: FileSystem
      readonly now: () => number
      readonly environment?: Readonly<Record<string, string | undefined>>
    },
  ) {
    this.dataDirectory = dataDirectory
    this.fileSystem = surroundings.fileSystem
    this.now = surroundings.now
    this.environment = surroundings.environment ?? {}
  }

  /** What cluster.properties says now. */
  get configuration(): ReadConfiguration {
    return this.#configuration.value
  }

  /** From cluster.properties; the name of the directory when that cannot be read. */
  get instanceName(): string {
    const { configuration, dataDirectory } = this
    const name = isFailure(configuration) ? undefined : configuration?.instanceName
    return name ?? (basename(dataDirectory) || dataDirectory)
  }

  /** Whether an engine of ours keeps or kept it. */
  get isOurs(): boolean {
    return this.#isOurs.value
  }

  /** What the files hold. @throws PLB-STORAGE-… */
  view(): Promise<CatalogView> {
    if (this.#read !== undefined && this.now() - this.#read.at < freshFor) return this.#read.view
    const view = this.#readNow()
    const read = { at: this.now(), view }
    this.#read = read
    // Whoever asked hears why; who asks again has it tried again.
    view.catch(() => {
      if (this.#read === read) this.#read = undefined
    })
    return view
  }

  /** Says that something in them changed. */
  changed(): void {
    this.#read = undefined
    this.#configuration.forget()
    this.#isOurs.forget()
  }

  /** What went wrong about this directory as an error of the catalogue. */
  failureOf(error: unknown): Failure {
    if (isFailure(error)) return error
    return failure(
      'PLB-ENGINE-CONTROL-FAILED',
      { directory: this.dataDirectory, reason: wordingOf(error) },
      error,
    )
  }

  #hasJournal(): boolean {
    const { configuration } = this
    if (configuration === undefined || isFailure(configuration)) return false
    return existsSync(join(stateDirectoryOf(configuration), 'node.sqlite'))
  }

  #readConfiguration(): ReadConfiguration {
    const { dataDirectory, environment } = this
    try {
      return readClusterConfiguration({ dataDirectory, environment })
    } catch (error) {
      return this.failureOf(error)
    }
  }

  async #readNow(): Promise<CatalogView> {
    const state = await readNodeStateInTurns(new DirectoryRoot(this.dataDirectory, this.fileSystem))
    const styleBody = (style: CatalogObject): string | undefined => {
      const bytes = state.body(style)
      return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
    }
    return { catalog: state.catalog, styleBody }
  }
}
