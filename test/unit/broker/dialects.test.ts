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
  const [server] = networkUrl(`stomp://127.0.0.1:${broker.port}`).servers
  if (server === undefined) throw new Error('no server')
  const memory = new ConnectionMemory()
  const opening = openConnection(server, {
    settings: defaultConnectionSettings,
    clock: systemClock,
    memory,
    connectionId: memory.connectionId,
    signal: new AbortController().signal,
  })
  if (code === undefined) await (await opening).close()
  else await expect(opening).rejects.toMatchObject({ code, details: { broker: name } })
})
