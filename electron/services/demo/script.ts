import { nextTurn } from '../../scheduler/clock.ts'
import { queue } from '../../broker/destinations.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { readNodeState } from '../../engine/resync/compare.ts'
import { agreedTo, Resync, type Agreement, type ResyncReport } from '../../engine/resync/resync.ts'
import { isFailure, wordingOf, type Failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { brokerSession } from '../../broker/sessions/session-by-url.ts'
import { demoCatalog, demoPassword } from './catalog.ts'
import { changesWhileAway, damage } from './changes.ts'
import { type DemoCluster, type DemoNodeName, demoNodeNames } from './cluster.ts'
import type { DemoEvent } from './events.ts'
import { Narrator } from './narrator.ts'
import { editAsPlanned } from './edit-as-planned.ts'
import { join } from 'node:path'
import { stateDirectoryOf } from '../../engine/node/node-options.ts'
import { localFileSystem } from '../../storage/files.ts'

/**
 * Goes through what Plumbline is for, on a real cluster: it does each thing and then measures whether it is so.
 * @returns the claims that did not hold; none when all is well
 * @throws a failure when a step could not be done at all; the signal's reason
 */
export async function runDemo(
  cluster: DemoCluster,
  tell: (event: DemoEvent) => void,
  signal: AbortSignal,
): Promise<readonly Wording[]> {
  const narrator = new Narrator(tell, signal)
  const script = new DemoScript(cluster, narrator, signal)
  await script.buildCatalog()
  await script.changeWhileAway()
  await script.catchUp()
  await script.drift()
  await script.resync()
  await script.refuseEditOnSlave()
  await script.keepPasswords()
  return narrator.failedClaims
}

const changesPerTurn = 20

class DemoScript {
  readonly #cluster: DemoCluster
  readonly #narrator: Narrator
  readonly #signal: AbortSignal

  constructor(cluster: DemoCluster, narrator: Narrator, signal: AbortSignal) {
    this.#cluster = cluster
    this.#narrator = narrator
    this.#signal = signal
  }

  async buildCatalog(): Promise<void> {
    const cluster = this.#cluster
    this.#narrator.begin(say('demo.build'))
    const edits = demoCatalog()
    await this.#narrator.timed(say('demo.accepted', { count: edits.length }), () => this.#editAll(edits))
    await cluster.published(this.#signal)
    const { sent } = cluster.node('master').status.outbox
    await this.#narrator.timed(say('demo.applied', { count: sent }), () => this.#bothCaughtUp())
    for (const name of ['slave-a', 'slave-b'] as const) this.#proveEqual(name)
    const { failed, parked } = cluster.node('slave-a').status.inbox
    this.#narrator.prove(
      say('demo.noneFailed'),
      failed + parked === 0,
      say('demo.failedParked', { failed, parked }),
    )
  }

  async changeWhileAway(): Promise<void> {
    const cluster = this.#cluster
    this.#narrator.begin(say('demo.stop', { node: 'slave-b' }))
    await this.#narrator.timed(say('demo.stopped', { node: 'slave-b' }), () => cluster.stopNode('slave-b'))
    const before = cluster.node('master').status.outbox.sent
    await this.#narrator.timed(say('demo.accepted', { count: changesWhileAway.length }), () =>
      this.#editAll(changesWhileAway),
    )
    await cluster.caughtUp('slave-a', this.#signal)
    const published = cluster.node('master').status.outbox.sent - before
    const waiting = cluster.waitingFor('slave-b')
    this.#narrator.prove(
      say('demo.everyWaits', { node: 'slave-b' }),
      waiting === published && waiting > 0,
      say('demo.publishedWaiting', { published, waiting }),
    )
    this.#proveEqual('slave-a')
    const { entries } = cluster.compare('slave-b')
    this.#narrator.prove(
      say('demo.lags', { node: 'slave-b' }),
      entries.length > 0,
      say('imitation.left', { count: entries.length }),
    )
  }

  async catchUp(): Promise<void> {
    const cluster = this.#cluster
    this.#narrator.begin(say('demo.start', { node: 'slave-b' }))
    await this.#narrator.timed(say('demo.started', { node: 'slave-b' }), async () => {
      await cluster.startNode('slave-b')
      await cluster.caughtUp('slave-b', this.#signal)
    })
    const waiting = cluster.waitingFor('slave-b')
    this.#narrator.prove(say('demo.queueEmpty'), waiting === 0, say('demo.messagesLeft', { count: waiting }))
    this.#proveEqual('slave-b')
  }

  async drift(): Promise<void> {
    const cluster = this.#cluster
    this.#narrator.begin(say('demo.tamper', { node: 'slave-b' }))
    const damages = damage(cluster.dataDirectory('slave-b'))
    for (const text of damages) this.#narrator.tell({ type: 'note', text })
    const problems = await this.#narrator.timed(say('demo.readAgain', { node: 'slave-b' }), () =>
      cluster.node('slave-b').reload(),
    )
    const unread = problems.filter(({ effect }) => effect === 'unread')
    for (const { path, failure } of unread) {
      const text = say('demo.notRead', { path, reason: wordingOf(failure) })
      this.#narrator.tell({ type: 'note', text })
    }
    const drift = cluster.compare('slave-b')
    this.#narrator.tell({ type: 'note', text: say('demo.comparedWith', { node: 'slave-b' }) })
    this.#narrator.tell({ type: 'drift', node: 'slave-b', drift })
    this.#narrator.prove(
      say('demo.unreadReported'),
      unread.length > 0,
      say('demo.reported', { count: unread.length }),
    )
    // The feature type that cannot be read, the group, the service, the rules, and the style too many.
    this.#narrator.prove(
      say('demo.everyOneFound'),
      drift.entries.length === damages.length,
      say('demo.touched', { count: damages.length, differences: drift.entries.length }),
    )
  }

  async resync(): Promise<void> {
    const cluster = this.#cluster
    this.#narrator.begin(say('imitation.resync', { node: 'slave-b' }))
    const resync = new Resync(cluster.root('master'), cluster.root('slave-b'))
    const plan = await resync.plan()
    const { operations } = plan
    this.#narrator.tell({
      type: 'plan',
      operations: operations.map(({ title, reason }) => ({ title, reason })),
    })
    const events = operations.reduce((sum, each) => sum + each.events.length, 0)
    const before = this.#enqueued()
    const report = await this.#narrator.timed(say('demo.operations', { count: operations.length }), () =>
      this.#run(resync, agreedTo(plan)),
    )
    const after = this.#enqueued()
    const own = cluster.queueName('slave-b')
    const received = (after.get(own) ?? 0) - (before.get(own) ?? 0)
    const others = [...after].filter(([name]) => name !== own)
    const touched = others.filter(([name, count]) => count !== (before.get(name) ?? 0)).map(([name]) => name)
    this.#narrator.prove(
      say('demo.onlyItsQueue', { node: 'slave-b' }),
      received === events && touched.length === 0,
      touched.length === 0
        ? say('demo.receivedAlone', { received, queue: own, others: others.length })
        : say('demo.receivedElsewhere', { received, queue: own, elsewhere: touched }),
    )
    this.#narrator.prove(
      say('imitation.proved'),
      report.verified,
      say('imitation.left', { count: report.after.drift.entries.length }),
    )
    this.#proveEqual('slave-b')
    this.#proveEqual('slave-a')
  }

  async refuseEditOnSlave(): Promise<void> {
    this.#narrator.begin(say('demo.tryOnSlave'))
    let refusal: Failure | undefined
    try {
      const [change] = changesWhileAway
      if (change !== undefined) editAsPlanned(this.#cluster.node('slave-a'), change, 'demo')
    } catch (error) {
      if (!isFailure(error)) throw error
      refusal = error
      this.#narrator.tell({ type: 'refusal', failure: error })
    }
    this.#narrator.prove(
      say('demo.refused'),
      refusal?.code === 'PLB-ENGINE-NOT-A-MASTER',
      refusal?.code ?? say('demo.wasAccepted'),
    )
    this.#proveEqual('slave-a')
  }

  async keepPasswords(): Promise<void> {
    const cluster = this.#cluster
    this.#narrator.begin(say('demo.passwords'))
    const stores = readNodeState(cluster.root('slave-a')).catalog.ofKind('dataStore')
    const holding = stores.filter((store) => JSON.stringify(store.properties).includes(demoPassword))
    this.#narrator.prove(
      say('demo.slavesHaveIt'),
      holding.length === 2,
      say('demo.inStores', { count: holding.length }),
    )
    const open = passwordsAtRest(cluster, demoPassword)
    this.#narrator.prove(
      say('demo.noJournalHolds'),
      open.length === 0,
      open.length > 0 ? open.join(', ') : say('demo.journalsSearched', { count: demoNodeNames.length }),
    )
    const { told, holding: shown } = this.#narrator.search(demoPassword)
    this.#narrator.prove(say('demo.neverSaid'), shown === 0, say('imitation.searched', { count: told }))
  }

  async #run(resync: Resync, agreement: Agreement): Promise<ResyncReport> {
    const cluster = this.#cluster
    const node = cluster.node('slave-b')
    await using session = brokerSession(cluster.broker.url)
    await session.connect(this.#signal)
    const begin = Date.now()
    const report = await resync.run(agreement, {
      session,
      queue: queue(cluster.queueName('slave-b')),
      slave: node.configuration,
      control: {
        outcomes: (eventIds) => Promise.resolve(node.outcomes(eventIds)),
        settle: (reason) => {
          node.settle(reason)
          return Promise.resolve()
        },
        reload: () => node.reload(),
      },
      onProgress: ({ phase, done, total }) =>
        this.#narrator.tell({
          type: 'progress',
          text: say('resync.progress', { phase: say(`resync.${phase}`), done, total }),
        }),
      signal: this.#signal,
    })
    if (report.verified) node.provedEqual(begin)
    return report
  }

  async #editAll(edits: readonly EditRequest[]): Promise<void> {
    const master = this.#cluster.node('master')
    for (const [index, edit] of edits.entries()) {
      this.#signal.throwIfAborted()
      const { events } = editAsPlanned(master, edit, 'demo')
      this.#narrator.tell({
        type: 'progress',
        text: say('demo.progress', { done: index + 1, total: edits.length, what: events.at(-1) ?? '' }),
      })
      // The slaves live in the same process; several changes at once cost their disk little more than one.
      if (index % changesPerTurn === 0) await nextTurn()
    }
  }

  async #bothCaughtUp(): Promise<void> {
    for (const name of ['slave-a', 'slave-b'] as const) await this.#cluster.caughtUp(name, this.#signal)
  }

  /** How many messages each queue and topic has received. */
  #enqueued(): ReadonlyMap<string, number> {
    return new Map(this.#cluster.broker.destinations().map(({ name, enqueued }) => [name, enqueued]))
  }

  #proveEqual(name: DemoNodeName): void {
    const { compared, entries, unknowable } = this.#cluster.compare(name)
    const isEqual = entries.length === 0 && unknowable.length === 0
    const what = say('imitation.compared', { count: compared, differences: entries.length })
    this.#narrator.prove(
      say('imitation.equal', { node: name }),
      isEqual,
      unknowable.length === 0 ? what : say('demo.notComparable', { what, unknowable: unknowable.length }),
    )
  }
}

const longestJournal = 256 * 1024 * 1024

/** The journals of the nodes that hold a password as it is, byte for byte. */
function passwordsAtRest(cluster: DemoCluster, password: string): readonly string[] {
  return demoNodeNames.flatMap((name) => {
    const directory = stateDirectoryOf(cluster.node(name).configuration)
    return ['node.sqlite', 'node.sqlite-wal']
      .map((file) => join(directory, file))
      .filter((path) => localFileSystem.exists(path))
      .filter((path) => localFileSystem.readFile(path, longestJournal).includes(password))
  })
}
