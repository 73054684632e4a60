import { expect, it } from 'vitest'
import { systemClock } from '../../../electron/scheduler/clock.ts'
import { ConnectionMemory } from '../../../electron/broker/connection-memory.ts'
import { defaultConnectionSettings } from '../../../electron/broker/connection-settings.ts'
import { queue, topic } from '../../../electron/broker/destinations.ts'
import { openConnection } from '../../../electron/broker/sessions/open-connection.ts'
import { networkUrl } from '../../support/broker-session.ts'
import { confirmAll, scriptedBroker } from './stomp/scripted-broker.ts'

const badConnect = { message: 'Bad CONNECT', 'content-type': 'text/plain' }
const noVirtualHost = "Virtual host '127.0.0.1' access denied"

it.each([
  ['apache-apollo/1.7.1', 'PLB-BROKER-NO-VIRTUAL-TOPICS'],
  ['HornetQ/2.4.0', 'PLB-BROKER-NO-VIRTUAL-TOPICS'],
  ['ActiveMQ/5.17.2', undefined],
  ['RabbitMQ/3.10.8', undefined],
])('A broker that calls itself %s is refused when it cannot carry a cluster', async (name, code) => {
  await using broker = await scriptedBroker(async (client) => {
    await client.heard('\n\n\0')
    client.frame('CONNECTED', { version: '1.2', server: name, 'heart-beat': '0,0' })
    confirmAll(client)
  })
  const opening = open(broker.port)
  if (code === undefined) await (await opening).close()
  else await expect(opening).rejects.toMatchObject({ code, details: { broker: name } })
})

it('A RabbitMQ without a virtual host of the server’s name is asked for its default one', async () => {
  await using broker = await scriptedBroker(async (client) => {
    await client.heard('\n\n\0')
    if (client.received().includes('\nhost:')) client.frame('ERROR', badConnect, noVirtualHost)
    else {
      client.frame('CONNECTED', { version: '1.2', server: 'RabbitMQ/3.10.8', 'heart-beat': '0,0' })
      confirmAll(client)
    }
  })
  await (await open(broker.port)).close()
  expect(broker.clients).toHaveLength(2)
})

it.each([
  [noVirtualHost, 'PLB-BROKER-VIRTUAL-HOST'],
  ["Access refused for user 'guest'", 'PLB-BROKER-CREDENTIALS'],
])('RabbitMQ is told by how it refuses: %s', async (body, code) => {
  await using broker = await scriptedBroker(async (client) => {
    await client.heard('\n\n\0')
    client.frame('ERROR', badConnect, body)
  })
  await expect(open(broker.port)).rejects.toMatchObject({ code })
})

it('A client’s name is a queue of its own on RabbitMQ, and whose it is already, is told', async () => {
  await using broker = await scriptedBroker(async (client) => {
    await client.heard('\n\n\0')
    client.frame('CONNECTED', { version: '1.2', server: 'RabbitMQ/3.10.8', 'heart-beat': '0,0' })
    await client.heard('destination:/queue/plumbline.client.slave-1\nexclusive:true\n')
    client.frame('ERROR', { message: 'resource_locked' }, 'RESOURCE_LOCKED - cannot obtain exclusive access')
    client.socket.end()
  })
  await expect(open(broker.port, 'slave-1')).rejects.toMatchObject({ code: 'PLB-BROKER-CLIENT-ID-IN-USE' })
})

it.each([
  { kind: 'browsing', request: { selector: undefined } },
  { kind: 'a selector', request: { selector: "name = 'x'" } },
])('RabbitMQ is not asked for $kind, which it would pass over in silence', async ({ request }) => {
  await using broker = await scriptedBroker(async (client) => {
    await client.heard('\n\n\0')
    client.frame('CONNECTED', { version: '1.2', server: 'RabbitMQ/3.10.8', 'heart-beat': '0,0' })
    confirmAll(client)
  })
  const connection = await open(broker.port)
  const wanted = { destination: queue('q'), withBodies: false, ...request }
  const consumer = { receive: () => undefined, ended: () => undefined }
  const { confirmed } =
    request.selector === undefined
      ? connection.browse(wanted, consumer)
      : connection.consume({ ...wanted, acknowledgement: 'auto', prefetch: 1 }, consumer)
  await expect(confirmed).rejects.toMatchObject({ code: 'PLB-BROKER-SELECTS-NOTHING' })
  await connection.close()
})

it('over STOMP nobody listens where bridges would bring copies along', async () => {
  await using broker = await scriptedBroker(async (client) => {
    await client.heard('\n\n\0')
    client.frame('CONNECTED', { version: '1.2', server: 'ActiveMQ/5.17.2', 'heart-beat': '0,0' })
    confirmAll(client)
  })
  const connection = await open(broker.port)
  const { confirmed } = connection.consume(
    {
      destination: topic('VirtualTopic.geoserver'),
      acknowledgement: 'auto',
      prefetch: 1,
      selector: undefined,
      withBodies: true,
      unbridged: true,
    },
    { receive: () => undefined, ended: () => undefined },
  )
  await expect(confirmed).rejects.toMatchObject({ code: 'PLB-BROKER-BRIDGES-OVER-STOMP' })
  await connection.close()
})

function open(port: number, clientId?: string) {
  const [server] = networkUrl(`stomp://127.0.0.1:${port}`).servers
  if (server === undefined) throw new Error('no server')
  const memory = new ConnectionMemory()
  return openConnection(server, {
    settings: { ...defaultConnectionSettings, clientId },
    clock: systemClock,
    memory,
    connectionId: memory.connectionId,
    signal: new AbortController().signal,
  })
}
