import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { queue } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import type { ConnectedNodeOptions } from '../../electron/imitation/on-broker.ts'
import { startStockNode } from '../../electron/imitation/serve.ts'
import { Archive } from '../../electron/services/messages/archive/archive.ts'
import { activemqAvailable, startActivemq } from '../support/activemq.ts'
import { recordedMessages, workspaceMessage } from '../support/archive.ts'
import { networkUrl } from '../support/broker-session.ts'
import { eventually } from '../support/cluster.ts'
import { finished, startPlumbline } from '../support/command-line.ts'
import { goldenPath } from '../support/data-directories.ts'
import { openApplication, plainCall, profileOf } from '../support/services.ts'
import { adoptMemory, takeAway } from '../support/stock-node/resync-trio.ts'
import { StompClient } from '../support/stomp-client.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const missing = activemqAvailable()
if (missing !== undefined) process.stdout.write(`Findings on ActiveMQ are not looked for: ${missing}\n`)

describe.skipIf(missing !== undefined)('findings in a cluster on ActiveMQ', () => {
  it('tell over stomp:// that its store is nearly full', async () => {
    const broker = await startActivemq({ statistics: true, storeLimitMegabytes: 16 })
    onTestFinished(() => broker.dispose())
    const brokerUrl = `stomp://${broker.host}:${broker.stompPort}`
    const { services } = await openApplication()
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf([], { brokerUrl })
    // Whether it answers makes no difference to what the broker says.
    const geoServer = { type: 'geoserver' as const, instanceName: 's1', url: 'http://127.0.0.1:9/geoserver' }
    const { id } = await services.profiles.save(
      {
        ...draft,
        id: null,
        passcode: null,
        nodes: [{ ...geoServer, user: 'admin', passwordReference: null }],
      },
      plainCall(),
    )
    await services.profiles.open({ id }, plainCall())
    const found = async () => {
      const checks = await services.diagnostics.checks(
        {},
        plainCall(() => undefined),
      )
      return checks.find((each) => each.id === 'store-full-store')
    }
    await eventually('the broker says how full it is', async () => {
      const { storePercent } = await services.brokers.destinations({}, plainCall())
      return storePercent !== null && storePercent < 80
    })
    expect(await found()).toBeUndefined()

    const session = new BrokerSession(networkUrl(brokerUrl))
    onTestFinished(() => session.close())
    await session.connect()
    const destination = queue('Consumer.gone.VirtualTopic.geoserver')
    await eventually('the finding is there', async () => {
      await session.publish({ destination, properties: {}, body: 'x'.repeat(2_000_000) })
      return (await found()) !== undefined
    })
    const finding = await found()
    expect(finding?.severity).toMatch(/attention|failed/)
    expect(JSON.stringify(finding?.detail?.evidence)).toContain(destination.name)
  })
})

/** Each finding, and what it is about in a cluster that has them all. */
const expected = [
  'apply-failure-swallowed-s2',
  'applies-nothing-s1',
  'connection-disabled-g',
  'start-up-hang-h',
  'silent-drift-s1',
  'style-files-s1',
  'uncovered-areas-s1',
  'abandoned-queue-Consumer.gone.VirtualTopic.geoserver',
  'idle-consumer-Consumer.h.VirtualTopic.geoserver',
  'store-full-store',
  'swallowing-toggle-m',
  'one-name-twice-s2',
  'topic-mismatch-g',
  'topic-prefix-VirtualTopic.geoserver',
  'shared-directory-s2',
  'reload-on-master-m',
  'misleading-rest-g',
  'secrets-in-headers-g',
  'publishing-slave-s1',
]

const topicName = 'VirtualTopic.geoserver'

/** GeoServers at a broker that are all that can go wrong with them, saved as a cluster. */
async function everythingWrong() {
  const broker = await startActivemq({ statistics: true, storeLimitMegabytes: 32, virtualTopics: false })
  onTestFinished(() => broker.dispose())
  const brokerURL = `tcp://${broker.host}:${broker.openWirePort}`
  const start = async (
    instanceName: string,
    properties: Readonly<Record<string, string>>,
    options: Partial<ConnectedNodeOptions> = {},
  ) => {
    const node = await startStockNode({
      seed: goldenPath('after-build-up/master'),
      properties: { instanceName, brokerURL, topicName, ...properties },
      ...options,
    })
    onTestFinished(node.close)
    return node
  }
  const master = await start('m', { toggleSlave: 'false' })
  const s1 = await start('s1', { toggleMaster: 'false' })
  const s2 = await start('s2', { toggleMaster: 'false' })
  // Another master, so that what m throws away is not its own alone.
  const odd = { group: 'other', connection: 'disabled' }
  const g = await start(
    'g',
    { ...odd, brokerURL: `${brokerURL}?jms.password=hush` },
    { patchedClusterRest: true },
  )
  for (const { node } of [s1, s2, g]) adoptMemory(node, master.node)
  const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
  onTestFinished(() => void silent.close())
  await once(silent, 'listening')
  const { port } = addressSchema.parse(silent.address())

  const { catalog } = master.node.core.memory
  const [service] = catalog.ofKind('service')
  const told = [
    ...catalog.ofKind('layerGroup').slice(0, 1),
    ...catalog.ofKind('layer').slice(0, 2),
    ...catalog.ofKind('dataStore', 'coverageStore').slice(0, 2),
  ]
  const added = recordedMessages().find(({ body }) =>
    /JMSServiceModifyEvent[^]*<eventType>ADDED/.test(body ?? ''),
  )
  const addedService = added?.body?.replace(/<id>WMSInfoImpl[^<]*</, `<id>${service?.id}<`) ?? ''
  for (const each of told) takeAway(s1.node, each)
  for (const each of told.slice(0, 1)) takeAway(s2.node, each)
  const { memory } = s1.node.core
  if (service !== undefined) memory.remove(service)
  memory.files.write('styles/red.sld', '<other/>')
  memory.files.write('templates/header.ftl', 'other')
  const at = Date.now() - 3_600_000
  const messages = [
    ...told.map(({ id }, index) => workspaceMessage(index, { id, sender: 'm' })),
    ...[5, 6, 7, 8].map((index) => ({
      ...workspaceMessage(index, { sender: 'm' }),
      ...{ body: addedService, type: added?.type ?? '' },
      properties: { ...added?.properties, instanceName: 'm' },
    })),
    workspaceMessage(9, { sender: 's1' }),
  ].map((each) => ({ ...each, at }))
  const nodes = [
    { instanceName: 'm', url: master.url },
    { instanceName: 's1', url: s1.url },
    { instanceName: 's2', url: s2.url },
    { instanceName: 's3', url: s2.url },
    { instanceName: 'g', url: g.url },
    { instanceName: 'h', url: `http://127.0.0.1:${port}/geoserver` },
  ]
  await fillQueues(broker)
  return { nodes, messages, brokerUrl: brokerURL, lost: { s1: [service, ...told], s2: told.slice(0, 1) } }
}

const addressSchema = z.object({ port: z.number() })

/** A queue of a node that is no more, with enough in it to fill the store, and one whose consumer takes nothing. */
async function fillQueues({ host, stompPort }: Awaited<ReturnType<typeof startActivemq>>): Promise<void> {
  const client = await StompClient.connect({ host, port: stompPort })
  onTestFinished(() => client.drop())
  const send = async (node: string, headers: Readonly<Record<string, number>>, body: string) =>
    client.request('SEND', { destination: queueOf(node), persistent: 'true', ...headers }, body)
  await client.subscribe(queueOf('h'), { ack: 'client' })
  await send('h', { timestamp: Date.now() - 3_600_000 }, 'old')
  for (let sent = 0; sent < 14; sent += 1) await send('gone', {}, 'x'.repeat(2_000_000))
}

const queueOf = (node: string): string => `/queue/Consumer.${node}.${topicName}`

describe.skipIf(missing !== undefined)('a cluster in which everything is wrong', () => {
  it('shows each finding to doctor', async () => {
    const { nodes, messages, brokerUrl, lost } = await everythingWrong()
    const directory = temporaryDirectory()
    const { services } = await openApplication({ stateDirectory: directory })
    const {
      passcodeReference: _,
      demo: _demo,
      ...draft
    } = profileOf([], { name: 'Wrong', topicName, brokerUrl })
    const { id } = await services.profiles.save(
      {
        ...draft,
        id: null,
        passcode: null,
        nodes: nodes.map((each) => ({
          ...{ type: 'geoserver' as const, user: 'admin', passwordReference: null },
          ...each,
        })),
        nodePasswords: Object.fromEntries(nodes.map(({ instanceName }) => [instanceName, 'geoserver'])),
      },
      plainCall(),
    )
    const state = join(directory, 'state')
    const archive = new Archive({
      path: join(state, 'clusters', id, 'archive.sqlite'),
      ...{ environment: {}, mode: 'append' },
    })
    archive.followSlaves(['s1', 's2'])
    await archive.store(messages)
    for (const [slave, objects] of Object.entries(lost)) {
      archive.sawQueue(slave, { at: Date.now() + 1, messageIds: [], complete: true })
      const differing = objects.map((each): [string, boolean] => [each?.id ?? '', true])
      archive.compared(slave, Date.now() + 2, new Map(differing))
    }
    await archive.close()
    const wanting = (ids: readonly string[]) =>
      expected.filter((each) => !ids.some((known) => known.startsWith(each)))
    const doctor = await finished(
      startPlumbline(['doctor', '--profile', 'Wrong', '--json'], { PLUMBLINE_STATE_DIR: state }),
    )
    expect(doctor).toMatchObject({ code: 1 })
    const problems = z
      .array(z.object({ id: z.string(), severity: z.string() }))
      .parse(JSON.parse(doctor.stdout))
    expect(wanting(problems.map((each) => each.id))).toEqual([])
    expect(problems.filter(({ severity }) => severity === 'unseen')).toEqual([])
  })
})
