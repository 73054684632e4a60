import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import type { BrokerEvent } from '../../../../electron/broker/embedded/broker-event.ts'
import { EmbeddedBroker } from '../../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { brokersBeside } from '../../../../electron/broker/discovery/brokers-beside.ts'
import { Announcer, type Meeting } from '../../../../electron/broker/discovery/announcer.ts'
import {
  readAnnouncement,
  serviceUrl,
  writeAnnouncement,
} from '../../../../electron/broker/discovery/datagram.ts'
import { defaultGroup } from '../../../../electron/broker/multicast-group.ts'
import { NearbyBrokers, type NearbyBroker } from '../../../../electron/broker/discovery/nearby-brokers.ts'
import { FakeMulticast } from '../../../support/fake-multicast.ts'
import { FakeClock } from '../fake-clock.ts'
import { patience } from '../../../support/patience.ts'

const recorded = z.object({
  hex: z.string(),
  decoded: z.object({ state: z.string(), brokerName: z.string(), service: z.string() }),
})

function datagramsOf(file: string) {
  const path = join(import.meta.dirname, `../../../fixtures/openwire/${file}.jsonl.gz`)
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n')
  return lines
    .map((line) => recorded.safeParse(JSON.parse(line)))
    .flatMap(({ data }) => (data === undefined ? [] : [data]))
}

describe('A datagram', () => {
  it('of a real broker is read as it was recorded to be, and written again to the same bytes', () => {
    const all = datagramsOf('geoserver-multicast')
    expect(all).toHaveLength(12)
    for (const { hex, decoded } of all) {
      const bytes = Buffer.from(hex, 'hex')
      const read = readAnnouncement(bytes, defaultGroup)
      if (read === undefined) throw new Error('it was not read')
      const { state, brokerName, service } = read
      expect({ state, brokerName, service: serviceUrl(service) }).toMatchObject(decoded)
      expect(writeAnnouncement(read, defaultGroup).equals(bytes)).toBe(true)
    }
  })

  it.each([
    ['of another group', 'other.ActiveMQ-4.alive.%localhost%tcp://vm:41245'],
    ['of a scheme nobody is to connect to', 'default.ActiveMQ-4.alive.%localhost%http://vm:41245'],
    ['without a port', 'default.ActiveMQ-4.alive.%localhost%tcp://vm'],
    ['with a port there is not', 'default.ActiveMQ-4.alive.%localhost%tcp://vm:99999'],
    ['with a login', 'default.ActiveMQ-4.alive.%localhost%tcp://user:password@vm:41245'],
    ['with options', 'default.ActiveMQ-4.alive.%localhost%tcp://vm:41245?wireFormat.trace=true'],
    ['with something behind it', 'default.ActiveMQ-4.alive.%localhost%tcp://vm:41245\n'],
    ['that is too long', `default.ActiveMQ-4.alive.%localhost%tcp://${'v'.repeat(600)}:1`],
    ['that is none', ''],
  ])('%s is passed over', (_what, text) => {
    expect(readAnnouncement(Buffer.from(text), defaultGroup)).toBeUndefined()
  })

  it('may hold anything', () => {
    const begun = fc.constantFrom(
      '',
      'default.ActiveMQ-4.alive.%localhost%',
      'default.ActiveMQ-4.dead.%x%tcp://',
    )
    fc.assert(
      fc.property(begun, fc.uint8Array({ maxLength: 600 }), (begin, rest) => {
        const read = readAnnouncement(Buffer.concat([Buffer.from(begin), rest]), defaultGroup)
        if (read !== undefined) expect(serviceUrl(read.service)).toMatch(/^[a-z+]+:\/\/[\w.:[\]-]+:\d+$/)
      }),
    )
  })
})

describe('Brokers nearby', () => {
  async function listening() {
    const multicast = new FakeMulticast()
    const clock = new FakeClock()
    const told: (readonly NearbyBroker[])[] = []
    const nearby = new NearbyBrokers(defaultGroup, multicast, clock, (brokers) => told.push(brokers))
    await nearby.start()
    const alive = (service: string, sender?: string) =>
      multicast.say(`default.ActiveMQ-4.alive.%localhost%${service}`, sender)
    const urls = () => told.at(-1)?.map(({ url }) => url)
    return { multicast, clock, told, nearby, alive, urls }
  }

  it('are told once each, and not again however often they say that they are there', async () => {
    const { alive, told, urls } = await listening()
    for (let count = 0; count < 3; count += 1) alive('tcp://vm:41245')
    alive('nio://vm:41246')
    expect(told).toHaveLength(2)
    expect(urls()).toEqual(['tcp://vm:41245', 'nio://vm:41246'])
  })

  it('are gone when they say so, or when nothing was heard of them for five seconds', async () => {
    const { multicast, clock, alive, urls } = await listening()
    alive('tcp://one:1')
    alive('tcp://two:2')
    multicast.say('default.ActiveMQ-4.dead.%localhost%tcp://one:1')
    expect(urls()).toEqual(['tcp://two:2'])
    clock.advance(4000)
    alive('tcp://two:2')
    clock.advance(4000)
    expect(urls()).toEqual(['tcp://two:2'])
    clock.advance(6000)
    expect(urls()).toEqual([])
  })

  it('that listen on their own machine alone can be reached on this one and from no other', async () => {
    const { alive, told } = await listening()
    alive('nio://localhost:1', '192.0.2.1')
    alive('nio://127.0.0.1:2', '192.0.2.77')
    expect(told.at(-1)).toMatchObject([
      { url: 'nio://localhost:1', isReachable: true },
      { url: 'nio://192.0.2.77:2', isReachable: false },
    ])
  })

  it('are no more than somebody could look through, whoever sends how many', async () => {
    const { alive, told } = await listening()
    for (let port = 1; port <= 1000; port += 1) alive(`tcp://vm:${port}`)
    expect(told.at(-1)).toHaveLength(64)
  })

  it('are listened to and never spoken to', async () => {
    const { multicast, nearby, clock, told, alive } = await listening()
    alive('tcp://vm:1')
    expect(multicast.sent).toEqual([])
    nearby.stop()
    expect([multicast.listeners, clock.pending]).toEqual([0, []])
    alive('tcp://vm:2')
    expect(told).toHaveLength(1)
  })
})

describe('A broker that tells of itself', () => {
  const service = (port: number) => ({ scheme: 'tcp', host: '192.0.2.1', port })

  it('does so twice a second, and says when it goes', async () => {
    const multicast = new FakeMulticast()
    const clock = new FakeClock()
    const announcer = await Announcer.start(multicast, clock, service(61_613), 'a', () => undefined)
    clock.advance(1000)
    announcer.stop()
    clock.advance(1000)
    const text = (state: string) => `default.ActiveMQ-4.${state}.%plumbline-a%tcp://192.0.2.1:61613`
    expect(multicast.sent).toEqual([text('alive'), text('alive'), text('alive'), text('dead')])
    expect(multicast.listeners).toBe(0)
  })

  it('and meets another comes to the same as that one: which of the two to use', async () => {
    const multicast = new FakeMulticast()
    const clock = new FakeClock()
    const met: (Meeting & { readonly by: string })[] = []
    const begin = (id: string, port: number) =>
      Announcer.start(multicast, clock, service(port), id, (meeting) => met.push({ ...meeting, by: id }))
    const announcers = [await begin('b', 2), await begin('a', 1)]
    clock.advance(2000)
    const use = 'tcp://192.0.2.1:1'
    expect(met.toSorted((one, two) => one.by.localeCompare(two.by))).toEqual([
      { by: 'a', other: 'tcp://192.0.2.1:2', use },
      { by: 'b', other: use, use },
    ])
    const both = [use, 'tcp://192.0.2.1:2']
    expect(announcers.map(({ together }) => together)).toEqual([both, both])
    const listening = async (host: string, port: number, signal = new AbortController().signal) =>
      brokersBeside({ kind: 'network', servers: [{ host, port }] }, multicast, clock, signal)
    const beside = async (host: string, port: number) => {
      const asked = listening(host, port)
      await vi.waitFor(() => {
        expect(clock.pending).toContain(1200)
      }, patience)
      clock.advance(1200)
      return asked
    }
    expect(await beside('192.0.2.1', 2)).toEqual(both)
    expect(await beside('localhost', 1)).toEqual(both)
    expect(await beside('192.0.2.1', 3)).toEqual([])
    expect(await beside('192.0.2.9', 2)).toEqual([])
    await expect(listening('localhost', 1, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect(multicast.listeners).toBe(2)
    // Nothing is heard of the other from here on, and it does not say that it goes.
    const mute = new FakeMulticast()
    const alone = await Announcer.start(mute, clock, service(2), 'b', () => undefined)
    mute.say('default.ActiveMQ-4.alive.%plumbline-a%tcp://192.0.2.1:1')
    expect(alone.together).toEqual(both)
    clock.advance(6000)
    expect(alone.together).toEqual(['tcp://192.0.2.1:2'])
    alone.stop()
    for (const announcer of announcers) announcer.stop()
  })

  it('takes no notice of brokers of others', async () => {
    const multicast = new FakeMulticast()
    const met: Meeting[] = []
    const announcer = await Announcer.start(multicast, new FakeClock(), service(1), 'a', (meeting) =>
      met.push(meeting),
    )
    multicast.say('default.ActiveMQ-4.alive.%localhost%tcp://vm:41245')
    expect(met).toEqual([])
    announcer.stop()
  })
})

describe('An embedded broker', () => {
  it('tells of itself when asked, and of another one it meets which of the two to use', async () => {
    const multicast = new FakeMulticast()
    const clock = new FakeClock()
    const events: BrokerEvent[] = []
    const begin = async () => {
      const broker = await EmbeddedBroker.start({
        database: ':memory:',
        announceOn: multicast,
        clock,
        onEvent: (event) => events.push(event),
      })
      onTestFinished(() => broker.stop())
      return `tcp://127.0.0.1:${broker.port}`
    }
    const urls = [await begin(), await begin()]
    clock.advance(1000)
    const met = events.flatMap((event) => (event.kind === 'another broker' ? [event] : []))
    expect(met.map(({ other }) => other).toSorted()).toEqual(urls.toSorted())
    expect(new Set(met.map(({ use }) => use)).size).toBe(1)
    expect(urls).toContain(met[0]?.use)
  })

  it('that cannot tell of itself does not start, and says why', async () => {
    const mute = new FakeMulticast()
    mute.open = () => Promise.reject(new Error('bind EACCES'))
    await expect(EmbeddedBroker.start({ database: ':memory:', announceOn: mute })).rejects.toMatchObject({
      code: 'PLB-EMBEDDED-BROKER-NOT-ANNOUNCED',
    })
    expect(mute.listeners).toBe(0)
  })
})
