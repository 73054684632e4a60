import { once } from 'node:events'
import { createServer as createWebServer } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseBrokerUrl } from '../../../electron/broker/broker-url.ts'
import type { DestinationListing } from '../../../electron/broker/broker-connection.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { comparesClocks } from '../../../electron/services/broker-check/broker-clock.ts'
import { checkBroker } from '../../../electron/services/broker-check/check-broker.ts'
import { looksAtTold } from '../../../electron/services/broker-check/telling.ts'
import { outcomeOf } from '../../support/broker-session.ts'
import { FakeMulticast } from '../../support/fake-multicast.ts'
import { freePorts } from '../../support/brokers/free-ports.ts'
import { english } from '../../../electron/sentences/english.ts'

const { signal } = new AbortController()

async function check(brokerUrl: string, topicName = 'VirtualTopic.geoserver', deadline = 5_000) {
  const url = parseBrokerUrl(brokerUrl)
  if (url.kind !== 'network') throw new Error(brokerUrl)
  return checkBroker(url, { topicName, signal, deadline, onStep: () => undefined })
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A server that greets with some bytes, and answers what begins like this by others, and all else by hanging up. */
function peer(greeting: string, begins: string | undefined, answer: string): Promise<number> {
  return listening(
    createServer((socket) => {
      socket.on('error', () => undefined)
      if (greeting !== '') socket.write(greeting, 'latin1')
      socket.on('data', (chunk) => {
        if (begins !== undefined && chunk.toString('latin1').startsWith(begins))
          socket.write(answer, 'latin1')
        socket.end()
      })
    }),
  )
}

const away = async () => (await freePorts(1))[0] ?? 0
/** A server that lets nobody have a word. */
const silent = () =>
  listening(
    createServer((socket) => {
      socket.on('error', () => undefined)
      socket.resume()
    }),
  )

describe.each(['tcp', 'stomp'])('a check of a broker at %s://', (scheme) => {
  it.each([
    ['nobody listens', 'PLB-BROKER-REFUSED', away],
    [
      'a web server answers',
      'PLB-BROKER-OTHER-SERVICE',
      () => listening(createWebServer((_, answer) => answer.end())),
    ],
    ['a connector for AMQP answers', 'PLB-BROKER-OTHER-SERVICE', () => peer('', 'AMQP', 'AMQP\0\0\x09\x01')],
    [
      'a connector for MQTT answers',
      'PLB-BROKER-OTHER-SERVICE',
      () => peer('', '\x10\x0c\0\x04MQTT', '\x20\x02\0\0'),
    ],
    ['SSH answers', 'PLB-BROKER-OTHER-SERVICE', () => peer('SSH-2.0-x\r\n', undefined, '')],
  ] as const)('says so where %s', async (_where, code, start) => {
    const steps = await check(`${scheme}://127.0.0.1:${await start()}`)
    expect(steps.at(-1)).toMatchObject({ outcome: 'failed', code })
    expect(english(steps.at(-1)?.remedy ?? '')).not.toBe('')
  })

  it('says so where the port is silent, and where the host has no address', async () => {
    const [step] = (await check(`${scheme}://127.0.0.1:${await silent()}`, undefined, 1_000)).slice(-1)
    expect(['PLB-BROKER-NOT-OPENWIRE', 'PLB-BROKER-CONNECT-DEADLINE']).toContain(step?.code)
    const [unknown] = (await check(`${scheme}://no-such-host.invalid`, undefined, 15_000)).slice(-1)
    expect(unknown).toMatchObject({ outcome: 'failed', code: 'PLB-BROKER-HOST-UNKNOWN' })
  })

  it('takes a server of several that refuses for a standby, and one alone or bridged for a fault', async () => {
    const broker = await EmbeddedBroker.start({
      database: ':memory:',
      credentials: { login: 'o', passcode: 'p' },
    })
    onTestFinished(() => broker.stop())
    const servers = `(${scheme}://127.0.0.1:${await away()},${scheme}://o:p@127.0.0.1:${broker.port})`
    const standby = (await check(`failover:${servers}`)).filter(({ code }) => code === 'PLB-BROKER-REFUSED')
    expect(standby).toMatchObject([{ outcome: 'ok' }])
    expect(english(standby[0]?.message ?? '')).toContain('standby')
    const bridged = (await check(`static:${servers}`)).filter(({ code }) => code === 'PLB-BROKER-REFUSED')
    expect(bridged).toMatchObject([{ outcome: 'failed' }])
    expect(broker.destinations()).toEqual([])
  })
})

describe('a check of a broker of Plumbline', () => {
  it('says that another one tells of itself, and which to use, however it is named', async () => {
    const multicast = new FakeMulticast()
    const credentials = { login: 'o', passcode: 'p' }
    const broker = await EmbeddedBroker.start({ database: ':memory:', announceOn: multicast, credentials })
    onTestFinished(() => broker.stop())
    multicast.standing = multicast.sent.slice(0, 1)
    const url = `tcp://o:p@127.0.0.1:${broker.port}`
    const others = async (asked: string) => {
      const parsed = parseBrokerUrl(asked)
      if (parsed.kind === 'embedded') throw new Error(asked)
      const topicName = 'VirtualTopic.geoserver'
      const steps = await checkBroker(parsed, { topicName, signal, multicast, onStep: () => undefined })
      return steps.filter(({ name }) => english(name) === 'Other brokers')
    }
    expect(await others(url)).toEqual([])
    multicast.standing = ['default.ActiveMQ-4.alive.%plumbline-0%tcp://127.0.0.1:1', ...multicast.standing]
    for (const asked of [url, 'multicast://default']) {
      const found = await others(asked)
      expect(found).toMatchObject([{ outcome: 'warning' }])
      expect(english(found[0]?.remedy ?? '')).toContain(`:${broker.port}`)
    }
    expect(new Set(multicast.sent).size).toBe(1)
  })
})

describe('a check of the topic', () => {
  it('finds one whose name no virtual topics have, and leaves nothing of it', async () => {
    const broker = await EmbeddedBroker.start({
      database: ':memory:',
      credentials: { login: 'o', passcode: 'p' },
    })
    onTestFinished(() => broker.stop())
    const url = `tcp://o:p@127.0.0.1:${broker.port}`
    const topicOf = async (name: string) =>
      (await check(url, name, 3_000)).find((step) => english(step.name) === 'Topic')
    expect(await topicOf('geoserver')).toMatchObject({ outcome: 'failed' })
    expect(await topicOf('VirtualTopic.geoserver')).toMatchObject({ outcome: 'ok' })
    expect(broker.destinations()).toEqual([])
    // What cannot be tried over STOMP is not said to work.
    const overStomp = await check(url.replace('tcp', 'stomp'), 'VirtualTopic.geoserver', 3_000)
    const outcomes = Object.fromEntries(overStomp.map((step) => [english(step.name), step.outcome]))
    expect(outcomes).toMatchObject({
      Connection: 'ok',
      Queues: 'untried',
      Topic: 'untried',
      Rights: 'untried',
    })
  })
})

describe('what a broker tells of itself', () => {
  const listing: DestinationListing = {
    told: 'statistics',
    storePercent: 0,
    memoryPercent: 0,
    destinations: [],
  }
  const activemq = { brokerVersion: 'ActiveMQ/5.17.2', largestMessage: undefined }

  it.each([
    ['has room', 'ok', { ...activemq, destinations: listing }],
    ['counts nothing', 'ok', { ...activemq, destinations: { ...listing, told: 'advisories' } }],
    [
      'has a store that is nearly full',
      'Store: warning, findings.storeFull',
      { ...activemq, destinations: { ...listing, storePercent: 90 } },
    ],
    [
      'has a full store',
      'Store: failed, findings.storeFull',
      { ...activemq, destinations: { ...listing, storePercent: 100 } },
    ],
    [
      'has little memory',
      'Memory: warning, findings.memoryFull',
      { ...activemq, destinations: { ...listing, memoryPercent: 80 } },
    ],
    [
      'has no memory',
      'Memory: failed, findings.memoryFull',
      { ...activemq, destinations: { ...listing, memoryPercent: 104 } },
    ],
    ['tells nothing', 'Queues: warning, brokerCheck.tellsNothing', { ...activemq, destinations: undefined }],
    [
      'takes small messages',
      'Size of messages: warning, brokerCheck.small',
      { ...activemq, largestMessage: 1 << 20, destinations: listing },
    ],
    [
      'never shows a queue',
      'Queues: warning, brokerCheck.showsNothing',
      { ...activemq, brokerVersion: 'RabbitMQ/3.10.8', destinations: undefined },
    ],
    ['never tells', 'ok', { ...activemq, brokerVersion: 'ActiveMQ-Artemis/2.40.0', destinations: undefined }],
  ] as const)('is judged where it %s', async (_what, worst, { destinations, ...told }) => {
    for (const protocol of ['openwire', 'stomp'] as const) {
      const steps = await looksAtTold(
        { ...told, protocol, destinations: () => Promise.resolve(destinations) },
        signal,
      )
      const faults = steps.filter(({ outcome }) => outcome !== 'ok')
      expect(faults.map(outcomeOf)).toEqual(worst === 'ok' ? [] : [worst])
      // Whatever is not well says what to do.
      expect(faults.filter(({ remedy }) => remedy === null)).toEqual([])
    }
  })
})

describe('the clock of a broker', () => {
  const noon = 1_800_000_000_000
  const between = { sentAt: noon, receivedAt: noon + 40_000 }

  it.each([
    ['within the time a message took', noon + 20_000, 'ok, brokerCheck.clockAgrees', /agrees/],
    ['a little behind', noon - 5_000, 'ok, brokerCheck.clockAgrees', /agrees/],
    ['behind', noon - 65_000, 'warning, brokerCheck.clockBehind', /65 s behind/],
    ['ahead', noon + 100_000, 'warning, brokerCheck.clockAhead', /60 s ahead/],
  ] as const)('is told when it is %s', (_what, at, outcome, words) => {
    for (const [protocol, message] of [
      ['openwire', { takenAt: at, timestamp: noon }],
      ['stomp', { takenAt: undefined, timestamp: at }],
    ] as const) {
      const steps = comparesClocks(message, protocol, between)
      expect(steps.map((step) => outcomeOf(step).replace(/^.*?: /, ''))).toEqual([outcome])
      for (const { message: said } of steps) expect(english(said)).toMatch(words)
    }
  })

  it('is not told where the broker dates nothing', () => {
    expect(comparesClocks({ takenAt: undefined, timestamp: noon }, 'openwire', between)).toEqual([])
  })
})
