import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { parseBrokerUrl } from '../../electron/broker/broker-url.ts'
import { systemClock } from '../../electron/scheduler/clock.ts'
import { ConnectionMemory } from '../../electron/broker/connection-memory.ts'
import { defaultConnectionSettings } from '../../electron/broker/connection-settings.ts'
import type { DestinationListing } from '../../electron/broker/broker-connection.ts'
import { openConnection } from '../../electron/broker/open-connection.ts'
import { testProfile } from '../../electron/services/profiles/test-profile.ts'
import { activemqAvailable, startActivemq } from '../support/activemq.ts'

const missing = activemqAvailable()
if (missing !== undefined)
  process.stdout.write(`What stays behind at ActiveMQ is not looked for: ${missing}\n`)
const signal = new AbortController().signal

/** What the broker at this address lists, asked on a connection of its own. */
async function listing(url: string): Promise<DestinationListing | undefined> {
  const parsed = parseBrokerUrl(url)
  const [server] = parsed.kind === 'network' ? parsed.servers : []
  if (server === undefined) throw new Error(`${url} names no broker`)
  const memory = new ConnectionMemory()
  const connection = await openConnection(server, {
    settings: defaultConnectionSettings,
    clock: systemClock,
    memory,
    connectionId: memory.connectionId,
    signal,
  })
  try {
    return await connection.destinations(signal)
  } finally {
    await connection.close()
  }
}

describe.skipIf(missing !== undefined)('at ActiveMQ nothing stays behind', () => {
  it.each([
    ['STOMP', false],
    ['STOMP', true],
    ['OpenWire', false],
    ['OpenWire', true],
  ] as const)(
    'of a test of the profile and of asking for queues, over %s, statistics: %s',
    async (protocol, statistics) => {
      const broker = await startActivemq({ statistics })
      onTestFinished(() => broker.dispose())
      const { host, stompPort, openWirePort } = broker
      const url = protocol === 'STOMP' ? `stomp://${host}:${stompPort}` : `tcp://${host}:${openWirePort}`
      const profile = {
        brokerUrl: url,
        login: null,
        topicName: 'VirtualTopic.g',
        group: 'g',
        observer: 'o',
        nodes: [],
      }
      // A busy broker may not tell of its queues in time.
      await vi.waitFor(async () => {
        const steps = await testProfile(profile, { passcode: undefined, signal, onStep: () => undefined })
        expect(steps.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
      }, 120_000)
      await listing(url)
      // Over OpenWire it lists everything there is, also names no queue of ours could have.
      await vi.waitFor(async () => {
        const found = await listing(`tcp://${host}:${openWirePort}`)
        expect(found?.told).toBe(statistics ? 'statistics' : 'advisories')
        expect(found?.destinations).toEqual([])
      }, 120_000)
    },
  )
})
