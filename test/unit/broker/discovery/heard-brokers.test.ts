import { describe, expect, it } from 'vitest'
import { parseBrokerUrl, type DiscoveryBrokerUrl } from '../../../../electron/broker/broker-url.ts'
import { HeardBrokers, hearBrokers } from '../../../../electron/broker/discovery/heard-brokers.ts'
import { FakeMulticast } from '../../../support/fake-multicast.ts'
import { FakeClock } from '../fake-clock.ts'

function discovery(text = 'multicast://default'): DiscoveryBrokerUrl {
  const url = parseBrokerUrl(text)
  if (url.kind !== 'discovery') throw new Error(text)
  return url
}

const alive = (service: string, group = 'default') => `${group}.ActiveMQ-4.alive.%localhost%${service}`

async function heard(multicast: FakeMulticast, url = discovery()) {
  const clock = new FakeClock()
  const named = hearBrokers(url, multicast, clock, new AbortController().signal)
  // It listens first, and then waits for a moment.
  for (let turn = 0; turn < 20 && !clock.pending.includes(3000); turn += 1) await Promise.resolve()
  clock.advance(3000)
  return named
}

describe('brokers a multicast URL stands for', () => {
  it('are all that tell of themselves in its group, bridged to each other, without a login', async () => {
    const multicast = new FakeMulticast()
    multicast.standing = [
      alive('nio://localhost:45747'),
      alive('ssl://maps:61617'),
      alive('tcp://other:1', 'maps'),
      alive('tcp://-.:1'),
    ]
    const trust = { fingerprint: 'AB'.repeat(32) }
    expect(await heard(multicast, { ...discovery(), trust })).toMatchObject({
      bridged: true,
      servers: [
        { scheme: 'nio', host: 'localhost', port: 45747, credentials: undefined, trust: {} },
        { scheme: 'ssl', host: 'maps', port: 61617, credentials: undefined, trust },
      ],
    })
    expect([multicast.listeners, multicast.sent]).toEqual([0, []])
  })

  it('of another group are those of that one', async () => {
    const multicast = new FakeMulticast()
    multicast.standing = [alive('tcp://one:1'), alive('tcp://other:1', 'maps')]
    const { servers } = await heard(multicast, discovery('multicast://default?group=maps'))
    expect(servers.map(({ host }) => host)).toEqual(['other'])
  })

  it('that none is there is said, after a moment', async () => {
    await expect(heard(new FakeMulticast())).rejects.toMatchObject({
      code: 'PLB-BROKER-NONE-HEARD',
      details: { group: 'multicast://default', reason: { key: 'broker.noneTells' } },
    })
  })

  it('that listen on another machine alone are told with the machine and what to change there', async () => {
    const multicast = new FakeMulticast()
    multicast.standing = [alive('nio://localhost:45747')]
    multicast.sender = '198.51.100.7'
    await expect(heard(multicast)).rejects.toMatchObject({
      code: 'PLB-BROKER-HEARD-ELSEWHERE',
      details: { machines: ['198.51.100.7'] },
    })
  })

  it('a machine that cannot listen says why at once', async () => {
    const deaf = new FakeMulticast()
    deaf.listen = () => Promise.reject(new Error('bind EACCES'))
    await expect(heard(deaf)).rejects.toMatchObject({
      details: { reason: { key: 'broker.cannotListen', values: { reason: 'bind EACCES' } } },
    })
  })

  it('are waited for no longer than somebody wants', async () => {
    const clock = new FakeClock()
    const multicast = new FakeMulticast()
    const brokers = new HeardBrokers(discovery(), multicast, clock, () => undefined)
    const ending = new AbortController()
    const listening = brokers.listen(ending.signal)
    ending.abort(new Error('enough'))
    await expect(listening).rejects.toThrow('enough')
    brokers.stop()
    await new Promise((resolve) => setImmediate(resolve))
    expect([multicast.listeners, clock.pending]).toEqual([0, []])
  })
})
