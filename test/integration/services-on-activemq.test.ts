import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { english } from '../../electron/sentences/english.ts'
import { queue as queueNamed } from '../../electron/broker/destinations.ts'
import { Jolokia } from '../../electron/services/brokers/jolokia.ts'
import { freePorts } from '../support/brokers/free-ports.ts'
import { mavenJars } from '../support/brokers/maven-jars.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { finished, startPlumbline } from '../support/command-line.ts'
import { connectionTo } from '../support/broker-session.ts'
import { eventually } from '../support/cluster.ts'
import { makeDataDirectory, openApplication, openCluster, plainCall } from '../support/services.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { publishAsPreviewed } from '../support/publish-as-previewed.ts'

const unavailable = activemqAvailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: services on ActiveMQ, ${unavailable}\n`)

const jolokia = await mavenJars('jolokia')
if ('unavailable' in jolokia)
  process.stderr.write(`Skipped: management of ActiveMQ, ${jolokia.unavailable}\n`)

for (const { statistics, scheme } of [
  { statistics: true, scheme: 'stomp' },
  { statistics: false, scheme: 'stomp' },
  { statistics: true, scheme: 'tcp' },
  { statistics: false, scheme: 'tcp' },
] as const) {
  describe.skipIf(unavailable !== undefined)(
    `a cluster on ActiveMQ over ${scheme}:// ${statistics ? 'with' : 'without'} statistics`,
    () => {
      let broker: ActivemqBroker
      let managementPort = 0
      /** Where the broker itself counts nothing and removes nothing. */
      const isManaged = 'folder' in jolokia && !statistics && scheme === 'stomp'
      beforeAll(async () => {
        // Over OpenWire, nothing has to be translated.
        const withXStream = scheme === 'stomp'
        if (!isManaged) {
          broker = await startActivemq({ statistics, withXStream })
          return
        }
        const [port = 0] = await freePorts(1)
        managementPort = port
        const agent = join(jolokia.folder, 'jolokia-agent-jvm-2.1.2-javaagent.jar')
        broker = await startActivemq({
          ...{ statistics, withXStream },
          jolokia: { agent, port, login: 'operator:secret' },
        })
      })
      afterAll(async () => {
        await broker.stop()
      })

      it('is tested, opened, watched and compared as on the embedded broker', async () => {
        const directory = temporaryDirectory()
        const application = await openApplication({ stateDirectory: directory })
        const { profiles, inventory, brokers, configuration } = application.services
        const port = scheme === 'stomp' ? broker.stompPort : broker.openWirePort
        const brokerUrl = `failover:(${scheme}://127.0.0.1:${port})`
        const draft = {
          id: null,
          name: 'amq',
          stripe: 'none' as const,
          brokerUrl,
          login: null,
          passcode: null,
          topicName: 'VirtualTopic.geoserver',
          group: 'geoserver-cluster',
          observer: 'observer',
          nodes: [],
        }
        const { steps } = await profiles.test(draft, plainCall())
        // How full it is, a busy broker may not tell in time.
        const named = steps.filter(({ name }) => !['Store', 'Memory', 'Queues'].includes(english(name)))
        expect(named.map(({ name, outcome }) => [name, outcome])).toEqual([
          ['Broker URL', 'ok'],
          ['Connection', 'ok'],
          ['Object messages', 'ok'],
          ['Clock', 'ok'],
          // Over STOMP nothing that was made for the trial could be removed again.
          ['Topic', scheme === 'stomp' ? 'untried' : 'ok'],
          ['Rights', 'untried'],
        ])
        const slave = makeDataDirectory(directory, 'geo-2', { toggleMaster: 'false' })
        await openCluster(
          application,
          [makeDataDirectory(directory, 'geo-1', { toggleSlave: 'false' }), slave],
          {
            brokerUrl,
          },
        )
        const node = async () =>
          (await inventory.nodes({}, plainCall())).find(({ instanceName }) => instanceName === 'geo-2')
        await eventually('its queue was looked into', async () => (await node())?.pending === 0)
        await inventory.stop({ instanceName: 'geo-2', agreed: slave }, plainCall())
        const { events } = await publishAsPreviewed(configuration, {
          instanceName: 'geo-1',
          draft: {
            verb: 'add',
            kind: 'workspace',
            service: null,
            id: null,
            input: '{"name":"topp"}',
            styleBody: null,
            recurse: false,
            version: null,
          },
        })
        // Beside the events, the probe of the topic and the master's marks may wait.
        const allWait = (counted: number | null | undefined) => (counted ?? 0) >= events.length
        await eventually('what waits for the stopped node is counted', async () =>
          allWait((await node())?.pending),
        )
        const listing = async () => brokers.destinations({}, plainCall())
        if (statistics) {
          await eventually('they wait', async () =>
            (await listing()).destinations.some(
              ({ instanceName, depth }) => instanceName === 'geo-2' && allWait(depth),
            ),
          )
        }
        const { warnings, destinations } = await listing()
        expect(warnings).toHaveLength((statistics ? 0 : 1) + (scheme === 'stomp' ? 1 : 0))
        expect(destinations.find(({ instanceName }) => instanceName === 'geo-2')).toMatchObject({
          role: 'node',
          consumers: statistics || scheme === 'tcp' ? 0 : null,
          canDelete: false,
        })
        // The question nobody answered is not left behind.
        expect(destinations.filter(({ name }) => name.startsWith('ActiveMQ.Statistics'))).toEqual([])
        await inventory.start({ instanceName: 'geo-2', agreed: slave }, plainCall())
        await eventually('it caught up', async () => {
          const { equal } = await inventory.compare(
            { reference: 'geo-1', instanceName: 'geo-2' },
            plainCall(),
          )
          return equal
        })
        await deadLettersAreMoved(application.services.brokers, brokerUrl, scheme)
      })

      if (!isManaged) return
      it('is counted by its management, which removes queues', async () => {
        const directory = temporaryDirectory()
        const application = await openApplication({ stateDirectory: directory })
        const url = `http://127.0.0.1:${managementPort}/jolokia`
        await openCluster(application, [makeDataDirectory(directory, 'geo-1', { toggleSlave: 'false' })], {
          brokerUrl: `stomp://127.0.0.1:${broker.stompPort}`,
          jolokia: { url, user: 'operator', passwordReference: null },
          jolokiaPassword: 'secret',
        })
        const { brokers } = application.services
        const left = queueNamed('Consumer.gone.VirtualTopic.geoserver')
        const connection = await connectionTo(`tcp://127.0.0.1:${broker.openWirePort}`)
        for (const body of ['1', '2'])
          await connection.prepare({ destination: left, properties: {}, body }).send()
        await connection.close()
        const listing = async () => brokers.destinations({}, plainCall())
        await eventually('the broker is connected', async () =>
          english((await listing()).source).includes('Jolokia'),
        )
        const { destinations, storePercent, memoryPercent } = await listing()
        expect({ storePercent, memoryPercent }).toEqual({ storePercent: 0, memoryPercent: 0 })
        // The probe of the topic reaches this queue as well, unless it was sent before there was one.
        const withOrWithoutProbe = expect.toBeOneOf([2, 3]) as unknown
        expect(destinations.find(({ name }) => name === left.name)).toMatchObject({
          ...{ role: 'orphan', depth: withOrWithoutProbe, consumers: 0 },
          ...{ enqueued: withOrWithoutProbe, dequeued: 0, canDelete: true },
        })
        const login = join(directory, 'management')
        writeFileSync(login, 'operator:secret\n', { mode: 0o600 })
        const words = ['queues', '--broker', `stomp://127.0.0.1:${broker.stompPort}`, '--json']
        const told = await finished(startPlumbline([...words, '--jolokia', url, '--jolokia-login', login]))
        expect(JSON.parse(told.stdout)).toMatchObject({
          queues: expect.arrayContaining([
            expect.objectContaining({ name: left.name, depth: withOrWithoutProbe }),
          ]) as unknown,
        })
        await brokers.deleteQueue({ queue: left.name, agreed: left.name }, plainCall())
        expect((await listing()).destinations.map(({ name }) => name)).not.toContain(left.name)
        const stranger = new Jolokia({ url, user: 'operator', password: 'wrong' })
        const asked = stranger.destinations(new AbortController().signal)
        await expect(asked).rejects.toMatchObject({ code: 'PLB-BROKERS-JOLOKIA' })
      })
    },
  )
}

/** What nobody took is moved, discarded and, over OpenWire, removed with its queue. */
async function deadLettersAreMoved(
  brokers: Awaited<ReturnType<typeof openApplication>>['services']['brokers'],
  brokerUrl: string,
  scheme: 'stomp' | 'tcp',
): Promise<void> {
  const [queue, to] = ['ActiveMQ.DLQ', 'Consumer.geo-9.VirtualTopic.geoserver']
  const connection = await connectionTo(brokerUrl)
  for (let number = 0; number < 3; number += 1) {
    const body = `<n>${number}</n>`
    await connection
      .prepare({ destination: queueNamed(queue), properties: { n: String(number) }, body })
      .send()
  }
  await connection.close()
  const lying = async (name: string) =>
    (await brokers.messages({ queue: name, text: '', limit: 10 }, plainCall())).rows
  const [first, second] = await lying(queue)
  const messageIds = [second?.messageId ?? '', first?.messageId ?? '']
  const moved = await brokers.resend({ queue, messageIds, to, agreed: to }, plainCall())
  expect(moved.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
  expect(await lying(queue)).toHaveLength(1)
  const [copy] = await lying(to)
  const { headers } = await brokers.message({ queue: to, messageId: copy?.messageId ?? '' }, plainCall())
  expect(headers).toContainEqual({ name: 'n', value: '0', hidden: false })
  const discarded = await brokers.discard({ queue, messageIds: null, agreed: queue }, plainCall())
  expect(discarded.outcomes.map(({ outcome }) => outcome)).toEqual(['done'])
  const remove = async (name: string) => brokers.deleteQueue({ queue: name, agreed: name }, plainCall())
  if (scheme === 'stomp') {
    await expect(remove(queue)).rejects.toMatchObject({ code: 'PLB-BROKER-QUEUE-NOT-REMOVABLE' })
    return
  }
  await remove(queue)
  await remove(to)
  const { destinations } = await brokers.destinations({}, plainCall())
  expect(destinations.filter(({ name }) => name === queue || name === to)).toEqual([])
}
