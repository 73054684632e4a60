import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrokerEvent } from '../../electron/broker/embedded/broker-event.ts'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { structure } from '../../electron/broker/openwire/codec.ts'
import { recordedFrames } from '../unit/broker/openwire/goldens.ts'
import { OpenWireClient } from '../support/openwire-client.ts'

/** Whatever a client sends, the broker goes on, for that client or without it. */

const account = { login: 'operator', passcode: 'sec:ret' }
const frames = recordedFrames()
  .filter(({ direction, version, frame }) => direction === 'client' && version === 12 && frame.length < 4000)
  .map(({ frame }) => frame)
const events: BrokerEvent[] = []
let broker: EmbeddedBroker

beforeAll(async () => {
  broker = await EmbeddedBroker.start({
    database: ':memory:',
    credentials: account,
    onEvent: (event) => events.push(event),
  })
})
afterAll(() => broker.stop())

const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 })
const said = fc.array(fc.tuple(fc.constantFrom(...frames), damage), { minLength: 1, maxLength: 12 })

function bytesOf([frame, changes]: readonly [Buffer, readonly (readonly [number, number])[]]): Buffer {
  const bytes = Buffer.from(frame)
  for (const [at, value] of changes) bytes[at % bytes.length] = value
  const size = Buffer.alloc(4)
  size.writeInt32BE(bytes.length)
  return Buffer.concat([size, bytes])
}

test('whatever recorded frames are damaged into and in whatever order they come, others are served', async () => {
  let sessions = 0
  await fc.assert(
    fc.asyncProperty(said, fc.boolean(), fc.nat({ max: 40 }), async (all, isLoggedIn, cut) => {
      sessions += 1
      const client = isLoggedIn
        ? await OpenWireClient.logIn(broker.port, account, `ID:damaged-${sessions}`)
        : await OpenWireClient.open(broker.port)
      const bytes = Buffer.concat(all.map(bytesOf))
      client.socket.write(bytes.subarray(0, bytes.length - Math.min(cut, bytes.length - 1)))
      const other = await OpenWireClient.logIn(broker.port, account, `ID:other-${sessions}`)
      await other.request(structure('SessionInfo', {}))
      client.destroy()
      other.destroy()
      expect(events.filter(({ kind }) => kind === 'store failed')).toEqual([])
    }),
    { numRuns: 150 },
  )
})
