import { expect, it } from 'vitest'
import { systemClock } from '../../electron/scheduler/clock.ts'
import { Announcer } from '../../electron/broker/discovery/announcer.ts'
import { defaultGroup } from '../../electron/broker/multicast-group.ts'
import { systemMulticast } from '../../electron/broker/discovery/multicast.ts'
import { NearbyBrokers } from '../../electron/broker/discovery/nearby-brokers.ts'
import { textOf } from '../../electron/errors/failure.ts'

/** Whether this machine carries datagrams of a group from one program to another; where it does not, it says why. */
async function refusal(): Promise<string | undefined> {
  const heard = Promise.withResolvers<undefined>()
  const late = Promise.withResolvers<string>()
  const timer = setTimeout(() => late.resolve('nothing that is sent to the group comes back'), 5000)
  try {
    const stop = await systemMulticast.listen(defaultGroup, () => heard.resolve(undefined))
    const sender = await systemMulticast.open(defaultGroup)
    sender.send(Buffer.from('default.ActiveMQ-4.dead.%plumbline-probe%tcp://127.0.0.1:1'))
    const why = await Promise.race([heard.promise, late.promise])
    stop()
    sender.close()
    return why
  } catch (error) {
    return textOf(error)
  } finally {
    clearTimeout(timer)
  }
}

const unavailable = await refusal()
if (unavailable !== undefined) process.stderr.write(`Skipped: discovery by real datagrams, ${unavailable}\n`)

it.skipIf(unavailable !== undefined)('a broker that tells of itself is heard on this machine', async () => {
  const service = { scheme: 'tcp', host: '127.0.0.1', port: 41_245 }
  const found = Promise.withResolvers<string>()
  const nearby = new NearbyBrokers(defaultGroup, systemMulticast, systemClock, (brokers) => {
    const ours = brokers.find(({ name }) => name === 'plumbline-integration')
    if (ours?.isReachable === true) found.resolve(ours.url)
  })
  await nearby.start()
  const announcer = await Announcer.start(
    systemMulticast,
    systemClock,
    service,
    'integration',
    () => undefined,
  )
  try {
    expect(await found.promise).toBe('tcp://localhost:41245')
  } finally {
    announcer.stop()
    nearby.stop()
  }
})
