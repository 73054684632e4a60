import { randomUUID } from 'node:crypto'
import type { StateFiles } from '../../state/json-file.ts'
import type { Offers, Service } from '../../contract/features/application.ts'
import type { resync as procedures, ResyncPlan, ResyncReport } from '../../contract/features/resync.ts'
import type { Handler } from '../../contract/procedure.ts'
import { failure, isFailure, wordingOf } from '../../errors/failure.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import { allow, placeOf, type ClusterNode } from '../../nodes/face/cluster-node.ts'
import { hasRole } from '../../nodes/face/facts.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { Verdicts } from '../comparison/verdicts.ts'
import type { Directories } from '../directories/directories.ts'
import type { RunResult } from '../directories/directories-contract.ts'
import { mayReloadKey } from '../../engine/resync/stock/stock-operation.ts'
import { Bystanders } from './bystanders.ts'
import { KeptResyncs, type BegunResync } from './kept-resyncs.ts'
import { PauseGate } from './pause-gate.ts'
import { reportAsHtml, reportAsMarkdown } from './report-text.ts'
import { answersOf, queueOf } from './slave-answers.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { speaker } from '../../sentences/speaker.ts'
import type { LanguageTag } from '../../languages/tags.ts'

export interface ResyncOptions extends StateFiles {
  readonly required: () => OpenCluster
  readonly current: () => OpenCluster | undefined
  /** Whether runs that were broken off are gone on with of themselves. */
  readonly mayResume: () => boolean
  /** How many messages the queue of each node ever took, as far as the broker counts them. */
  readonly enqueued: (signal: AbortSignal) => Promise<ReadonlyMap<string, number>>
  /** Who asks for runs, for the messages they send. */
  readonly operator: () => string
  readonly directories: Directories
  readonly verdicts: Verdicts
  readonly hub: EventHub<ApplicationEvents>
  /** What reports are written in. */
  readonly language: () => LanguageTag
}

type PlanHandler = Handler<(typeof procedures)['plan']>
type RunHandler = Handler<(typeof procedures)['run']>
type RunProgress = Parameters<Parameters<RunHandler>[1]['progress']>[0]

/** One a node, for as many nodes as are resynced together. */
const planLimit = 500
/** Operations whose titles are kept for the report of a run that is broken off. */
const plannedLimit = 2_000

/** Brings slaves back to their reference: plans, sends to the one queue, and proves what came of it. */
export class Resync implements Offers<'resync'> {
  readonly #options: ResyncOptions
  readonly #plans = new Map<
    string,
    { readonly plan: ResyncPlan; readonly consents: ReadonlyMap<string, readonly string[]> }
  >()
  readonly #running = new Map<string, { readonly run: BegunResync; readonly gate: PauseGate }>()

  readonly #stop = new AbortController()
  readonly #ending = new Set<Promise<unknown>>()
  /** What is gone on with of itself, by the slave's name. */
  readonly #resumed = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>()
  #kept: KeptResyncs | undefined

  constructor(options: ResyncOptions) {
    this.#options = options
    options.hub.on('cluster', ({ state }) => {
      if (state === 'closed') this.#plans.clear()
    })
    options.hub.on(
      'nodes',
      () => {
        this.#resume()
      },
      this.#stop.signal,
    )
  }

  /** What is under way ends between two operations; of a stock slave, it is gone on with the next time. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled(this.#ending)
  }

  get service(): Service<'resync'> {
    return {
      choices: () => this.#choices(),
      plan: (input, call) => this.#plan(input, call),
      run: (input, call) => this.#run(input, call),
      underWay: () =>
        [...this.#running.values()].map(({ run: { id, instanceName, reference, startedAt } }) => ({
          ...{ id, instanceName, reference, startedAt },
        })),
      past: () => [...(this.#keptHere()?.past ?? [])],
      pause: ({ plan, paused }) => {
        this.#running.get(plan)?.gate.set(paused)
        return {}
      },
    }
  }

  #choices() {
    const { nodes } = this.#options.required()
    const slaves = nodes.all
      .filter(({ facts }) => hasRole(facts, 'slave'))
      .map((node) => {
        const why = node.why('resync')
        return { instanceName: node.instanceName, allowed: why === null, why }
      })
    const suggested = new Set(slaves.map(({ instanceName }) => nodes.referenceFor(instanceName)))
    const references = nodes.all
      .filter((each) => each.why('read') === null && this.#isReference(each))
      .map(({ instanceName, facts }) => ({
        instanceName,
        suggested: suggested.has(instanceName),
        equalTo: hasRole(facts, 'master') ? null : (this.#equalTo(instanceName) ?? null),
      }))
    return { slaves, references }
  }

  /** A master, a node that was compared equal to one, or a directory of no node that somebody names. */
  #isReference(node: ClusterNode): boolean {
    const { instanceName, facts } = node
    if (hasRole(facts, 'master')) return true
    if (this.#equalTo(instanceName) !== undefined) return true
    return facts.roles.value === undefined && this.#options.required().nodes.isNamedReference(node)
  }

  #equalTo(instanceName: string): string | undefined {
    const verdict = this.#options.verdicts.get(instanceName)
    return verdict?.drift.equal === true ? verdict.reference : undefined
  }

  async #plan(
    { instanceName, reference, byFiles }: Parameters<PlanHandler>[0],
    { signal, progress }: Parameters<PlanHandler>[1],
  ): Promise<ResyncPlan> {
    const { slave, source, cluster } = this.#nodes(instanceName, reference)
    const both = { ...(await this.#both(slave, source)), ...(byFiles === undefined ? {} : { byFiles }) }
    const planned = await this.#options.directories.plan(both, { signal, onProgress: progress })
    const { consents, operations, withheld } = planned
    const drift = this.#options.verdicts.record({ instanceName, reference, drift: planned.drift })
    const plan: ResyncPlan = {
      id: randomUUID(),
      instanceName,
      reference,
      queue: queueOf(cluster, instanceName),
      drift,
      operations,
      withheld,
      events: operations.reduce((sum, { events }) => sum + events, 0),
      byFiles: planned.byFiles,
    }
    for (const [id, each] of this.#plans) {
      if (each.plan.instanceName === instanceName && !this.#running.has(id)) this.#plans.delete(id)
    }
    for (const id of [...this.#plans.keys()].slice(0, -planLimit)) this.#plans.delete(id)
    this.#plans.set(plan.id, { plan, consents: new Map(Object.entries(consents)) })
    return plan
  }

  async #run(
    { plan: id, instanceName, leaveOut, mayReload = false }: Parameters<RunHandler>[0],
    { signal, progress }: Parameters<RunHandler>[1],
  ): Promise<ResyncReport> {
    const shown = this.#plans.get(id)
    if (shown?.plan.instanceName !== instanceName) throw failure('PLB-RESYNC-PLAN-UNKNOWN', {})
    const { plan, consents } = shown
    const { reference, byFiles } = plan
    const agreed = plan.operations.flatMap(({ key }) =>
      leaveOut.includes(key) ? [] : (consents.get(key) ?? []),
    )
    if (mayReload) agreed.push(mayReloadKey)
    const left = plan.operations.filter(({ key }) => leaveOut.includes(key))
    const planned = plan.operations.filter(({ key }) => !leaveOut.includes(key))
    const run: BegunResync = {
      ...{ id, instanceName, reference, leftOut: [...leaveOut], consents: agreed },
      ...(byFiles === null ? {} : { byFiles }),
      startedAt: this.#options.now(),
      left: left.map(({ key, title }) => ({ key, title })),
      planned: planned
        .slice(0, plannedLimit)
        .map(({ key, title, reason, way }) => ({ key, title, reason, way })),
    }
    // Whoever agrees to a new plan is done with the one that was broken off.
    const resumed = this.#resumed.get(instanceName)
    resumed?.abort.abort()
    await resumed?.ended
    return this.#carryOut(run, false, signal, progress)
  }

  /** Begins a run, or goes on with one; of a stock slave, it is gone on with also when the app ends in the middle. */
  async #carryOut(
    run: BegunResync,
    resumed: boolean,
    signal: AbortSignal,
    progress: (value: RunProgress) => void,
  ): Promise<ResyncReport> {
    const running = this.#prove(run, resumed, AbortSignal.any([signal, this.#stop.signal]), progress)
    this.#ending.add(running)
    try {
      return await running
    } finally {
      this.#ending.delete(running)
    }
  }

  async #prove(
    run: BegunResync,
    resumed: boolean,
    signal: AbortSignal,
    progress: (value: RunProgress) => void,
  ): Promise<ResyncReport> {
    const { now, verdicts, hub } = this.#options
    const { id, instanceName, reference, startedAt, left } = run
    if ([...this.#running.values()].some((each) => each.run.instanceName === instanceName)) {
      throw failure('PLB-RESYNC-RUNNING', { instanceName })
    }
    const gate = new PauseGate(signal)
    this.#running.set(id, { run, gate })
    const kept = this.#keptHere()
    try {
      const { cluster, source } = this.#nodes(instanceName, reference)
      const queue = queueOf(cluster, instanceName)
      const bystanders = await Bystanders.look(
        cluster.nodes.all.filter((each) => each.instanceName !== instanceName),
        source,
        () => this.#enqueued(),
      )
      const result = await this.#send(run, resumed, queue, gate, signal, progress)
      const after = verdicts.record({ instanceName, reference, drift: result.after })
      const { before, withheld, verified, cancelled } = result
      const failed = result.results.filter(({ state }) => state === 'failed')
      kept?.noteUntaken(
        instanceName,
        failed.map(({ key }) => key),
      )
      const results = resumed ? [...doneBefore(run, result), ...result.results] : result.results
      const report = {
        ...{ id, instanceName, reference, queue, startedAt, finishedAt: now(), before, after },
        ...{
          results,
          left,
          withheld,
          others: [...(await bystanders.lookAgain())],
          resumed,
          verified,
          cancelled,
        },
      }
      const message = outcomeOf(result, { node: instanceName, reference })
      hub.emit('activity', { at: now(), instanceName, severity: verified ? 'ok' : 'attention', message })
      const language = this.#options.language()
      const speak = await speaker(language)
      const whole = {
        ...report,
        markdown: reportAsMarkdown(report, speak),
        html: reportAsHtml(report, language, speak),
      }
      kept?.report(whole)
      return whole
    } finally {
      this.#running.delete(id)
      // What the end of the app breaks off is left to go on with.
      if (!this.#stop.signal.aborted && this.#options.current() !== undefined) kept?.forget(id)
    }
  }

  /** While the app ends, nobody is asked any more; a broker that is away counts nothing, which ends no resync. */
  async #enqueued(): Promise<ReadonlyMap<string, number>> {
    const { signal } = this.#stop
    try {
      return signal.aborted ? new Map() : await this.#options.enqueued(signal)
    } catch (error) {
      if (signal.aborted || isFailure(error)) return new Map()
      throw error
    }
  }

  async #send(
    run: BegunResync,
    resumes: boolean,
    queue: string,
    gate: PauseGate,
    signal: AbortSignal,
    progress: (value: RunProgress) => void,
  ): Promise<RunResult> {
    const { instanceName, reference, leftOut, consents, byFiles } = run
    const { slave, source, cluster } = this.#nodes(instanceName, reference)
    let last: Omit<RunProgress, 'paused'> = { phase: 'comparing', done: 0, total: 1, operation: null }
    const tell = (): void => {
      progress({ ...last, paused: gate.isPaused })
    }
    gate.onChange = tell
    const both = await this.#both(slave, source)
    if (both.slaveSource.at === 'rest') this.#keptHere()?.begin(run)
    return this.#options.directories.run(
      {
        ...both,
        ...(byFiles === undefined ? {} : { byFiles }),
        run: run.id,
        resumes,
        group: slave.facts.group.value ?? '',
        toggleMaster: hasRole(slave.facts, 'master'),
        queueName: queue,
        leftOut: [...leftOut],
        consents: [...consents],
      },
      answersOf(slave, queue, cluster, gate, this.#options.operator()),
      {
        signal,
        onProgress: (value) => {
          last = value
          tell()
        },
      },
    )
  }

  /** Goes on with what an earlier run of the app began, as soon as both nodes answer. */
  #resume(): void {
    const { current, mayResume, hub, now } = this.#options
    const cluster = current()
    if (!mayResume()) return
    for (const run of this.#keptHere()?.begun ?? []) {
      const { id, instanceName, reference } = run
      const [slave, source] = [cluster?.nodes.get(instanceName), cluster?.nodes.get(reference)]
      const isReady =
        slave?.why('resync') === null && source?.why('read') === null && this.#isReference(source)
      if (!isReady || this.#running.has(id)) continue
      const tell = (severity: 'ok' | 'attention', message: Wording): void => {
        hub.emit('activity', { at: now(), instanceName, severity, message })
      }
      tell('ok', say('resync.resumed', { node: instanceName, reference }))
      const abort = new AbortController()
      const ended = this.#carryOut(run, true, abort.signal, () => undefined)
        .then(() => undefined)
        .catch((error: unknown) => {
          if (!isFailure(error)) throw error
          const reason = wordingOf(error)
          tell('attention', say('resync.brokenOff', { node: instanceName, reference, reason }))
        })
        .finally(() => this.#resumed.delete(instanceName))
      this.#resumed.set(instanceName, { abort, ended })
    }
  }

  /** Those of the cluster that is open. */
  #keptHere(): KeptResyncs | undefined {
    const { current, fileSystem, now, notices } = this.#options
    const cluster = current()
    if (cluster === undefined) return undefined
    const { directory } = cluster
    if (this.#kept?.directory !== directory) {
      this.#kept = new KeptResyncs({ directory, fileSystem, now, notices })
    }
    return this.#kept
  }

  async #both(slave: ClusterNode, source: ClusterNode) {
    const [slaveSource, referenceSource] = [await slave.source(), await source.source()]
    return {
      ...{ instanceName: slave.instanceName, reference: source.instanceName },
      ...{ slaveSource, referenceSource, at: this.#options.now() },
      untaken: [...(this.#keptHere()?.untakenBy(slave.instanceName) ?? [])],
    }
  }

  #nodes(instanceName: string, reference: string) {
    const cluster = this.#options.required()
    const [slave, source] = [cluster.nodes.required(instanceName), cluster.nodes.required(reference)]
    if (placeOf(slave) === placeOf(source)) {
      throw failure('PLB-ENGINE-SAME-DIRECTORY', { directory: placeOf(slave) })
    }
    allow(slave, 'resync')
    allow(source, 'read')
    if (!this.#isReference(source)) {
      const reason = say('resync.noReference')
      throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName: reference, reason })
    }
    return { cluster, slave, source }
  }
}

/** What was done before the run was broken off: it was planned, and neither to do any more nor withheld. */
function doneBefore({ planned }: BegunResync, { results, withheld }: RunResult): RunResult['results'] {
  const open = new Set([...results, ...withheld].map(({ key }) => key))
  const message = say('resync.doneBefore')
  return planned.filter(({ key }) => !open.has(key)).map((each) => ({ ...each, state: 'applied', message }))
}

function outcomeOf(
  { verified, cancelled, after }: RunResult,
  names: { readonly node: string; readonly reference: string },
): Wording {
  if (verified) return say('resync.verified', names)
  const count = after.entries.length
  return say(cancelled ? 'resync.cancelled' : 'resync.left', { ...names, count })
}
