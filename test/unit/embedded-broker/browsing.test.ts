import { expect, it, onTestFinished } from 'vitest'
import { queue } from '../../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import { networkUrl } from '../../support/broker-session.ts'

const credentials = { login: 'ops', passcode: 'secret' }

it.each(['stomp', 'tcp'])(
  'looking into a queue there is none of ends at once and makes none (%s)',
  async (scheme) => {
    const broker = await EmbeddedBroker.start({ database: ':memory:', credentials })
    onTestFinished(() => broker.stop())
    const session = new BrokerSession(networkUrl(`${scheme}://ops:secret@127.0.0.1:${broker.port}`))
    onTestFinished(() => session.close())
    await session.connect()
    const countIn = async (name: string) => {
      let count = 0
      for await (const _ of session.browse(queue(name))) count += 1
      return count
    }
    expect(await countIn('gone')).toBe(0)
    expect(broker.destinations()).toEqual([])
    await session.publish({ destination: queue('kept'), properties: {}, body: 'one' })
    expect(await countIn('kept')).toBe(1)
  },
)
