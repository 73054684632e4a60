import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../../electron/scheduler/clock.ts'
import type { Multicast } from '../../../../electron/broker/discovery/multicast.ts'
import { EmbeddedBroker } from '../../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { createConnect } from '../../../../electron/services/connect/connect-service.ts'
import { FakeMulticast } from '../../../support/fake-multicast.ts'
import { english } from '../../../../electron/sentences/english.ts'
import { plainCall } from '../../../support/services.ts'

function following(multicast: Multicast) {
  const { sources } = createConnect(multicast, systemClock)
  const ending = new AbortController()
  const told: Parameters<Parameters<typeof sources.nearby>[1]>[0][number][] = []
  sources.nearby({}, (items) => told.push(...items), ending.signal)
  return { told, end: () => ending.abort() }
}

it('brokers nearby are told while somebody looks, and listened to no longer', async () => {
  const multicast = new FakeMulticast()
  const { told, end } = following(multicast)
  await Promise.resolve()
  multicast.say('default.ActiveMQ-4.alive.%localhost%nio://localhost:45747', '192.0.2.1')
  expect(told).toEqual([
    { group: 'multicast://default', brokers: [], deafBecause: null },
    {
      group: 'multicast://default',
      brokers: [{ url: 'nio://localhost:45747', name: null, isReachable: true, sender: '192.0.2.1' }],
      deafBecause: null,
    },
  ])
  end()
  expect(multicast.listeners).toBe(0)
  expect(multicast.sent).toEqual([])
})

it('a machine on which none can be heard says why', async () => {
  const deaf = new FakeMulticast()
  deaf.listen = () => Promise.reject(new Error('bind EACCES'))
  const { told, end } = following(deaf)
  onTestFinished(end)
  await new Promise((resolve) => setImmediate(resolve))
  const because = told.at(-1)?.deafBecause
  expect(because === undefined || because === null ? '' : english(because)).toContain('bind EACCES')
})

it('a broker that wants a login is not said to have no nodes', async () => {
  const broker = await EmbeddedBroker.start({
    database: ':memory:',
    credentials: { login: 'a', passcode: 'b' },
  })
  onTestFinished(() => broker.stop())
  const { service } = createConnect(new FakeMulticast(), systemClock)
  const asked = service.nodesBehind({ brokerUrl: `tcp://127.0.0.1:${broker.port}` }, plainCall())
  await expect(asked).rejects.toMatchObject({ code: 'PLB-BROKER-CREDENTIALS' })
})
