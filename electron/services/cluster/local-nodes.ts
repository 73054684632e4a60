import { basename } from 'node:path'
import {
  readClusterConfiguration,
  type ClusterConfiguration,
} from '../../engine/configuration/cluster-configuration.ts'
import { Node } from '../../engine/node/node.ts'
import type { Activity } from '../../engine/node/state.ts'
import { failure, isFailure, textOf, type Failure } from '../../errors/failure.ts'
import { localFileSystem } from '../../storage/files.ts'
import { notingFileSystem } from '../../storage/watch-directory.ts'
import type { ActivityItem, ApplicationEvents } from '../application-events.ts'
import type { EventHub } from '../event-hub.ts'
import { checkJournal } from './check-journal.ts'
import type { LocalNode } from './open-cluster.ts'

export interface LocalNodesOptions {
  readonly directories: readonly { readonly dataDirectory: string; readonly run: boolean }[]
  /** With the login in it; never shown. */
  readonly brokerUrl: string
  /** What nodes take from the environment; their configuration comes from their files alone. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly hub: EventHub<ApplicationEvents>
  readonly now: () => number
}

interface Entry {
  readonly dataDirectory: string
  readonly run: boolean
  state: LocalNode['state']
  node: Node | undefined
  failure: Failure | undefined
  starting: { readonly abort: AbortController; readonly finished: Promise<void> } | undefined
}

/** The nodes whose data directories lie on this machine, and the engines of those that run here. */
export class LocalNodes {
  readonly #options: LocalNodesOptions
  readonly #entries: readonly Entry[]

  constructor(options: LocalNodesOptions) {
    this.#options = options
    this.#entries = options.directories.map(({ dataDirectory, run }) => ({
      dataDirectory,
      run,
      state: 'stopped',
      node: undefined,
      failure: undefined,
      starting: undefined,
    }))
  }

  /** A picture of each as it is now. */
  get all(): readonly LocalNode[] {
    return this.#entries.map((entry) => this.#view(entry))
  }

  find(instanceName: string): LocalNode | undefined {
    return this.all.find((each) => each.instanceName === instanceName)
  }

  /** Starts every node the profile says to run. Resolves when each is running or has failed. */
  async startAll(): Promise<void> {
    await Promise.all(this.#entries.filter(({ run }) => run).map((entry) => this.#start(entry)))
  }

  /** Tries those again that gave up because there was no broker. */
  retry(): void {
    for (const entry of this.#entries) {
      if (isFailure(entry.failure, 'PLB-ENGINE-BROKER-NOT-REACHED')) void this.#start(entry)
    }
  }

  /**
   * Starts a node; resolves when it is running.
   * @throws PLB-CLUSTER-NODE-UNKNOWN, and why it did not start
   */
  async start(instanceName: string): Promise<void> {
    const entry = this.#entry(instanceName)
    await this.#start(entry)
    if (entry.failure !== undefined) throw entry.failure
  }

  /** @throws PLB-CLUSTER-NODE-UNKNOWN */
  async stop(instanceName: string): Promise<void> {
    await this.#stop(this.#entry(instanceName))
  }

  async stopAll(): Promise<void> {
    // Masters last or first makes no difference: what is unfinished is finished after the next start.
    await Promise.all(this.#entries.map((entry) => this.#stop(entry)))
  }

  async #start(entry: Entry): Promise<void> {
    if (entry.starting !== undefined) return entry.starting.finished
    if (entry.state === 'running') return
    const abort = new AbortController()
    const { promise, resolve } = Promise.withResolvers<void>()
    entry.starting = { abort, finished: promise }
    entry.state = 'starting'
    entry.failure = undefined
    this.#changed()
    try {
      await this.#run(entry, abort.signal)
      entry.state = 'running'
      this.#options.hub.emit('restarted', { instanceName: this.#view(entry).instanceName })
    } catch (error) {
      await this.#discard(entry)
      entry.state = abort.signal.aborted ? 'stopped' : 'failed'
      entry.failure = abort.signal.aborted ? undefined : this.#failure(entry, error)
      if (entry.failure !== undefined) this.#tell(entry, 'failed', entry.failure.message)
    } finally {
      entry.starting = undefined
      resolve()
      this.#changed()
    }
  }

  async #run(entry: Entry, signal: AbortSignal): Promise<void> {
    const { brokerUrl, environment, hub, now } = this.#options
    const fileSystem = notingFileSystem(localFileSystem, (path) => hub.emit('wrote', { path }))
    const { dataDirectory } = entry
    const node = await Node.open({
      ...{ dataDirectory, environment, brokerUrl, fileSystem, now },
      checkJournal,
    })
    entry.node = node
    signal.throwIfAborted()
    if (node.journalSetAside !== undefined) {
      const message = `its journal was damaged and lies at ${node.journalSetAside} now; compare it with its master`
      this.#tell(entry, 'attention', message)
    }
    node.watch((activity) => {
      this.#report(node.configuration.instanceName, activity)
    })
    await node.start(signal)
  }

  async #stop(entry: Entry): Promise<void> {
    entry.starting?.abort.abort()
    await entry.starting?.finished
    if (entry.node !== undefined) {
      await this.#discard(entry)
      this.#tell(entry, 'unknown', 'stopped; its messages wait in its queue')
    }
    entry.state = 'stopped'
    entry.failure = undefined
    this.#changed()
  }

  async #discard(entry: Entry): Promise<void> {
    const { node } = entry
    entry.node = undefined
    try {
      await node?.stop()
    } catch (error) {
      this.#tell(entry, 'attention', `did not stop cleanly: ${textOf(error)}`)
    }
  }

  #entry(instanceName: string): Entry {
    const index = this.all.findIndex((each) => each.instanceName === instanceName)
    const entry = this.#entries[index]
    if (entry === undefined) throw failure('PLB-CLUSTER-NODE-UNKNOWN', { instanceName })
    return entry
  }

  #view(entry: Entry): LocalNode {
    const { dataDirectory, run, state, node } = entry
    let configuration: ClusterConfiguration | undefined = node?.configuration
    let problem = entry.failure
    if (configuration === undefined) {
      try {
        configuration = readClusterConfiguration({ dataDirectory, environment: {} })
      } catch (error) {
        problem ??= this.#failure(entry, error)
      }
    }
    const instanceName = configuration?.instanceName ?? (basename(dataDirectory) || dataDirectory)
    return { dataDirectory, instanceName, run, configuration, node, state, failure: problem }
  }

  #failure(entry: Entry, error: unknown): Failure {
    if (isFailure(error)) return error
    const { dataDirectory: directory } = entry
    return failure('PLB-ENGINE-CONTROL-FAILED', { directory, reason: textOf(error) }, error)
  }

  #report(instanceName: string, activity: Activity): void {
    const { hub } = this.#options
    const { at, direction, state, summary, from = null, reason = null, countsOnly } = activity
    if (direction === 'received')
      hub.emit('finished', { instanceName, at, state, from, summary, reason, countsOnly })
    if (direction === 'published') hub.emit('published', { instanceName, countsOnly })
    const item = activityItem(instanceName, activity)
    if (item !== undefined) hub.emit('activity', item)
    this.#changed()
  }

  #tell(entry: Entry, severity: ActivityItem['severity'], message: string): void {
    const { instanceName } = this.#view(entry)
    const at = this.#options.now()
    this.#options.hub.emit('activity', { at, instanceName, severity, message: `${instanceName} ${message}` })
  }

  #changed(): void {
    this.#options.hub.emit('nodes', undefined)
  }
}

/** What a node did as a line of recent activity; undefined for what is of no interest there. */
function activityItem(instanceName: string, activity: Activity): ActivityItem | undefined {
  const { at, direction, state, summary, reason, countsOnly } = activity
  if (countsOnly) return undefined
  if (direction === 'node') {
    if (state === 'connecting') return undefined
    const severity = state === 'lost' ? 'attention' : 'ok'
    const because = reason === undefined ? '' : `: ${reason}`
    return { at, instanceName, severity, message: `${instanceName} ${summary}${because}` }
  }
  if (direction === 'published') {
    return { at, instanceName, severity: 'ok', message: `${instanceName} published: ${summary}` }
  }
  const severities: Readonly<Record<string, ActivityItem['severity']>> = {
    applied: 'ok',
    failed: 'failed',
    parked: 'attention',
  }
  const severity = severities[state]
  if (severity === undefined) return undefined
  const because = reason === undefined ? '' : ` (${reason})`
  return { at, instanceName, severity, message: `${instanceName} ${state}: ${summary}${because}` }
}
