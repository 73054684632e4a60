import { english } from '../../../electron/sentences/english.ts'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { topic } from '../../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import type { Sample } from '../../../electron/contract/features/metrics.ts'
import type { NodeView } from '../../../electron/contract/features/inventory.ts'
import { NodeFiles } from '../../../electron/nodes/node-files.ts'
import { networkUrl } from '../../support/broker-session.ts'
import { eventually } from '../../support/cluster.ts'
import { makeDataDirectory, openApplication, openCluster, plainCall } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { publishAsPreviewed } from '../../support/publish-as-previewed.ts'
import { saying } from '../../support/saying.ts'

const pureMaster = { toggleSlave: 'false' }
const pureSlave = { toggleMaster: 'false' }

async function pair(slaveProperties: Readonly<Record<string, string>> = {}) {
  const directory = temporaryDirectory()
  const application = await openApplication({ stateDirectory: directory })
  const slave = makeDataDirectory(directory, 'geo-2', { ...pureSlave, ...slaveProperties })
  await openCluster(application, [makeDataDirectory(directory, 'geo-1', pureMaster), slave])
  const { inventory } = application.services
  const node = async (instanceName: string): Promise<NodeView> => {
    const found = (await inventory.nodes({}, plainCall())).find((each) => each.instanceName === instanceName)
    if (found === undefined) throw new Error(`${instanceName} is not listed`)
    return found
  }
  const addWorkspace = (name: string) =>
    publishAsPreviewed(application.services.configuration, {
      instanceName: 'geo-1',
      draft: {
        verb: 'add',
        kind: 'workspace',
        service: null,
        id: null,
        input: JSON.stringify({ name }),
        styleBody: null,
        recurse: false,
        version: null,
      },
    })
  return { ...application, directory, slave, inventory, node, addWorkspace }
}

describe('the inventory', () => {
  it('is empty without a cluster, and asking for more says so', async () => {
    const { services } = await openApplication()
    expect(await services.inventory.nodes({}, plainCall())).toEqual([])
    expect(await services.inventory.attention({}, plainCall())).toEqual([])
    const compare = async () => services.inventory.compare({ reference: 'a', instanceName: 'b' }, plainCall())
    await expect(compare()).rejects.toMatchObject({ code: 'PLB-CLUSTER-NOT-OPEN' })
  })

  it('looks at each of many nodes as often as at one of few', async () => {
    const looksAtEach = async (count: number): Promise<number> => {
      const directory = temporaryDirectory()
      const application = await openApplication({ stateDirectory: directory })
      const names = Array.from({ length: count }, (_, index) => `geo-${index + 1}`)
      const nodes = names.map((name, index) => ({
        ...{ type: 'local' as const, run: false },
        dataDirectory: makeDataDirectory(directory, name, index === 0 ? pureMaster : pureSlave),
      }))
      await openCluster(application, [], { nodes })
      const looks = vi.spyOn(NodeFiles.prototype, 'configuration', 'get')
      await application.services.inventory.nodes({}, plainCall())
      const each = looks.mock.calls.length / count
      looks.mockRestore()
      return each
    }
    expect(await looksAtEach(16)).toBeLessThan((await looksAtEach(4)) * 1.5)
  })

  it('lists who publishes under a name that cannot stand in that of a queue, and goes on', async () => {
    const directory = temporaryDirectory()
    const broker = await EmbeddedBroker.start({ database: join(directory, 'broker.sqlite') })
    onTestFinished(() => broker.stop())
    const application = await openApplication({ stateDirectory: directory })
    await openCluster(application, [], { brokerUrl: broker.url })
    const { services } = application
    const sender = new BrokerSession(networkUrl(broker.url))
    onTestFinished(() => sender.close())
    await sender.connect()
    const names = ['gs1.example.com', 'a b', 'x,y', '*', 'geo>', 'q?x', 'stomp://geo', '\u0001']
    for (const [index, instanceName] of names.entries()) {
      const roles = { toggleMaster: 'true', toggleSlave: String(index % 2 === 0) }
      const properties = { instanceName, ...roles, JMSEventHandlerSPI: 'JMSLoggingHandlerSPI' }
      await sender.publish({ destination: topic('VirtualTopic.geoserver'), properties, body: '<x/>' })
    }
    const listed = async () =>
      (await services.inventory.nodes({}, plainCall())).map(({ instanceName, queue }) => [
        instanceName,
        queue,
      ])
    await expect.poll(listed).toEqual(expect.arrayContaining(names.map((name) => [name, null])))
    await services.brokers.destinations({}, plainCall())
    await services.findings.list({}, plainCall())
  })

  it('calls a slave in sync only after a comparison, and says what can be done with each node', async () => {
    const { inventory, node } = await pair()
    // What its start published may wait for it until then.
    const before = async () => {
      const { drift, state } = await node('geo-2')
      return drift.state === 'not-compared' ? state : 'not compared'
    }
    await expect.poll(before).toBe('not compared')
    // What is heard while they are compared makes the verdict stale, as a beginning broker may: it is compared again.
    const compared = async () => {
      const drift = await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
      expect(drift.equal).toBe(true)
      return node('geo-2')
    }
    await expect.poll(compared).toMatchObject({
      ...{ state: 'in sync', severity: 'ok', type: 'plumbline', roles: ['slave'], running: true },
      drift: { state: 'equal', objects: 0, reference: 'geo-1' },
    })
    const publishing = { state: 'publishing', severity: 'ok', roles: ['master'], queue: null }
    await expect.poll(() => node('geo-1')).toMatchObject(publishing)
    const [master, slave] = [await node('geo-1'), await node('geo-2')]
    const allowed = ({ actions }: NodeView) =>
      actions.flatMap(({ action, allowed: is }) => (is ? [action] : []))
    expect(allowed(master)).toEqual(['stop', 'edit', 'saveProperties'])
    expect(allowed(slave)).toEqual(['compare', 'resync', 'stop', 'pause', 'reload', 'saveProperties'])
    expect(slave.unknown).toEqual([])
    for (const { actions } of [master, slave]) {
      for (const { allowed: is, why } of actions) expect(why === null).toBe(is)
    }
  })

  it('has a slave apply nothing while it is paused, and all of it once it is resumed', async () => {
    const { inventory, node, slave, addWorkspace } = await pair()
    const agreed = { instanceName: 'geo-2', agreed: slave }
    await inventory.pause(agreed, plainCall())
    // Nothing waits, so that nothing is to be caught up with.
    await eventually('it is as it is found, whatever of its start is told meanwhile', async () => {
      await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
      const { severity, state } = await node('geo-2')
      return severity === 'ok' && state === 'paused'
    })
    await addWorkspace('topp')
    await eventually('its message waits', async () => ((await node('geo-2')).pending ?? 0) > 0)
    expect(existsSync(join(slave, 'workspaces/topp'))).toBe(false)
    const paused = await node('geo-2')
    expect(paused).toMatchObject({ severity: 'pending', state: 'paused', running: true })
    expect(paused.reasons.map(english)).toContain(
      'It is paused: messages wait in its queue until it is resumed.',
    )
    const whyNot = Object.fromEntries(paused.actions.map(({ action, why }) => [action, why]))
    expect(whyNot).toMatchObject({
      resume: null,
      pause: { key: 'nodeActions.paused' },
      resync: { key: 'nodeActions.resumeFirst' },
    })
    // What is done by hand meanwhile is read all the same.
    await inventory.reload(agreed, plainCall())
    expect(existsSync(join(slave, 'workspaces/topp'))).toBe(false)
    await inventory.resume(agreed, plainCall())
    await eventually('it is applied', () => existsSync(join(slave, 'workspaces/topp')))
    const again = inventory.resume(agreed, plainCall())
    await expect(again).rejects.toMatchObject({ code: 'PLB-CLUSTER-ACTION-REFUSED' })
  })

  it('says of each thing that is not known why', async () => {
    const { inventory, node, slave } = await pair()
    await inventory.stop({ instanceName: 'geo-2', agreed: slave }, plainCall())
    expect(await node('geo-2')).toMatchObject({
      version: null,
      unknown: [
        { fact: 'version', why: { key: 'nodeActions.notRunning' } },
        { fact: 'engine', why: { key: 'nodeActions.notRunning' } },
      ],
    })
  })

  it('says of a comparison that was not whole that it was not, and counts no differences', async () => {
    const { inventory, node, slave } = await pair()
    writeFileSync(join(slave, 'styles/torn.xml'), '<style><id>torn')
    await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    expect(await node('geo-2')).toMatchObject({
      drift: { objects: 0 },
      reasons: expect.arrayContaining([
        { key: 'inventory.notWhole', values: { reference: 'geo-1' } },
      ]) as unknown,
    })
    const [item] = await inventory.attention({}, plainCall())
    expect(item).toMatchObject({
      message: { key: 'attention.notWhole', values: { node: 'geo-2', reference: 'geo-1' } },
      why: { key: 'attention.whyNotWhole' },
      action: 'review',
    })
  })

  it('finds drift, tells of it with one action, and forgets it when it is gone', async () => {
    const { services, inventory, node, slave } = await pair()
    const wms = join(slave, 'wms.xml')
    const content = readFileSync(wms)
    rmSync(wms)
    await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    expect(await node('geo-2')).toMatchObject({
      state: 'drifted',
      severity: 'attention',
      drift: { objects: 1 },
    })
    expect(await inventory.drifting({}, plainCall())).toMatchObject({
      objects: [
        { type: 'missing', kind: 'service', instanceName: 'geo-2', reference: 'geo-1', otherId: null },
      ],
      left: 0,
    })
    const [item] = await inventory.attention({}, plainCall())
    expect(item).toMatchObject({
      message: { key: 'attention.drifted', values: { node: 'geo-2', reference: 'geo-1', count: 1 } },
      action: 'review',
    })
    const checks = await services.diagnostics.checks({}, plainCall())
    expect(checks).toContainEqual(
      expect.objectContaining({ id: 'node-geo-2', severity: 'attention', message: item?.message }),
    )
    expect(checks).toContainEqual(expect.objectContaining({ id: 'node-geo-1', severity: 'ok' }))
    writeFileSync(wms, content)
    await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    expect(await inventory.attention({}, plainCall())).toEqual([])
  })

  it('tells what of a difference is accepted wherever it is told, as long as it is', async () => {
    const { services, inventory, node, slave } = await pair()
    rmSync(join(slave, 'wms.xml'))
    const compare = () => inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    const [entry] = (await compare()).entries
    if (entry === undefined) throw new Error('nothing differs')
    const { kind, id: object, title } = entry
    const why = { property: null, until: null, reason: 'has none on purpose' }
    const place = { instanceName: 'geo-2', kind, object, title }
    const { id } = await services.findings.accept({ ...place, ...why }, plainCall())
    const [found] = (await compare()).entries
    expect(found?.accepted).toMatchObject({ all: true, notes: [{ id, reason: 'has none on purpose' }] })
    const told = await inventory.verdict({ instanceName: 'geo-2' }, plainCall())
    expect(told?.drift.entries).toEqual([found])
    const { objects } = await inventory.drifting({}, plainCall())
    expect(objects.map(({ accepted }) => accepted?.all)).toEqual([true])
    const counted = { key: 'acceptance.counted', values: { count: 1, total: 1 } }
    expect(await node('geo-2')).toMatchObject({
      ...{ state: 'drifted', drift: { objects: 1, accepted: 1 } },
      reasons: expect.arrayContaining([expect.objectContaining({ key: 'acceptance.counted' })]) as unknown,
    })
    const [item] = await inventory.attention({}, plainCall())
    expect(item?.message).toMatchObject(counted)
    const note = { id: item?.id ?? '', reason: 'known', until: null }
    const isKnown = async () => {
      const checks = await services.diagnostics.checks({}, plainCall())
      const [listed] = await inventory.attention({}, plainCall())
      const { findings } = await services.findings.list({}, plainCall())
      return {
        check: checks.find((each) => each.id === 'node-geo-2')?.known,
        item: listed?.known ?? false,
        finding: findings.find((each) => each.id === note.id)?.known,
      }
    }
    // All that differs is accepted: nobody is needed, and everything goes on telling of it.
    expect(await isKnown()).toEqual({ check: true, item: true, finding: true })
    await services.findings.endAcceptance({ id }, plainCall())
    expect(await node('geo-2')).toMatchObject({ drift: { objects: 1, accepted: 0 } })
    expect(await isKnown()).toEqual({ check: false, item: false, finding: false })
    await services.findings.acknowledge(note, plainCall())
    expect(await isKnown()).toEqual({ check: true, item: true, finding: true })
  })

  it('calls what it found stale once something has changed, until it is compared again', async () => {
    const { inventory, node, addWorkspace } = await pair()
    // What still happens after the start makes a verdict old at once.
    await eventually('it is in sync', async () => {
      await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
      return (await node('geo-2')).state === 'in sync'
    })
    const first = await node('geo-2')
    await addWorkspace('topp')
    await eventually('it is stale', async () => (await node('geo-2')).drift.stale !== null)
    await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    expect((await node('geo-2')).drift.at).toBeGreaterThan(first.drift.at ?? 0)
    const verdict = await inventory.verdict({ instanceName: 'geo-2' }, plainCall())
    expect(verdict).toMatchObject({ reference: 'geo-1', drift: { equal: true } })
  })

  it('counts what waits for a stopped node, with its age, and samples it', async () => {
    const { running, inventory, sources, slave, node, addWorkspace } = await pair()
    const samples: Sample[] = []
    const stop = new AbortController()
    sources.metrics.samples({}, (items) => samples.push(...items), stop.signal)
    await inventory.stop({ instanceName: 'geo-2', agreed: slave }, plainCall())
    expect(await node('geo-2')).toMatchObject({ state: 'stopped', running: false })
    const { events } = await addWorkspace('topp')
    await eventually('they are counted', async () => (await node('geo-2')).pending === events.length)
    const waiting = await node('geo-2')
    expect(waiting.oldestPendingAt).toBeGreaterThan(0)
    // By now its files may have been compared, too, and found to differ.
    const stoppedOf = async () =>
      (await inventory.attention({}, plainCall())).find(({ kind }) => kind === 'stopped')
    await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    const drifted = (await inventory.attention({}, plainCall())).find(({ kind }) => kind === 'drifted')
    expect(drifted?.why).toEqual({
      key: 'attention.whyDriftedWaiting',
      values: { count: events.length },
    })
    const item = await stoppedOf()
    expect(item && english(item.message)).toBe(
      `geo-2 is stopped. ${events.length} messages wait in its queue.`,
    )
    const { findings } = running.application.services
    await findings.acknowledge({ id: item?.id ?? '', reason: 'maintenance', until: null }, plainCall())
    expect(await stoppedOf()).toMatchObject({ id: item?.id, known: true })
    await eventually('a sample shows it', () =>
      samples.some(({ nodes }) =>
        nodes.some((each) => each.instanceName === 'geo-2' && each.waiting === events.length),
      ),
    )
    stop.abort()
    await inventory.start({ instanceName: 'geo-2', agreed: slave }, plainCall())
    await eventually('it caught up', async () => (await node('geo-2')).pending === 0)
    const { lastTakenAt } = await node('geo-2')
    expect(lastTakenAt).toBeGreaterThan(0)
    await inventory.stop({ instanceName: 'geo-2', agreed: slave }, plainCall())
    const stopped = await node('geo-2')
    expect(stopped.running).toBe(false)
    // It may have taken a mark of its master meanwhile, too.
    expect(stopped.lastTakenAt).toBeGreaterThanOrEqual(lastTakenAt ?? 0)
  })

  it('calls a node stopped whose engine nobody runs any more, however equal its files are', async () => {
    const { running, directory, slave } = await pair()
    await running.close()
    const later = await openApplication({ stateDirectory: join(directory, 'later') })
    await openCluster(later, [], {
      nodes: [join(directory, 'geo-1'), slave].map((dataDirectory) => ({
        type: 'local',
        dataDirectory,
        run: false,
      })),
    })
    const { inventory } = later.services
    await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    expect(await inventory.nodes({}, plainCall())).toMatchObject([
      { instanceName: 'geo-1', state: 'stopped', severity: 'attention' },
      { instanceName: 'geo-2', state: 'stopped', severity: 'attention', drift: { state: 'equal' } },
    ])
    const attention = await inventory.attention({}, plainCall())
    expect(attention.map(({ id, action }) => [id, action])).toEqual([
      ['stopped-geo-1', 'review'],
      ['stopped-geo-2', 'review'],
    ])
  })

  it('says of no node that it is well while nobody knows what its broker holds', async () => {
    const directory = temporaryDirectory()
    const broker = await EmbeddedBroker.start({ database: ':memory:' })
    const application = await openApplication({ stateDirectory: directory })
    await openCluster(application, [], {
      brokerUrl: broker.url,
      nodes: [
        makeDataDirectory(directory, 'geo-1', pureMaster),
        makeDataDirectory(directory, 'geo-2', pureSlave),
      ].map((dataDirectory) => ({ type: 'local', dataDirectory, run: false })),
    })
    const { inventory } = application.services
    await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    await broker.stop()
    const slave = async () => (await inventory.nodes({}, plainCall()))[1]
    await eventually('it is noticed', async () => (await slave())?.state === 'broker lost')
    // Comparing goes on, and its files say nothing of what waits.
    await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    expect(await slave()).toMatchObject({
      severity: 'unknown',
      state: 'broker lost',
      drift: { state: 'equal', stale: { at: expect.any(Number) as number } },
    })
    expect(await inventory.attention({}, plainCall())).toMatchObject([{ id: 'broker', severity: 'failed' }])
  })

  it('says of nodes that lost their broker that this is why, whatever else is true of them', async () => {
    const directory = temporaryDirectory()
    const broker = await EmbeddedBroker.start({ database: ':memory:' })
    const application = await openApplication({ stateDirectory: directory })
    const nodes = [
      makeDataDirectory(directory, 'geo-1', pureMaster),
      makeDataDirectory(directory, 'geo-2', pureSlave),
    ]
    rmSync(join(directory, 'geo-2/styles'), { recursive: true })
    await openCluster(application, [], {
      brokerUrl: broker.url,
      nodes: nodes.map((dataDirectory) => ({ type: 'local', dataDirectory, run: true })),
    })
    const { inventory } = application.services
    const lost = async () =>
      (await inventory.attention({}, plainCall())).filter(({ kind }) => kind === 'lost')
    await inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    await broker.stop()
    await eventually('both are lost', async () => (await lost()).length === 2)
    const why = { key: 'nodeActions.noBroker', values: { broker: saying(String(broker.port)) } }
    expect(await lost()).toMatchObject([{ why }, { why }])
  })

  it('tells the whole picture at once and after changes', async () => {
    const { sources, slave, inventory } = await pair()
    const states: string[] = []
    const stop = new AbortController()
    sources.inventory.nodes(
      {},
      (items) => {
        for (const { nodes } of items) states.push(nodes.map(({ state }) => state).join())
      },
      stop.signal,
    )
    expect(states).toHaveLength(1)
    await inventory.stop({ instanceName: 'geo-2', agreed: slave }, plainCall())
    await eventually('the stop is told', () => states.at(-1)?.includes('stopped') === true)
    stop.abort()
  })

  it('does nothing to a node or its files that is not named as it is shown', async () => {
    const { inventory, slave, node } = await pair()
    const path = join(slave, 'cluster/cluster.properties')
    const before = readFileSync(path, 'latin1')
    for (const agreed of ['', 'geo-2', slave.toUpperCase(), `${slave}/`]) {
      const asked = { instanceName: 'geo-2', agreed }
      const attempts = [
        async () => inventory.stop(asked, plainCall()),
        async () => inventory.reload(asked, plainCall()),
        async () => inventory.saveProperties({ ...asked, changes: { group: 'other' } }, plainCall()),
      ]
      for (const attempt of attempts)
        await expect(attempt()).rejects.toMatchObject({ code: 'PLB-APP-NOT-AGREED' })
    }
    expect(await node('geo-2')).toMatchObject({ running: true })
    expect(readFileSync(path, 'latin1')).toBe(before)
    await inventory.stop({ instanceName: 'geo-2', agreed: slave }, plainCall())
    const start = async () => inventory.start({ instanceName: 'geo-2', agreed: '' }, plainCall())
    await expect(start()).rejects.toMatchObject({ code: 'PLB-APP-NOT-AGREED' })
    expect(await node('geo-2')).toMatchObject({ running: false })
  })

  it('never reloads a master, and reloads a slave', async () => {
    const { inventory, slave, running } = await pair()
    const reload = async (instanceName: string) =>
      inventory.reload({ instanceName, agreed: slave }, plainCall())
    await expect(reload('geo-1')).rejects.toMatchObject({ code: 'PLB-ENGINE-RELOAD-ON-MASTER' })
    rmSync(join(slave, 'wms.xml'))
    await reload('geo-2')
    const tree = await running.application.services.configuration.tree({ instanceName: 'geo-2' }, plainCall())
    expect(tree.some(({ kind, root }) => kind === 'service' && root === 'wms')).toBe(false)
    await expect(reload('geo-9')).rejects.toMatchObject({ code: 'PLB-CLUSTER-NODE-UNKNOWN' })
    const start = async () => inventory.start({ instanceName: 'geo-2', agreed: slave }, plainCall())
    await expect(start()).rejects.toMatchObject({ code: 'PLB-CLUSTER-ACTION-REFUSED' })
  })

  it('shows cluster.properties as a form and as text, without the password of the broker', async () => {
    const { inventory } = await pair({ brokerURL: 'stomp://ops:hush@mq.example.org:61613' })
    const { text, path, properties } = await inventory.properties({ instanceName: 'geo-2' }, plainCall())
    expect(path).toMatch(/geo-2\/cluster\/cluster.properties$/)
    expect(text + JSON.stringify(properties)).not.toContain('hush')
    expect(properties).toHaveLength(15)
    expect(properties.find(({ key }) => key === 'toggleMaster')).toMatchObject({
      value: 'false',
      source: 'file',
      control: { type: 'choice', choices: ['true', 'false'] },
      takesEffect: 'after-restart',
    })
    expect(properties.find(({ key }) => key === 'durable')).toMatchObject({ takesEffect: 'never' })
  })

  it('changes all that is asked for, or nothing and says what is wrong', async () => {
    const { inventory, slave } = await pair({ brokerURL: 'stomp://ops:hush@mq.example.org:61613' })
    const save = async (changes: Record<string, string>) =>
      inventory.saveProperties(
        { instanceName: 'geo-2', changes, agreed: join(slave, 'cluster/cluster.properties') },
        plainCall(),
      )
    const file = () => readFileSync(join(slave, 'cluster/cluster.properties'), 'latin1')
    const before = file()
    const refused = await save({
      'connection.retry': 'often',
      instanceName: 'geo-1',
      xyz: '1',
      brokerURL: 'stomp://x:••••••@y',
    })
    expect(refused.problems.map(({ key }) => key).toSorted()).toEqual([
      'brokerURL',
      'connection.retry',
      'instanceName',
      'xyz',
    ])
    expect(file()).toBe(before)
    // The URL as it was shown, with its password hidden, changes nothing.
    const shown = (await inventory.properties({ instanceName: 'geo-2' }, plainCall())).properties
    const brokerURL = shown.find(({ key }) => key === 'brokerURL')?.value ?? ''
    expect(await save({ 'connection.retry': '7', brokerURL })).toEqual({ problems: [], restartNeeded: true })
    expect(file()).toMatch(/connection\.retry=7/)
    expect(file()).toMatch(/hush/)
  })

  it('shows why a node could not be started', async () => {
    const directory = temporaryDirectory()
    const application = await openApplication({ stateDirectory: directory })
    const path = makeDataDirectory(directory, 'geo-1', { 'connection.retry': 'often' })
    await openCluster(application, [path])
    const [node] = await application.services.inventory.nodes({}, plainCall())
    expect(node).toMatchObject({ instanceName: 'geo-1', state: 'failed', severity: 'failed', running: false })
    expect(node?.reasons[0]).toEqual(saying('connection.retry'))
    const [item] = await application.services.inventory.attention({}, plainCall())
    expect(item).toMatchObject({ action: 'start', instanceName: 'geo-1' })
  })
})
