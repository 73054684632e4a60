import type { Application } from '../../../contract/features/application.ts'
import type { ArrivedObject, EditDraft } from '../../../contract/features/configuration.ts'
import type { DriftData } from '../../../contract/shared.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'
import { demoPassword } from '../catalog.ts'
import type { DemoEvent } from '../events.ts'
import { Narrator } from '../narrator.ts'
import { until } from '../places.ts'
import { stockLogin, type StockDemoCluster, type StockNodeName, stockProfile } from './stock-cluster.ts'
import { damageByHand, surveyStore } from './by-hand.ts'

type Services = Application['services']

const master = 'gs-master'
const slaves = ['gs-a', 'gs-b'] as const
/** The slave that is wrecked and brought back, and the one nobody is to touch. */
const [other, wrecked] = slaves
/** How often is looked at what takes its time. */
const interval = 200

/**
 * Goes through what Plumbline does for GeoServers with the jms-cluster module, as an operator would through the app: it
 * does each thing and then measures whether it is so.
 * @returns the claims that did not hold; none when all is well
 * @throws a failure when a step could not be done at all; the signal's reason
 */
export async function runStockDemo(
  services: Services,
  cluster: StockDemoCluster,
  tell: (event: DemoEvent) => void,
  signal: AbortSignal,
): Promise<readonly Wording[]> {
  const narrator = new Narrator(tell, signal)
  const script = new StockDemoScript(services, cluster, narrator, signal)
  await script.connect()
  await script.edit()
  await script.wreck()
  await script.resync()
  script.keepPasswords()
  return narrator.failedClaims
}

class StockDemoScript {
  readonly #services: Services
  readonly #cluster: StockDemoCluster
  readonly #narrator: Narrator
  readonly #signal: AbortSignal

  constructor(services: Services, cluster: StockDemoCluster, narrator: Narrator, signal: AbortSignal) {
    this.#services = services
    this.#cluster = cluster
    this.#narrator = narrator
    this.#signal = signal
  }

  async connect(): Promise<void> {
    const { connect, profiles, inventory } = this.#services
    const [narrator, nodes] = [this.#narrator, this.#cluster.nodes]
    narrator.begin(say('imitation.connect'))
    const look = async (urls: readonly string[]) =>
      connect.look(
        { addresses: urls.join('\n'), login: stockLogin, logins: {}, trust: {}, passphrase: null },
        this.#call(),
      )
    const one = await narrator.timed(say('imitation.looked'), () => look([this.#cluster.node(master).url]))
    const missing = one.cluster?.missing ?? []
    narrator.prove(
      say('imitation.othersNamed'),
      missing.toSorted().join() === slaves.join() || one.cluster?.missingUnknown !== null,
      one.cluster?.missingUnknown ?? say('imitation.missing', { names: missing.join(', ') }),
    )
    const all = await look(nodes.map(({ url }) => url))
    const names = all.nodes.flatMap(({ instanceName }) => instanceName ?? [])
    narrator.prove(
      say('imitation.allFound'),
      all.cluster !== null && all.cluster.missing.length === 0 && names.length === nodes.length,
      say('imitation.found', {
        names: names.join(', '),
        topic: all.cluster?.topicName ?? '',
        group: all.cluster?.group ?? '',
      }),
    )
    const brokerUrl = all.cluster?.brokerUrl ?? ''
    narrator.prove(say('imitation.byOpenWire'), brokerUrl.startsWith('tcp:'), brokerUrl)
    await narrator.timed(say('imitation.opened'), async () => {
      const { id } = await profiles.save(stockProfile(this.#cluster), this.#call())
      await profiles.open({ id }, this.#call())
      await until(
        async () => (await inventory.nodes({}, this.#call())).every(({ version }) => version !== null),
        this.#signal,
        interval,
      )
    })
    for (const slave of slaves) await this.#proveEqual(slave)
    const asked = nodes.flatMap((node) => node.asked)
    const written = asked.filter((each) => !each.startsWith('GET ')).length
    narrator.prove(
      say('imitation.onlyLooked'),
      written === 0,
      written === 0
        ? say('imitation.requests', { count: asked.length })
        : say('imitation.otherRequests', { count: written }),
    )
  }

  async edit(): Promise<void> {
    const narrator = this.#narrator
    narrator.begin(say('imitation.edit'))
    const group = await this.#idOf('layerGroup', 'alpine_countries')
    await this.#proveArrival(
      await this.#publish({ verb: 'modify', kind: 'layerGroup', id: group, input: { title: 'The Alps' } }),
      'alpine_countries',
    )
    const [space = '', name = ''] = surveyStore.split(':')
    const workspace = await this.#idOf('workspace', space)
    const survey = {
      name,
      workspace,
      type: 'PostGIS',
      enabled: true,
      connectionParameters: {
        dbtype: 'postgis',
        host: 'db.example.org',
        database: 'survey',
        user: 'surveyor',
        passwd: demoPassword,
      },
    }
    await this.#proveArrival(
      await this.#publish({ verb: 'add', kind: 'dataStore', id: null, input: survey }),
      surveyStore,
    )
    const tiles = {
      name: 'tiles',
      workspace,
      type: 'WMTS',
      enabled: true,
      capabilitiesURL: 'https://tiles.example.org/wmts?request=GetCapabilities',
    }
    const id = await this.#publish({ verb: 'add', kind: 'wmtsStore', id: null, input: tiles })
    const arrived = await this.#arrival(id)
    narrator.prove(
      say('imitation.notCarried', { what: 'tiles' }),
      slaves.every((slave) =>
        arrived.some((each) => each.instanceName === slave && each.state === 'missing'),
      ),
      statesOf(arrived),
    )
    const { configuration } = this.#services
    const mended = await configuration.mend({ instanceName: master, id, slaves: [other] }, this.#call())
    narrator.prove(
      say('imitation.setRight', { node: other }),
      mended.objects.some((each) => each.instanceName === other && each.state === 'equal'),
      statesOf(mended.objects),
    )
  }

  async wreck(): Promise<void> {
    const narrator = this.#narrator
    narrator.begin(say('imitation.wreck', { node: wrecked }))
    const damages = damageByHand(this.#cluster.node(wrecked).node)
    for (const text of damages) narrator.tell({ type: 'note', text })
    const drift = await this.#compare(wrecked)
    const { entries } = drift
    narrator.tell({ type: 'drift', node: wrecked, drift })
    narrator.prove(
      say('imitation.everyOneFound'),
      entries.length === damages.length + 1,
      say('imitation.damages', { count: damages.length, differences: entries.length }),
    )
    await this.#proveEqual(other)
  }

  async resync(): Promise<void> {
    const [narrator, { resync }] = [this.#narrator, this.#services]
    narrator.begin(say('imitation.resync', { node: wrecked }))
    const plan = await resync.plan({ instanceName: wrecked, reference: master }, this.#call())
    const { operations } = plan
    narrator.tell({
      type: 'plan',
      operations: operations.map((step) => ({
        title: step.title,
        reason: step.reason,
        way: say(`report.${step.way}`),
      })),
    })
    const before = this.#stateOfOther()
    const report = await narrator.timed(say('imitation.done', { count: operations.length }), async () =>
      resync.run(
        { plan: plan.id, instanceName: wrecked, leaveOut: [] },
        {
          signal: this.#signal,
          progress: ({ operation, phase, done, total }) => {
            const text = operation ?? say('resync.progress', { phase: say(`resync.${phase}`), done, total })
            narrator.tell({ type: 'progress', text })
          },
        },
      ),
    )
    const left = report.after.entries.length
    narrator.prove(say('imitation.proved'), report.verified, say('imitation.left', { count: left }))
    const [here, there] = [this.#surveyPassword(master), this.#surveyPassword(wrecked)]
    const isBack = here === demoPassword && there === here
    narrator.prove(
      say('imitation.passwordBack'),
      isBack,
      say(isBack ? 'imitation.passwordSame' : 'imitation.passwordOther', { store: surveyStore }),
    )
    const after = this.#stateOfOther()
    const files = [...after.files].filter(([path, digest]) => before.files.get(path) !== digest).length
    const applied = after.applied - before.applied
    const state = report.others.find(({ instanceName }) => instanceName === other)?.state ?? 'unknown'
    narrator.prove(
      say('imitation.nothingReached', { node: other }),
      applied === 0 && files === 0 && after.files.size === before.files.size && state === 'untouched',
      say('imitation.reached', { applied, files, state }),
    )
    for (const slave of slaves) await this.#proveEqual(slave)
  }

  keepPasswords(): void {
    const narrator = this.#narrator
    narrator.begin(say('imitation.secrets'))
    const { told, holding } = narrator.search(demoPassword)
    narrator.prove(say('imitation.neverSaid'), holding === 0, say('imitation.searched', { count: told }))
  }

  /** Publishes a change on the master as the Configuration screen does: previewed, agreed to, sent. */
  async #publish(
    change: Pick<EditDraft, 'verb' | 'kind' | 'id'> & { readonly input: unknown },
  ): Promise<string> {
    const { configuration } = this.#services
    const version =
      change.id === null
        ? null
        : (await configuration.object({ instanceName: master, id: change.id }, this.#call())).version
    const input = JSON.stringify(change.input)
    const draft = { ...change, input, service: null, styleBody: null, recurse: false, version }
    const { plan, asksForName } = await configuration.preview({ instanceName: master, draft }, this.#call())
    const agreed = { plan, name: asksForName, publishAnyway: false }
    const requestId = crypto.randomUUID()
    const { id, events } = await configuration.publish(
      { instanceName: master, draft, agreed, requestId },
      this.#call(),
    )
    for (const text of events) this.#narrator.tell({ type: 'note', text })
    return id
  }

  async #arrival(id: string): Promise<readonly ArrivedObject[]> {
    const { configuration } = this.#services
    return (await configuration.arrival({ instanceName: master, id }, this.#call())).objects
  }

  async #proveArrival(id: string, what: string): Promise<void> {
    const arrived = await this.#arrival(id)
    const isThere = slaves.every((slave) => arrived.some((each) => each.instanceName === slave))
    this.#narrator.prove(
      say('imitation.arrived', { what }),
      isThere && arrived.every(({ state }) => state === 'equal'),
      statesOf(arrived),
    )
  }

  async #idOf(kind: string, name: string): Promise<string> {
    const tree = await this.#services.configuration.tree({ instanceName: master }, this.#call())
    return tree.find((each) => each.kind === kind && each.name === name)?.id ?? ''
  }

  async #compare(slave: StockNodeName): Promise<DriftData> {
    return this.#services.inventory.compare({ reference: master, instanceName: slave }, this.#call())
  }

  async #proveEqual(slave: StockNodeName): Promise<void> {
    const { equal, compared, entries } = await this.#compare(slave)
    this.#narrator.prove(
      say('imitation.equal', { node: slave }),
      equal,
      say('imitation.compared', { count: compared, differences: entries.length }),
    )
  }

  /** What nobody outside of a real node could see. */
  #stateOfOther() {
    const { files } = this.#cluster.node(other).node.core.memory
    return { applied: this.#cluster.appliedBy(other), files: files.snapshot() }
  }

  /** As the node itself uses it. */
  #surveyPassword(name: StockNodeName): string | undefined {
    const { core } = this.#cluster.node(name).node
    const [workspace = '', store = ''] = surveyStore.split(':')
    const parameters = core
      .named(core.workspace(workspace), store, 'dataStore')
      ?.properties.find((each) => each.name === 'connectionParameters')
    return parameters?.children.find(({ attributes }) => attributes.key === 'passwd')?.text
  }

  #call() {
    return { signal: this.#signal, progress: () => undefined }
  }
}

/** What each slave has of an object. */
function statesOf(arrived: readonly ArrivedObject[]): Wording {
  const each = arrived.map(({ instanceName, state, properties }) =>
    say('imitation.states', {
      node: instanceName,
      state: state === 'equal' ? say('imitation.equalThere') : `${state} ${properties.join(' ')}`.trim(),
    }),
  )
  return say('report.list', { each })
}
