import { english } from '../../../../electron/sentences/english.ts'
import { everyMessage } from '../../../../electron/contract/features/messages.ts'
import { mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Message } from '../../../../electron/broker/message.ts'
import type { Publication } from '../../../../electron/broker/sessions/session.ts'
import type { MessageRow } from '../../../../electron/contract/features/messages.ts'
import { failure, isFailure, type Failure } from '../../../../electron/errors/failure.ts'
import type { ArchivedCluster } from '../../../../electron/services/messages/current-archive.ts'
import type { ArchivableMessage } from '../../../../electron/services/messages/archive/archivable-message.ts'
import { openArchive } from '../../../../electron/services/messages/archive/open-archive.ts'
import type { CurrentArchiveOptions } from '../../../../electron/services/messages/current-archive.ts'
import { createMessages } from '../../../../electron/services/messages/messages-service.ts'
import { recordedMessages, workspaceMessage } from '../../../support/archive.ts'
import { eventually } from '../../../support/cluster.ts'
import {
  makeDataDirectory,
  openApplication,
  plainCall,
  profileOf,
  servicePlumbing,
} from '../../../support/services.ts'
import { nodesOf } from '../../../support/cluster-nodes.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'
import { hiddenSecret } from '../../../../electron/secrets/mark.ts'
import { saying } from '../../../support/saying.ts'

/** The messages feature with a cluster to open, and what it said and published. */
function openedMessages(changes: Partial<CurrentArchiveOptions> = {}) {
  const { hub } = servicePlumbing()
  const notices: string[] = []
  const published: Publication[] = []
  const messages = createMessages({
    hub,
    environment: {},
    now: () => 1_800_000_000_000,
    retention: () => ({ days: 36_500, megabytes: 1_000 }),
    language: () => 'en',
    operator: 'ada',
    notice: (message) => notices.push(english(message)),
    ...changes,
  })
  onTestFinished(() => messages.close())
  const cluster = (id: string, directory = temporaryDirectory()): ArchivedCluster => ({
    profile: profileOf([], { id, name: id }),
    directory,
    nodes: nodesOf([], { slaves: () => ['geo-2'] }),
    publish: (publication) => {
      published.push(publication)
      return Promise.resolve()
    },
    async *browse() {
      // Nothing waits.
    },
  })
  return { ...messages, hub, notices, published, cluster }
}

/** As a broker shows it. */
function consumed({ messageId, at, properties, body }: ArchivableMessage): Message {
  return {
    messageId,
    destination: undefined,
    originalDestination: undefined,
    timestamp: at,
    persistent: true,
    redelivered: false,
    properties: new Map(Object.entries(properties)),
    headers: new Map([['message-id', messageId]]),
    content: body === null ? { kind: 'empty' } : { kind: 'object', text: body },
  }
}

async function refusalOf(attempt: unknown): Promise<Failure> {
  try {
    await attempt
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
  throw new Error('Expected a refusal.')
}

const spaces = (...numbers: readonly number[]) => numbers.map((number) => consumed(workspaceMessage(number)))
const newest = { filter: everyMessage, before: null, after: null, limit: 100 }

describe('the messages of a cluster', () => {
  it('are archived as they come and shown by page, position, details and facets', async () => {
    const { service, openSink, cluster } = openedMessages()
    await openSink(cluster('one')).store(recordedMessages().map(consumed))
    const page = await service.page(newest, plainCall())
    expect(page).toMatchObject({ more: false, folded: 64 })
    const [first] = page.rows
    expect(await service.details({ sequence: first?.sequence ?? 0 }, plainCall())).toMatchObject({
      row: first,
    })
    expect(await service.position({ filter: everyMessage, fraction: 1 }, plainCall())).toEqual({
      total: 63,
      sequence: page.rows.at(-1)?.sequence,
    })
    expect((await service.facets({}, plainCall())).senders).toEqual(['geoserver-master'])
    expect(await service.statistics({}, plainCall())).toMatchObject({ messages: 127 })
  })

  it('are each cluster’s own, and there again when it is opened again', async () => {
    const { service, openSink, cluster } = openedMessages()
    const one = cluster('one')
    await openSink(one).store(spaces(1, 2))
    const left = openSink(cluster('two'))
    await left.store(spaces(3))
    expect((await service.page(newest, plainCall())).rows.map(({ summary }) => summary)).toEqual([
      saying('space3'),
    ])
    openSink(one)
    expect((await service.page(newest, plainCall())).rows).toHaveLength(2)
    expect((await refusalOf(left.store(spaces(4)))).code).toBe('PLB-CLUSTER-NOT-OPEN')
  })

  it('are refused by name while no cluster is open', async () => {
    const { service, openSink, cluster, hub } = openedMessages()
    expect((await refusalOf(service.page(newest, plainCall()))).code).toBe('PLB-CLUSTER-NOT-OPEN')
    openSink(cluster('one'))
    const broker = {
      state: 'closed' as const,
      where: '',
      because: null,
      nextAttemptIn: null,
      since: null,
      bridged: [],
    }
    hub.emit('cluster', { state: 'closed', profile: null, broker, message: null })
    expect((await refusalOf(service.page(newest, plainCall()))).code).toBe('PLB-CLUSTER-NOT-OPEN')
  })

  it('are followed live, whichever cluster is open', async () => {
    const { sources, openSink, cluster } = openedMessages()
    const seen: MessageRow[] = []
    const ended = new AbortController()
    sources.live({ filter: everyMessage }, (rows) => seen.push(...rows), ended.signal)
    await openSink(cluster('one')).store(spaces(1))
    await eventually('the first is shown', () => seen.length === 1)
    const two = openSink(cluster('two'))
    await two.store(spaces(2, 3))
    await eventually('those of the other are shown', () => seen.length === 3)
    ended.abort()
    await two.store(spaces(4))
    expect(seen.map(({ object }) => object?.title)).toEqual(['space1', 'space2', 'space3'])
  })

  it('can be filtered by filters that were saved', async () => {
    const { service, openSink, cluster } = openedMessages()
    openSink(cluster('one'))
    const saved = { name: 'styles', filter: { ...everyMessage, kind: 'style' } }
    await service.saveFilter(saved, plainCall())
    expect(await service.savedFilters({}, plainCall())).toEqual([saved])
    await service.removeFilter({ name: 'styles' }, plainCall())
    expect(await service.savedFilters({}, plainCall())).toEqual([])
  })
})

describe('an archive that cannot be used', () => {
  it('because something else made it is set aside, and a new one begun', async () => {
    const { service, openSink, cluster, notices } = openedMessages()
    const directory = temporaryDirectory()
    const other = new DatabaseSync(join(directory, 'archive.sqlite'))
    other.exec('CREATE TABLE message (id INTEGER); PRAGMA user_version = 1')
    other.close()
    await openSink(cluster('one', directory)).store(spaces(1))
    expect((await service.page(newest, plainCall())).rows).toHaveLength(1)
    expect(notices).toEqual([saying(/archive of one could not be used.*\.unknown-/)])
    expect(readdirSync(directory)).toContainEqual(saying(/^archive\.sqlite\.unknown-/))
  })

  it('because it cannot be opened is told, and tried again with the next message', async () => {
    const { service, openSink, cluster, notices, sources } = openedMessages()
    const directory = temporaryDirectory()
    const path = join(directory, 'archive.sqlite')
    mkdirSync(path)
    const ended = new AbortController()
    sources.live({ filter: everyMessage }, () => undefined, ended.signal)
    const sink = openSink(cluster('one', directory))
    const refusal = await refusalOf(sink.store(spaces(1)))
    expect(refusal.code).toBe('PLB-STORAGE-DATABASE-UNAVAILABLE')
    expect((await refusalOf(service.page(newest, plainCall()))).code).toBe(refusal.code)
    expect(new Set(notices)).toEqual(new Set([`The messages of one are not archived: ${refusal.message}`]))
    rmdirSync(path)
    await sink.store(spaces(1))
    expect((await service.page(newest, plainCall())).rows).toHaveLength(1)
    ended.abort()
  })

  it('because its thread died is opened again, for those who follow it, too', async () => {
    const died: ((because: Failure) => void)[] = []
    const { service, openSink, cluster, notices, sources } = openedMessages({
      openArchive: async (opening) => {
        const archive = await openArchive(opening)
        const failed = Promise.withResolvers<Failure>()
        died.push(failed.resolve)
        void failed.promise.then(() => archive.close())
        return { ...archive, failed: failed.promise }
      },
    })
    const seen: MessageRow[] = []
    const ended = new AbortController()
    sources.live({ filter: everyMessage }, (rows) => seen.push(...rows), ended.signal)
    const sink = openSink(cluster('one'))
    await sink.store(spaces(1))
    died[0]?.(failure('PLB-WORKER-FAILED', { work: 'it', reason: 'it ran out of memory' }))
    await eventually('it is open again', () => died.length === 2)
    await sink.store(spaces(2))
    await eventually('it is followed again', () => seen.some(({ object }) => object?.title === 'space2'))
    expect((await service.page(newest, plainCall())).rows).toHaveLength(2)
    expect(notices).toEqual([saying('it ran out of memory')])
    ended.abort()
  })
})

describe('the app', () => {
  it('opens a cluster whose archive it cannot open, and says that its messages are not kept', async () => {
    const stateDirectory = temporaryDirectory()
    const { running, services } = await openApplication({ stateDirectory })
    const master = makeDataDirectory(temporaryDirectory(), 'geo-1', { toggleSlave: 'false' })
    const { passcodeReference: _reference, demo: _demo, ...draft } = profileOf([master])
    const { id } = await services.profiles.save({ ...draft, id: null, passcode: null }, plainCall())
    mkdirSync(join(stateDirectory, 'state/clusters', id, 'archive.sqlite'), { recursive: true })
    await services.profiles.open({ id }, plainCall())
    await eventually('the master runs', async () => {
      const nodes = await services.inventory.nodes({}, plainCall())
      return nodes.some(({ state }) => state === 'publishing')
    })
    expect((await refusalOf(services.messages.page(newest, plainCall()))).code).toBe(
      'PLB-STORAGE-DATABASE-UNAVAILABLE',
    )
    expect(running.notices).toContainEqual(saying(/^The messages of Test are not archived: /))
  })
})

const queueOfGeo2 = 'Consumer.geo-2.VirtualTopic.geoserver'

describe('replaying a message', () => {
  it('sends its body to the queue of one node, under an id nobody has seen and a name no node has', async () => {
    const { service, openSink, cluster, published } = openedMessages()
    await openSink(cluster('one')).store(spaces(1))
    const replayed = await service.replay(
      { sequence: 1, instanceName: 'geo-2', agreed: queueOfGeo2 },
      plainCall(),
    )
    expect(replayed).toEqual({ queue: queueOfGeo2 })
    await service.replay({ sequence: 1, instanceName: 'geo-2', agreed: queueOfGeo2 }, plainCall())
    expect(published).toHaveLength(2)
    const [first, second] = published
    expect(first?.destination).toMatchObject({ kind: 'queue', name: replayed.queue })
    expect(first?.body).toBe(workspaceMessage(1).body)
    expect(first?.properties).toMatchObject({
      group: 'geoserver-cluster',
      JMSEventHandlerSPI: 'JMSCatalogAddEventHandlerSPI',
      plumblineAuthor: 'ada',
    })
    expect(first?.properties?.['instanceName']).not.toBe('geo-1')
    expect(first?.properties?.['plumblineEventId']).toBeDefined()
    expect(first?.properties?.['plumblineEventId']).not.toBe(second?.properties?.['plumblineEventId'])
  })

  it.each<[string, Partial<ArchivableMessage>]>([
    ['has no body', { body: null }],
    [
      'is for no handler of the module',
      { properties: { instanceName: 'a', group: 'b', JMSEventHandlerSPI: 'c' } },
    ],
    ['had its passwords hidden', { body: `<password>${hiddenSecret}</password>` }],
  ])('is refused when it %s', async (_why, changes) => {
    const { service, openSink, cluster, published } = openedMessages()
    await openSink(cluster('one')).store([consumed({ ...workspaceMessage(1), ...changes })])
    const refusal = await refusalOf(
      service.replay({ sequence: 1, instanceName: 'geo-2', agreed: queueOfGeo2 }, plainCall()),
    )
    expect(refusal.code).toBe('PLB-ARCHIVE-REPLAY-REFUSED')
    expect(published).toEqual([])
  })

  it('is refused to who does not name the queue it goes to', async () => {
    const { service, openSink, cluster, published } = openedMessages()
    await openSink(cluster('one')).store(spaces(1))
    for (const agreed of ['', 'geo-2', 'Consumer.geo-3.VirtualTopic.geoserver']) {
      const refusal = await refusalOf(
        service.replay({ sequence: 1, instanceName: 'geo-2', agreed }, plainCall()),
      )
      expect(refusal.code).toBe('PLB-APP-NOT-AGREED')
    }
    expect(published).toEqual([])
  })

  it('is refused for one that is gone', async () => {
    const { service, openSink, cluster } = openedMessages()
    openSink(cluster('one'))
    const refusal = await refusalOf(
      service.replay({ sequence: 7, instanceName: 'geo-2', agreed: queueOfGeo2 }, plainCall()),
    )
    expect(refusal.code).toBe('PLB-ARCHIVE-MESSAGE-GONE')
  })
})

describe('export and import', () => {
  it('carry messages from one cluster to another, telling how far they are', async () => {
    const { service, openSink, cluster } = openedMessages()
    await openSink(cluster('one')).store(recordedMessages().map(consumed))
    const everyOne = { ...everyMessage, all: true }
    const exported = await service.export({ filter: everyOne, format: 'jsonl' }, plainCall())
    expect(exported).toMatchObject({ messages: 127, complete: true, fileName: 'messages-2027-01-15.jsonl' })
    openSink(cluster('two'))
    const told: number[] = []
    const imported = await service.import(
      { content: exported.content },
      plainCall<{ messages: number }>(({ messages }) => told.push(messages)),
    )
    expect(imported).toEqual({ messages: 127 })
    expect(told.at(-1)).toBe(127)
    expect(await service.import({ content: exported.content }, plainCall())).toEqual({ messages: 0 })
  })

  it('end when they are cancelled', async () => {
    const { service, openSink, cluster } = openedMessages()
    await openSink(cluster('one')).store(spaces(1))
    const call = { ...plainCall(), signal: AbortSignal.abort(new Error('cancelled')) }
    await expect(service.export({ filter: everyMessage, format: 'csv' }, call)).rejects.toThrow('cancelled')
    await expect(service.import({ content: '{}' }, call)).rejects.toThrow('cancelled')
  })

  it('name the line of the file that is none', async () => {
    const { service, openSink, cluster } = openedMessages()
    openSink(cluster('one'))
    const refusal = await refusalOf(service.import({ content: '\nno message' }, plainCall()))
    expect(refusal.message).toContain('Line 2')
  })
})
