import type { Clock } from '../scheduler/clock.ts'
import { failureFromData } from '../contract/failures.ts'
import type { NodeStatusData, ProcedureInput, ProcedureOutput } from '../contract/node-control.ts'
import type { KeptEntry } from '../engine/journal/history.ts'
import type { Accepted, EditRequest } from '../engine/master/master.ts'
import type { EditPlan } from '../engine/master/plan.ts'
import type { EventOutcome } from '../engine/resync/delivery.ts'
import { failure, isFailure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import {
  allow,
  type ClusterNode,
  type NodeAction,
  type NodeConfiguration,
  type NodeDelivery,
} from './face/cluster-node.ts'
import { ControlClient, isAbsence } from './control/client.ts'
import { factsFromFiles } from './facts-from-files.ts'
import { known, type NodeFacts } from './face/facts.ts'
import type { NodeFiles, ReadConfiguration } from './node-files.ts'
import { NodeOnDirectory } from './node-on-directory.ts'
import type { Surroundings } from './surroundings.ts'
import { whyNotByRole, whyNotByStatus } from './why-not.ts'

export interface EngineElsewhereOptions {
  readonly files: NodeFiles
  readonly isToRun: boolean
  readonly surroundings: Surroundings
  readonly clock: Clock
}

/** Milliseconds between two questions how it is: soon after it did something, and when it did nothing. */
const soon = 200
const later = 2_000
/** An answer older than this says that it does not answer. */
const patience = 10_000
/** How often a change is asked for whose answer was lost. */
const attempts = 3

/** A data directory of this machine whose engine another process runs, such as `plumbline node`. */
export class EngineElsewhere extends NodeOnDirectory implements ClusterNode {
  protected readonly takesBrokerOfProfile = false
  protected readonly isRunning = true
  readonly configuration: NodeConfiguration
  readonly #options: EngineElsewhereOptions
  readonly #control: ControlClient
  readonly #stop = new AbortController()
  #status: { readonly value: NodeStatusData; readonly at: number }
  #cancel: () => void = () => undefined
  #isDue = false
  #ended: Promise<void> | undefined

  /**
   * Reaches the process that runs a node on a data directory. How it was then is known of it until it is followed.
   * @throws PLB-ENGINE-NODE-NOT-RUNNING, PLB-ENGINE-CONTROL-UNPROVED, PLB-ENGINE-CONTROL-LOST
   */
  static async reach(options: EngineElsewhereOptions): Promise<EngineElsewhere> {
    const control = ControlClient.find(options.files.dataDirectory, options.files.environment)
    const status = await control.call('status', {})
    return new EngineElsewhere(options, control, { value: status, at: options.surroundings.now() })
  }

  private constructor(
    options: EngineElsewhereOptions,
    control: ControlClient,
    status: { readonly value: NodeStatusData; readonly at: number },
  ) {
    super(options.files)
    this.#options = options
    this.#control = control
    this.#status = status
    this.configuration = {
      view: () => options.files.view(),
      plan: (request) => this.#plan(request),
      publish: (request, agreement, author, requestId) =>
        this.#publish({ ...this.#dataOf(request), agreed: { ...agreement }, author, requestId }),
      madeBefore: async (requestId, asked) =>
        (await control.call('madeBefore', { requestId, ...(asked === undefined ? {} : { asked }) })) ??
        undefined,
      historyOf: async (objectId, limit = 200) =>
        (await control.call('historyOf', { objectId, limit })).map(keptEntryOf),
      removals: async (before) => (await control.call('removals', { before })).map(keptEntryOf),
      changeOf: async (id) => (await control.call('changeOf', { id })).map(keptEntryOf),
    }
  }

  get instanceName(): string {
    return this.#status.value.instanceName
  }

  get facts(): NodeFacts {
    const { files } = this
    const { isToRun, surroundings } = this.#options
    const { value: status, at } = this.#status
    const facts = factsFromFiles({
      files,
      configuration: files.configuration,
      noticed: surroundings.noticed(this.instanceName),
      isToRun,
      condition: 'elsewhere',
      engine: known({ ...status, lastAppliedAt: status.lastAppliedAt }, at),
    })
    const isSilent = surroundings.now() - at > patience
    return {
      ...facts,
      // What it was started with counts, whatever the file says by now.
      roles: known(status.roles, at),
      group: known(status.group, at),
      topicName: known(status.topicName, at),
      version: known(status.version, at),
      lastError: isSilent ? { message: say('nodeActions.noAnswer'), at } : facts.lastError,
    }
  }

  protected get configured(): ReadConfiguration {
    return this.files.configuration
  }

  get delivery(): NodeDelivery {
    const control = this.#control
    return {
      outcomes: async (eventIds) => {
        const outcomes = await control.call('outcomes', { eventIds: [...eventIds] })
        return new Map(
          outcomes.map(({ eventId, state, reason, at }): [string, EventOutcome] => [
            eventId,
            { state, reason, ...(at === undefined ? {} : { at }) },
          ]),
        )
      },
      settle: async (reason) => {
        await control.call('settle', { reason })
      },
      reload: () => this.reload(),
    }
  }

  why(action: NodeAction): Wording | null {
    const { facts, instanceName } = this
    switch (action) {
      case 'maps':
        return say('nodeActions.noMaps')
      case 'forget':
        return say('nodeActions.inProfile')
      case 'start':
        return say('nodeActions.runsElsewhere')
      default:
        break
    }
    const { surroundings } = this.#options
    const byRole = whyNotByRole(action, instanceName, facts, surroundings.referenceFor)
    return byRole ?? (facts.engine.value === undefined ? null : whyNotByStatus(action, facts.engine.value))
  }

  async start(): Promise<void> {
    // It runs.
  }

  async stop(): Promise<void> {
    await this.#control.call('stop', {})
    await this.#ended
  }

  async pause(): Promise<void> {
    allow(this, 'pause')
    await this.#control.call('pause', {})
    await this.#ask()
  }

  async resume(): Promise<void> {
    allow(this, 'resume')
    await this.#control.call('resume', {})
    await this.#ask()
  }

  async reload() {
    const problems = await this.#control.call('reload', {})
    this.files.changed()
    return problems
  }

  async unfinished() {
    const all = await this.#control.call('unfinished', {})
    return all.map(({ reason, ...each }) => ({ ...each, reason }))
  }

  async acknowledge(conflict: number): Promise<void> {
    await this.#control.call('acknowledge', { conflict })
    await this.#ask()
  }

  async provedEqual(at: number): Promise<void> {
    await this.#control.call('provedEqual', { at })
  }

  /** Hears what it does, and asks how it is, until that process is gone or it is let go of. */
  follow(): Promise<void> {
    this.#askAgain(later)
    this.#ended ??= this.#hear()
    return this.#ended
  }

  /** Lets go of it; it goes on running. */
  release(): void {
    this.#cancel()
    this.#stop.abort()
  }

  async #plan(request: EditRequest): Promise<EditPlan> {
    return planOf(await this.#control.call('plan', this.#dataOf(request)))
  }

  #dataOf(request: EditRequest): EditData {
    const listeners = this.#options.surroundings.listeners()
    return { ...dataOf(request), ...(listeners === undefined ? {} : { listeners: [...listeners] }) }
  }

  /** When the answer is lost it is asked for again under the same id, which makes it once only. */
  async #publish(edit: ProcedureInput<'edit'> & { readonly requestId: string }): Promise<Accepted> {
    const { files } = this
    let lost: unknown
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      try {
        return await ControlClient.find(files.dataDirectory, files.environment).call('edit', edit)
      } catch (error) {
        if (isFailure(error, 'PLB-ENGINE-CONTROL-LOST')) lost = error
        else if (lost === undefined || !isAbsence(error)) throw error
      } finally {
        files.changed()
      }
    }
    throw failure(
      'PLB-ENGINE-EDIT-UNKNOWN',
      { directory: files.dataDirectory, request: edit.requestId },
      lost,
    )
  }

  async #hear(): Promise<void> {
    const { files } = this
    const { surroundings } = this.#options
    try {
      for await (const activity of await this.#control.activity(this.#stop.signal)) {
        files.changed()
        const { from, reason } = activity
        surroundings.listener.did(this.instanceName, { ...activity, from, reason })
        this.#isDue = true
        this.#askAgain(soon)
      }
    } catch (error) {
      if (!isFailure(error) && !this.#stop.signal.aborted) throw error
    } finally {
      this.release()
    }
  }

  #askAgain(milliseconds: number): void {
    this.#cancel()
    this.#cancel = this.#options.clock.after(milliseconds, () => void this.#ask())
  }

  async #ask(): Promise<void> {
    this.#isDue = false
    try {
      const value = await this.#control.call('status', {}, this.#stop.signal)
      this.#status = { value, at: this.#options.surroundings.now() }
      this.#options.surroundings.listener.changed()
    } catch {
      // That it is gone the end of its activity tells; that it does not answer, the age of its status.
    }
    if (!this.#stop.signal.aborted) this.#askAgain(this.#isDue ? soon : later)
  }
}

function keptEntryOf({ before, after, ...entry }: ProcedureOutput<'historyOf'>[number]): KeptEntry {
  return { ...entry, before, after }
}

type EditData = ProcedureInput<'plan'>

function dataOf({ properties, listeners: _, others, ...request }: EditRequest): EditData {
  return {
    ...request,
    ...(properties === undefined ? {} : { properties: [...properties] }),
    ...(others === undefined ? {} : { others: others.map(dataOf) }),
  }
}

function planOf(data: ProcedureOutput<'plan'>): EditPlan {
  return {
    events: data.events,
    edits: data.edits.map(({ before, after }) => ({ before, after })),
    problems: data.problems.map((problem) => failureFromData(problem)),
    findings: data.findings.map(({ place, ...finding }) => ({ ...finding, place })),
    goesAlong: data.goesAlong,
    digest: data.digest,
    asksForName: data.asksForName,
  }
}
