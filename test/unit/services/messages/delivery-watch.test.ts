import { english } from '../../../../electron/sentences/english.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DriftData } from '../../../../electron/contract/shared.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import type { NodeOutcome } from '../../../../electron/services/messages/delivery/ledger.ts'
import {
  DeliveryWatch,
  type DeliveryWatchOptions,
  type FollowedNode,
} from '../../../../electron/services/messages/delivery-watch.ts'
import { eventually } from '../../../support/cluster.ts'
import { servicePlumbing } from '../../../support/services.ts'

type WatchedArchive = DeliveryWatchOptions['archive']
type Outcomes = Awaited<ReturnType<NonNullable<FollowedNode['delivery']>['outcomes']>>

/** What the watch told the archive, and a node that knows what became of messages. */
function watched(changes: Partial<WatchedArchive> = {}) {
  const { hub } = servicePlumbing()
  const ended = new AbortController()
  onTestFinished(() => ended.abort())
  const told: unknown[] = []
  const notices: string[] = []
  const heard: NodeOutcome[] = []
  const asked: string[][] = []
  const known = new Map<string, { state: string; reason?: string }>()
  let slaves = ['geo-2']
  const node: { -readonly [Key in keyof FollowedNode]: FollowedNode[Key] } = {
    instanceName: 'geo-2',
    delivery: {
      outcomes: (identities) => {
        asked.push([...identities])
        return Promise.resolve(known as Outcomes)
      },
    },
  }
  const note = (...said: readonly unknown[]) => {
    told.push(said)
    return Promise.resolve()
  }
  const watch = new DeliveryWatch({
    hub,
    signal: ended.signal,
    now: () => 5_000,
    notice: (message) => notices.push(english(message)),
    nodes: {
      slaves: () => slaves,
      all: [node],
      get: (name) => (name === node.instanceName ? node : undefined),
    },
    archive: {
      followSlaves: (names) => note('follow', ...names),
      sawQueue: (name, seen) => note('queue', name, seen),
      compared: (name, at, differing) => note('compared', name, at, [...differing]),
      pendingIdentities: () => Promise.resolve([]),
      heard: (_name, outcomes) => {
        heard.push(...outcomes)
        return Promise.resolve()
      },
      ...changes,
    },
  })
  const follow = (names: string[]) => {
    slaves = names
    hub.emit('nodes', undefined)
  }
  return { watch, hub, told, notices, heard, asked, known, node, follow, ended }
}

const pending = (...identities: string[]) => ({
  pendingIdentities: () =>
    Promise.resolve(
      identities.map((identity, index) => ({ sequence: index + 1, proof: `o${index}`, identity })),
    ),
})

const finishedEvent = {
  instanceName: 'geo-2',
  at: 1,
  state: 'applied',
  from: null,
  summary: '',
  reason: null,
  countsOnly: false,
}

const glimpse = {
  instanceName: 'geo-2',
  queue: 'q',
  at: 7,
  messageIds: ['a', 'b'],
  complete: true,
  pending: 2,
  oldestAt: null,
}

describe('the watch over deliveries', () => {
  it('follows the slaves that are known, and those that become known, once', async () => {
    const { watch, told, follow } = watched()
    await watch.start()
    follow(['geo-2'])
    follow(['geo-2', 'geo-3'])
    expect(told).toEqual([
      ['follow', 'geo-2'],
      ['follow', 'geo-2', 'geo-3'],
    ])
  })

  it('tells what was seen in queues and what comparisons found', async () => {
    const { watch, hub, told } = watched()
    await watch.start()
    hub.emit('waiting', glimpse)
    const drift: DriftData = {
      at: 9,
      equal: false,
      compared: 1,
      entries: [
        {
          type: 'different',
          kind: 'layer',
          id: 'l1',
          otherId: null,
          workspace: null,
          title: 'roads',
          properties: [],
        },
      ],
      unknowable: [],
      problems: [],
    }
    hub.emit('compared', { instanceName: 'geo-2', reference: 'geo-1', drift })
    expect(told.slice(1)).toEqual([
      ['queue', 'geo-2', { at: 7, messageIds: ['a', 'b'], complete: true }],
      ['compared', 'geo-2', 9, [['l1', true]]],
    ])
  })

  it('asks a node of this machine what became of messages, and passes on what it knows', async () => {
    const { watch, heard, asked, known } = watched(pending('e1', 'e2', 'e3', 'e4', 'e5'))
    known.set('e1', { state: 'applied' })
    known.set('e2', { state: 'failed', reason: 'its store is missing' })
    known.set('e3', { state: 'parked', reason: 'waits' })
    known.set('e4', { state: 'received' })
    await watch.start()
    await eventually('the node was heard', () => heard.length > 0)
    expect(asked).toEqual([['e1', 'e2', 'e3', 'e4', 'e5']])
    expect(heard).toEqual([
      { sequence: 1, proof: 'o0', state: 'taken', isApplied: true, at: 5_000, reason: null },
      {
        sequence: 2,
        proof: 'o1',
        state: 'failed',
        isApplied: false,
        at: 5_000,
        reason: 'its store is missing',
      },
      { sequence: 3, proof: 'o2', state: 'failed', isApplied: false, at: 5_000, reason: 'waits' },
    ])
  })

  it('asks again, once, for what happened while it was asking', async () => {
    const { watch, hub, asked } = watched(pending('e1'))
    await watch.start()
    for (let number = 0; number < 5; number += 1) hub.emit('finished', finishedEvent)
    hub.emit('archived', { messages: 3, changes: 3 })
    await eventually('the node was asked again', () => asked.length === 2)
    hub.emit('finished', { ...finishedEvent, instanceName: 'geo-elsewhere' })
    expect(asked).toHaveLength(2)
  })

  it('does not ask a node that stopped meanwhile, nor look for what to ask one that does not run', async () => {
    let looked = 0
    const { watch, hub, node, asked, ended } = watched({
      pendingIdentities: () => {
        looked += 1
        node.delivery = undefined
        return Promise.resolve([{ sequence: 1, proof: null, identity: 'e1' }])
      },
    })
    await watch.start()
    await eventually('the archive was looked at', () => looked === 1)
    hub.emit('archived', { messages: 1, changes: 1 })
    ended.abort()
    expect(asked).toEqual([])
    expect(looked).toBe(1)
  })

  it('says what the archive could not note, but not that it died or is closed', async () => {
    const broken = failure('PLB-STORAGE-FULL', { operation: 'write', path: 'a.sqlite' })
    const died = failure('PLB-WORKER-FAILED', { work: 'it', reason: 'x' })
    let refusal: Error = died
    const { watch, hub, notices, ended } = watched({ sawQueue: () => Promise.reject(refusal) })
    await watch.start()
    hub.emit('waiting', glimpse)
    refusal = broken
    hub.emit('waiting', glimpse)
    await eventually('it is said', () => notices.length > 0)
    ended.abort()
    hub.emit('waiting', glimpse)
    expect(notices).toEqual([`What became of messages could not be noted: ${broken.message}`])
  })

  it('hears nothing any more when it is over', async () => {
    const { watch, hub, told, asked, ended } = watched(pending('e1'))
    await watch.start()
    await eventually('the node was asked', () => asked.length === 1)
    ended.abort()
    hub.emit('waiting', glimpse)
    hub.emit('archived', { messages: 1, changes: 1 })
    expect(told).toHaveLength(1)
    expect(asked).toHaveLength(1)
  })
})
