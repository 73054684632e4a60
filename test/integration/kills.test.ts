import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { DataDirectoryWriter } from '../../electron/catalog/data-directory-writer.ts'
import { nameOf, withProperties, type CatalogObject } from '../../electron/catalog/object.ts'
import { compareStates, readNodeState } from '../../electron/engine/resync/compare.ts'
import { planResync } from '../../electron/engine/resync/plan.ts'
import { encodeEvent } from '../../electron/wire/encode.ts'
import type { ClusterEvent } from '../../electron/wire/event.ts'
import { textElement } from '../../electron/xml/element.ts'
import { object } from '../support/catalog-changes.ts'
import { brokerKinds, driftBetween, eventually, TestCluster } from '../support/cluster.ts'
import { directoryRoot, filesBelow } from '../support/data-directories.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { atEveryCommit, incoming, type Requested, type Sent } from '../support/killed-process.ts'
import { openMaster, seedDirectory } from '../support/master.ts'
import { sld } from '../support/styles.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { added, modified, removed } from '../unit/replica/world.ts'
import { encoded, of } from '../unit/slave/encoded.ts'
import { group, instanceName, openSlave } from '../unit/slave/node.ts'

const requests: readonly Requested[] = [
  { requestId: 'request-1', request: { verb: 'add', kind: 'workspace', input: '{"name":"one"}' } },
  {
    requestId: 'request-2',
    request: { verb: 'add', kind: 'style', input: '{"name":"red"}', styleBody: sld('red') },
  },
  { requestId: 'request-3', request: { verb: 'remove', kind: 'workspace', name: 'one', recurse: true } },
]

/** A journal that was made before, since making one takes longer than all the rest. */
function withJournal(path: string, open: (path: string) => { close: () => void }): string {
  open(path).close()
  return path
}

/** Each kill is a process of its own, which a busy machine takes long for. */

describe('a master that is killed at any commit', () => {
  it('makes each change once when it is asked for again, and numbers its events without a hole', async () => {
    const prepared = withJournal(seedDirectory(temporaryDirectory()), openMaster)
    const kills = await atEveryCommit({
      prepare: () => {
        const path = temporaryDirectory()
        cpSync(prepared, path, { recursive: true })
        return path
      },
      work: (path) => ({ does: 'edits', path, requests }),
      // It is accepted, or in the files, and not answered.
      sides: ['after'],
      check: (path) => {
        const { master, history, outbox, database, catalog, close } = openMaster(path)
        try {
          master.resume()
          // Nobody heard an answer.
          const answers = requests.map(
            ({ request, requestId }) => editAsPlanned(master, request, 'test', requestId).events,
          )
          expect(answers).toEqual([
            ['workspace one added', 'namespace one added'],
            ['style file red.sld', 'style red added'],
            ['namespace one removed', 'workspace one removed'],
          ])
          expect(history.latest().map(({ summary }) => summary)).toEqual([
            'workspace one removed',
            'style red added',
            'namespace one added',
          ])
          const number = z.object({ number: z.number().nullable() })
          const numbers = database.query('SELECT number FROM outbox ORDER BY id', number).all()
          expect(numbers.map((each) => each.number)).toEqual(numbers.map((_, at) => at + 1))
          expect(outbox.count('accepted')).toBe(0)
          expect(catalog.byName('workspace', 'one')).toBeUndefined()
          expect(catalog.ofKind('style').map(nameOf)).toContain('red')
        } finally {
          close()
        }
      },
    })
    expect(kills).toBeGreaterThanOrEqual(2 * requests.length)
  })

  it('publishes all it accepted, and no slave takes what it numbers for a gap', async () => {
    const [embedded] = brokerKinds
    if (embedded === undefined) throw new Error('There is no broker.')
    const broker = await embedded.start()
    onTestFinished(() => broker.stop())
    let groups = 0
    const kills = await atEveryCommit({
      prepare: async () => {
        const cluster = new TestCluster(broker)
        groups += 1
        const properties = { group: `group ${groups}` }
        const master = cluster.makeDirectory(`m${groups}`, { ...properties, toggleSlave: 'false' })
        const slave = await cluster.start(`s${groups}`, { ...properties, toggleMaster: 'false' })
        return { cluster, master, slave }
      },
      work: ({ master: dataDirectory }) => ({
        does: 'publishes',
        dataDirectory,
        brokerUrl: broker.url,
        requests: requests.slice(0, 2),
      }),
      sides: ['after'],
      check: async ({ cluster, master: directory, slave }) => {
        const master = await cluster.open(directory, { markDelays: [0] })
        await master.start()
        for (const { request, requestId } of requests) editAsPlanned(master, request, 'test', requestId)
        await eventually('all is published', () => master.status.outbox.applied === 0)
        await eventually('all arrived', () => driftBetween(directory, slave.status.dataDirectory).equal)
        expect(slave.status).toMatchObject({ gaps: [], inbox: { failed: 0, parked: 0 } })
        await cluster.close()
      },
    })
    expect(kills).toBeGreaterThanOrEqual(4)
  })
})

describe('a slave that is killed at any commit', () => {
  let sent = 0
  const messagesOf = (events: readonly ClusterEvent[], encode = encoded): readonly Sent[] =>
    events.map((event) => {
      const { handler, body } = encode(event)
      sent += 1
      const properties = { instanceName: 'master', group, JMSEventHandlerSPI: handler }
      return { messageId: `ID:broker:${sent}`, properties, body }
    })
  const node = { instanceName, group }

  it('keeps what comes late for a removed workspace out of the next one of its name', async () => {
    const batches = [
      messagesOf(['ws-a', 'ns-a', 'pg-a', 'roads-a'].map((id) => added(of(id)))),
      messagesOf([removed(of('roads-a')), removed(of('pg-a')), removed(of('ns-a')), removed(of('ws-a'))]),
      messagesOf([
        added(object('workspace', 'ws-next', { name: 'a', isolated: 'false' })),
        added(object('namespace', 'ns-next', { prefix: 'a', uri: 'http://next', isolated: 'false' })),
        added(of('pg-a')),
        modified(of('roads-a'), { title: 'late' }),
      ]),
    ]
    const prepared = withJournal(temporaryDirectory(), openSlave)
    const kills = await atEveryCommit({
      prepare: () => {
        const path = temporaryDirectory()
        cpSync(prepared, path, { recursive: true })
        return path
      },
      work: (path) => ({ does: 'takes', path, node, batches }),
      // What was done to files and not written down yet.
      sides: ['before'],
      check: (path) => {
        const { receiver, replica, inbox, close } = openSlave(path)
        receiver.resume()
        // Whatever was not acknowledged comes again; at worst that is all of it.
        for (const batch of batches) receiver.take(batch.map(incoming))
        expect([...replica.catalog.objects()].map(({ id }) => id).toSorted()).toEqual(['ns-next', 'ws-next'])
        expect(inbox.counts()).toMatchObject({ parked: 0, failed: 0, received: 0 })
        expect([...filesBelow(join(path, 'data')).keys()].join()).not.toContain('pg')
        close()
      },
    })
    expect(kills).toBeGreaterThan(2 * batches.length)
  })

  it('ends with the names its resync hands on in a circle, and with no temporary one', async () => {
    const styles = ['one', 'two', 'three'].map((name) =>
      object('style', `style-${name}`, { name, format: 'sld', filename: `${name}.sld` }),
    )
    const bodyOf = ({ id }: CatalogObject) => Buffer.from(sld(id))
    const wanted = new Catalog()
    for (const style of styles) wanted.put(style)
    const reference = { catalog: wanted, problems: [], body: bodyOf, bodyDigest: bodyOf }
    // Each has the name of the next one.
    const had = new Catalog()
    for (const [at, style] of styles.entries()) {
      const next = nameOf(styles[(at + 1) % styles.length] ?? style) ?? ''
      const names = new Map([
        ['name', textElement('name', next)],
        ['filename', textElement('filename', `${next}.sld`)],
      ])
      had.put(withProperties(style, names))
    }
    const prepared = withJournal(temporaryDirectory(), openSlave)
    const root = directoryRoot(join(prepared, 'data'))
    mkdirSync(root.path, { recursive: true })
    const writer = new DataDirectoryWriter(root, had)
    for (const style of had.objects()) {
      writer.write(style)
      writer.writeStyleBody(style, bodyOf(style))
    }
    const before = readNodeState(root)
    const { operations, withheld } = planResync(compareStates(reference, before), reference, before)
    expect(withheld).toEqual([])
    const events = operations.flatMap((operation) => operation.events)
    expect(events.length).toBeGreaterThan(styles.length)
    const batches = [messagesOf(events, encodeEvent)]
    const kills = await atEveryCommit({
      prepare: () => {
        const path = temporaryDirectory()
        cpSync(prepared, path, { recursive: true })
        return path
      },
      work: (path) => ({ does: 'takes', path, node, batches }),
      // What was done to files and not written down yet.
      sides: ['before'],
      check: (path) => {
        const { receiver, inbox, close } = openSlave(path)
        receiver.resume()
        for (const batch of batches) receiver.take(batch.map(incoming))
        const after = readNodeState(directoryRoot(join(path, 'data')))
        expect(compareStates(reference, after).entries).toEqual([])
        expect(inbox.counts()).toMatchObject({ parked: 0, failed: 0, received: 0 })
        close()
      },
    })
    expect(kills).toBeGreaterThan(events.length)
  })
})
