import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { topic } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { Node } from '../../electron/engine/node/node.ts'
import { ControlServer } from '../../electron/nodes/control/server.ts'
import { activemqAvailable } from '../support/activemq.ts'
import { connectionTo, Inbox, networkUrl } from '../support/broker-session.ts'
import { queuesAt, startBridged, type BridgedNode } from '../support/brokers/bridged.ts'
import { FakeMulticast } from '../support/fake-multicast.ts'
import { eventually } from '../support/cluster.ts'
import { makeDataDirectory, openApplication, openCluster, plainCall } from '../support/services.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const missing = activemqAvailable()
if (missing !== undefined) process.stdout.write(`Bridged brokers are not tried: ${missing}\n`)

describe.skipIf(missing !== undefined)('GeoServers with a broker each, bridged to each other', () => {
  let nodes: readonly BridgedNode[]
  beforeAll(async () => {
    nodes = await startBridged(['gsa', 'gsb', 'gsc'])
  })
  afterAll(async () => {
    await Promise.all(nodes.map((each) => each.dispose()))
  })

  it('are each told by name, and tell where the others are', async () => {
    for (const { url, name } of nodes) {
      const connection = await connectionTo(url)
      const others = nodes.filter((each) => each.name !== name)
      const bridges = (await connection.bridges()).toSorted((one, two) => one.name.localeCompare(two.name))
      expect(bridges).toEqual(
        others.map((each) => ({ name: each.name, host: '127.0.0.1', port: each.broker.openWirePort })),
      )
      // It introduces itself beside what it is asked, not in front of it.
      expect(connection.broker?.name).toBe(name)
      await connection.close()
    }
  })

  it('give each message once to a listener on every broker that asks no bridge for any', async () => {
    const before = await Promise.all(nodes.map(({ url }) => queuesAt(url)))
    const inbox = new Inbox()
    const sessions = nodes.map(({ url }) => new BrokerSession(networkUrl(url)))
    for (const session of sessions) {
      await session.connect()
      await session.subscribe({ destination: topic('VirtualTopic.geoserver'), unbridged: true }, inbox.take)
    }
    const bodiesOf = ({ name }: BridgedNode) =>
      [1, 2, 3, 4].map((number) => `<listened>${name} ${number}</listened>`)
    const bodies = nodes.flatMap(bodiesOf)
    await Promise.all(
      nodes.map(async (node) => {
        for (const body of bodiesOf(node)) await node.publish(body)
      }),
    )
    const listened = (texts: readonly string[]) => texts.filter((text) => text.startsWith('<listened>'))
    await eventually('every node has all of them', async () =>
      nodes.every((each) => listened(each.inbox.texts).length === bodies.length),
    )
    await eventually('the listener, too', async () => listened(inbox.texts).length === bodies.length)
    await Promise.all(sessions.map((session) => session.close()))
    expect(listened(inbox.texts).toSorted()).toEqual(bodies.toSorted())
    for (const each of nodes) expect(listened(each.inbox.texts).toSorted()).toEqual(bodies.toSorted())
    expect(await Promise.all(nodes.map(({ url }) => queuesAt(url)))).toEqual(before)
  })

  it.each(['one broker’s URL', 'a list that names one twice', 'the group they tell of themselves in'])(
    'are watched from %s: each message archived once, what waits added up, nothing left behind',
    async (given) => {
      const [gsa, gsb, gsc] = nodes
      if (gsa === undefined || gsb === undefined || gsc === undefined) throw new Error('three were started')
      const before = await Promise.all(nodes.map(({ url }) => queuesAt(url)))
      const multicast = new FakeMulticast()
      multicast.standing = [gsa, gsc].map(
        ({ broker }) => `default.ActiveMQ-4.alive.%localhost%nio://localhost:${broker.openWirePort}`,
      )
      const application = await openApplication({ multicast })
      const { messages, inventory, brokers, profiles } = application.services
      const port = gsa.broker.openWirePort
      const list = `static:(tcp://127.0.0.1:${port},tcp://localhost:${port})`
      const brokerUrl = { one: gsa.url, a: list, the: 'multicast://default' }[given.split(' ')[0] ?? ''] ?? ''
      await openCluster(application, [], { brokerUrl })
      const archived = async () => (await messages.statistics({}, plainCall())).messages
      const listenedTo = async () => {
        const { broker } = await profiles.current({}, plainCall())
        return broker.bridged.flatMap(({ name, isObserved }) => (isObserved ? [name] : [])).toSorted()
      }
      await expect.poll(listenedTo).toEqual(['gsa', 'gsb', 'gsc'])
      await Promise.all(nodes.map((each) => each.publish('<one/>')))
      await eventually('all are archived', async () => (await archived()) === 3)
      await gsc.leave()
      await Promise.all([gsa.publish('<two/>'), gsb.publish('<two/>'), gsb.publish('<two/>')])
      const node = async () =>
        (await inventory.nodes({}, plainCall())).find(({ instanceName }) => instanceName === 'gsc')
      await eventually('what waits at both brokers is added up', async () => (await node())?.pending === 3)
      await gsc.join()
      await eventually('it was taken', async () => (await node())?.pending === 0)
      const { destinations } = await brokers.destinations({}, plainCall())
      expect(destinations.filter(({ kind }) => kind === 'queue').map(({ name }) => name)).toEqual(
        nodes.map(({ name }) => `Consumer.${name}.VirtualTopic.geoserver`),
      )
      expect(await archived()).toBe(6)
      // Each takes from its own broker, and by a bridge from the two others.
      await eventually('each node counts once, its bridges as what they are', async () => {
        const listed = (await brokers.destinations({}, plainCall())).destinations
        return listed
          .filter(({ kind }) => kind === 'queue')
          .every(
            ({ consumers, consumedBy }) =>
              consumers === 1 && consumedBy?.filter(({ isBridge }) => isBridge).length === 2,
          )
      })
      await profiles.close({}, plainCall())
      expect(await Promise.all(nodes.map(({ url }) => queuesAt(url)))).toEqual(before)
    },
  )

  it('have one resynced through the broker of its own, and no other hears of it', async () => {
    const [gsa, gsb, gsc] = nodes
    if (gsa === undefined || gsb === undefined || gsc === undefined) throw new Error('three were started')
    await gsc.leave()
    const directory = temporaryDirectory()
    const master = makeDataDirectory(directory, 'gsa', { toggleSlave: 'false' })
    const slave = makeDataDirectory(directory, 'gsc', { toggleMaster: 'false' })
    rmSync(join(slave, 'wms.xml'))
    const node = await Node.open({ dataDirectory: slave, environment: {}, brokerUrl: gsc.url })
    await node.start()
    const control = await ControlServer.start(node, () => undefined)
    const application = await openApplication()
    const { resync, profiles } = application.services
    await openCluster(application, [], {
      brokerUrl: gsa.url,
      nodes: [master, slave].map((dataDirectory) => ({ type: 'local', dataDirectory, run: false })),
    })
    await eventually('the broker of the slave is there', async () => {
      const { broker } = await profiles.current({}, plainCall())
      return broker.bridged.some(({ name, state }) => name === 'gsc' && state === 'connected')
    })
    const queues = async () => Promise.all(nodes.map(({ url }) => queuesAt(url)))
    const before = { queues: await queues(), heard: [gsa, gsb].map(({ inbox }) => inbox.texts.length) }
    const { id, operations } = await resync.plan({ instanceName: 'gsc', reference: 'gsa' }, plainCall())
    expect(operations).toHaveLength(1)
    const report = await resync.run({ plan: id, instanceName: 'gsc', leaveOut: [] }, plainCall())
    expect(report).toMatchObject({ verified: true, left: [], after: { equal: true } })
    expect({ queues: await queues(), heard: [gsa, gsb].map(({ inbox }) => inbox.texts.length) }).toEqual(
      before,
    )
    await profiles.close({}, plainCall())
    await control.stop()
    await node.stop()
    await gsc.join()
  })
})
