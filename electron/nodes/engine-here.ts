import packageDescription from '../../package.json' with { type: 'json' }
import type { ClusterConfiguration } from '../engine/configuration/cluster-configuration.ts'
import type { EditRequest } from '../engine/master/master.ts'
import { Node } from '../engine/node/node.ts'
import { failure, wordingOf, type Failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import { notingFileSystem } from '../storage/watch-directory.ts'
import { checkJournal } from './check-journal.ts'
import {
  allow,
  type CatalogView,
  type ClusterNode,
  type NodeAction,
  type NodeConfiguration,
  type NodeDelivery,
} from './face/cluster-node.ts'
import { ControlServer } from './control/server.ts'
import { factsFromFiles } from './facts-from-files.ts'
import { known, unknown, type Condition, type NodeFacts } from './face/facts.ts'
import type { NodeFiles, ReadConfiguration } from './node-files.ts'
import { OnceATurn } from './once-a-turn.ts'
import { NodeOnDirectory } from './node-on-directory.ts'
import type { Surroundings } from './surroundings.ts'
import { whyNotByRole, whyNotByStatus } from './why-not.ts'

export interface EngineHereOptions {
  readonly files: NodeFiles
  /** Whether the profile says that its engine runs here. */
  readonly isToRun: boolean
  /** With the login in it; never shown. */
  readonly brokerUrl: string
  /** What it takes from the environment; its configuration comes from its files alone. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly surroundings: Surroundings
}

const needsEngine: ReadonlySet<NodeAction> = new Set(['edit', 'resync', 'pause', 'resume'])

/** A data directory of this machine whose engine runs in this process, or in none. */
export class EngineHere extends NodeOnDirectory implements ClusterNode {
  readonly configuration: NodeConfiguration
  readonly #options: EngineHereOptions
  #condition: Extract<Condition, 'running' | 'starting' | 'stopped' | 'failed'> = 'stopped'
  /** It counts what its journal holds, and is asked for by every action that is shown. */
  readonly #status = new OnceATurn(() => this.#node?.status)
  #node: Node | undefined
  #control: ControlServer | undefined
  #failure: { readonly failure: Failure; readonly at: number } | undefined
  #starting: { readonly abort: AbortController; readonly finished: Promise<void> } | undefined

  constructor(options: EngineHereOptions) {
    super(options.files)
    this.#options = options
    this.configuration = {
      view: () => this.#view(),
      plan: async (request) => this.#engine('edit').plan(this.#forListeners(request)),
      publish: async (request, agreement, author, requestId) =>
        this.#engine('edit').editSoon(this.#forListeners(request), agreement, author, requestId),
      madeBefore: async (requestId, asked) => this.#engine('edit').madeBefore(requestId, asked),
      historyOf: async (objectId, limit) => this.#node?.historyOf(objectId, limit) ?? [],
      removals: async (before) => this.#node?.removals(before) ?? [],
      changeOf: async (id) => this.#node?.changeOf(id) ?? [],
    }
  }

  get instanceName(): string {
    return this.#node?.configuration.instanceName ?? this.files.instanceName
  }

  /** Why it does not run although it should. */
  get failure(): Failure | undefined {
    return this.#failure?.failure
  }

  /** Its engine, for what only this process can do with it; undefined while it does not run here. */
  get engine(): Node | undefined {
    return this.#node
  }

  get facts(): NodeFacts {
    const { files } = this
    const { isToRun, surroundings } = this.#options
    const at = surroundings.now()
    const node = this.#node
    const status = this.#status.value
    const facts = factsFromFiles({
      files,
      configuration: this.configured,
      noticed: surroundings.noticed(this.instanceName),
      isToRun,
      condition: this.#condition,
      engine: status === undefined ? unknown(this.#whyNoEngine) : known(status, at),
    })
    const failed = this.#failure
    return {
      ...facts,
      version: node === undefined ? facts.version : known(packageDescription.version, at),
      lastError:
        failed === undefined ? facts.lastError : { message: wordingOf(failed.failure), at: failed.at },
    }
  }

  get delivery(): NodeDelivery | undefined {
    const node = this.#node
    if (node === undefined || this.#condition !== 'running') return undefined
    return {
      outcomes: async (eventIds) => node.outcomes(eventIds),
      settle: async (reason) => node.settle(reason),
      reload: () => node.reload(),
    }
  }

  why(action: NodeAction): Wording | null {
    const { instanceName, facts, files } = this
    const { isToRun, surroundings } = this.#options
    switch (action) {
      case 'maps':
        return say('nodeActions.noMaps')
      case 'forget':
        return say('nodeActions.inProfile')
      case 'start':
        if (!isToRun) return say('nodeActions.notToRunHere', { directory: files.dataDirectory })
        return this.#condition === 'running' || this.#condition === 'starting'
          ? say('nodeActions.running')
          : null
      case 'stop':
        if (!isToRun) return say('nodeActions.notRunningHere')
        return this.#condition === 'stopped' || this.#condition === 'failed'
          ? say('nodeActions.stopped')
          : null
      case 'reload':
        if (this.#node === undefined) return say('nodeActions.notRunningHere')
        break
      default:
        break
    }
    const byRole = whyNotByRole(action, instanceName, facts, surroundings.referenceFor)
    if (byRole !== null || !needsEngine.has(action)) return byRole
    const { engine } = facts
    if (engine.value === undefined) return engine.why
    if (action === 'resync' && this.#condition !== 'running') return this.#whyNoEngine
    return whyNotByStatus(action, engine.value)
  }

  async start(): Promise<void> {
    if (!this.#options.isToRun) allow(this, 'start')
    await this.#start()
    if (this.#failure !== undefined) throw this.#failure.failure
  }

  /** As {@link start}, but why it did not start is found in {@link failure}. */
  async tryToStart(): Promise<void> {
    await this.#start()
  }

  async stop(): Promise<void> {
    this.#starting?.abort.abort()
    await this.#starting?.finished
    if (this.#node !== undefined) {
      await this.#discard()
      this.#tell('unknown', say('cluster.stopped', { node: this.instanceName }))
    }
    this.#condition = 'stopped'
    this.#failure = undefined
    this.#options.surroundings.listener.changed()
  }

  async pause(): Promise<void> {
    this.#engine('pause').pause()
    this.#options.surroundings.listener.changed()
  }

  async resume(): Promise<void> {
    this.#engine('resume').resume()
    this.#options.surroundings.listener.changed()
  }

  async reload() {
    const problems = await this.#engine('reload').reload()
    return problems.map(({ path, effect, failure: why }) => ({ path, effect, message: wordingOf(why) }))
  }

  async unfinished() {
    return this.#node?.unfinished() ?? []
  }

  async acknowledge(conflict: number): Promise<void> {
    this.#node?.acknowledge(conflict)
    this.#options.surroundings.listener.changed()
  }

  async provedEqual(at: number): Promise<void> {
    this.#node?.provedEqual(at)
  }

  protected get takesBrokerOfProfile(): boolean {
    return this.#options.isToRun
  }

  protected get isRunning(): boolean {
    return this.#node !== undefined
  }

  protected get configured(): ReadConfiguration {
    const running: ClusterConfiguration | undefined = this.#node?.configuration
    return running ?? this.files.configuration
  }

  get #whyNoEngine(): Wording {
    const { files } = this
    const { isToRun } = this.#options
    if (this.#failure !== undefined) return wordingOf(this.#failure.failure)
    return isToRun
      ? say('nodeActions.notRunning')
      : say('nodeActions.runItElsewhere', { directory: files.dataDirectory })
  }

  #forListeners(request: EditRequest): EditRequest {
    return { ...request, listeners: this.#options.surroundings.listeners() }
  }

  /** @throws as {@link allow} */
  #engine(action: NodeAction): Node {
    allow(this, action)
    if (this.#node !== undefined) return this.#node
    const { instanceName } = this
    throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason: this.#whyNoEngine })
  }

  async #view(): Promise<CatalogView> {
    const node = this.#node
    if (node === undefined) return this.files.view()
    return { catalog: node.catalog, styleBody: (style) => node.styleBody(style) }
  }

  async #start(): Promise<void> {
    if (this.#starting !== undefined) return this.#starting.finished
    if (this.#condition === 'running') return
    const { surroundings } = this.#options
    const abort = new AbortController()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#starting = { abort, finished: promise }
    this.#condition = 'starting'
    this.#failure = undefined
    surroundings.listener.changed()
    try {
      await this.#run(abort.signal)
      this.#condition = 'running'
      surroundings.listener.restarted(this.instanceName)
    } catch (error) {
      await this.#discard()
      this.#condition = abort.signal.aborted ? 'stopped' : 'failed'
      if (!abort.signal.aborted) this.#fail(this.files.failureOf(error))
    } finally {
      this.#starting = undefined
      this.files.changed()
      resolve()
      surroundings.listener.changed()
    }
  }

  #fail(because: Failure): void {
    this.#failure = { failure: because, at: this.#options.surroundings.now() }
    // That another process runs it is no failure to anyone but the one who tried.
    if (because.code !== 'PLB-STORAGE-DATABASE-IN-USE')
      this.#tell('failed', say('cluster.trouble', { node: this.instanceName, reason: wordingOf(because) }))
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { files } = this
    const { brokerUrl, environment, surroundings } = this.#options
    const { dataDirectory } = files
    const { now, listener } = surroundings
    const fileSystem = notingFileSystem(surroundings.fileSystem, listener.wrote)
    const node = await Node.open({
      ...{ dataDirectory, environment, brokerUrl, fileSystem, now },
      checkJournal,
    })
    this.#node = node
    this.#status.forget()
    signal.throwIfAborted()
    if (node.journalSetAside !== undefined) {
      this.#tell(
        'attention',
        say('cluster.journalDamaged', { node: this.instanceName, path: node.journalSetAside }),
      )
    }
    node.watch((activity) => {
      listener.did(node.configuration.instanceName, activity)
    })
    await this.#letBeAsked(node)
    await node.start(signal)
  }

  /** Other processes of this account, such as the command line, ask it as they ask `plumbline node`. */
  async #letBeAsked(node: Node): Promise<void> {
    try {
      this.#control = await ControlServer.start(node, () => void this.stop())
    } catch (error) {
      // It does all its work without.
      this.#tell('attention', say('node.notAskable', { node: this.instanceName, reason: wordingOf(error) }))
    }
  }

  async #discard(): Promise<void> {
    const [node, control] = [this.#node, this.#control]
    this.#node = undefined
    this.#status.forget()
    this.#control = undefined
    try {
      await control?.stop()
      await node?.stop()
    } catch (error) {
      this.#tell(
        'attention',
        say('cluster.notStoppedCleanly', { node: this.instanceName, reason: wordingOf(error) }),
      )
    }
  }

  #tell(severity: 'attention' | 'failed' | 'unknown', message: Wording): void {
    this.#options.surroundings.listener.told(this.instanceName, severity, message)
  }
}
