import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Incoming } from '../../../electron/engine/slave/receiver.ts'
import { textOfProperty } from '../../../electron/catalog/object.ts'
import { DataDirectoryWriter } from '../../../electron/catalog/data-directory-writer.ts'
import { object } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow } from '../../support/data-directories.ts'
import { atEveryCrashPoint, SimulatedCrash } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { added, expectWhole, modified, removed, styleFile } from '../replica/world.ts'
import { encoded, of } from './encoded.ts'
import { message, openSlave, type SlaveNode } from './node.ts'

/** Out of order in places, so that events wait and are applied later. */
function messages(): readonly Incoming[] {
  return [
    added(of('ws-a')),
    added(of('ns-a')),
    added(of('roads-a')),
    added(of('pg-a')),
    styleFile('a', 'line.sld', '<sld/>'),
    added(of('st-a')),
    modified(of('ns-a'), { prefix: 'hydro' }),
    modified(of('ws-a'), { name: 'hydro' }),
    { ...modified(of('st-a'), { name: 'river', filename: 'river.sld' }), styleBody: Buffer.from('river') },
    removed(of('roads-a')),
    removed(of('ws-a')),
  ].map((event) => message(encoded(event)))
}

function finalState(path: string, slave: SlaveNode) {
  const data = join(path, 'data')
  new DataDirectoryWriter(directoryRoot(data), slave.replica.catalog).removeLeftovers()
  return {
    files: Object.fromEntries(filesBelow(data)),
    unfinished: slave.inbox.after(0, 1000).filter(({ state }) => state !== 'applied' && state !== 'ignored'),
  }
}

function uninterrupted() {
  const path = temporaryDirectory()
  const slave = openSlave(path)
  slave.receiver.take(messages())
  expectWhole({ path: join(path, 'data'), replica: slave.replica })
  return finalState(path, slave)
}

/** A new process: what was received is finished, and the broker sends again whatever was not acknowledged. */
function restarted(path: string, unacknowledged: readonly Incoming[]) {
  const slave = openSlave(path)
  slave.receiver.resume()
  slave.receiver.take(unacknowledged)
  expectWhole({ path: join(path, 'data'), replica: slave.replica })
  const state = finalState(path, slave)
  slave.close()
  return state
}

describe('a slave that dies at any moment ends where one ends that never died', () => {
  it('at every change of a file', () => {
    const expected = uninterrupted()
    // An empty journal, since making one takes longer than all the rest.
    const prepared = temporaryDirectory()
    openSlave(prepared).close()
    const crashes = atEveryCrashPoint({
      prepare: () => {
        const path = temporaryDirectory()
        cpSync(prepared, path, { recursive: true })
        return { path, unacknowledged: [...messages()] }
      },
      run: (fileSystem, { path, unacknowledged }) => {
        const isDead = (): boolean => {
          try {
            fileSystem.exists(path)
            return false
          } catch (error) {
            return error instanceof SimulatedCrash
          }
        }
        const slave = openSlave(path, { fileSystem, isDead })
        try {
          while (unacknowledged.length > 0) {
            slave.receiver.take(unacknowledged.slice(0, 6))
            unacknowledged.splice(0, 6)
          }
        } finally {
          slave.close()
        }
      },
      check: ({ path, unacknowledged }, point) => {
        expect({ point, ...restarted(path, unacknowledged) }).toEqual({ point, ...expected })
      },
    })
    expect(crashes).toBeGreaterThan(100)
  })

  it('without giving back to one style the place another has by then', () => {
    const path = temporaryDirectory()
    const first = openSlave(path)
    const each = [styleFile(undefined, 'line.sld', 'line'), added(of('st'))]
    first.receiver.take(each.map((event) => message(encoded(event))))
    first.close()
    const guest = object('style', 'guest', { name: 'new', filename: 'new.sld' })
    const renamed = { name: 'new', filename: 'new.sld' }
    const batch = [
      styleFile(undefined, 'new.sld', 'of the guest'),
      added(guest),
      removed(guest),
      modified(of('st'), renamed),
    ].map((event) => message(encoded(event)))
    const dying: SlaveNode = openSlave(path, {
      isDead: () => textOfProperty(dying.replica.catalog.get('st') ?? of('st'), 'name') === 'new',
    })
    expect(() => dying.receiver.take(batch)).toThrow(SimulatedCrash)
    dying.close()
    const again = openSlave(path)
    again.receiver.resume()
    again.receiver.take(batch)
    const files = filesBelow(join(path, 'data'))
    expect(files.get('styles/new.sld')).toBe('line')
  })

  it('between what it did and writing that down', () => {
    const expected = uninterrupted()
    const all = messages()
    for (let dying = 0; dying < all.length; dying += 1) {
      const path = temporaryDirectory()
      let isDying = false
      const slave = openSlave(path, { isDead: () => isDying })
      slave.receiver.take(all.slice(0, dying))
      isDying = true
      expect(() => {
        slave.receiver.take(all.slice(dying))
      }).toThrow(SimulatedCrash)
      slave.close()
      expect({ dying, ...restarted(path, all.slice(dying)) }).toEqual({ dying, ...expected })
    }
  })

  it('again and again, while it makes good the last time', () => {
    const expected = uninterrupted()
    const path = temporaryDirectory()
    const all = messages()
    let isDying = true
    for (let times = 0; times < 3; times += 1) {
      // The first time only behind what it has written down, so that there is something to make good.
      const slave: SlaveNode = openSlave(path, {
        isDead: () =>
          isDying && (times > 0 || slave.replica.catalog.byName('namespace', 'hydro') !== undefined),
      })
      expect(() => {
        if (times === 0) slave.receiver.take(all)
        else slave.receiver.resume()
      }).toThrow(SimulatedCrash)
      slave.close()
    }
    isDying = false
    expect(restarted(path, all)).toEqual(expected)
  })
})
