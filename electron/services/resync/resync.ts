import { randomUUID } from 'node:crypto'
import { consumerQueue, queue as queueNamed } from '../../broker/destinations.ts'
import { inThread } from '../../channel/thread.ts'
import type { Service } from '../../contract/application.ts'
import type { resync as procedures, ResyncPlan, ResyncReport } from '../../contract/features/resync.ts'
import type { Handler, HandlersOf } from '../../contract/procedure.ts'
import { failure } from '../../errors/failure.ts'
import type { ApplicationEvents } from '../application-events.ts'
import { allow, type ClusterNode } from '../../nodes/cluster-node.ts'
import { hasRole } from '../../nodes/facts.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { EventHub } from '../event-hub.ts'
import type { Verdicts } from '../comparison/verdicts.ts'
import { PauseGate } from './pause-gate.ts'
import { reportAsHtml, reportAsMarkdown } from './report-text.ts'
import { resyncContract, slaveContract, type RunResult } from './resync-contract.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

export interface ResyncOptions {
  readonly required: () => OpenCluster
  readonly verdicts: Verdicts
  readonly hub: EventHub<ApplicationEvents>
  readonly now: () => number
}

type PlanHandler = Handler<(typeof procedures)['plan']>
type RunHandler = Handler<(typeof procedures)['run']>
type RunProgress = Parameters<Parameters<RunHandler>[1]['progress']>[0]

const script = new URL('./resync-thread.ts', import.meta.url)
const planLimit = 20

/** Brings slaves that run here back to their reference: plans, sends to the one queue, and proves what came of it. */
export class Resync {
  readonly #options: ResyncOptions
  readonly #plans = new Map<string, ResyncPlan>()
  readonly #running = new Map<string, { readonly instanceName: string; readonly gate: PauseGate }>()

  constructor(options: ResyncOptions) {
    this.#options = options
    options.hub.on('cluster', ({ state }) => {
      if (state === 'closed') this.#plans.clear()
    })
  }

  service(): Service<'resync'> {
    return {
      choices: () => this.#choices(),
      plan: (input, call) => this.#plan(input, call),
      run: (input, call) => this.#run(input, call),
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
        roles: [...(facts.roles.value ?? [])],
        suggested: suggested.has(instanceName),
      }))
    return { slaves, references }
  }

  /** A master, or a node that was compared equal to one. */
  #isReference({ instanceName, facts }: ClusterNode): boolean {
    if (hasRole(facts, 'master')) return true
    return this.#options.verdicts.get(instanceName)?.drift.equal === true
  }

  async #plan(
    { instanceName, reference }: Parameters<PlanHandler>[0],
    { signal, progress }: Parameters<PlanHandler>[1],
  ): Promise<ResyncPlan> {
    const { slave, source, cluster } = this.#nodes(instanceName, reference)
    const { drift, operations, withheld } = await this.#withBoth(slave, source, signal, (both) =>
      inThread(
        { script, work: `the plan for ${instanceName}`, contract: resyncContract },
        (thread) => thread.call('resync', 'plan', both, { onProgress: progress }),
        signal,
      ),
    )
    this.#options.verdicts.record({ instanceName, reference, drift })
    const plan: ResyncPlan = {
      id: randomUUID(),
      instanceName,
      reference,
      queue: queueOf(cluster, instanceName),
      drift,
      operations,
      withheld,
      events: operations.reduce((sum, { events }) => sum + events, 0),
    }
    for (const [id, each] of this.#plans) {
      if (each.instanceName === instanceName && !this.#running.has(id)) this.#plans.delete(id)
    }
    for (const id of [...this.#plans.keys()].slice(0, -planLimit)) this.#plans.delete(id)
    this.#plans.set(plan.id, plan)
    return plan
  }

  async #run(
    { plan: id, instanceName, leaveOut }: Parameters<RunHandler>[0],
    { signal, progress }: Parameters<RunHandler>[1],
  ): Promise<ResyncReport> {
    const { now, verdicts, hub } = this.#options
    const plan = this.#plans.get(id)
    if (plan?.instanceName !== instanceName) throw failure('PLB-RESYNC-PLAN-UNKNOWN', {})
    const { reference } = plan
    if ([...this.#running.values()].some((each) => each.instanceName === instanceName)) {
      throw failure('PLB-RESYNC-RUNNING', { instanceName })
    }
    const startedAt = now()
    const left = plan.operations.filter(({ key }) => leaveOut.includes(key))
    const gate = new PauseGate(signal)
    this.#running.set(id, { instanceName, gate })
    try {
      const result = await this.#send(plan, leaveOut, gate, signal, progress)
      verdicts.record({ instanceName, reference, drift: result.after })
      const { before, after, verified, cancelled } = result
      const report = {
        id,
        instanceName,
        reference,
        queue: plan.queue,
        startedAt,
        finishedAt: now(),
        before,
        after,
        results: result.results,
        left: left.map(({ key, title }) => ({ key, title })),
        withheld: result.withheld,
        verified,
        cancelled,
      }
      const message = outcomeOf(result, { node: instanceName, reference })
      hub.emit('activity', { at: now(), instanceName, severity: verified ? 'ok' : 'attention', message })
      return { ...report, markdown: reportAsMarkdown(report), html: reportAsHtml(report) }
    } finally {
      this.#running.delete(id)
    }
  }

  async #send(
    plan: ResyncPlan,
    leftOut: readonly string[],
    gate: PauseGate,
    signal: AbortSignal,
    progress: (value: RunProgress) => void,
  ): Promise<RunResult> {
    const { instanceName, reference, operations } = plan
    const { slave, source, cluster, delivery } = this.#nodes(instanceName, reference)
    let last: Omit<RunProgress, 'paused'> = { phase: 'comparing', done: 0, total: 1, operation: null }
    const tell = (): void => {
      progress({ ...last, paused: gate.isPaused })
    }
    gate.onChange = tell
    const answers: HandlersOf<(typeof slaveContract)['procedures']['slave']> = {
      publish: async ({ properties, body }) => {
        await gate.opened()
        await cluster.publish({ destination: queueNamed(plan.queue), properties, body })
        return {}
      },
      outcomes: async ({ eventIds }) =>
        [...(await delivery.outcomes(eventIds))].map(([eventId, { state, reason }]) => ({
          eventId,
          state,
          reason: reason ?? null,
        })),
      settle: async ({ reason }) => {
        await delivery.settle(reason)
        return {}
      },
      reload: async () => {
        await delivery.reload()
        return {}
      },
    }
    return this.#withBoth(slave, source, signal, (both) =>
      inThread(
        {
          script,
          work: `the resync of ${instanceName}`,
          contract: resyncContract,
          answers: {
            contract: slaveContract,
            application: { services: { slave: answers }, sources: {} },
          },
        },
        (thread) =>
          thread.call(
            'resync',
            'run',
            {
              ...both,
              group: slave.facts.group.value ?? '',
              toggleMaster: hasRole(slave.facts, 'master'),
              queueName: plan.queue,
              leftOut: [...leftOut],
              removals: operations.flatMap(({ verb, key }) => (verb === 'remove' ? [key] : [])),
            },
            {
              // It stops between two operations and says what it did.
              signal,
              onProgress: (value) => {
                last = value
                tell()
              },
            },
          ),
      ),
    )
  }

  /** Lets both be read as directories. */
  #withBoth<Result>(
    slave: ClusterNode,
    source: ClusterNode,
    signal: AbortSignal,
    action: (both: {
      readonly instanceName: string
      readonly reference: string
      readonly slaveDirectory: string
      readonly referenceDirectory: string
      readonly at: number
    }) => Promise<Result>,
  ): Promise<Result> {
    return source.withCatalog({ signal }, (referenceFound) =>
      slave.withCatalog({ signal }, (slaveFound) =>
        action({
          instanceName: slave.instanceName,
          reference: source.instanceName,
          slaveDirectory: slaveFound.directory,
          referenceDirectory: referenceFound.directory,
          at: this.#options.now(),
        }),
      ),
    )
  }

  #nodes(instanceName: string, reference: string) {
    const cluster = this.#options.required()
    const [slave, source] = [cluster.nodes.required(instanceName), cluster.nodes.required(reference)]
    allow(slave, 'resync')
    allow(source, 'read')
    const { delivery } = slave
    if (delivery === undefined) {
      const reason = say('nodeActions.noEngine')
      throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason })
    }
    if (!this.#isReference(source)) {
      const reason =
        'it is neither a master nor was it compared equal to one, so nothing can be brought to it'
      throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName: reference, reason })
    }
    return { cluster, slave, source, delivery }
  }
}

function queueOf({ profile }: OpenCluster, instanceName: string): string {
  return consumerQueue(instanceName, profile.topicName).name
}

function outcomeOf(
  { verified, cancelled, after }: RunResult,
  names: { readonly node: string; readonly reference: string },
): Wording {
  if (verified) return say('resync.verified', names)
  const count = after.entries.length
  return say(cancelled ? 'resync.cancelled' : 'resync.left', { ...names, count })
}
