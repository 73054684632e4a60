import { describe, expect, it } from 'vitest'
import { english } from '../../../../electron/sentences/english.ts'
import { detectors } from '../../../../electron/services/findings/detectors.ts'
import type {
  FindingFacts,
  GeoServerFacts,
  MapFacts,
  MessageAtSlave,
} from '../../../../electron/services/findings/detectors/facts.ts'

function node(instanceName: string, changes: Partial<GeoServerFacts> = {}): GeoServerFacts {
  return {
    instanceName,
    url: `http://${instanceName}:8080/geoserver`,
    version: '2.26.2',
    roles: ['slave'],
    group: 'geoserver-cluster',
    topicName: 'VirtualTopic.geoserver',
    connection: 'enabled',
    saysName: instanceName,
    isAnswering: true,
    silence: null,
    directoryMark: instanceName,
    sharesDirectoryWith: null,
    isRestMisleading: false,
    hasSecretInProperties: false,
    hasQueue: true,
    pending: 0,
    consumers: 1,
    publishedAt: null,
    messages: [],
    verdict: { entries: [], unsent: [] },
    maps: undefined,
    ...changes,
  }
}

/** What was seen of the maps of a slave. */
function maps(
  sights: readonly Partial<MapFacts['sights'][number]>[],
  documents: readonly Partial<MapFacts['documents'][number]>[] = [],
): MapFacts {
  const instanceName = 's'
  return {
    ...{ at: 1_000, isReference: false },
    sights: sights.map((each) => ({ layer: 'l', state: 'equal', points: 0, of: 100, why: null, ...each })),
    documents: documents.map((each) => ({
      instanceName,
      service: 'wms',
      state: 'equal',
      why: null,
      differences: [],
      more: 0,
      ...each,
    })),
  }
}

const master = node('m', { roles: ['master'], pending: null, consumers: null, publishedAt: 5 })

function queueOf(
  instanceName: string,
  changes: Partial<FindingFacts['queues'][number]> = {},
): FindingFacts['queues'][number] {
  const name = `Consumer.${instanceName}.VirtualTopic.geoserver`
  return { name, role: 'node', depth: 0, consumers: 1, consumedBy: null, oldestWaits: null, ...changes }
}

function cluster(changes: Partial<FindingFacts> = {}): FindingFacts {
  return {
    topicName: 'VirtualTopic.geoserver',
    group: 'geoserver-cluster',
    broker: 'connected',
    isTopicSilent: false,
    together: [],
    storePercent: 3,
    storeFullIn: null,
    memoryPercent: 5,
    queues: [queueOf('s')],
    nodes: [master, node('s')],
    servicesAdded: [],
    ...changes,
  }
}

const withSlave = (changes: Partial<GeoServerFacts>): FindingFacts =>
  cluster({ nodes: [master, node('s', changes)] })

const messages = (...states: readonly MessageAtSlave['state'][]): MessageAtSlave[] =>
  states.map((state, index) => ({
    summary: `change ${index}`,
    at: index,
    sender: 'm',
    objectId: `id-${index}`,
    state,
  }))

const entry = (kind: string, id: string) => ({
  type: 'different' as const,
  kind,
  id,
  title: id,
  workspace: null,
  otherId: null,
  properties: [],
})

const five = ['missing', 'missing', 'missing', 'missing', 'missing'] as const

/** Services told of as new one after the other, newest first. */
function added(...titles: readonly string[]): FindingFacts['servicesAdded'] {
  return titles.map((title, at) => ({ sender: 'm', at: 1_000 + at, title })).toReversed()
}

/** What is seen, and what it is taken for. */
const cases: Readonly<Record<string, readonly [FindingFacts, readonly string[]]>> = {
  'a cluster that is well': [cluster(), []],
  'a slave nobody compared': [withSlave({ verdict: undefined, pending: null, consumers: null }), []],
  'a message taken and not in the state': [
    withSlave({ messages: messages('verified', 'missing', 'verified') }),
    ['apply-failure-swallowed-s'],
  ],
  'a few messages, none of which arrived': [
    withSlave({ messages: messages('missing') }),
    ['apply-failure-swallowed-s'],
  ],
  'many messages, none of which arrived': [withSlave({ messages: messages(...five) }), ['applies-nothing-s']],
  'what another pure slave told, which the reference does not have either': [
    cluster({
      nodes: [
        master,
        node('s', { messages: messages('missing').map((each) => ({ ...each, sender: 's2' })) }),
        node('s2'),
      ],
      queues: [queueOf('s'), queueOf('s2')],
    }),
    [],
  ],
  'messages that are still on their way': [withSlave({ messages: messages('pending', 'taken') }), []],
  'a connection that is disabled': [
    withSlave({ connection: 'disabled', pending: 7, consumers: 0 }),
    ['connection-disabled-s'],
  ],
  'a node that takes connections and does not answer': [
    withSlave({ isAnswering: false, silence: 'deadline' }),
    ['start-up-hang-s'],
  ],
  'a node that cannot be reached while its broker is away': [
    { ...withSlave({ isAnswering: false, silence: 'unreachable' }), broker: 'away' },
    ['start-up-hang-s'],
  ],
  'a node that cannot be reached': [withSlave({ isAnswering: false, silence: 'unreachable' }), []],
  'a node that is down': [withSlave({ isAnswering: false, silence: 'other' }), []],
  'a difference no message speaks of': [
    withSlave({ verdict: { entries: [entry('layer', 'l')], unsent: [] } }),
    ['silent-drift-s'],
  ],
  'a difference a message spoke of': [
    withSlave({
      verdict: { entries: [entry('layer', 'id-1')], unsent: [] },
      messages: messages('verified', 'missing'),
    }),
    ['apply-failure-swallowed-s'],
  ],
  'a difference while messages wait': [
    withSlave({ pending: 2, verdict: { entries: [entry('layer', 'l')], unsent: [] } }),
    [],
  ],
  'a style that differs': [
    withSlave({ verdict: { entries: [entry('style', 'roads')], unsent: [] } }),
    ['style-files-s'],
  ],
  'other users': [
    withSlave({ verdict: { entries: [], unsent: [{ area: 'security', reference: 3, slave: 2 }] } }),
    ['uncovered-areas-s'],
  ],
  'maps that are as they are to be': [
    withSlave({ maps: maps([{ state: 'equal' }, { state: 'alone' }]) }),
    [],
  ],
  'maps that fail, lack a layer or look different': [
    withSlave({
      maps: maps([
        { state: 'failed', why: 'no data' },
        { state: 'missing' },
        { state: 'different', points: 9 },
      ]),
    }),
    ['maps-fail-s', 'maps-differ-s'],
  ],
  'capabilities that differ': [
    withSlave({ maps: maps([], [{ state: 'different', more: 3 }]) }),
    ['capabilities-differ-s'],
  ],
  'a service a slave alone refuses': [
    withSlave({ maps: maps([], [{ state: 'failed', service: 'wcs' }]) }),
    ['capabilities-differ-s'],
  ],
  'a service the reference refuses': [
    cluster({
      nodes: [
        { ...master, maps: { ...maps([], [{ state: 'failed', service: 'wcs' }]), isReference: true } },
        node('s'),
      ],
    }),
    [],
  ],
  'a queue of nobody': [
    cluster({
      queues: [queueOf('old', { role: 'orphan', depth: 9, consumers: 0, oldestWaits: 3_600_000 })],
    }),
    ['abandoned-queue-Consumer.old.VirtualTopic.geoserver'],
  ],
  'a consumer that takes nothing': [
    cluster({ queues: [queueOf('s', { depth: 9, oldestWaits: 600_000 })] }),
    ['idle-consumer-Consumer.s.VirtualTopic.geoserver'],
  ],
  'a consumer that is a little behind, and one that is away': [
    cluster({
      queues: [
        queueOf('s', { depth: 9, oldestWaits: 599_999 }),
        queueOf('t', { depth: 9, consumers: 0, oldestWaits: 600_000 }),
      ],
    }),
    [],
  ],
  'a slave that never connected': [
    withSlave({ hasQueue: false, pending: null, consumers: null }),
    ['never-connected-s'],
  ],
  'a master without a queue': [cluster({ nodes: [{ ...master, hasQueue: false }, node('s')] }), []],
  'a broker that does not tell its queues': [withSlave({ hasQueue: null }), []],
  'two embedded brokers that meet': [
    cluster({ together: ['tcp://a:61613', 'tcp://b:61613'] }),
    ['several-brokers-tcp://a:61613'],
  ],
  'an embedded broker alone': [cluster({ together: ['tcp://a:61613'] }), []],
  'a store that is nearly full': [cluster({ storePercent: 91 }), ['store-full-store']],
  'a store that will be full tomorrow': [
    cluster({ storePercent: 40, storeFullIn: 23 * 3_600_000 }),
    ['store-full-store'],
  ],
  'a store that fills slowly': [cluster({ storePercent: 40, storeFullIn: 25 * 3_600_000 }), []],
  'memory that is nearly full': [cluster({ memoryPercent: 80 }), ['memory-full-memory']],
  'a broker that does not say how full it is': [cluster({ storePercent: null }), []],
  'a node that is no slave and takes messages': [
    withSlave({ roles: ['master'], consumers: 1 }),
    ['swallowing-toggle-s'],
  ],
  'a node with neither role that takes messages': [withSlave({ roles: [] }), ['swallowing-toggle-s']],
  'a node of unknown roles that takes messages': [withSlave({ roles: null }), []],
  'the only master, which reads its own queue': [
    cluster({ nodes: [{ ...master, consumers: 1 }, node('s')] }),
    [],
  ],
  'a node that is no slave and takes nothing': [withSlave({ roles: ['master'], consumers: 0 }), []],
  'two nodes of one name': [
    cluster({ nodes: [node('a', { saysName: 'x' }), node('b', { saysName: 'x' })] }),
    ['one-name-twice-a', 'one-name-twice-b'],
  ],
  'two that take from one queue, of which one never publishes': [
    withSlave({ consumers: 2 }),
    ['one-name-twice-s'],
  ],
  'a master of a release that names image processing otherwise': [
    cluster({ nodes: [{ ...master, version: '2.28.1' }, node('s', { version: '2.27.6' })] }),
    ['mixed-releases-s'],
  ],
  'a slave of a release that names image processing otherwise': [
    cluster({ nodes: [{ ...master, version: '2.26.2' }, node('s', { version: '2.28-SNAPSHOT' })] }),
    ['mixed-releases-s'],
  ],
  'a master whose settings have a flag more': [
    cluster({ nodes: [{ ...master, version: '2.27.6' }, node('s')] }),
    ['mixed-releases-s'],
  ],
  'a master whose settings have a flag less, and releases that are not known': [
    cluster({
      nodes: [
        master,
        node('s', { version: '2.27.6' }),
        node('t', { version: null }),
        node('u', { version: 'of us' }),
      ],
    }),
    [],
  ],
  'another topic': [withSlave({ topicName: 'VirtualTopic.other' }), ['topic-mismatch-s']],
  'another group': [withSlave({ group: 'other' }), ['topic-mismatch-s']],
  'a topic whose prefix the broker does not know': [
    cluster({ isTopicSilent: true }),
    ['topic-prefix-VirtualTopic.geoserver'],
  ],
  'two nodes on one directory': [
    cluster({
      nodes: [
        node('a', { directoryMark: 'd', saysName: 'x' }),
        node('b', { directoryMark: 'd', saysName: 'x' }),
      ],
    }),
    ['one-name-twice-a', 'one-name-twice-b', 'shared-directory-a', 'shared-directory-b'],
  ],
  'two nodes of one name with a directory each': [
    cluster({
      nodes: ['a', 'b'].map((name) =>
        node(name, { directoryMark: 'd', saysName: 'x', sharesDirectoryWith: [] }),
      ),
    }),
    ['one-name-twice-a', 'one-name-twice-b'],
  ],
  'two nodes of names of their own on one directory': [
    cluster({
      nodes: [node('a', { sharesDirectoryWith: ['b'] }), node('b', { sharesDirectoryWith: ['a'] })],
    }),
    ['shared-directory-a', 'shared-directory-b'],
  ],
  'two nodes that were cloned from one directory': [
    cluster({ nodes: [node('a', { directoryMark: 'd' }), node('b', { directoryMark: 'd' })] }),
    [],
  ],
  'a reload of a master': [
    cluster({ servicesAdded: added('wms', 'wfs', 'wcs', 'wmts') }),
    ['reload-on-master-m 1000'],
  ],
  'a workspace that is given services of its own': [
    cluster({ servicesAdded: added('topp:wms', 'topp:wfs', 'topp:wcs', 'topp:wmts', 'wps') }),
    [],
  ],
  'a module that shows two numbers': [withSlave({ isRestMisleading: true }), ['misleading-rest-s']],
  'a login in the broker URL': [withSlave({ hasSecretInProperties: true }), ['secrets-in-headers-s']],
  'a pure slave that publishes': [withSlave({ publishedAt: 1 }), ['publishing-slave-s']],
  'a peer that publishes': [withSlave({ roles: ['master', 'slave'], publishedAt: 1 }), []],
}

describe('what is wrong in a cluster of GeoServers', () => {
  it.each(Object.entries(cases))('is told of %s', (_what, [facts, expected]) => {
    const found = detectors.flatMap((detect) => detect(facts))
    expect(found.map(({ id }) => id)).toEqual(expected)
    for (const { message, cause, remedy, evidence } of found) {
      for (const wording of [message, cause, remedy, ...evidence]) {
        expect(english(wording)).not.toMatch(/[{}]/)
        expect(english(wording).length).toBeGreaterThan(0)
      }
    }
  })

  it('shows a store without room where a node answers nobody', () => {
    const facts = { ...withSlave({ isAnswering: false, silence: 'deadline' }), storePercent: 108 }
    const found = detectors.flatMap((detect) => detect(facts)).find(({ id }) => id === 'start-up-hang-s')
    expect(found?.evidence.map(english)).toEqual(['The store of the broker is 108 % full.'])
  })

  it('leads to the maps with all that is about them, and with nothing else', () => {
    const facts = withSlave({
      maps: maps([{ state: 'failed' }, { state: 'different', points: 9 }], [{ state: 'different', more: 3 }]),
      consumers: 2,
    })
    const found = detectors.flatMap((detect) => detect(facts))
    expect(found.flatMap(({ id, action }) => (action === 'open-maps' ? [id] : []))).toEqual([
      ...['maps-fail-s', 'maps-differ-s', 'capabilities-differ-s'],
    ])
    expect(found.length).toBeGreaterThan(3)
  })

  it('names who takes nothing, and where it is', () => {
    const consumedBy = [{ client: 'gs-1', address: '10.0.0.7:41002' }]
    const facts = cluster({ queues: [queueOf('s', { depth: 9, oldestWaits: 600_000, consumedBy })] })
    const [found] = detectors.flatMap((detect) => detect(facts))
    expect(found?.evidence.map(english)).toContain('gs-1 at 10.0.0.7:41002 takes from it')
  })

  it('names the fields between two releases, and who runs which', () => {
    const nodes = [
      { ...master, version: '2.28.0' },
      node('s', { version: '2.26.2' }),
      node('t', { version: '2.28.1' }),
    ]
    const found = detectors.flatMap((detect) => detect(cluster({ nodes })))
    expect(found.map(({ evidence }) => evidence.map(english))).toEqual([
      [
        's runs GeoServer 2.26.2',
        'm runs GeoServer 2.28.0',
        'm always sends showModifiedUserAdminList, imageProcessing',
      ],
    ])
  })

  it('calls a finding that rests on differences alone known where all of these are accepted', () => {
    const accepted = { accepted: { all: true, notes: [] } }
    const knownOf = (...entries: ReturnType<typeof entry>[]) =>
      detectors
        .flatMap((detect) => detect(withSlave({ verdict: { entries, unsent: [] } })))
        .map(({ id, known }) => `${id} ${String(known)}`)
    expect(knownOf({ ...entry('layer', 'l'), ...accepted })).toEqual(['silent-drift-s true'])
    expect(knownOf({ ...entry('layer', 'l'), ...accepted }, entry('style', 'roads'))).toEqual([
      'silent-drift-s true',
      'style-files-s false',
    ])
    expect(knownOf({ ...entry('layer', 'l'), ...accepted }, entry('layer', 'k'))).toEqual([
      'silent-drift-s false',
    ])
  })

  it('has a case for each detector', () => {
    const silent = detectors.filter((detect) =>
      Object.values(cases).every(([facts]) => detect(facts).length === 0),
    )
    expect(silent).toEqual([])
  })
})
