import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { topic } from '../../electron/broker/destinations.ts'
import { parseBrokerUrl } from '../../electron/broker/broker-url.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { kinds } from '../../electron/catalog/kinds/property.ts'
import type { Node } from '../../electron/engine/node/node.ts'
import { readNodeState } from '../../electron/engine/resync/compare.ts'
import { DirectoryRoot } from '../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../electron/storage/files.ts'
import { encodeEvent } from '../../electron/wire/encode.ts'
import { object, reference } from '../support/catalog-changes.ts'
import {
  brokerKinds,
  driftBetween,
  eventually,
  finished,
  TestCluster,
  type TestBroker,
} from '../support/cluster.ts'
import { networkUrl } from '../support/broker-session.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { sld } from '../support/styles.ts'
import { english } from '../../electron/sentences/english.ts'

const master = { toggleSlave: 'false' }
const slave = { toggleMaster: 'false' }

for (const kind of brokerKinds) {
  if (kind.unavailable !== undefined) process.stderr.write(`Skipped on ${kind.name}: ${kind.unavailable}.\n`)

  describe.skipIf(kind.unavailable !== undefined)(`a cluster on ${kind.name}`, () => {
    let broker: TestBroker
    let cluster: TestCluster
    let group = 0

    beforeAll(async () => {
      broker = await kind.start()
    })
    afterAll(async () => {
      await broker.stop()
    })
    beforeEach(() => {
      cluster = new TestCluster(broker)
      group += 1
    })
    afterEach(async () => {
      await cluster.close()
    })

    const start = (name: string, properties: Readonly<Record<string, string>>): Promise<Node> =>
      cluster.start(`${name}${group}`, { group: `group${group}`, ...properties })

    it('replicates every kind, added, modified and removed', async () => {
      const [source, first, second] = [
        await start('m', master),
        await start('a', slave),
        await start('b', slave),
      ]
      const events = editEveryKind(source)
      await Promise.all([finished(first, events), finished(second, events)])
      for (const node of [first, second]) {
        expect(node.status).toMatchObject({ health: 'ok', inbox: { failed: 0, parked: 0 } })
        expect(driftBetween(source.status.dataDirectory, node.status.dataDirectory)).toMatchObject({
          equal: true,
          entries: [],
        })
      }
      const there = readNodeState(new DirectoryRoot(first.status.dataDirectory, localFileSystem)).catalog
      expect(new Set([...there.objects()].map((object) => object.kind))).toEqual(new Set(kinds))
      const removals = removeEverything(source)
      await finished(first, events + removals)
      expect(driftBetween(source.status.dataDirectory, first.status.dataDirectory).entries).toEqual([])
    })

    it('lets a slave that was away for 1,000 changes catch up', async () => {
      const [source, away] = [await start('m', master), await start('a', slave)]
      editAsPlanned(source, { verb: 'add', kind: 'workspace', input: '{"name":"far"}' }, 'test')
      await finished(away, 2)
      await cluster.stop(away)
      for (let index = 0; index < 1000; index += 1) {
        editAsPlanned(
          source,
          { verb: 'modify', kind: 'global', input: `{"featureTypeCacheSize":${index + 1}}` },
          'test',
        )
      }
      await eventually('the master publishes everything', () => source.status.outbox.applied === 0)
      const back = await cluster.restart(away)
      await finished(back, 1002)
      expect(back.status.inbox).toMatchObject({ applied: 1002, failed: 0, parked: 0 })
      expect(driftBetween(source.status.dataDirectory, back.status.dataDirectory).entries).toEqual([])
    })

    it('loses nothing when the broker dies in the middle of a stream', async () => {
      const [source, sink] = [await start('m', master), await start('a', slave)]
      const total = 300
      for (let index = 0; index < total; index += 1) {
        editAsPlanned(source, { verb: 'add', kind: 'workspace', input: `{"name":"w${index}"}` }, 'test')
        if (index === total / 2) {
          await eventually('some are through', () => sink.status.inbox.applied > 10)
          await broker.restart()
        }
      }
      await eventually('the master publishes everything', () => source.status.outbox.applied === 0)
      await finished(sink, 2 * total)
      expect(sink.status.inbox).toMatchObject({ failed: 0, parked: 0 })
      expect(driftBetween(source.status.dataDirectory, sink.status.dataDirectory).entries).toEqual([])
    })

    it('keeps two masters equal without an echo', async () => {
      const [left, right] = [await start('l', {}), await start('r', {})]
      for (let index = 0; index < 20; index += 1) {
        editAsPlanned(left, { verb: 'add', kind: 'workspace', input: `{"name":"left${index}"}` }, 'test')
        editAsPlanned(right, { verb: 'add', kind: 'workspace', input: `{"name":"right${index}"}` }, 'test')
      }
      await Promise.all([finished(left, 40), finished(right, 40)])
      expect(driftBetween(left.status.dataDirectory, right.status.dataDirectory).entries).toEqual([])
      // What each received is what the other accepted, and nothing came back.
      expect([left.status.inbox.applied, right.status.inbox.applied]).toEqual([40, 40])
      await eventually('the broker confirmed all of both', () =>
        [left, right].every(({ status }) => status.outbox.applied === 0),
      )
      expect([left.status.outbox.sent, right.status.outbox.sent]).toEqual([40, 40])
    })

    it('gives a workspace nothing that was meant for a removed one of its name, on a slave and on a master', async () => {
      const [receiver, both] = [await start('a', slave), await start('b', {})]
      const session = new BrokerSession(networkUrl(broker.url))
      await session.connect()
      // Stores of a workspace neither ever hears of.
      const gone = object('workspace', 'ws-gone', { name: 'twice' })
      for (const name of ['one', 'two']) {
        const store = object('dataStore', name, { name, workspace: reference('workspace', 'ws-gone') })
        const { handler, body } = encodeEvent({
          verb: 'add',
          object: store,
          copies: new Map([['ws-gone', gone]]),
        })
        await session.publish({
          destination: topic(receiver.configuration.topicName),
          properties: { instanceName: 'elsewhere', group: `group${group}`, JMSEventHandlerSPI: handler },
          body,
        })
      }
      await session.close()
      await eventually('both nodes let them wait', () =>
        [receiver, both].every(({ status }) => status.inbox.parked === 2),
      )
      editAsPlanned(both, { verb: 'add', kind: 'workspace', input: '{"name":"twice"}' })
      await eventually('the slave has the workspace', () => receiver.status.inbox.applied === 2)
      for (const node of [receiver, both]) {
        await cluster.stop(node)
        const again = await cluster.restart(node)
        expect(again.catalog.ofKind('dataStore').map(({ id }) => id)).not.toContain('one')
        expect(again.status.inbox.parked).toBe(2)
      }
    })

    it('refuses a second node with the instance name of another, and says who has it', async () => {
      const first = await start('same', slave)
      const other = await cluster.open(
        cluster.makeDirectory(`other${group}`, { instanceName: first.configuration.instanceName }),
      )
      await expect(other.start()).rejects.toMatchObject({
        code: 'PLB-ENGINE-INSTANCE-NAME-IN-USE',
        details: { owner: expect.stringMatching(/127\.0\.0\.1/) as string },
      })
      expect(first.status.health).toBe('ok')
    })

    it('notices a GeoServer of the same instance name by what that one publishes', async () => {
      const peer = await start('same', {})
      const { instanceName, group: ours, topicName } = peer.configuration
      editAsPlanned(peer, { verb: 'add', kind: 'workspace', input: '{"name":"ours"}' }, 'test')
      await eventually('our own events are published', () => peer.status.outbox.sent === 2)
      const url = parseBrokerUrl(broker.url)
      if (url.kind !== 'network') throw new Error('The broker is not on the network.')
      const geoserver = new BrokerSession(url)
      await geoserver.connect()
      expect(peer.status.health).toBe('ok')
      await geoserver.publish({
        destination: topic(topicName),
        properties: { instanceName, group: ours, JMSEventHandlerSPI: 'JMSCatalogAddEventHandlerSPI' },
        body: '<unread/>',
      })
      await eventually('the node is in trouble', () => peer.status.health === 'trouble')
      expect(peer.status.reasons.map(english).join(' ')).toContain(
        `Another node uses the instance name ${instanceName}`,
      )
      await geoserver.close()
    })

    it('ignores another group and the messages of its own name', async () => {
      const [source, stranger] = [
        await start('m', master),
        await start('x', { ...slave, group: 'elsewhere' }),
      ]
      const friend = await start('a', slave)
      editAsPlanned(source, { verb: 'add', kind: 'workspace', input: '{"name":"ours"}' }, 'test')
      await finished(friend, 2)
      expect(stranger.status.inbox).toMatchObject({ applied: 0, failed: 0 })
    })

    it('resyncs one slave and sends nothing to any other queue', async () => {
      const [source, hurt, healthy] = [
        await start('m', master),
        await start('h', slave),
        await start('g', slave),
      ]
      const events = editEveryKind(source)
      await Promise.all([finished(hurt, events), finished(healthy, events)])
      const path = hurt.status.dataDirectory
      writeFileSync(join(path, 'workspaces/topp/pg/datastore.xml'), '<dataStore><id>cut off')
      rmSync(join(path, 'styles/red.xml'))
      writeFileSync(
        join(path, 'wms.xml'),
        localFileSystem
          .readFile(join(path, 'wms.xml'), 100_000)
          .toString()
          .replace('<maxBuffer>0', '<maxBuffer>9'),
      )
      await hurt.reload()
      const drift = driftBetween(source.status.dataDirectory, path)
      expect(drift.equal).toBe(false)
      const before = healthy.status.inbox
      const report = await cluster.resync(source, hurt)
      expect(report).toMatchObject({ verified: true, after: { drift: { equal: true, entries: [] } } })
      expect(report.before.drift.entries).toEqual(drift.entries)
      // One more change reaches both: had the resync gone anywhere else, it would have arrived before it.
      editAsPlanned(source, { verb: 'add', kind: 'workspace', input: '{"name":"after"}' }, 'test')
      await finished(healthy, before.applied + before.ignored + 2)
      expect(healthy.status.inbox.applied + healthy.status.inbox.ignored).toBe(
        before.applied + before.ignored + 2,
      )
      expect(driftBetween(source.status.dataDirectory, healthy.status.dataDirectory).entries).toEqual([])
    })

    it('refuses an edit on a slave and a reload on a master', async () => {
      const [source, sink] = [await start('m', master), await start('a', slave)]
      expect(() =>
        editAsPlanned(sink, { verb: 'add', kind: 'workspace', input: '{"name":"no"}' }, 'test'),
      ).toThrow(/is a slave/)
      await expect(source.reload()).rejects.toThrow(/is a master/)
    })
  })
}

/** Adds something of every kind and changes some of it; returns how many events that makes. */
function editEveryKind(node: Node): number {
  let events = 0
  const edit = (request: Parameters<Node['edit']>[0]): void => {
    events += editAsPlanned(node, request, 'test').events.length
  }
  edit({ verb: 'add', kind: 'workspace', input: '{"name":"topp","uri":"http://topp.example"}' })
  edit({ verb: 'add', kind: 'style', input: '{"name":"red"}', styleBody: sld('réd') })
  edit({ verb: 'add', kind: 'style', input: '{"name":"blue","workspace":"topp"}', styleBody: sld('blue') })
  edit({
    verb: 'add',
    kind: 'dataStore',
    input:
      '{"name":"pg","workspace":"topp","type":"PostGIS","connectionParameters":{"host":"db","passwd":"s3cret<&>","namespace":"http://topp.example"}}',
  })
  edit({
    verb: 'add',
    kind: 'coverageStore',
    input: '{"name":"dem","workspace":"topp","type":"GeoTIFF","url":"file:data/dem.tif"}',
  })
  edit({
    verb: 'add',
    kind: 'wmsStore',
    input:
      '{"name":"casc","workspace":"topp","type":"WMS","capabilitiesURL":"http://wms.example","user":"u","password":"pw"}',
  })
  edit({
    verb: 'add',
    kind: 'wmtsStore',
    input: '{"name":"tiles","workspace":"topp","type":"WMTS","capabilitiesURL":"http://wmts.example"}',
  })
  edit({
    verb: 'add',
    kind: 'featureType',
    input:
      '{"name":"roads","namespace":"topp","store":"topp:pg","srs":"EPSG:4326","title":"Roads","keywords":["a","b\\\\@language=en\\\\;"],"nativeBoundingBox":{"minx":-10,"maxx":10,"miny":40,"maxy":50,"crs":"EPSG:4326"},"metadata":{"cachingEnabled":"false"}}',
  })
  edit({
    verb: 'add',
    kind: 'coverage',
    input: '{"name":"dem","namespace":"topp","store":"topp:dem","srs":"EPSG:4326","nativeFormat":"GeoTIFF"}',
  })
  edit({
    verb: 'add',
    kind: 'wmsLayer',
    input: '{"name":"far","namespace":"topp","store":"topp:casc","srs":"EPSG:4326"}',
  })
  edit({
    verb: 'add',
    kind: 'wmtsLayer',
    input: '{"name":"tile","namespace":"topp","store":"topp:tiles","srs":"EPSG:4326"}',
  })
  edit({
    verb: 'modify',
    kind: 'layer',
    name: 'topp:roads',
    input: '{"defaultStyle":"red","styles":["topp:blue"],"queryable":false}',
  })
  edit({
    verb: 'add',
    kind: 'layerGroup',
    input: '{"name":"inner","workspace":"topp","publishables":["topp:roads"],"styles":["red"]}',
  })
  edit({
    verb: 'add',
    kind: 'layerGroup',
    input: '{"name":"outer","publishables":["topp:inner","topp:dem"],"styles":[null,null]}',
  })
  edit({
    verb: 'add',
    kind: 'settings',
    input: '{"workspace":"topp","charset":"UTF-8","numDecimals":4,"contact":{"addressCity":"Rome"}}',
  })
  edit({
    verb: 'add',
    kind: 'service',
    service: 'wms',
    input: '{"workspace":"topp","title":"Topp maps","maxBuffer":25}',
  })
  edit({
    verb: 'modify',
    kind: 'service',
    name: 'wms',
    service: 'wms',
    input: '{"title":"Maps","maxRenderingTime":33}',
  })
  edit({ verb: 'modify', kind: 'global', input: '{"featureTypeCacheSize":77}' })
  edit({ verb: 'modify', kind: 'logging', input: '{"level":"PRODUCTION_LOGGING"}' })
  edit({ verb: 'modify', kind: 'style', name: 'red', styleBody: sld('redder') })
  edit({ verb: 'modify', kind: 'style', name: 'topp:blue', input: '{"name":"navy","filename":"navy.sld"}' })
  edit({ verb: 'modify', kind: 'namespace', name: 'topp', input: '{"uri":"http://topp.example/2"}' })
  edit({
    verb: 'modify',
    kind: 'dataStore',
    name: 'topp:pg',
    input: '{"description":"Main","enabled":false}',
  })
  edit({ verb: 'default', kind: 'workspace', name: 'topp' })
  return events
}

/** Removes what {@link editEveryKind} made; returns how many events that makes. */
function removeEverything(node: Node): number {
  let events = 0
  const remove = (request: Omit<Parameters<Node['edit']>[0], 'verb'>): void => {
    events += editAsPlanned(node, { verb: 'remove', ...request }, 'test').events.length
  }
  remove({ kind: 'layer', name: 'topp:roads', recurse: true })
  remove({ kind: 'style', name: 'red', recurse: true })
  remove({ kind: 'workspace', name: 'topp', recurse: true })
  return events
}
