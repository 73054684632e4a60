import { describe, expect, it, onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { textElement } from '../../../electron/xml/element.ts'
import { english } from '../../../electron/sentences/english.ts'
import { eventually } from '../../support/cluster.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { openApplication, plainCall, profileOf } from '../../support/services.ts'
import { connectStockNode } from '../../../electron/imitation/on-broker.ts'
import { adoptMemory, change, find, memoryDrift, takeAway } from '../../support/stock-node/resync-trio.ts'
import { serveNode } from '../../support/stock-node/serve-in-test.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

type Application = Awaited<ReturnType<typeof openApplication>>

/** A master and two slaves, all stock, on a broker that outlives the application. */
async function cluster() {
  const directory = temporaryDirectory()
  const broker = await EmbeddedBroker.start({ database: `${directory}/broker.sqlite` })
  onTestFinished(() => broker.stop())
  const brokerURL = broker.url
  const seed = goldenPath('after-build-up/master')
  const node = async (instanceName: string, properties: Readonly<Record<string, string>>) => {
    const connected = await connectStockNode({ seed, properties: { instanceName, brokerURL, ...properties } })
    onTestFinished(connected.drop)
    const { url } = await serveNode(connected.node)
    const entry = { type: 'geoserver' as const, instanceName, url, user: 'admin', passwordReference: null }
    return { ...connected, entry }
  }
  const master = await node('m', { toggleSlave: 'false' })
  const slave = await node('s1', { toggleMaster: 'false' })
  const other = await node('s2', { toggleMaster: 'false' })
  for (const each of [slave, other]) adoptMemory(each.node, master.node)
  const { passcodeReference: _, demo: _demo, ...draft } = profileOf([], { brokerUrl: broker.url })
  const names = ['m', 's1', 's2']
  const whole = {
    ...draft,
    ...{ id: null, passcode: null, nodes: [master.entry, slave.entry, other.entry] },
    nodePasswords: Object.fromEntries(names.map((name) => [name, 'geoserver'])),
  }
  const application = await openApplication({ stateDirectory: directory })
  const { id } = await application.services.profiles.save(whole, plainCall())
  await application.services.profiles.open({ id }, plainCall())
  await allAnswer(application)
  return { directory, id, application, master, slave, other }
}

async function allAnswer({ services }: Application): Promise<void> {
  await eventually('every node answered', async () => {
    const nodes = await services.inventory.nodes({}, plainCall())
    return nodes.length >= 3 && nodes.every(({ version }) => version === '2.26.2')
  })
}

function wreck(slave: StockNode): void {
  takeAway(slave, find(slave, 'wmtsStore', 'cascmts', 'topp'))
  takeAway(slave, find(slave, 'dataStore', 'pg', 'topp'))
  change(slave, find(slave, 'layerGroup', 'grp'), textElement('title', 'Wrecked'))
}

describe('the resync of a stock slave through the application', () => {
  it('is offered, shows the way of each step, is proved, and says that nobody else was touched', async () => {
    const { application, master, slave, other } = await cluster()
    const { resync } = application.services
    expect(await resync.choices({}, plainCall())).toMatchObject({
      slaves: [
        { instanceName: 's1', allowed: true },
        { instanceName: 's2', allowed: true },
      ],
      references: [{ instanceName: 'm', suggested: true }],
    })
    wreck(slave.node)
    for (const [node, text] of [
      [master.node, 'one'],
      [slave.node, 'other'],
    ] as const)
      node.core.memory.files.write('templates/header.ftl', Buffer.from(text))
    const before = other.node.core.memory.files.snapshot()
    const plan = await resync.plan({ instanceName: 's1', reference: 'm' }, plainCall())
    expect(plan.operations.map(({ verb, kind, way }) => `${verb} ${kind} ${way}`).toSorted()).toEqual([
      'add dataStore rest',
      'add wmtsStore rest',
      'modify layerGroup message',
    ])
    expect(plan.byFiles).toBe(false)
    const report = await resync.run({ plan: plan.id, instanceName: 's1', leaveOut: [] }, plainCall())
    expect(report).toMatchObject({
      verified: true,
      after: { equal: true },
      others: [{ instanceName: 's2', state: 'untouched' }],
    })
    expect(report.results.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied'])
    expect(report.markdown).toContain('## Who else was touched')
    expect(report.after.unsent).toContainEqual(
      expect.objectContaining({ area: 'templates', reference: 1, slave: 1, differ: 1 }),
    )
    expect(report.markdown).toContain('templates/header.ftl')
    expect(report.markdown).toContain('over REST, silently')
    expect(memoryDrift(master.node, slave.node)).toEqual([])
    expect(other.node.core.memory.files.snapshot()).toEqual(before)
  })

  it('is gone on with after the application was closed while the slave was away', async () => {
    const { directory, id, application, master, slave } = await cluster()
    const { resync } = application.services
    wreck(slave.node)
    const plan = await resync.plan({ instanceName: 's1', reference: 'm' }, plainCall())
    await slave.drop()
    const sent = Promise.withResolvers<void>()
    const run = resync.run(
      { plan: plan.id, instanceName: 's1', leaveOut: [] },
      plainCall(({ phase }: { phase: string }) => {
        if (phase === 'waiting') sent.resolve()
      }),
    )
    const ended = Promise.allSettled([run])
    await sent.promise
    await application.running.close()
    await ended
    const again = await openApplication({ stateDirectory: directory })
    await again.services.profiles.open({ id }, plainCall())
    await allAnswer(again)
    await eventually('it is said to go on', async () => {
      const underWay = await again.services.resync.underWay({}, plainCall())
      return underWay.some(({ id: of, instanceName }) => of === plan.id && instanceName === 's1')
    })
    await slave.reconnect()
    await eventually('the slave was proved equal', async () => {
      const nodes = await again.services.inventory.nodes({}, plainCall())
      return nodes.some(({ instanceName, drift }) => instanceName === 's1' && drift?.state === 'equal')
    })
    expect(memoryDrift(master.node, slave.node)).toEqual([])
    await eventually('the report is kept', async () => {
      const past = await again.services.resync.past({}, plainCall())
      return past.some(({ id: of, resumed, verified }) => of === plan.id && resumed && verified)
    })
    expect(await again.services.resync.underWay({}, plainCall())).toEqual([])
    const [report] = await again.services.resync.past({}, plainCall())
    for (const { title } of plan.operations) expect(report?.markdown).toContain(english(title))
  })

  it('knows after the application was closed what the slave did not take, and offers it by its file', async () => {
    const { directory, id, application, master, slave } = await cluster()
    // No message carries what the classes of the module have no field for.
    change(master.node, find(master.node, 'layerGroup', 'grp'), textElement('ofAnExtension', '1'))
    const asked = { instanceName: 's1', reference: 'm' }
    const plan = await application.services.resync.plan(asked, plainCall())
    expect(plan.operations.map(({ way }) => way)).toEqual(['message'])
    const ran = { plan: plan.id, instanceName: 's1', leaveOut: [] }
    expect(await application.services.resync.run(ran, plainCall())).toMatchObject({ verified: false })
    await application.running.close()
    const again = await openApplication({ stateDirectory: directory })
    await again.services.profiles.open({ id }, plainCall())
    await allAnswer(again)
    const next = await again.services.resync.plan(asked, plainCall())
    expect(next.operations.map(({ way }) => way)).toEqual(['files'])
    const report = await again.services.resync.run({ ...ran, plan: next.id }, plainCall())
    expect(report).toMatchObject({ verified: true })
    expect(memoryDrift(master.node, slave.node)).toEqual([])
  })
})
