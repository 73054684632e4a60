import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findingsIn } from '../../../electron/services/findings/findings.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import type { ClusterState, Profile } from '../../../electron/contract/features/profiles.ts'
import { ClusterService } from '../../../electron/services/cluster/cluster-service.ts'
import { isMark } from '../../../electron/wire/numbering.ts'
import { initialSettings } from '../../../electron/services/settings/settings.ts'
import { say } from '../../../electron/sentences/say.ts'
import { brokerSession } from '../../../electron/broker/sessions/session-by-url.ts'
import { createCertificates } from '../../support/certificates.ts'
import { FakeMulticast } from '../../support/fake-multicast.ts'
import { eventually } from '../../support/cluster.ts'
import { makeDataDirectory, profileOf, RememberingSink, servicePlumbing } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { english } from '../../../electron/sentences/english.ts'
import { publishAsPlanned } from '../../support/cluster-nodes.ts'
import { saying } from '../../support/saying.ts'

const addTopp = { verb: 'add', kind: 'workspace', input: '{"name":"topp"}' } as const

const pureMaster = { toggleSlave: 'false' }
const pureSlave = { toggleMaster: 'false' }

function service(
  directory = temporaryDirectory(),
  embeddedBrokerPort = 0,
  { hosting = initialSettings.embeddedBroker, multicast = new FakeMulticast() } = {},
) {
  const plumbing = servicePlumbing()
  const sink = new RememberingSink()
  const cluster = new ClusterService({
    ...plumbing,
    stateDirectory: join(directory, 'state'),
    environment: { group: 'not-for-nodes' },
    now: Date.now,
    multicast,
    hosting: () => hosting,
    embeddedBrokerPort,
    openSink: () => sink,
    passcodeOf: () => Promise.resolve('secret'),
    passwordOf: () => Promise.resolve(undefined),
    hasQueue: () => false,
  })
  onTestFinished(() => cluster.close())
  return { ...plumbing, sink, cluster, directory, multicast }
}

async function openWith(profile: (directory: string) => Profile) {
  const parts = service()
  const state = await parts.cluster.open(profile(parts.directory))
  await parts.cluster.current?.nodesStarted
  return { ...parts, state }
}

describe('an open cluster', () => {
  it('hosts the embedded broker, runs its nodes and archives what they say', async () => {
    const { cluster, sink, state } = await openWith((directory) =>
      profileOf([
        makeDataDirectory(directory, 'geo-1', pureMaster),
        makeDataDirectory(directory, 'geo-2', pureSlave),
      ]),
    )
    expect(state).toMatchObject({ state: 'open', broker: { state: 'connected', because: null } })
    const open = cluster.required()
    const [first, second] = open.nodes.all
    expect(first?.facts).toMatchObject({
      condition: 'running',
      lastError: undefined,
      group: { value: 'geoserver-cluster' },
    })
    expect([first, second].map((each) => each?.instanceName)).toEqual(['geo-1', 'geo-2'])
    expect(second?.facts.condition).toBe('running')
    expect(open.nodes.slaves()).toEqual(['geo-2'])
    const { events } = await publishAsPlanned(open.nodes.required('geo-1'), addTopp)
    const stored = () => sink.messages.filter(({ properties }) => !isMark(properties))
    await eventually('the archive has every message', () => stored().length === events.length)
    expect(stored().map(({ content }) => content.kind)).toEqual(events.map(() => 'object'))
    const applied = () => open.nodes.get('geo-2')?.facts.engine.value?.inbox.applied
    await eventually('the slave applied them', () => applied() === events.length)
    expect(open.known.get('geo-1')).toMatchObject({ type: 'plumbline', roles: ['master'] })
    // Acknowledged, so the queue is empty.
    await eventually(
      'our queue is empty',
      () => open.embeddedBroker?.queueDepth('Consumer.observer.VirtualTopic.geoserver') === 0,
    )
  })

  it('hosts its broker as the settings say: over TLS, with a login for GeoServers, and told of', async () => {
    const directory = temporaryDirectory()
    const { files } = await createCertificates(directory)
    const multicast = new FakeMulticast()
    const { cluster, notices, hub } = service(directory, 0, {
      hosting: {
        ...{ host: '127.0.0.1', announced: true },
        ...{ certificate: join(directory, 'server.pem'), key: join(directory, 'server.key') },
      },
      multicast,
    })
    const told: unknown[] = []
    hub.on('activity', ({ severity, message }) => told.push({ severity, said: english(message) }))
    const nodes = [makeDataDirectory(directory, 'geo-1', pureMaster)]
    const state = await cluster.open(profileOf(nodes, { login: 'geo' }))
    expect(state).toMatchObject({ state: 'open', broker: { state: 'connected', because: null } })
    await cluster.current?.nodesStarted
    expect(cluster.current?.nodes.get('geo-1')?.facts.condition).toBe('running')
    const port = cluster.current?.embeddedBroker?.port ?? 0
    const trusted = `ssl://localhost:${port}?plumbline.ca=${files.authority}`
    const session = brokerSession(`${trusted}&jms.userName=geo&jms.password=secret`)
    onTestFinished(() => session.close())
    await session.connect()
    const stranger = brokerSession(`${trusted}&jms.userName=geo&jms.password=no`, {
      reconnect: { startupMaxReconnectAttempts: 1 },
    })
    onTestFinished(() => stranger.close())
    await expect(stranger.connect()).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-CREDENTIALS' } })
    expect(multicast.sent[0]).toContain(`%ssl://127.0.0.1:${port}`)
    multicast.say('default.ActiveMQ-4.alive.%plumbline-0%tcp://maps:61613')
    const said = english(
      say('cluster.otherBrokerTells', { other: 'tcp://maps:61613', use: 'tcp://maps:61613' }),
    )
    expect(told).toContainEqual({ severity: 'attention', said })
    expect(notices.all.map((each) => english(each))).toContain(said)
    const unasked = () => {
      throw new Error('Nodes of Plumbline say it of themselves')
    }
    const found = async (hears = cluster) =>
      findingsIn(
        {
          ...{ now: Date.now, current: () => hears.current, pending: unasked, verdict: unasked },
          ...{ atBroker: unasked, isTopicSilent: unasked, messages: unasked, maps: unasked },
        },
        new AbortController().signal,
      )
    const use = say('findings.severalBrokers', { use: 'tcp://maps:61613' })
    expect(await found()).toMatchObject([{ severity: 'attention', message: use }])
    // Who hosts neither of them hears it as well, and tells of nothing.
    const elsewhere = service(temporaryDirectory(), 0, { multicast: new FakeMulticast() })
    elsewhere.multicast.standing = multicast.sent.slice(0, 1)
    const guest = profileOf([], { brokerUrl: `${trusted}&jms.userName=geo&jms.password=secret` })
    await elsewhere.cluster.open(guest)
    expect(await found(elsewhere.cluster)).toEqual([])
    elsewhere.multicast.standing = [
      'default.ActiveMQ-4.alive.%plumbline-0%tcp://maps:61613',
      ...elsewhere.multicast.standing,
    ]
    // Who asks again waits for nothing, and is told what was heard the time before.
    expect(await found(elsewhere.cluster)).toEqual([])
    await expect.poll(() => found(elsewhere.cluster)).toMatchObject([{ severity: 'attention', message: use }])
    await elsewhere.cluster.close()
    await expect.poll(() => elsewhere.multicast).toMatchObject({ sent: [], listeners: 0 })
    multicast.say('default.ActiveMQ-4.dead.%plumbline-0%tcp://maps:61613')
    expect(await found()).toEqual([])
  })

  it('leaves with the broker what the archive cannot store, says so, and goes on by itself', async () => {
    const { cluster, sink } = await openWith((directory) =>
      profileOf([makeDataDirectory(directory, 'geo-1', pureMaster)]),
    )
    sink.refuse = new Error('disk full')
    const open = cluster.required()
    await publishAsPlanned(open.nodes.required('geo-1'), addTopp)
    await eventually('trouble is told', () => english(cluster.state.message ?? '').includes('disk full'))
    expect(open.embeddedBroker?.queueDepth('Consumer.observer.VirtualTopic.geoserver')).toBeGreaterThan(0)
    sink.refuse = undefined
    await eventually('they are stored', () => sink.messages.length > 0 && cluster.state.message === null)
  })

  it('is a state with a reason, not an exception, when it cannot be opened', async () => {
    const { cluster } = service()
    const state = await cluster.open(profileOf([], { brokerUrl: 'http://nowhere' }))
    expect(state.state).toBe('failed')
    expect(state.message).toEqual(saying('http:'))
    expect(() => cluster.required()).toThrow(/No cluster is open/)
  })

  it('opens without a broker, says why and when it tries again, and never shows the password', async () => {
    const refused = await EmbeddedBroker.start({ database: ':memory:' })
    const { port } = refused
    await refused.stop()
    const { cluster, hub } = service()
    const heard: string[] = []
    hub.on('cluster', (state) => heard.push(JSON.stringify(state)))
    hub.on('activity', (item) => heard.push(JSON.stringify(item)))
    const state = await cluster.open(
      profileOf([], { brokerUrl: `failover:(stomp://127.0.0.1:${port})`, login: 'ops' }),
    )
    expect(state).toMatchObject({ state: 'open', broker: { state: 'lost' } })
    expect(state.broker.because).toEqual(saying('127.0.0.1'))
    expect(state.broker.nextAttemptIn).toBeGreaterThan(0)
    expect(heard.join()).not.toContain('secret')
  })

  it('tells once that the broker is lost and since when, however often it is tried again', async () => {
    const refused = await EmbeddedBroker.start({ database: ':memory:' })
    const { port } = refused
    await refused.stop()
    const { cluster, hub } = service()
    const brokers: ClusterState['broker'][] = []
    const told: string[] = []
    hub.on('cluster', ({ broker }) => brokers.push(broker))
    hub.on('activity', ({ message }) => told.push(english(message)))
    await cluster.open(
      profileOf([], { brokerUrl: `failover:(stomp://127.0.0.1:${port})?initialReconnectDelay=1` }),
    )
    const lost = () => brokers.slice(brokers.findIndex(({ state }) => state === 'lost'))
    await eventually(
      'it was tried again twice',
      () => lost().filter(({ nextAttemptIn }) => nextAttemptIn === null).length >= 2,
    )
    expect(new Set(lost().map(({ state, since }) => `${state} ${since}`))).toHaveLength(1)
    expect(told.filter((message) => message.startsWith('No broker'))).toHaveLength(1)
  })

  it('starts nodes again that gave up while the broker was away', async () => {
    const away = await EmbeddedBroker.start({ database: ':memory:' })
    const { port } = away
    await away.stop()
    const { cluster } = await openWith((directory) =>
      profileOf([makeDataDirectory(directory, 'geo-2', pureSlave)], {
        brokerUrl: `stomp://127.0.0.1:${port}`,
      }),
    )
    const open = cluster.required()
    const node = open.nodes.required('geo-2')
    expect(node.facts.condition).toBe('failed')
    expect(english(node.facts.lastError?.message ?? '')).toMatch(/127\.0\.0\.1/)
    const back = await EmbeddedBroker.start({ database: ':memory:', port })
    onTestFinished(() => back.stop())
    await eventually('the node runs', () => node.facts.condition === 'running')
  })

  it('says why a node does not run and keeps the others running', async () => {
    const { cluster } = await openWith((directory) => {
      const empty = join(directory, 'missing')
      return profileOf([empty, makeDataDirectory(directory, 'geo-2', pureSlave)])
    })
    const [first, second] = cluster.required().nodes.all
    expect(first?.instanceName).toBe('missing')
    expect(first?.facts.condition).toBe('failed')
    expect(english(first?.facts.lastError?.message ?? '')).toMatch(/missing/)
    expect(second?.facts.condition).toBe('running')
  })

  it('stops and starts a node; meanwhile its messages wait', async () => {
    const { cluster } = await openWith((directory) =>
      profileOf([
        makeDataDirectory(directory, 'geo-1', pureMaster),
        makeDataDirectory(directory, 'geo-2', pureSlave),
      ]),
    )
    const open = cluster.required()
    await open.nodes.stop('geo-2')
    expect(open.nodes.required('geo-2').facts).toMatchObject({
      condition: 'stopped',
      engine: { value: undefined },
    })
    await publishAsPlanned(open.nodes.required('geo-1'), addTopp)
    const queue = 'Consumer.geo-2.VirtualTopic.geoserver'
    await eventually('they wait', () => (open.embeddedBroker?.queueDepth(queue) ?? 0) > 0)
    await open.nodes.start('geo-2')
    await eventually('they are taken', () => open.embeddedBroker?.queueDepth(queue) === 0)
  })

  it('closes everything and can be opened again with what it knew', async () => {
    const { cluster, directory } = await openWith((parent) =>
      profileOf([makeDataDirectory(parent, 'geo-1', pureMaster)]),
    )
    const first = cluster.required()
    first.known.noticeQueues(['Consumer.geo-9.VirtualTopic.geoserver', 'Consumer.x.Other.topic'])
    await cluster.close()
    expect(cluster.state).toMatchObject({ state: 'closed', profile: null })
    await cluster.open(profileOf([join(directory, 'geo-1')]))
    expect(cluster.required().nodes.slaves()).toEqual(['geo-9'])
  })

  it('keeps a damaged list of known nodes aside', async () => {
    const { cluster, notices, directory, fileSystem } = service()
    mkdirSync(join(directory, 'state/clusters/test'), { recursive: true })
    fileSystem.writeAtomically(join(directory, 'state/clusters/test/nodes.json'), '[{]')
    await cluster.open(profileOf([]))
    expect(cluster.state.state).toBe('open')
    expect(notices.all).toEqual([saying(/nodes.json could not be read/)])
  })

  it('keeps damaged messages of its broker aside, takes another port when its own is in use, and says both', async () => {
    const occupant = await EmbeddedBroker.start({ database: ':memory:' })
    onTestFinished(() => occupant.stop())
    const { cluster, notices, hub, directory, fileSystem } = service(temporaryDirectory(), occupant.port)
    const told: string[] = []
    hub.on('activity', ({ message }) => told.push(english(message)))
    const home = join(directory, 'state/clusters/test')
    mkdirSync(home, { recursive: true })
    fileSystem.writeAtomically(join(home, 'broker.sqlite'), 'no database', { mode: 0o600 })
    expect(await cluster.open(profileOf([]))).toMatchObject({ broker: { state: 'connected' } })
    const [aside = ''] = readdirSync(home).filter((name) => name.startsWith('broker.sqlite.damaged-'))
    expect(readFileSync(join(home, aside), 'utf8')).toBe('no database')
    expect(notices.all).toEqual([saying(`they lie at ${join(home, aside)} now`)])
    expect(told).toContainEqual(
      saying(new RegExp(`^Port ${occupant.port} is in use; .* listens on \\d+ instead`)),
    )
  })
})
