import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { compareCatalogs, type DriftEntry } from '../../electron/catalog/diff.ts'
import { referenceOf } from '../../electron/catalog/object.ts'
import type { KeptEntry } from '../../electron/engine/journal/history.ts'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import { isFailure, wordingOf } from '../../electron/errors/failure.ts'
import { GeoServerClient } from '../../electron/geoserver/client.ts'
import type { Exchange } from '../../electron/geoserver/exchange.ts'
import { NodeReader } from '../../electron/geoserver/reading/node-reader.ts'
import { catalogOf, type CatalogReading } from '../../electron/geoserver/reading/read-catalog.ts'
import { administrator } from '../../electron/imitation/serve.ts'
import type { StockNode } from '../../electron/imitation/stock-node.ts'
import type { ClusterNode } from '../../electron/nodes/face/cluster-node.ts'
import { StockConfiguration } from '../../electron/nodes/stock/stock-configuration.ts'
import { StockObjects } from '../../electron/nodes/stock/stock-objects.ts'
import { english } from '../../electron/sentences/english.ts'
import { mendOn, type ArrivalOptions } from '../../electron/services/configuration/arrival.ts'
import { undoingRequest } from '../../electron/services/configuration/undo.ts'
import { localFileSystem } from '../../electron/storage/files.ts'
import { editChoice } from '../support/random-edits.ts'
import { stockRequestFor } from '../support/random-stock-edits.ts'
import { stockTrio } from '../support/stock-node/resync-trio.ts'
import { askDirectly } from '../support/stock-node/serve-in-test.ts'
import { HastyClock } from '../support/stock-node/stock-cluster.ts'

/** What becomes of one of the requests an edit is made of. */
export interface Interruption {
  /** Which of them. */
  readonly at: number
  readonly kind: 'refused' | 'unanswered' | 'killed before' | 'killed after'
}

const killed = new Error('whoever asked is gone')

/** An imitated master that is edited, with two slaves. */
class EditedCluster implements Disposable {
  readonly #trio = stockTrio()
  readonly #directory = mkdtempSync(join(tmpdir(), 'plumbline-stock-edits-'))
  readonly #reader = new NodeReader(() => Promise.resolve(this.#trio.masterRest.client))
  #now = 1_700_000_000_000
  #requests = 0
  #kill: (reason: Error) => void = () => undefined
  /** What happened so far, for whoever is to understand what was found. */
  readonly log: string[] = []
  /** The edits to come, as one process has them. */
  configuration = this.open()
  #interruption: Interruption | undefined

  /** Has the next edit end so, whoever makes it. */
  interrupt(interruption: Interruption): void {
    this.#interruption = interruption
  }

  open(): StockConfiguration {
    const exchange: Exchange = async (address, init) => this.#ask(address, init)
    const { url } = this.#trio.masterRest.client.connection
    const client = new GeoServerClient({ url, ...administrator, fetch: exchange })
    return new StockConfiguration({
      client: () => Promise.resolve(client),
      reader: new NodeReader(() => Promise.resolve(client)),
      now: () => (this.#now += 1_000),
      directory: this.#directory,
      environment: {},
      fileSystem: localFileSystem,
      isRunning: () => false,
      check: () => undefined,
    })
  }

  async state(): Promise<CatalogReading> {
    return catalogOf(await this.#reader.read({ will: 'counted' }))
  }

  /**
   * Plans an edit and makes it.
   * @returns the id of its object; undefined when it was refused, before anything was sent or by the node
   */
  async edit(request: EditRequest): Promise<string | undefined> {
    this.log.push(JSON.stringify(request))
    const died = new Promise<never>((_, reject) => (this.#kill = reject))
    try {
      return await Promise.race([died, this.#edit(request)])
    } catch (error) {
      this.log.push(isFailure(error) ? english(wordingOf(error)) : String(error))
      if (isFailure(error) || error === killed) return undefined
      throw error
    } finally {
      died.catch(() => undefined)
      this.#interruption = undefined
    }
  }

  async #edit(request: EditRequest): Promise<string> {
    const { digest, asksForName, problems } = await this.configuration.plan(request)
    if (problems[0] !== undefined) throw problems[0]
    const requestId = `request-${(this.#requests += 1)}`
    const agreement = { plan: digest, name: asksForName }
    const { id } = await this.configuration.publish(request, agreement, 'ops', requestId)
    return id
  }

  async #ask(...[address, init]: Parameters<Exchange>): ReturnType<Exchange> {
    const { exchange } = this.#trio.masterRest
    if (init.method === 'GET' || this.#interruption === undefined) return exchange(address, init)
    const { at, kind } = this.#interruption
    this.#interruption = at === 0 ? undefined : { at: at - 1, kind }
    if (at > 0) return exchange(address, init)
    if (kind === 'refused') return { status: 500, headers: { get: () => null }, body: null }
    if (kind !== 'killed before') await exchange(address, init)
    if (kind === 'unanswered') throw new TypeError('read ECONNRESET')
    this.#kill(killed)
    return new Promise<never>(() => undefined)
  }

  /** What the history has of the newest change since a time, of all that differs now. */
  async changeSince(time: number, differing: readonly DriftEntry[]): Promise<readonly KeptEntry[]> {
    const { catalog } = await this.configuration.view()
    const spaces = catalog.ofKind('workspace').map(({ id }) => id)
    const ids = new Set(
      differing.flatMap((entry) => (entry.type === 'defaultWorkspace' ? spaces : [entry.id])),
    )
    const entries = (await Promise.all([...ids].map((id) => this.configuration.historyOf(id, 1)))).flat()
    const newest = entries.filter(({ at }) => at > time).toSorted((a, b) => b.at - a.at || b.id - a.id)[0]
    return newest === undefined ? [] : this.configuration.changeOf(newest.id)
  }

  get time(): number {
    return this.#now
  }

  /** Lets the slaves take what was published, mends what is offered to be mended, and expects them to be equal. */
  async arrive(id: string): Promise<void> {
    const { master, slave, other, stock } = this.#trio
    await stock.drain()
    const mended = await mendOn(this.configuration, id, arrivalAt([slave, other]))
    const left = mended.filter(({ state }) => state !== 'equal')
    assert.deepEqual(left, [], this.told('is not mended'))
    await stock.drain()
    for (const node of [slave, other]) {
      const { entries } = compareCatalogs(served(master), served(node))
      assert.deepEqual(entries, [], this.told(`${node.instanceName} was called equal`))
    }
    const { entries } = compareCatalogs((await this.state()).catalog, served(master))
    assert.deepEqual(entries, [], this.told('the files of the master are others than its memory'))
  }

  told(what: string): string {
    return [...this.log, what].join('\n')
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

/** What a node serves. Settings and services of a workspace that is gone stay in its memory, where nobody can ask for them. */
function served({ core }: StockNode): Catalog {
  const catalog = new Catalog()
  catalog.become(core.memory.catalog)
  for (const each of core.memory.catalog.ofKind('settings', 'service')) {
    const workspace = referenceOf(each, 'workspace')
    if (workspace !== undefined && catalog.get(workspace) === undefined) catalog.remove(each.id)
  }
  return catalog
}

function arrivalAt(nodes: readonly StockNode[]): ArrivalOptions {
  const slaves = nodes.map((node) => {
    const { client } = askDirectly(node)
    const objects = new StockObjects({
      client: () => Promise.resolve(client),
      group: () => 'geoserver-cluster',
    })
    // This is all that is asked of it.
    return { instanceName: node.instanceName, objects } as unknown as ClusterNode
  })
  const signal = new AbortController().signal
  return { slaves, pending: () => 0, clock: new HastyClock(), signal, onProgress: () => undefined }
}

/**
 * What differs between two states of a node; ids left out, which what comes back gets anew, and what a GeoServer writes of
 * itself where nothing was said.
 */
function drift(before: CatalogReading, after: CatalogReading): readonly DriftEntry[] {
  const bodiesOf =
    ({ styleBodies }: CatalogReading) =>
    ({ id }: { readonly id: string }) =>
      styleBodies.get(id)
  const { entries } = compareCatalogs(before.catalog, after.catalog, {
    bodies: { left: bodiesOf(before), right: bodiesOf(after) },
  })
  return entries.filter(
    (entry) =>
      entry.type !== 'sameNameOtherId' &&
      (entry.type !== 'different' || entry.properties.some(({ left }) => left !== undefined)),
  )
}

/** Takes back what the history has of a change, and expects all to be as it was; unless it says that this cannot be. */
async function expectBack(
  cluster: EditedCluster,
  change: readonly KeptEntry[],
  before: CatalogReading,
): Promise<string | undefined> {
  assert.notDeepEqual(change, [], cluster.told('is in no history'))
  let request: EditRequest
  try {
    request = undoingRequest(await cluster.configuration.view(), change)
  } catch (error) {
    if (isFailure(error, 'PLB-EDIT-HISTORY-EMPTY')) return undefined
    throw error
  }
  const id = await cluster.edit(request)
  if (id !== undefined)
    assert.deepEqual(drift(before, await cluster.state()), [], cluster.told('is not back'))
  return id
}

/** Whatever is edited on a GeoServer is on every slave once all that is offered was mended, and can be taken back. */
export const stockEditsArrive = fc.asyncProperty(
  fc.array(fc.record({ choice: editChoice, isTakenBack: fc.boolean() }), { minLength: 1, maxLength: 4 }),
  async (edits) => {
    using cluster = new EditedCluster()
    for (const { choice, isTakenBack } of edits) {
      const request = stockRequestFor(choice, (await cluster.configuration.view()).catalog)
      if (request === undefined) continue
      const [before, time] = [await cluster.state(), cluster.time]
      const id = await cluster.edit(request)
      if (id === undefined) continue
      await cluster.arrive(id)
      const differing = drift(before, await cluster.state())
      if (!isTakenBack || differing.length === 0) continue
      const undone = await expectBack(cluster, await cluster.changeSince(time, differing), before)
      if (undone !== undefined) await cluster.arrive(undone)
    }
  },
)

/** However an edit of several objects ends, what was done of it is in the history, which takes it back. */
export const interruptedStockEditsGoBack = fc.asyncProperty(
  fc.array(editChoice, { maxLength: 3 }),
  fc.array(editChoice, { minLength: 1, maxLength: 3 }),
  fc.record<Interruption>({
    at: fc.nat(4),
    kind: fc.constantFrom('refused', 'unanswered', 'killed before', 'killed after'),
  }),
  async (earlier, choices, interruption) => {
    using cluster = new EditedCluster()
    for (const choice of earlier) {
      const request = stockRequestFor(choice, (await cluster.configuration.view()).catalog)
      if (request !== undefined) await cluster.edit(request)
    }
    const { catalog } = await cluster.configuration.view()
    const [request, ...others] = choices.flatMap((choice) => stockRequestFor(choice, catalog) ?? [])
    if (request === undefined) return
    const [before, time] = [await cluster.state(), cluster.time]
    cluster.log.push(JSON.stringify(interruption))
    cluster.interrupt(interruption)
    await cluster.edit(others.length === 0 ? request : { ...request, others })
    cluster.configuration = cluster.open()
    const differing = drift(before, await cluster.state())
    if (differing.length === 0) return
    await expectBack(cluster, await cluster.changeSince(time, differing), before)
  },
)
