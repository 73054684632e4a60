import { globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { consumerQueue, queue as queueNamed } from '../../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { parseBrokerUrl } from '../../../electron/broker/broker-url.ts'
import { Archive } from '../../../electron/services/messages/archive/archive.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import { eventually } from '../../support/cluster.ts'
import {
  hurriedClock,
  makeDataDirectory,
  openApplication,
  openCluster,
  plainCall,
  profileOf,
} from '../../support/services.ts'
import { missingQueues } from '../../../electron/services/brokers/missing-queues.ts'
import { Brokers } from '../../../electron/services/brokers/brokers.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { english } from '../../../electron/sentences/english.ts'
import { saying } from '../../support/saying.ts'

const topicName = 'VirtualTopic.geoserver'

async function session(url: string): Promise<BrokerSession> {
  const parsed = parseBrokerUrl(url)
  if (parsed.kind !== 'network') throw new Error(`${url} is not on the network`)
  const opened = new BrokerSession(parsed)
  await opened.connect()
  onTestFinished(() => opened.close())
  return opened
}

/** Makes a consumer queue as a node that was there once leaves it behind. */
async function leaveQueue(url: string, instanceName: string): Promise<void> {
  const visitor = await session(url)
  const subscription = await visitor.subscribe(
    { destination: consumerQueue(instanceName, topicName) },
    () => undefined,
  )
  await subscription.unsubscribe()
}

async function clusterWithOrphan() {
  const directory = temporaryDirectory()
  const application = await openApplication({ stateDirectory: directory })
  await openCluster(application, [
    makeDataDirectory(directory, 'geo-1', { toggleSlave: 'false' }),
    makeDataDirectory(directory, 'geo-2', { toggleMaster: 'false' }),
  ])
  const { brokers } = application.services
  const { source } = await brokers.destinations({}, plainCall())
  const url = /stomp:\S+/.exec(english(source))?.[0] ?? ''
  await leaveQueue(url, 'geo-9')
  const publisher = await session(url)
  await publisher.publish({
    destination: { kind: 'topic', name: topicName },
    properties: { instanceName: 'geo-5', group: 'elsewhere', JMSEventHandlerSPI: 'JMSLoggingHandlerSPI' },
    body: '<x/>',
  })
  const list = async () => (await brokers.destinations({}, plainCall())).destinations
  return { ...application, brokers, list, url, directory }
}

describe('the destinations of the embedded broker', () => {
  it('say whose they are, orphans before what is well', async () => {
    const { list } = await clusterWithOrphan()
    await eventually('the others took theirs', async () =>
      (await list()).every(({ role, depth }) => role === 'orphan' || depth === 0),
    )
    const found = await list()
    expect(
      found.map(({ name, role, depth, canDelete, canTakeOut }) => [
        name.split('.')[1],
        ...[role, depth, canDelete, canTakeOut],
      ]),
    ).toEqual([
      ['geo-9', 'orphan', 1, true, true],
      ['geo-2', 'node', 0, false, false],
      ['observer', 'ours', 0, false, false],
      ['geoserver', 'topic', 0, false, false],
    ])
    expect(found[0]?.oldestAt).toBeGreaterThan(0)
  })

  it('say who takes from them, from where, and since when it was first seen', async () => {
    const { list, url } = await clusterWithOrphan()
    const queue = consumerQueue('geo-9', topicName)
    const takers = async () => (await list()).find(({ name }) => name === queue.name)?.consumedBy
    expect(await takers()).toEqual([])
    const before = Date.now()
    await (await session(url)).subscribe({ destination: queue }, () => undefined)
    const [taker] = (await takers()) ?? []
    expect(taker?.address).toMatch(/^127\.0\.0\.1:\d+$/)
    expect(taker?.since).toBeGreaterThanOrEqual(before)
    expect(await takers()).toEqual([taker])
    // Somebody who takes it would miss what another takes out.
    expect((await list()).find(({ name }) => name === queue.name)).toMatchObject({ canTakeOut: false })
    const ofNode = (await list()).find(({ role }) => role === 'node')?.consumedBy
    expect(ofNode).toMatchObject([{ since: null }])
  })

  it('say of what another application of Plumbline watches through that it is no node of the cluster', async () => {
    const { list, url } = await clusterWithOrphan()
    const queue = consumerQueue('plumbline-0a1b2c3d', topicName)
    const it = async () => (await list()).find(({ name }) => name === queue.name)
    const watching = await session(url)
    await watching.subscribe({ destination: queue }, () => undefined)
    expect(await it()).toMatchObject({ role: 'observer', canDelete: false })
    await watching.close()
    await eventually('nobody takes from it', async () => (await it())?.consumers === 0)
    expect(await it()).toMatchObject({ role: 'observer', canDelete: true })
  })

  it('can be browsed without taking anything', async () => {
    const { brokers, list } = await clusterWithOrphan()
    const queue = consumerQueue('geo-9', topicName).name
    const { rows, more } = await brokers.messages({ queue, text: '', limit: 10 }, plainCall())
    expect(rows).toMatchObject([{ sender: 'geo-5', handler: 'JMSLoggingHandlerSPI', persistent: true }])
    expect(more).toBe(false)
    const none = await brokers.messages({ queue, text: 'geo-5 elsewhere nowhere', limit: 10 }, plainCall())
    expect(none.rows).toEqual([])
    const messageId = rows[0]?.messageId ?? ''
    const { body, headers } = await brokers.message({ queue, messageId }, plainCall())
    expect(body).toMatch(/<x\s*\/>/)
    expect(headers).toContainEqual({ name: 'group', value: 'elsewhere', hidden: false })
    const file = await brokers.exportMessages({ queue, text: 'geo-5', format: 'jsonl' }, plainCall())
    expect(file).toMatchObject({ messages: 1, complete: true })
    expect(JSON.parse(file.content)).toMatchObject({ messageId })
    const unknown = brokers.message({ queue, messageId: "ID:o'clock" }, plainCall())
    await expect(unknown).rejects.toMatchObject({ code: 'PLB-BROKERS-NO-SUCH-MESSAGE' })
    expect((await list()).find(({ name }) => name === queue)?.depth).toBe(1)
  })

  it('give messages to another queue and let go of them, each archived before, when their queue is named', async () => {
    const { brokers, list, url, directory } = await clusterWithOrphan()
    const queue = consumerQueue('geo-9', topicName).name
    const publisher = await session(url)
    for (const body of ['<b/>', '<c/>'])
      await publisher.publish({ destination: queueNamed(queue), properties: { instanceName: 'geo-5' }, body })
    const lying = async (name: string) =>
      (await brokers.messages({ queue: name, text: '', limit: 10 }, plainCall())).rows
    const [first, second, third] = (await lying(queue)).map(({ messageId }) => messageId)
    const ids = [third ?? '', 'ID:gone', first ?? '']
    const to = 'Somewhere.else'
    const resend = (agreed: string) => brokers.resend({ queue, messageIds: ids, to, agreed }, plainCall())
    await expect(resend('somewhere.else')).rejects.toMatchObject({ code: 'PLB-APP-NOT-AGREED' })
    const { outcomes } = await resend(to)
    expect(outcomes.map(({ messageId, outcome }) => [messageId, outcome])).toEqual([
      [third, 'done'],
      ['ID:gone', 'gone'],
      [first, 'done'],
    ])
    expect((await lying(queue)).map(({ messageId }) => messageId)).toEqual([second])
    expect(await lying(to)).toHaveLength(2)
    const toItself = brokers.resend({ queue, messageIds: null, to: queue, agreed: queue }, plainCall())
    await expect(toItself).rejects.toMatchObject({ code: 'PLB-BROKERS-SAME-QUEUE' })
    const ofNode = consumerQueue('geo-2', topicName).name
    const touched = brokers.discard({ queue: ofNode, messageIds: null, agreed: ofNode }, plainCall())
    await expect(touched).rejects.toMatchObject({ code: 'PLB-BROKERS-MAY-NOT-TOUCH' })
    const discarded = await brokers.discard({ queue, messageIds: null, agreed: queue }, plainCall())
    expect(discarded.outcomes).toEqual([{ messageId: second, outcome: 'done', because: null }])
    expect((await list()).find(({ name }) => name === queue)?.depth).toBe(0)
    const [path = ''] = globSync(join(directory, '**/taken-from-queues/archive.sqlite'))
    const kept = new Archive({
      path,
      mode: 'read',
      environment: {},
    })
    onTestFinished(() => kept.close())
    expect((await kept.statistics()).messages).toBe(3)
  })

  it('tell of a queue nobody reads, which can be deleted where nobody needs it', async () => {
    const { brokers, services, list } = await clusterWithOrphan()
    const queue = consumerQueue('geo-9', topicName).name
    const attention = async () => services.inventory.attention({}, plainCall())
    expect(await attention()).toMatchObject([{ id: `orphan-${queue}`, action: 'open-broker' }])
    for (const needed of [
      consumerQueue('geo-2', topicName).name,
      consumerQueue('observer', topicName).name,
      'none',
    ]) {
      const remove = async () => brokers.deleteQueue({ queue: needed, agreed: needed }, plainCall())
      await expect(remove()).rejects.toMatchObject({ code: 'PLB-BROKERS-CANNOT-DELETE' })
    }
    const orphan = (await services.diagnostics.checks({}, plainCall())).find(
      ({ id }) => id === `orphan-${queue}`,
    )
    // Its messages are not lost by one click.
    expect(orphan?.fix).toBeNull()
    for (const agreed of ['', queue.toLowerCase()]) {
      const remove = async () => brokers.deleteQueue({ queue, agreed }, plainCall())
      await expect(remove()).rejects.toMatchObject({ code: 'PLB-APP-NOT-AGREED' })
    }
    expect((await list()).some(({ name }) => name === queue)).toBe(true)
    await brokers.deleteQueue({ queue, agreed: queue }, plainCall())
    expect((await list()).some(({ name }) => name === queue)).toBe(false)
    await eventually('it is told no more', async () => (await attention()).length === 0)
  })
})

describe('a slave that was never started', () => {
  it('is one that says so, or a GeoServer that never said what it is, at a broker for all', () => {
    const said: Readonly<Record<string, readonly string[] | undefined>> = {
      ...{ master: ['master'], both: ['master', 'slave'], silent: undefined, there: undefined },
      gone: ['slave'],
    }
    const missing = (bridged: readonly string[]) =>
      missingQueues(
        {
          nodes: {
            slaves: () => Object.keys(said),
            get: (name: string) => ({
              facts: { roles: { value: said[name] }, url: name === 'gone' ? undefined : 'http://gs' },
            }),
          },
          ...{ profile: { topicName }, state: { broker: { bridged } } },
        } as never,
        [consumerQueue('there', topicName)],
      ).map(({ instanceName }) => instanceName)
    expect(missing([])).toEqual(['both', 'silent'])
    expect(missing(['gs1', 'gs2'])).toEqual([])
  })

  it('has no queue until somebody makes it, agreeing to it by name, and finds there what came meanwhile', async () => {
    const directory = temporaryDirectory()
    const application = await openApplication({ stateDirectory: directory })
    const away = { toggleMaster: 'false', connection: 'disabled' }
    await openCluster(application, [makeDataDirectory(directory, 'geo-2', away)])
    const { brokers } = application.services
    const queue = consumerQueue('geo-2', topicName).name
    const made = async () =>
      (await brokers.destinations({}, plainCall())).destinations.find(({ name }) => name === queue)
    expect(await made()).toMatchObject({ role: 'missing', instanceName: 'geo-2', canDelete: false })
    const refused = async (asked: string, agreed: string, code: string) =>
      expect(brokers.makeQueue({ queue: asked, agreed }, plainCall())).rejects.toMatchObject({ code })
    const other = consumerQueue('geo-2', 'elsewhere').name
    await refused(queue, other, 'PLB-APP-NOT-AGREED')
    await refused(other, other, 'PLB-BROKERS-CANNOT-MAKE')
    await brokers.makeQueue({ queue, agreed: queue }, plainCall())
    expect(await made()).toMatchObject({ role: 'node', consumers: 0 })
    await refused(queue, queue, 'PLB-BROKERS-CANNOT-MAKE')
    const { source } = await brokers.destinations({}, plainCall())
    const publisher = await session(/stomp:\S+/.exec(english(source))?.[0] ?? '')
    await publisher.publish({
      destination: { kind: 'topic', name: topicName },
      properties: { instanceName: 'geo-1', group: 'elsewhere', JMSEventHandlerSPI: 'JMSLoggingHandlerSPI' },
      body: '<x/>',
    })
    const { rows } = await brokers.messages({ queue, text: 'geo-1', limit: 10 }, plainCall())
    expect(rows).toMatchObject([{ sender: 'geo-1' }])
  })
})

describe('the destinations of a broker on the network', () => {
  it('are those of known nodes when the broker tells nothing, and a warning says so', async () => {
    const broker = await EmbeddedBroker.start({ database: ':memory:' })
    onTestFinished(() => broker.stop())
    const directory = temporaryDirectory()
    const application = await openApplication({ stateDirectory: directory })
    await openCluster(application, [makeDataDirectory(directory, 'geo-2', { toggleMaster: 'false' })], {
      brokerUrl: broker.url,
    })
    const { warnings, destinations } = await application.services.brokers.destinations({}, plainCall())
    expect(warnings).toEqual([saying(/statistics/)])
    expect(destinations.map(({ role, instanceName }) => [role, instanceName])).toEqual([
      ['node', 'geo-2'],
      ['ours', 'observer'],
      ['topic', null],
    ])
    const needed = consumerQueue('geo-2', topicName).name
    const remove = async () =>
      application.services.brokers.deleteQueue({ queue: needed, agreed: needed }, plainCall())
    await expect(remove()).rejects.toMatchObject({ code: 'PLB-BROKERS-CANNOT-DELETE' })
  })
})

it('counts what waits in queues of the cluster where the broker does not, and leaves those of others alone', async () => {
  const waiting: Readonly<Record<string, number>> = {
    'ActiveMQ.DLQ': 0,
    'Consumer.gone.VirtualTopic.geoserver': 3,
    'Consumer.full.VirtualTopic.geoserver': 1_000,
  }
  const uncounted = { depth: null, consumers: 0, consumedBy: [], enqueued: null, dequeued: null }
  const destinations = [...Object.keys(waiting), 'others'].map((name) => ({
    ...{ name, kind: 'queue', ...uncounted },
  }))
  const listing = { told: 'advisories', storePercent: null, memoryPercent: null, destinations }
  const connection = { protocol: 'openwire', destinations: async () => listing, close: async () => undefined }
  const cluster = {
    ...withoutNodes(),
    openConnections: async () => [connection],
    browse: async function* ({ name }: { name: string }, { limit }: { limit: number }) {
      const count = Math.min(waiting[name] ?? Number.NaN, limit)
      if (Number.isNaN(count)) throw new Error(`${name} was looked into`)
      for (let at = 1; at <= count; at += 1) yield { timestamp: at }
    },
  } as never
  const brokers = new Brokers({
    ...{ required: () => cluster, now: () => 0, clock: hurriedClock, language: () => 'en' },
    ...{ jolokia: async () => undefined, look: () => undefined, keepIn: () => ({}) as never },
  })
  const listed = (await brokers.service.destinations({}, plainCall())).destinations
  expect(listed.map(({ name, depth, oldestAt }) => [name, depth, oldestAt])).toEqual([
    ['ActiveMQ.DLQ', 0, null],
    ['Consumer.full.VirtualTopic.geoserver', null, 1],
    ['Consumer.gone.VirtualTopic.geoserver', 3, 1],
    ['others', null, null],
  ])
})

/** A cluster with a broker that is connected, and nothing else. */
function withoutNodes() {
  return {
    ...{ embeddedBroker: undefined, profile: { ...profileOf([]), nodes: [] } },
    nodes: { ofThisMachine: [], slaves: () => [] },
    known: { noticeQueues: () => false },
    state: { broker: { where: 'tcp://b', state: 'connected', bridged: [] } },
  }
}

it('asks the broker once how full it is, whoever wants to know', async () => {
  let [asked, now] = [0, 0]
  const listing = { told: 'statistics', storePercent: 7.9, memoryPercent: 1, destinations: [] }
  const connection = { protocol: 'openwire', destinations: async () => listing, close: async () => undefined }
  const cluster = {
    ...withoutNodes(),
    openConnections: async () => {
      asked += 1
      return [connection]
    },
  } as never
  const brokers = new Brokers({
    ...{ required: () => cluster, now: () => now, clock: hurriedClock, language: () => 'en' },
    ...{ jolokia: async () => undefined, look: () => undefined, keepIn: () => ({}) as never },
  })
  const { signal } = new AbortController()
  expect((await brokers.service.destinations({}, plainCall())).storePercent).toBe(7)
  expect(await brokers.storePercent(cluster, signal)).toBe(7)
  expect(asked).toBe(1)
  now = 60_000
  expect(await brokers.storePercent(cluster, signal)).toBe(7)
  expect(asked).toBe(2)
})
