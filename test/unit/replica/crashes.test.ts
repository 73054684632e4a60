import { cpSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DataDirectoryWriter } from '../../../electron/catalog/data-directory-writer.ts'
import type { Replica } from '../../../electron/engine/replica/replica.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
import type { ClusterEvent } from '../../../electron/wire/event.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow } from '../../support/data-directories.ts'
import {
  atEveryCrashPoint,
  failingFileSystem,
  recordingFileSystem,
} from '../../support/file-system-faults.ts'
import { replicaIn } from '../../support/replicas.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { added, expectWhole, modified, removed, styleFile, world, type World } from './world.ts'

type Scenario = (each: World) => ClusterEvent

const inA = { workspace: reference('workspace', 'ws-a') }

const scenarios: Readonly<Record<string, Scenario>> = {
  'adding a workspace': () => added(object('workspace', 'ws-c', { name: 'c' })),
  'adding a layer': ({ get }) => added({ ...get('layer-a') }),
  'adding a layer whose resource is gone': ({ get, replica }) => {
    const [layer, resource] = [get('layer-a'), get('roads-a')]
    replica.apply(removed(layer))
    return added(layer, resource)
  },
  'changing a style and its rules': ({ get }) => ({
    ...modified(get('st'), { name: 'river', filename: 'river.sld' }),
    styleBody: Buffer.from('river'),
  }),
  'writing a style file': () => styleFile('a', 'line.sld', 'new'),
  'renaming a workspace': ({ get }) => modified(get('ws-a'), { name: 'hydro' }),
  'renaming a namespace': ({ get }) => modified(get('ns-a'), { prefix: 'hydro' }),
  'renaming a workspace to the name of a stale one': ({ get }) => modified(get('ws-a'), { name: 'b' }),
  'renaming a namespace to the prefix of a stale one': ({ get }) => modified(get('ns-a'), { prefix: 'b' }),
  'renaming a style to the name of a stale one': ({ get, replica }) => {
    replica.apply(added(object('style', 'other', { name: 'river', filename: 'river.sld' })))
    replica.apply(styleFile(undefined, 'river.sld', 'river'))
    return modified(get('other'), { name: 'line', filename: 'line.sld' })
  },
  'moving a store': ({ get }) =>
    modified(get('pg-a'), { name: 'moved', workspace: reference('workspace', 'ws-b') }),
  'taking over the id of a workspace': () => added(object('workspace', 'new-id', { name: 'a' })),
  'taking over the id of a store': () => added(object('dataStore', 'new-id', { name: 'pg', ...inA })),
  'taking over the id of a style': () =>
    added(object('style', 'new-id', { name: 'line', filename: 'other.sld' })),
  'removing a workspace that is the default': ({ get }) => removed(get('ws-a')),
  'removing a store': ({ get }) => removed(get('pg-a')),
  'removing a layer': ({ get }) => removed(get('layer-a')),
  'removing a style': ({ get }) => removed(get('st')),
  'making another workspace the default': ({ get }) => ({
    verb: 'default',
    property: 'defaultWorkspace',
    object: { kind: 'workspace', id: 'ws-b', name: 'b' },
    copies: new Map([['ws-b', get('ws-b')]]),
  }),
}

/** The world a scenario needs, in a directory to copy, and the event; then the files without any interruption. */
function prepared(scenario: Scenario) {
  const each = world()
  // Fewer files make fewer moments to crash at.
  for (const id of ['pg-b', 'all']) each.replica.apply(removed(each.get(id)))
  const event = scenario(each)
  const copy = (): string => {
    const path = temporaryDirectory()
    cpSync(each.path, path, { recursive: true })
    return path
  }
  const uninterrupted = copy()
  replicaIn(uninterrupted).apply(event)
  return { event, copy, untouched: filesBelow(each.path), expected: filesBelow(uninterrupted) }
}

/** Starts anew from the directory and applies the event again. */
function finish(path: string, event: ClusterEvent): Replica {
  const replica = replicaIn(path)
  new DataDirectoryWriter(directoryRoot(path), replica.catalog).removeLeftovers()
  replica.apply(event)
  return replica
}

describe('a crash at any moment is made good by applying the event again', () => {
  it.each(Object.entries(scenarios))('%s', (name, scenario) => {
    const { event, copy, untouched, expected } = prepared(scenario)
    if (name !== 'adding a layer') expect(expected).not.toEqual(untouched)
    const crashes = atEveryCrashPoint({
      prepare: copy,
      run: (fileSystem, path) => {
        replicaIn(path, fileSystem).apply(event)
      },
      check: (path, point) => {
        const replica = finish(path, event)
        expect({ point, files: filesBelow(path) }).toEqual({ point, files: expected })
        // Its namespace is still to come.
        if (name !== 'adding a workspace') expectWhole({ path, replica })
      },
    })
    if (name !== 'adding a layer') expect(crashes).toBeGreaterThan(0)
  })
})

describe('a crash in the middle of what is applied together', () => {
  it.each([
    ['removing a layer, its store, and its workspace', ['layer-a', 'pg-a', 'ws-a']],
    ['removing a style layers use, then a layer', ['st', 'layer-a']],
  ])('is made good by applying all of it again: %s', (_, ids) => {
    const each = world()
    for (const id of ['pg-b', 'all']) each.replica.apply(removed(each.get(id)))
    const events = ids.map((id) => removed(each.get(id)))
    const copy = (): string => {
      const path = temporaryDirectory()
      cpSync(each.path, path, { recursive: true })
      return path
    }
    const apply = (replica: Replica) => {
      replica.together(() => {
        for (const event of events) replica.apply(event)
      })
    }
    const uninterrupted = copy()
    apply(replicaIn(uninterrupted))
    const expected = filesBelow(uninterrupted)
    const crashes = atEveryCrashPoint({
      prepare: copy,
      run: (fileSystem, path) => {
        apply(replicaIn(path, fileSystem))
      },
      check: (path, point) => {
        const replica = replicaIn(path)
        new DataDirectoryWriter(directoryRoot(path), replica.catalog).removeLeftovers()
        apply(replica)
        expect({ point, files: filesBelow(path) }).toEqual({ point, files: expected })
      },
    })
    expect(crashes).toBeGreaterThan(ids.length)
  })
})

describe('a disk that refuses at any moment', () => {
  it.each(Object.entries(scenarios))('leaves memory and files ready to try again: %s', (_, scenario) => {
    const { event, copy, expected } = prepared(scenario)
    const { fileSystem, calls } = recordingFileSystem()
    replicaIn(copy(), fileSystem).apply(event)
    const changing = calls.filter(({ name }) =>
      ['create', 'write', 'rename', 'removeFile', 'makeDirectory'].includes(name),
    )
    for (const { number } of changing) {
      const path = copy()
      let isFull = true
      const moody = createMoodyFileSystem((call) => isFull && call === number)
      const replica = replicaIn(path, moody)
      try {
        replica.apply(event)
      } catch (error) {
        expect(isFailure(error) && error.code).toMatch(/^PLB-STORAGE-/)
      }
      isFull = false
      replica.apply(event)
      new DataDirectoryWriter(directoryRoot(path), replica.catalog).removeLeftovers()
      expect({ number, files: filesBelow(path) }).toEqual({ number, files: expected })
    }
  })
})

/** Like the failing file system of the tests, but for calls it is asked about by number alone. */
function createMoodyFileSystem(refuses: (call: number) => boolean) {
  return failingFileSystem('ENOSPC', ({ number }) => refuses(number))
}
