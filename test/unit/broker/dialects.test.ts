import { expect, it } from 'vitest'
import { systemClock } from '../../../electron/broker/clock.ts'
import { ConnectionMemory } from '../../../electron/broker/connection-memory.ts'
import { defaultConnectionSettings } from '../../../electron/broker/connection-settings.ts'
import { openConnection } from '../../../electron/broker/open-connection.ts'
import { networkUrl } from '../../support/broker-session.ts'
import { confirmAll, scriptedBroker } from './stomp/scripted-broker.ts'

it.each([
  ['RabbitMQ/3.10.8', 'PLB-BROKER-NO-VIRTUAL-TOPICS'],
  ['ActiveMQ/5.17.2', undefined],
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

it.each([
  ["Virtual host '127.0.0.1' access denied", 'PLB-BROKER-NO-VIRTUAL-TOPICS'],
  ["Access refused for user 'guest'", 'PLB-BROKER-CREDENTIALS'],
])('RabbitMQ is told by how it refuses: %s', async (body, code) => {
  await using broker = await scriptedBroker(async (client) => {
    await client.heard('\n\n\0')
    client.frame('ERROR', { message: 'Bad CONNECT', 'content-type': 'text/plain' }, body)
  })
  await expect(open(broker.port)).rejects.toMatchObject({ code })
})

function open(port: number) {
  const [server] = networkUrl(`stomp://127.0.0.1:${port}`).servers
  if (server === undefined) throw new Error('no server')
  const memory = new ConnectionMemory()
  return openConnection(server, {
    settings: defaultConnectionSettings,
    clock: systemClock,
    memory,
    connectionId: memory.connectionId,
    signal: new AbortController().signal,
  })
}
