import { describe, expect, it } from 'vitest'
import {
  formatBrokerUrl,
  parseNetworkUrl,
  parseBrokerUrl,
  protocolOf,
  redactBrokerUrl,
  type NetworkBrokerUrl,
} from '../../../electron/broker/broker-url.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
import { english } from '../../../electron/sentences/english.ts'

function network(text: string): NetworkBrokerUrl {
  const url = parseBrokerUrl(text)
  if (url.kind !== 'network') throw new Error(`${text} is not a network URL`)
  return url
}

function failureOf(text: string) {
  try {
    parseBrokerUrl(text)
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
  throw new Error(`${text} was accepted`)
}

describe('A broker URL', () => {
  it.each([
    ['tcp://localhost:61616', { host: 'localhost', port: 61616, tls: false }],
    ['nio://a:1', { host: 'a', port: 1, tls: false }],
    ['stomp://Broker.Example.org', { host: 'broker.example.org', port: 61613, tls: false }],
    ['stomp+nio://a:1/', { host: 'a', port: 1, tls: false }],
    ['stomp+ssl://a', { host: 'a', port: 61614, tls: true }],
    ['stomp+nio+ssl://a:1', { host: 'a', port: 1, tls: true }],
    ['ssl://a:1', { host: 'a', port: 1, tls: true }],
    ['nio+ssl://a:1', { host: 'a', port: 1, tls: true }],
    ['stomp://[2001:DB8::1]:61613', { host: '2001:db8::1', port: 61613, tls: false }],
    ['  STOMP://a:1  ', { scheme: 'stomp', host: 'a', port: 1 }],
  ])('names one server: %s', (text, expected) => {
    const url = network(text)
    expect(url.servers).toHaveLength(1)
    expect(url.servers[0]).toMatchObject(expected)
    expect(url.failover).toBeUndefined()
  })

  it.each([
    'failover:(tcp://a:1,ssl://[::1]:2)?randomize=false',
    'failover://(tcp://a:1,ssl://[::1]:2)?randomize=false',
    'failover:( tcp://a:1 , ssl://[::1]:2 )?randomize=false',
  ])('names several servers: %s', (text) => {
    const url = network(text)
    expect(url.servers.map(({ host, port, tls }) => [host, port, tls])).toEqual([
      ['a', 1, false],
      ['::1', 2, true],
    ])
    expect(url.failover?.randomize).toBe(false)
  })

  it('names brokers that are bridged to each other', () => {
    const text = 'static:(tcp://a:1,tcp://b:2)?maxReconnectDelay=5000'
    const url = network(text)
    expect(url.servers.map(({ host }) => host)).toEqual(['a', 'b'])
    expect(url).toMatchObject({ bridged: true, failover: { maxReconnectDelay: 5000 } })
    expect(formatBrokerUrl(url)).toBe(text)
    expect(network('failover:(tcp://a:1,tcp://b:2)').bridged).toBe(false)
  })

  it.each([
    ['multicast://default', { address: '239.255.2.3', port: 6155, name: 'default' }, 'multicast://default'],
    ['discovery:(multicast://default)?maxReconnectDelay=1', { name: 'default' }, 'multicast://default'],
    ['discovery://multicast://default?group=maps', { name: 'maps' }, 'multicast://default?group=maps'],
    ['multicast://239.1.2.3:6200', { address: '239.1.2.3', port: 6200 }, 'multicast://239.1.2.3:6200'],
  ])('may name a group in which brokers tell of themselves: %s', (text, group, written) => {
    const url = parseBrokerUrl(text)
    expect(url).toMatchObject({ kind: 'discovery', group })
    expect(formatBrokerUrl(url)).toBe(written)
    expect(redactBrokerUrl(url)).toBe(written)
    expect(() => parseNetworkUrl(text)).toThrow(
      expect.objectContaining({ code: 'PLB-BROKER-URL-UNSUPPORTED' }),
    )
  })

  it.each([
    'multicast://',
    'multicast://localhost',
    'multicast://10.1.1.1:6155',
    'multicast://default:0',
    'multicast://default?group=a%20b',
    'discovery:(tcp://a:1)',
  ])('names no such group: %s', (text) => {
    expect(() => parseBrokerUrl(text)).toThrow(expect.objectContaining({ code: 'PLB-BROKER-URL-MALFORMED' }))
  })

  it('may leave out the parentheses around servers', () => {
    expect(network('failover:tcp://a:1,tcp://b:2').servers.map(({ host }) => host)).toEqual(['a', 'b'])
  })

  it('reads every failover option that matters', () => {
    const { failover } = network(
      'failover:(stomp://a:1,stomp://b:2)?randomize=false&initialReconnectDelay=100&maxReconnectDelay=5000' +
        '&useExponentialBackOff=false&reconnectDelayExponent=1.5&maxReconnectAttempts=7' +
        '&startupMaxReconnectAttempts=3&timeout=2000&priorityBackup=true&priorityURIs=stomp://b:2',
    )
    expect(failover).toMatchObject({
      randomize: false,
      initialReconnectDelay: 100,
      maxReconnectDelay: 5000,
      useExponentialBackOff: false,
      backOffMultiplier: 1.5,
      maxReconnectAttempts: 7,
      startupMaxReconnectAttempts: 3,
      timeout: 2000,
      priorityBackup: true,
      priorityServers: ['b:2'],
    })
  })

  it('keeps options without effect and warns of them', () => {
    const url = network('failover:(tcp://a:1?wireFormat.maxInactivityDuration=0)?trackMessages=true')
    expect(url.servers[0]?.options).toEqual({ 'wireFormat.maxInactivityDuration': '0' })
    const warnings = url.warnings.map(english).join('\n')
    expect(warnings).toContain('wireFormat.maxInactivityDuration')
    expect(warnings).toContain('trackMessages')
  })

  it('names the files of its TLS connections, and says so again', () => {
    const text = 'ssl://a:1?plumbline.ca=/etc/ca.pem&plumbline.serverName=mq'
    const url = network(text)
    expect(url.servers[0]?.trust).toEqual({ authority: '/etc/ca.pem', serverName: 'mq' })
    expect(url.warnings).toEqual([])
    expect(parseBrokerUrl(formatBrokerUrl(url))).toEqual(url)
  })

  it.each([
    ['ssl://a:1?plumbline.ca=ca.pem', 'no absolute path'],
    ['tcp://a:1?plumbline.ca=/etc/ca.pem', 'without TLS'],
    ['ssl://a:1?plumbline.key=', 'no usable value'],
  ])('refuses files for TLS that cannot be meant: %s', (text, reason) => {
    expect(() => parseBrokerUrl(text)).toThrow(reason)
  })

  it.each([
    ['tcp://a:1', 'openwire'],
    ['nio+ssl://a:1', 'openwire'],
    ['auto+nio://a:1', 'openwire'],
    ['stomp+nio+ssl://a:1', 'stomp'],
  ])('names a connector by its scheme: %s', (text, protocol) => {
    const url = network(text)
    expect(url.servers.map(protocolOf)).toEqual([protocol])
    expect(url.warnings).toEqual([])
  })

  it('decodes credentials', () => {
    expect(network('stomp://us%40er:p%3A%2F%C3%A9@a:1').servers[0]?.credentials).toEqual({
      login: 'us@er',
      passcode: 'p:/é',
    })
  })

  it.each([
    'stomp://a:1?jms.userName=worker&jms.password=hunter2',
    'failover:(stomp://a:1?jms.userName=worker&jms.password=hunter2)',
    'failover:(stomp://a:1)?jms.userName=worker&jms.password=hunter2&timeout=3',
    'failover:(stomp://a:1)?nested.jms.userName=worker&nested.jms.password=hunter2',
    'failover:(stomp://worker:hunter2@a:1)?jms.userName=another&jms.password=one',
    'failover:(stomp://a:1?jms.userName=worker&jms.password=hunter2)?jms.userName=another&jms.password=one',
  ])("takes credentials the way ActiveMQ's clients do, the nearest first: %s", (text) => {
    const url = network(text)
    expect(url.servers[0]?.credentials).toEqual({ login: 'worker', passcode: 'hunter2' })
    expect(url.warnings).toEqual([])
    expect(redactBrokerUrl(url)).not.toMatch(/hunter2|one/)
    expect(network(formatBrokerUrl(url))).toEqual(url)
  })

  it('means the embedded broker when it says vm://', () => {
    expect(parseBrokerUrl('vm://localhost?broker.persistent=false')).toEqual({
      kind: 'embedded',
      name: 'localhost',
    })
  })

  it('is frozen all through', () => {
    const url = network('failover:(stomp://u:p@a:1?x=1)?timeout=3')
    for (const part of [
      url,
      url.servers,
      url.servers[0],
      url.servers[0]?.options,
      url.failover,
      url.warnings,
    ]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
  })

  it.each(['amqp://a:1', 'http://a:1', 'failover:(multicast://default)'])(
    'is refused when it needs what is not spoken here: %s',
    (text) => {
      expect(failureOf(text).code).toBe('PLB-BROKER-URL-UNSUPPORTED')
    },
  )

  it.each([
    '',
    'localhost:61613',
    'stomp://',
    'stomp://:61613',
    'stomp://a:0',
    'stomp://a:65536',
    'stomp://a b:1',
    'stomp://[zz]:1',
    'stomp://a:1/path',
    'stomp://u:p%0A@a:1',
    'stomp://u:%zz@a:1',
    'failover:(stomp://a:1',
    'failover:()',
    'failover:(stomp://a:1,)',
    'failover:(stomp://a:1)junk',
    'failover:(stomp://a:1)?randomize=perhaps',
    'failover:(stomp://a:1)?maxReconnectAttempts=-2',
    'failover:(stomp://a:1)?initialReconnectDelay=1e9',
  ])('is refused when it cannot be read: %s', (text) => {
    expect(failureOf(text).code).toBe('PLB-BROKER-URL-MALFORMED')
  })

  it('is refused when it is longer than any real one', () => {
    expect(failureOf(`stomp://${'a'.repeat(9000)}:1`).code).toBe('PLB-BROKER-URL-MALFORMED')
  })

  it('is written without a passcode where its login has none', () => {
    const url = parseBrokerUrl('stomp://ops:@a:1')
    expect(redactBrokerUrl(url)).toBe('stomp://ops@a:1')
    expect(parseBrokerUrl(formatBrokerUrl(url))).toEqual(url)
  })

  it('never shows a password, neither rendered for people nor in a failure', () => {
    const url = network('failover:(stomp://user:hunter2@a:1,ssl://b:2?trustStorePassword=hunter2)?timeout=1')
    expect(redactBrokerUrl(url)).toContain('user:••••••@a:1')
    expect(redactBrokerUrl(url)).not.toContain('hunter2')
    expect(formatBrokerUrl(url)).toContain('hunter2')
    for (const broken of [
      'stomp://user:hunter2@a:99999',
      'failover:(stomp://user:hunter2@a:1',
      'stomp://a:1?password=hunter2&x=%zz',
      'stomp://user:hun/ter2@a:1',
      'stomp://user:hunter2%zz@a:1',
    ]) {
      const failure = failureOf(broken)
      expect(failure.message).not.toMatch(/hunter2|hun\/ter2/)
    }
  })
})
