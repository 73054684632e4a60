import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { DataDirectoryWriter } from '../../../electron/catalog/data-directory-writer.ts'
import { textOfProperty } from '../../../electron/catalog/object.ts'
import { eventIdProperty, type Incoming } from '../../../electron/engine/slave/receiver.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { groupFor } from '../../../electron/wire/envelope.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow } from '../../support/data-directories.ts'
import { failureOf } from '../../support/failures.ts'
import { failingFileSystem, recordingFileSystem } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { added, modified, removed, styleFile, worldObjects } from '../replica/world.ts'
import { countIn, counted, settings } from './counted.ts'
import { encoded, of } from './encoded.ts'
import { group, instanceName, message, openSlave, type SlaveNode, publishedHere, startTime } from './node.ts'
import { english } from '../../../electron/sentences/english.ts'

const add = (id: string, properties: Readonly<Record<string, string>> = {}): Incoming =>
  message(encoded(added(of(id))), properties)

describe('messages that are none of its business', () => {
  it('are left out without a trace: its own, and those of other groups', () => {
    const { receiver, replica, entries } = openSlave(temporaryDirectory())
    receiver.take([
      add('ws-a', { instanceName }),
      add('ws-a', { group: 'other' }),
      add('ws-a', { group: groupFor('other', 'plumbline') }),
      add('ws-a', { group: 'other', JMSEventHandlerSPI: 'Unknown' }),
    ])
    expect(entries()).toEqual([])
    expect(replica.catalog.size).toBe(0)
  })

  it('betray another node of its name when it did not publish them itself', () => {
    const { receiver } = openSlave(temporaryDirectory())
    const own = add('ws-a', { instanceName, [eventIdProperty]: publishedHere })
    const sentBefore = { ...add('ws-a', { instanceName }), timestamp: startTime - 1 }
    const ofUnknownAge = { ...add('ws-a', { instanceName }), timestamp: undefined }
    receiver.take([own, sentBefore, ofUnknownAge, add('ws-a')])
    expect(receiver.namesake).toBeUndefined()
    receiver.take([add('ws-b', { instanceName })])
    expect(receiver.namesake?.code).toBe('PLB-ENGINE-INSTANCE-NAME-SHARED')
    expect(receiver.namesake?.message).toContain(instanceName)
  })

  it('are not those for the nodes of Plumbline in its group', () => {
    const { receiver, entries } = openSlave(temporaryDirectory())
    receiver.take([add('ws-a'), add('ws-b', { group: groupFor(group, 'plumbline') })])
    expect(entries()).toEqual(['applied workspace a added', 'applied workspace b added'])
  })
})

describe('a message that comes again', () => {
  it('is recognised by the id of the broker, whatever became of it', () => {
    const { receiver, entries, heard } = openSlave(temporaryDirectory())
    const messages = [
      add('pg-a'),
      add('st'),
      message({ handler: 'Unknown', body: '' }),
      message(encoded(removed(of('ws-b')))),
    ]
    receiver.take(messages)
    const states = entries()
    receiver.take(messages)
    receiver.take([...messages, ...messages])
    expect(entries()).toEqual(states)
    expect(heard).toHaveLength(4)
  })

  it('is recognised by the id its sender gave the event, when the sender sent it twice', () => {
    const { receiver, entries } = openSlave(temporaryDirectory())
    receiver.take([add('st', { [eventIdProperty]: 'event-1' })])
    receiver.take([add('st', { [eventIdProperty]: 'event-1' }), add('st', { [eventIdProperty]: 'event-2' })])
    expect(entries()).toEqual(['applied style line added', 'applied style line saved'])
  })

  it('is recognised when the broker lost its properties on the way', () => {
    const { receiver, entries } = openSlave(temporaryDirectory())
    const first = add('st', { [eventIdProperty]: 'event-1' })
    receiver.take([first])
    receiver.take([{ ...first, properties: new Map() }])
    expect(entries()).toEqual(['applied style line added'])
  })

  it('is recognised among those taken with it, behind a later change of the same object', () => {
    const { receiver, replica, entries, heard } = openSlave(temporaryDirectory())
    const first = add('st')
    const change = message(encoded(modified(of('st'), { format: 'css' })))
    const unreadable = message({ handler: 'Unknown', body: '' })
    receiver.take([first, unreadable, change, first, unreadable])
    expect(textOfProperty(replica.catalog.get('st') ?? of('st'), 'format')).toBe('css')
    expect(heard).toHaveLength(entries().length)
  })

  it('is recognised after a restart', () => {
    const path = temporaryDirectory()
    const first = openSlave(path)
    const messages = [add('st'), add('ws-a')]
    first.receiver.take(messages)
    first.close()
    const second = openSlave(path)
    second.receiver.resume()
    second.receiver.take(messages)
    expect(second.heard).toEqual([])
    expect(second.entries()).toHaveLength(2)
  })

  it('is taken for new when neither gave it a name: two nameless messages are two', () => {
    const { receiver, entries } = openSlave(temporaryDirectory())
    const nameless = (id: string) => ({ ...add(id, { [eventIdProperty]: '' }), messageId: '' })
    receiver.take([nameless('st'), nameless('ws-a')])
    expect(entries()).toEqual(['applied style line added', 'applied workspace a added'])
  })
})

describe('a message that is no event', () => {
  const body = { handler: encoded(added(of('st'))).handler, body: '<x/>' }

  it('is kept with code and reason, and the queue goes on', () => {
    const { receiver, inbox, entries } = openSlave(temporaryDirectory())
    receiver.take([
      message({ ...body, handler: 'JMSUnheardOfHandlerSPI' }),
      message({ ...body, handler: 'constructor' }),
      {
        ...add('ws-a'),
        properties: new Map([
          ['group', group],
          ['JMSEventHandlerSPI', body.handler],
        ]),
      },
      {
        ...add('ws-a'),
        properties: new Map([
          ['instanceName', 'master'],
          ['group', group],
        ]),
      },
      { ...add('ws-a'), properties: new Map() },
      message(body, {}, { kind: 'text', text: 'hello' }),
      message(body, {}, { kind: 'bytes', bytes: 5 }),
      message(body, {}, { kind: 'empty' }),
      message(
        body,
        {},
        { kind: 'refused', because: failure('PLB-BROKER-BODY-UNREADABLE', { reason: 'it is not UTF-8' }) },
      ),
      message(body),
      add('st'),
    ])
    expect(inbox.after(0).map(({ code, state }) => code ?? state)).toEqual([
      'PLB-WIRE-UNKNOWN-HANDLER',
      'PLB-WIRE-UNKNOWN-HANDLER',
      'PLB-WIRE-PROPERTY-MISSING',
      'PLB-WIRE-PROPERTY-MISSING',
      'PLB-WIRE-PROPERTY-MISSING',
      'PLB-WIRE-NOT-AN-OBJECT-MESSAGE',
      'PLB-WIRE-NOT-AN-OBJECT-MESSAGE',
      'PLB-WIRE-NOT-AN-OBJECT-MESSAGE',
      'PLB-BROKER-BODY-UNREADABLE',
      'PLB-WIRE-WRONG-BODY',
      'applied',
    ])
    expect(inbox.entries('failed').map(({ reason }) => english(reason ?? ''))).toContain(
      'The message lacks the property instanceName.',
    )
    expect(inbox.counts()).toMatchObject({ failed: 10, applied: 1, received: 0 })
    expect(entries().at(-1)).toBe('applied style line added')
    // The body of a text message is kept for whoever has to find out what it was.
    expect(inbox.entries('failed')[5]?.body).toBe('hello')
  })

  it('is a hostile name: nothing outside the directory is touched', () => {
    const path = temporaryDirectory()
    const { receiver, inbox } = openSlave(path)
    const outside = (): string[] => readdirSync(path)
    const before = outside()
    receiver.take([
      message(encoded(styleFile(undefined, '../../../x.sld', 'evil'))),
      message(encoded(added(object('workspace', 'x', { name: '..' })))),
      message(encoded(added(object('style', 'x', { name: 'x', filename: '../../x.sld' })))),
      add('st'),
    ])
    expect(inbox.after(0).map(({ code, state }) => code ?? state)).toEqual([
      'PLB-WIRE-UNREADABLE',
      'PLB-STORAGE-NAME-REFUSED',
      'PLB-STORAGE-NAME-REFUSED',
      'applied',
    ])
    expect(outside()).toEqual(before)
  })

  it('is a name that takes the place of a file: the queue goes on all the same', () => {
    const path = temporaryDirectory()
    const { receiver, entries } = openSlave(path)
    receiver.take([add('ws-a'), add('ns-a')])
    writeFileSync(join(path, 'data/workspaces/a/pg'), 'not a directory')
    receiver.take([add('pg-a'), add('st')])
    expect(entries().slice(2)).toEqual(['failed data store a:pg added', 'applied style line added'])
  })
})

describe('what waits', () => {
  it('is kept over a restart and applied in order when what was missing arrives', () => {
    const path = temporaryDirectory()
    const first = openSlave(path)
    first.receiver.take(['all-a', 'layer-a', 'roads-a', 'pg-a', 'st-a', 'st', 'ns-a'].map((id) => add(id)))
    expect(first.inbox.counts()).toMatchObject({ parked: 6, applied: 1 })
    const [waiting] = first.inbox.entries('parked')
    expect(waiting).toMatchObject({
      reason: 'waits for the workspace a',
      objectId: 'all-a',
      missing: { kind: 'workspace', id: 'ws-a', name: 'a' },
    })
    first.close()
    const second = openSlave(path)
    second.receiver.resume()
    expect(second.inbox.counts()).toMatchObject({ parked: 6, applied: 1 })
    second.receiver.take([add('ws-a')])
    expect(second.inbox.counts()).toMatchObject({ parked: 0, applied: 8 })
    expect(second.replica.catalog.size).toBe(8)
  })

  it('is not duplicated by resuming more than once', () => {
    const { receiver, heard, inbox } = openSlave(temporaryDirectory())
    receiver.take([add('pg-a')])
    for (let times = 0; times < 3; times += 1) receiver.resume()
    heard.length = 0
    receiver.take([add('ws-a')])
    expect(heard).toEqual(['applied workspace a added', 'applied data store a:pg added'])
    expect(inbox.counts()).toMatchObject({ parked: 0, applied: 2 })
  })

  it('is applied by a restart when what was missing came by another way meanwhile', () => {
    const path = temporaryDirectory()
    const first = openSlave(path)
    first.receiver.take([add('pg-a')])
    first.replica.apply(added(of('ws-a')))
    first.close()
    const second = openSlave(path)
    second.receiver.resume()
    expect(second.entries()).toEqual(['applied data store a:pg added'])
  })

  it('is dropped when the object is removed', () => {
    const { receiver, entries } = openSlave(temporaryDirectory())
    receiver.take([add('pg-a'), message(encoded(removed(of('pg-a'))))])
    expect(entries()).toEqual([
      'ignored an event that waited for an object',
      'ignored data store a:pg removed',
    ])
  })

  it('or failed is settled, and not tried again, when a comparison proved the node right', () => {
    const path = temporaryDirectory()
    const { receiver, inbox, close } = openSlave(path)
    receiver.take([add('pg-a'), message({ handler: 'Unknown', body: '' }), add('st')])
    receiver.settle('a resync proved it')
    expect(inbox.counts()).toMatchObject({ settled: 2, applied: 1, parked: 0, failed: 0 })
    expect(inbox.entries('settled').map(({ reason }) => reason)).toEqual([
      'a resync proved it',
      'a resync proved it',
    ])
    receiver.take([add('ws-a')])
    close()
    const again = openSlave(path)
    again.receiver.resume()
    expect(again.replica.catalog.get('pg-a')).toBeUndefined()
    expect(again.inbox.counts()).toMatchObject({ settled: 2, applied: 2 })
  })

  it('is all tried again at a restart, however much it is', () => {
    const path = temporaryDirectory()
    const first = openSlave(path)
    const many = Array.from({ length: 1100 }, (_, at) =>
      message(
        encoded(
          added(object('style', `s${at}`, { name: `s${at}`, workspace: reference('workspace', 'ws-a') })),
        ),
      ),
    )
    first.receiver.take(many)
    expect(first.inbox.counts().parked).toBe(1100)
    first.replica.apply(added(of('ws-a')))
    first.close()
    const second = openSlave(path)
    second.receiver.resume()
    expect(second.inbox.counts()).toMatchObject({ parked: 0, applied: 1100 })
  })
})

describe('secrets', () => {
  it('are sealed at rest, and kept no longer than somebody asks for them', () => {
    const path = temporaryDirectory()
    const { receiver, inbox, close } = openSlave(path)
    const state = join(path, 'state')
    const bodies = () => inbox.after(0).map(({ body }) => body.includes('s3cret'))
    const files = () => readdirSync(state).map((name) => [name, readFileSync(join(state, name))] as const)
    const isClear = (bytes: Buffer) =>
      [
        Buffer.from('s3cret'),
        Buffer.from('s3cret', 'utf16le'),
        Buffer.from('s3cret').toString('base64'),
      ].some((secret) => bytes.includes(secret))
    receiver.take([add('pg-a'), add('pg-b')])
    expect(bodies()).toEqual([true, true])
    expect(files().map(([name]) => name)).toContain('node.sqlite')
    expect(files().filter(([, bytes]) => isClear(bytes))).toEqual([])
    receiver.take([add('ws-a'), add('ns-a')])
    // One of the two belongs to a workspace that has not come.
    expect(bodies()).toEqual([false, true, false, false])
    close()
    expect(files().filter(([, bytes]) => isClear(bytes))).toEqual([])
    // The replica itself has to have it.
    expect(readFileSync(join(path, 'data/workspaces/a/pg/datastore.xml'), 'utf8')).toContain('plain:s3cret')
  })

  it('are there again when what was applied has to wait after all', () => {
    const { receiver, inbox } = openSlave(temporaryDirectory())
    receiver.take([add('ws-a'), add('ns-a'), add('pg-a')])
    const [, , { id, body } = { id: 0, body: 'none' }] = inbox.after(0)
    expect(body).toBe('')
    const missing = { kind: 'workspace', id: 'ws-a', name: 'a' } as const
    inbox.finish(id, 'what it says', { state: 'parked', summary: '', missing }, 0)
    expect(inbox.entries('parked')).toMatchObject([{ body: 'what it says', missing }])
  })
})

describe('a disk that refuses', () => {
  const messages = (): Incoming[] => [
    ...['st', 'ws-a', 'ns-a', 'st-a', 'pg-a', 'roads-a', 'layer-a'].map((id) => add(id)),
    message(encoded(styleFile('a', 'line.sld', '<sld/>'))),
    message(encoded(modified(of('ws-a'), { name: 'hydro' }))),
    message(encoded(removed(of('layer-a')))),
  ]

  /** How often the disk was asked to change something, and what it held in the end. */
  function uninterrupted() {
    const path = temporaryDirectory()
    let writes = 0
    const slave = openSlave(path, {
      fileSystem: failingFileSystem('ENOSPC', ({ name }) => {
        if (isWrite(name)) writes += 1
        return false
      }),
    })
    slave.receiver.take(messages())
    return { files: filesBelow(join(path, 'data')), writes }
  }

  it.each(['ENOSPC', 'EACCES'])(
    'at any write (%s) leaves the entry received, acknowledges nothing, and resuming finishes',
    (errno) => {
      const { files, writes } = uninterrupted()
      expect(writes).toBeGreaterThan(30)
      // Every third, which meets each kind of call in each kind of event; but the last, which only clears away.
      for (let first = 0; first < writes - 1; first += 3) {
        const path = temporaryDirectory()
        let isRefusing = true
        let asked = 0
        const slave = openSlave(path, {
          fileSystem: failingFileSystem(errno, ({ name }) => {
            if (!isWrite(name)) return false
            asked += 1
            return isRefusing && asked > first
          }),
        })
        const batch = messages()
        const refusal = failureOf(() => {
          slave.receiver.take(batch)
        })
        expect(refusal.code).toMatch(/^PLB-STORAGE-(?:FULL|ACCESS-DENIED)$/)
        expect(slave.inbox.counts().received).toBeGreaterThan(0)
        // It goes on refusing.
        expect(failureOf(() => slave.receiver.resume()).code).toBe(refusal.code)
        isRefusing = false
        slave.receiver.resume()
        expect(slave.inbox.counts()).toMatchObject({ received: 0, parked: 0, failed: 0 })
        slave.receiver.take(batch)
        // A full disk may keep what was half written from being cleared away; the next start does that.
        new DataDirectoryWriter(directoryRoot(join(path, 'data')), slave.replica.catalog).removeLeftovers()
        expect({ first, files: filesBelow(join(path, 'data')) }).toEqual({ first, files })
        slave.close()
      }
    },
  )

  it('and then takes it again finishes what it left behind first, also without being told to resume', () => {
    const path = temporaryDirectory()
    let isRefusing = true
    const slave = openSlave(path, {
      fileSystem: failingFileSystem(
        'ENOSPC',
        ({ name, path: file }) => isRefusing && name === 'create' && file.includes('styles'),
      ),
    })
    const first = [message(encoded(added(of('st')))), add('ws-a')]
    failureOf(() => {
      slave.receiver.take(first)
    })
    isRefusing = false
    slave.receiver.take([message(encoded(modified(of('st'), { format: 'css' })))])
    expect(slave.entries()).toEqual([
      'applied style line added',
      'applied workspace a added',
      'applied style line modified: format',
    ])
    expect(textOfProperty(slave.replica.catalog.get('st') ?? of('ws-a'), 'format')).toBe('css')
  })

  it('tells nobody of what is not written down', () => {
    const path = temporaryDirectory()
    let isDying = true
    const slave = openSlave(path, { isDead: () => isDying })
    const first = add('st')
    expect(() => {
      slave.receiver.take([first])
    }).toThrow('before the end was written down')
    expect(slave.heard).toEqual([])
    expect(slave.entries()).toEqual([])
    expect(slave.replica.catalog.size).toBe(0)
    isDying = false
    slave.receiver.take([first, add('ws-a')])
    expect(slave.heard).toEqual(['applied style line added', 'applied workspace a added'])
  })
})

describe('messages that are taken together', () => {
  const rules = {
    ...modified(of('st'), { name: 'river', filename: 'river.sld' }),
    styleBody: Buffer.from('river'),
  }

  it('wait for the disk with nothing but their commit, also where they move or set aside a file', () => {
    const path = temporaryDirectory()
    const { fileSystem, calls } = recordingFileSystem()
    const { receiver } = openSlave(path, { fileSystem })
    const events = [styleFile(undefined, 'line.sld', 'line'), added(of('st')), rules, removed(of('st'))]
    receiver.take(events.map((event) => message(encoded(event))))
    expect(calls.filter(({ name }) => name === 'sync' || name === 'syncDirectory')).toEqual([])
    expect(Object.fromEntries(filesBelow(join(path, 'data')))).toEqual({ 'styles/river.sld.bak': 'river' })
  })

  it('are held up once by a workspace that is renamed, whose namespace goes along', () => {
    const path = temporaryDirectory()
    const { fileSystem, calls } = recordingFileSystem()
    const { receiver, entries } = openSlave(path, { fileSystem })
    receiver.take([add('ws-a'), add('ns-a')])
    receiver.take([message(encoded(modified(of('ns-a'), { prefix: 'hydro' })))])
    const before = calls.length
    const second = modified(of('ws-a'), { name: 'hydro' })
    receiver.take(
      [added(of('st')), second, modified(of('st'), { format: 'css' })].map((each) => message(encoded(each))),
    )
    // One commit: the style is written once, as the last of them leaves it.
    expect(calls.slice(before).filter(({ name }) => name === 'create')).toHaveLength(1)
    expect(entries().filter((entry) => entry.startsWith('applied'))).toHaveLength(6)
    expect(filesBelow(join(path, 'data')).has('workspaces/hydro/workspace.xml')).toBe(true)
  })

  it('move a file with what it may be read by', () => {
    const path = temporaryDirectory()
    const { receiver } = openSlave(path)
    receiver.take(
      [styleFile(undefined, 'line.sld', 'line'), added(of('st'))].map((each) => message(encoded(each))),
    )
    chmodSync(join(path, 'data/styles/line.sld'), 0o640)
    receiver.take([message(encoded(modified(of('st'), { name: 'river', filename: 'river.sld' })))])
    expect(statSync(join(path, 'data/styles/river.sld')).mode & 0o777).toBe(0o640)
    expect(readFileSync(join(path, 'data/styles/river.sld'), 'utf8')).toBe('line')
  })

  it('are told of once the files have them, those that are no event as well', () => {
    let isRefusing = true
    const slave = openSlave(temporaryDirectory(), {
      fileSystem: failingFileSystem('ENOSPC', ({ name }) => isRefusing && isWrite(name)),
    })
    const batch = [message({ handler: 'Unknown', body: '' }), add('st')]
    failureOf(() => {
      slave.receiver.take(batch)
    })
    expect(slave.heard).toEqual([])
    isRefusing = false
    slave.receiver.resume()
    slave.receiver.take(batch)
    expect(slave.heard).toHaveLength(2)
  })

  it('are in memory no more than in the journal when their commit fails', () => {
    let isRefusing = false
    const slave = openSlave(temporaryDirectory(), { isDead: () => isRefusing })
    slave.receiver.take([add('ws-a'), add('st')])
    isRefusing = true
    const batch = [removed(of('st')), added(of('pg-a')), modified(of('ws-a'), { isolated: 'true' })].map(
      (event) => message(encoded(event)),
    )
    expect(() => {
      slave.receiver.take(batch)
    }).toThrow('before the end was written down')
    expect([...slave.replica.catalog.objects()].map(({ id }) => id).toSorted()).toEqual(['st', 'ws-a'])
    expect(slave.entries()).toHaveLength(2)
    isRefusing = false
    slave.receiver.take(batch)
    expect(slave.entries().slice(2)).toHaveLength(3)
    expect(slave.replica.catalog.get('st')).toBeUndefined()
  })
})

describe('global settings, which always travel whole', () => {
  it('are written once for all changes that are taken together, and are what the last one says', () => {
    const path = temporaryDirectory()
    const { fileSystem, calls } = recordingFileSystem()
    const { receiver, entries } = openSlave(path, { fileSystem })
    receiver.take([message(encoded(added(settings)))])
    const before = calls.length
    receiver.take([counted(2), add('st'), counted(3), counted(4)])
    expect(calls.slice(before).filter(({ name }) => name === 'create')).toHaveLength(2)
    expect(countIn(path)).toBe('4')
    expect(entries().filter((entry) => entry.startsWith('applied'))).toHaveLength(5)
  })

  it('are those of the last message, whoever counts up in between', () => {
    const path = temporaryDirectory()
    const { receiver, entries } = openSlave(path)
    receiver.take([message(encoded(added(settings)))])
    const changed = modified(settings, { updateSequence: '3', charset: 'UTF-16' })
    receiver.take([counted(2), message(encoded(changed))])
    expect([countIn(path), readFileSync(join(path, 'data/global.xml'), 'utf8')]).toEqual([
      '3',
      expect.stringContaining('UTF-16'),
    ])
    const ofOther = message(encoded(modified(settings, { updateSequence: '9' })), { instanceName: 'other' })
    receiver.take([counted(4), ofOther])
    expect(countIn(path)).toBe('9')
    receiver.take([counted(5), counted(6)].toReversed())
    expect(countIn(path)).toBe('5')
    expect(entries().filter((each) => each.startsWith('applied'))).toHaveLength(7)
  })

  it('may not be acknowledged before they are written, and are written as soon as they can be', () => {
    const path = temporaryDirectory()
    let isFull = false
    const slave = openSlave(path, {
      fileSystem: failingFileSystem('ENOSPC', ({ name }) => isFull && name === 'create'),
    })
    slave.receiver.take([message(encoded(added(settings)))])
    isFull = true
    const batch = [counted(2), counted(3)]
    expect(failureOf(() => slave.receiver.take(batch)).code).toBe('PLB-STORAGE-FULL')
    expect(failureOf(() => slave.receiver.take(batch)).code).toBe('PLB-STORAGE-FULL')
    expect(countIn(path)).toBe('1')
    // Nobody is told otherwise meanwhile, nor after a restart.
    const identities = batch.map(({ messageId }) => messageId)
    const statesAt = ({ inbox }: SlaveNode) =>
      [...inbox.outcomes(identities).values()].map(({ state }) => state)
    expect(statesAt(slave)).toEqual(['received', 'received'])
    expect(slave.inbox.counts()).toMatchObject({ received: 2, applied: 1 })
    expect(slave.inbox.after(0).map(({ state }) => state)).toEqual(['applied', 'received', 'received'])
    expect(slave.heard).toHaveLength(1)
    isFull = false
    slave.receiver.take(batch)
    expect(statesAt(slave)).toEqual(['applied', 'applied'])
    expect(slave.heard).toHaveLength(3)
    expect(slave.inbox.counts()).toMatchObject({ received: 0, applied: 3 })
    expect(countIn(path)).toBe('3')
  })

  it('are applied in the eyes of others once the next start wrote them', () => {
    const path = temporaryDirectory()
    let isFull = false
    const fileSystem = failingFileSystem('ENOSPC', ({ name }) => isFull && name === 'create')
    const slave = openSlave(path, { fileSystem })
    isFull = true
    failureOf(() => slave.receiver.take([message(encoded(added(settings)))]))
    slave.close()
    isFull = false
    const again = openSlave(path, { fileSystem })
    expect(again.inbox.counts()).toMatchObject({ received: 1, applied: 0 })
    again.receiver.resume()
    expect(again.inbox.counts()).toMatchObject({ received: 0, applied: 1 })
    expect(countIn(path)).toBe('1')
  })

  it('fail alone where their file has become something else', () => {
    const path = temporaryDirectory()
    const { receiver, inbox, replica } = openSlave(path)
    receiver.take([message(encoded(added(settings)))])
    rmSync(join(path, 'data/global.xml'))
    mkdirSync(join(path, 'data/global.xml'))
    receiver.take([counted(2), add('st'), message(encoded(removed(of('st')))), add('ws-a')])
    expect(inbox.counts()).toMatchObject({ received: 0, failed: 1, applied: 4 })
    expect(replica.catalog.get('ws-a')).toBeDefined()
  })
})

describe('a change of its own', () => {
  it('says nothing of messages in the journal: one commit is all of it', () => {
    const { receiver, replica, inbox } = openSlave(temporaryDirectory())
    receiver.take([add('ws-a')])
    const written = vi.spyOn(inbox, 'written')
    const event = added(of('st'))
    const change = receiver.change(() => {
      replica.apply(event)
      return [event]
    })
    expect(change).toEqual({ trouble: undefined })
    expect(written).not.toHaveBeenCalled()
    receiver.take([message(encoded(modified(of('st'), { format: 'css' })))])
    expect(written).toHaveBeenCalledTimes(1)
  })
})

describe('the memory of messages', () => {
  it('forgets finished ones in time, but none that waits or failed', () => {
    const { receiver, inbox } = openSlave(temporaryDirectory())
    receiver.take([
      add('pg-a'),
      message({ handler: 'Unknown', body: '' }),
      ...Array.from({ length: 20 }, () => add('st')),
    ])
    inbox.trim(5)
    expect(inbox.counts()).toMatchObject({ parked: 1, failed: 1, applied: 5 })
  })
})

function isWrite(name: string): boolean {
  return ['create', 'write', 'rename', 'removeFile', 'makeDirectory'].includes(name)
}

it('every object of the small catalog arrives', () => {
  const { receiver, replica, inbox } = openSlave(temporaryDirectory())
  receiver.take(worldObjects().map(({ id }) => add(id)))
  expect(inbox.counts()).toMatchObject({ applied: worldObjects().length, parked: 0, failed: 0 })
  expect(replica.catalog.size).toBe(worldObjects().length)
})
