import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Incoming } from '../../../electron/engine/slave/receiver.ts'
import type { ClusterEvent } from '../../../electron/wire/event.ts'
import { object } from '../../support/catalog-changes.ts'
import { filesBelow } from '../../support/data-directories.ts'
import { SimulatedCrash } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { added, modified, removed, styleFile } from '../replica/world.ts'
import { encoded, of } from './encoded.ts'
import { message, openSlave, type SlaveNode } from './node.ts'

const sent = (...events: readonly ClusterEvent[]): readonly Incoming[] =>
  events.map((event) => message(encoded(event)))

/** Another workspace by the name of one that was removed, and its namespace. */
const successor = [
  added(object('workspace', 'ws-next', { name: 'a', isolated: 'false' })),
  added(object('namespace', 'ns-next', { prefix: 'a', uri: 'http://next', isolated: 'false' })),
]

/** Everything that belongs to the workspace a, without the workspace. */
const contents = [
  styleFile('a', 'line.sld', '<sld>a</sld>'),
  ...['st-a', 'pg-a', 'roads-a', 'layer-a', 'all-a'].map((id) => added(of(id))),
]

function holds({ replica }: SlaveNode): readonly string[] {
  return [...replica.catalog.objects()].map(({ id }) => id).toSorted()
}

function reopened(path: string, slave: SlaveNode): SlaveNode {
  slave.close()
  const again = openSlave(path)
  again.receiver.resume()
  return again
}

describe('what waits for a workspace that is removed', () => {
  it('never gets into another one of its name: the workspace never came', () => {
    const path = temporaryDirectory()
    const slave = openSlave(path)
    slave.receiver.take(sent(...contents))
    slave.receiver.take(sent(...successor))
    expect(holds(slave)).toEqual(['ns-next', 'ws-next'])
    // All wait on, for the one they mean, across restarts.
    const again = reopened(path, reopened(path, slave))
    expect(holds(again)).toEqual(['ns-next', 'ws-next'])
    expect(again.inbox.counts()).toMatchObject({ parked: contents.length, applied: 2 })
    expect([...filesBelow(join(path, 'data')).keys()].join()).not.toContain('line.sld')
    // Its removal is all they wait for by then.
    again.receiver.take(sent(removed(of('ns-a')), removed(of('ws-a'))))
    expect(again.inbox.counts()).toMatchObject({ parked: 0 })
    expect(holds(again)).toEqual(['ns-next', 'ws-next'])
    again.close()
  })

  it.each([
    ['after the removal', [removed(of('ws-a'))], successor],
    ['after another one came', [removed(of('ws-a')), ...successor], []],
  ])('nor does what comes late: %s', (_, before, after) => {
    const path = temporaryDirectory()
    const first = openSlave(path)
    first.receiver.take(sent(added(of('ws-a')), added(of('ns-a')), ...before))
    const slave = reopened(path, first)
    slave.receiver.take(sent(...contents.slice(1), modified(of('pg-a'), { description: 'late' })))
    slave.receiver.take(sent(...after))
    expect(holds(slave)).toEqual(['ns-next', 'ws-next'])
    expect(slave.inbox.counts()).toMatchObject({ parked: 0, failed: 0 })
    slave.close()
  })

  it('nor is the other one removed when the removal comes late, or once more', () => {
    const path = temporaryDirectory()
    const first = openSlave(path)
    first.receiver.take(sent(added(of('ws-a')), added(of('ns-a')), removed(of('ws-a')), ...successor))
    const slave = reopened(path, first)
    slave.receiver.take(sent(removed(of('ws-a')), removed(of('ns-a')), modified(of('ws-a'), { name: 'x' })))
    expect(holds(slave)).toEqual(['ns-next', 'ws-next'])
    slave.close()
  })

  it('comes with it when the very same one is made again', () => {
    const path = temporaryDirectory()
    const first = openSlave(path)
    first.receiver.take(sent(added(of('ws-a')), added(of('ns-a')), added(of('pg-a')), removed(of('ws-a'))))
    const slave = reopened(path, first)
    slave.receiver.take(sent(added(of('ws-a')), added(of('ns-a')), added(of('pg-a'))))
    expect(holds(slave)).toEqual(['ns-a', 'pg-a', 'ws-a'])
    slave.close()
  })

  it('is heard of when this very node makes the change', () => {
    const path = temporaryDirectory()
    const slave = openSlave(path)
    slave.receiver.take(sent(...contents))
    for (const event of successor) {
      slave.replica.apply(event)
      slave.receiver.hear([event])
    }
    const again = reopened(path, slave)
    expect(holds(again)).toEqual(['ns-next', 'ws-next'])
    for (const event of [added(of('ws-a')), added(of('ns-a')), added(of('st'))]) {
      again.replica.apply(event)
      again.receiver.hear([event])
    }
    // The one of that id took the place of the other, and with it came all that waited.
    expect(again.inbox.counts()).toMatchObject({ parked: 0 })
    expect(holds(again)).toContain('pg-a')
    const removal = removed(of('ws-a'))
    again.replica.apply(removal)
    again.receiver.hear([removal])
    const last = reopened(path, again)
    last.receiver.take(sent(added(of('pg-a'))))
    expect(holds(last)).toEqual(['st'])
    last.close()
  })

  it('stays gone when the node dies between removing and writing that down', () => {
    const all = [...contents, removed(of('ws-a')), removed(of('ns-a')), ...successor, added(of('pg-a'))]
    for (let dying = 0; dying < all.length; dying += 1) {
      const path = temporaryDirectory()
      const messages = sent(...all)
      let isDying = false
      const slave = openSlave(path, { isDead: () => isDying })
      slave.receiver.take(messages.slice(0, dying))
      isDying = true
      expect(() => {
        slave.receiver.take(messages.slice(dying))
      }).toThrow(SimulatedCrash)
      slave.close()
      const again = openSlave(path)
      again.receiver.resume()
      again.receiver.take(messages.slice(dying))
      expect({ dying, holds: holds(again) }).toEqual({ dying, holds: ['ns-next', 'ws-next'] })
      expect(again.inbox.counts()).toMatchObject({ parked: 0, failed: 0, received: 0 })
      again.close()
    }
  })
})
