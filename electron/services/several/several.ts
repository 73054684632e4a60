import type { Offers, Service } from '../../contract/features/application.ts'
import type { NodeOutcome, PlannedResync, SeveralReport } from '../../contract/features/several.ts'
import type { ResyncPlan } from '../../contract/features/resync.ts'
import type { LanguageTag } from '../../languages/tags.ts'
import { say } from '../../sentences/say.ts'
import { speaker } from '../../sentences/speaker.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { Comparisons } from '../comparison/comparisons.ts'
import { csv } from '../../text/csv.ts'
import { nodesAsCsv } from './nodes-as-csv.ts'
import { Round, type RoundCall } from './round.ts'
import { datedName } from '../../text/dated-name.ts'

export interface SeveralOptions {
  readonly required: () => OpenCluster
  readonly comparisons: Pick<Comparisons, 'compare' | 'withReference'>
  /** What is done to each. */
  readonly inventory: Pick<
    Service<'inventory'>,
    'nodes' | 'start' | 'stop' | 'pause' | 'resume' | 'reload' | 'forget'
  >
  readonly resync: Pick<Service<'resync'>, 'plan' | 'run'>
  readonly now: () => number
  /** What reports are written in. */
  readonly language: () => LanguageTag
}

/**
 * Does to several nodes what can be done to one, one after the other and by the same rules, and reports once. What
 * fails at one keeps nothing from the others.
 */
export class Several implements Offers<'several'> {
  readonly #options: SeveralOptions

  constructor(options: SeveralOptions) {
    this.#options = options
  }

  get service(): Service<'several'> {
    const { resync, inventory, now, language } = this.#options
    return {
      compare: ({ instanceNames }, call) => this.#compare([...new Set(instanceNames)], call),
      planResync: ({ instanceNames }, call) => this.#planResync([...new Set(instanceNames)], call),
      resync: ({ plans }, call) =>
        this.#each(plans, call, async (plan, quiet) => {
          const report = await resync.run(plan, quiet)
          const names = { node: report.instanceName, reference: report.reference }
          if (report.verified) return { outcome: 'done', message: say('resync.verified', names) }
          const said = { ...names, count: report.after.entries.length }
          const message = say(report.cancelled ? 'resync.cancelled' : 'resync.left', said)
          return { outcome: 'differs', message }
        }),
      act: ({ action, nodes }, call) =>
        this.#each(nodes, call, async (node, quiet) => {
          await inventory[action](node, quiet)
          return { outcome: 'done', message: say(`several.${action}`) }
        }),
      export: async ({ instanceNames }, { signal }) => {
        const nodes = await inventory.nodes({}, { signal, progress: () => undefined })
        const chosen = nodes.filter(({ instanceName }) => instanceNames.includes(instanceName))
        return {
          fileName: datedName('plumbline-nodes', now(), 'csv'),
          content: nodesAsCsv(chosen, await speaker(language())),
        }
      },
    }
  }

  /** What several are compared with is read once for all of them. */
  async #compare(names: readonly string[], call: RoundCall): Promise<SeveralReport> {
    const { comparisons, required, now } = this.#options
    const { nodes } = required()
    const startedAt = now()
    const round = new Round(names, call)
    const { signal } = call
    for (const [reference, together] of Map.groupBy(names, (name) => nodes.referenceFor(name))) {
      const compareEach = async (shared: Parameters<typeof comparisons.compare>[2]): Promise<void> => {
        for (const node of together) {
          await round.visit(node, async () => {
            // What keeps it from being compared says the node itself.
            const drift = await comparisons.compare(reference ?? node, node, shared)
            const said = { reference: reference ?? node }
            return drift.equal
              ? { outcome: 'done', message: say('several.comparedEqual', said) }
              : {
                  outcome: 'differs',
                  message:
                    drift.entries.length === 0
                      ? say('inventory.notWhole', said)
                      : say('inventory.differs', { ...said, count: drift.entries.length }),
                }
          })
        }
      }
      try {
        if (reference === undefined) await compareEach({ signal })
        else await comparisons.withReference(reference, { signal }, compareEach)
      } catch (error) {
        for (const node of together) round.fail(node, error)
      }
    }
    return this.#report(startedAt, round.outcomes())
  }

  async #planResync(names: readonly string[], call: RoundCall): Promise<PlannedResync[]> {
    const { resync, required } = this.#options
    const { nodes } = required()
    const planned = new Map<string, PlannedResync>()
    const round = new Round(names, call)
    for (const instanceName of names) {
      await round.visit(instanceName, async () => {
        const reference = nodes.referenceFor(instanceName) ?? instanceName
        const quiet = { signal: call.signal, progress: () => undefined }
        planned.set(instanceName, plannedOf(await resync.plan({ instanceName, reference }, quiet)))
        return { outcome: 'done', message: '' }
      })
    }
    call.signal.throwIfAborted()
    return round
      .outcomes()
      .map(({ instanceName, message }) => planned.get(instanceName) ?? unplanned(instanceName, message))
  }

  async #each<Node extends { readonly instanceName: string }>(
    nodes: readonly Node[],
    call: RoundCall,
    act: (
      node: Node,
      quiet: { readonly signal: AbortSignal; readonly progress: () => void },
    ) => Promise<Omit<NodeOutcome, 'instanceName'>>,
  ): Promise<SeveralReport> {
    const startedAt = this.#options.now()
    const byName = new Map(nodes.map((node) => [node.instanceName, node]))
    const round = new Round([...byName.keys()], call)
    const quiet = { signal: call.signal, progress: () => undefined }
    for (const [name, node] of byName) await round.visit(name, () => act(node, quiet))
    return this.#report(startedAt, round.outcomes())
  }

  async #report(startedAt: number, outcomes: NodeOutcome[]): Promise<SeveralReport> {
    const speak = await speaker(this.#options.language())
    const rows = outcomes.map(({ instanceName, outcome, message }) => [instanceName, outcome, speak(message)])
    return {
      startedAt,
      finishedAt: this.#options.now(),
      outcomes,
      csv: csv([['node', 'outcome', 'message'], ...rows]),
    }
  }
}

function plannedOf({ id, instanceName, operations, withheld }: ResyncPlan): PlannedResync {
  // A reload is agreed to for one node at a time.
  const here = operations.filter(({ way }) => way !== 'files')
  return {
    ...{ instanceName, plan: id, why: null, operations: here.length, withheld: withheld.length },
    messages: here.reduce((sum, { way, events }) => sum + (way === 'message' ? events : 0), 0),
    removals: here.filter(({ verb }) => verb === 'remove' || verb === 'replace').map(({ title }) => title),
    leaveOut: operations.filter(({ way }) => way === 'files').map(({ key }) => key),
  }
}

function unplanned(instanceName: string, why: PlannedResync['why']): PlannedResync {
  const nothing = { operations: 0, messages: 0, removals: [], leaveOut: [], withheld: 0 }
  return { instanceName, plan: null, why, ...nothing }
}
