import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failure, type Failure } from '../../../electron/errors/failure.ts'
import type { ApplicationEvents } from '../../../electron/services/events/application-events.ts'
import type { OpenCluster } from '../../../electron/services/cluster/open-cluster.ts'
import { EventHub } from '../../../electron/services/events/event-hub.ts'
import { FileWatches } from '../../../electron/services/files/file-watches.ts'
import { english } from '../../../electron/sentences/english.ts'
import { DirectoryRoot } from '../../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { notingFileSystem, watchDirectory } from '../../../electron/storage/watch-directory.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { FakeClock } from '../broker/fake-clock.ts'
import { saying } from '../../support/saying.ts'

const place = 'workspaces/topp/pg/roads/featuretype.xml'

/** A cluster with one data directory, and a system that says that a directory changed when it is told to. */
async function watched({ mostWatched, refuse }: { mostWatched?: number; refuse?: Failure } = {}) {
  const directory = temporaryDirectory()
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  put(place, '<featureType/>')
  put('styles/line.sld', 'red')
  put('data/roads.shp', 'x')
  const clock = new FakeClock()
  const hub = new EventHub<ApplicationEvents>((error) => {
    throw error
  })
  const seen: string[] = []
  const told: string[] = []
  hub.on('files', ({ instanceName }) => seen.push(instanceName))
  hub.on('activity', ({ message }) => told.push(english(message)))
  const systems = new Map<string, () => void>()
  const cluster = {
    nodes: { ofThisMachine: [{ instanceName: 'geo-2', facts: { dataDirectory: directory } }] },
  } as unknown as OpenCluster
  const watches = new FileWatches({
    current: () => cluster,
    hub,
    fileSystem: localFileSystem,
    clock,
    now: () => 0,
    watch: (path, onEvent) => {
      if (refuse !== undefined) throw refuse
      systems.set(path, onEvent)
      return () => systems.delete(path)
    },
    ...(mostWatched === undefined ? {} : { mostWatched }),
  })
  hub.emit('cluster', {
    state: 'open',
    profile: null,
    broker: { state: 'connected', where: '', because: null, nextAttemptIn: null, since: null, bridged: [] },
    message: null,
  })
  /** What is done in turns has been done when nothing of it is left for later turns. */
  const settled = async () => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  await settled()
  const changed = async (path: string) => {
    systems.get(join(directory, dirname(path)))?.()
    clock.advance(500)
    await settled()
  }
  const ours = new DirectoryRoot(
    directory,
    notingFileSystem(localFileSystem, (path) => hub.emit('wrote', { path })),
  )
  return { directory, put, clock, seen, told, systems, settled, changed, ours, watches }
}

describe('a file of a data directory that lies here', () => {
  it('is said to have changed when somebody else changed it, once', async () => {
    const { put, changed, seen, told } = await watched()
    put(place, '<featureType>other</featureType>')
    await changed(place)
    expect(seen).toEqual(['geo-2'])
    expect(told).toEqual([`Somebody changed ${place} in the data directory of geo-2.`])
    await changed(place)
    expect(seen).toHaveLength(1)
  })

  it.each([
    ['new', 'workspaces/new/workspace.xml', 'workspaces'],
    ['new, in a new directory', 'workspaces/topp/pg/new/featuretype.xml', 'workspaces/topp/pg'],
    ['the body of a style', 'styles/line.sld', 'styles'],
    ['of the settings', 'global.xml', ''],
  ])('counts when it is %s', async (_, path, where) => {
    const { put, changed, seen } = await watched()
    put(path, 'changed by hand')
    await changed(join(where, 'x'))
    expect(seen).toEqual(['geo-2'])
  })

  it.each([
    ['removed', (directory: string) => rmSync(join(directory, 'workspaces/topp'), { recursive: true })],
    ['moved', (directory: string) => renameSync(join(directory, 'workspaces/topp'), join(directory, 'gone'))],
  ])('counts when it was %s with its directory', async (_, action) => {
    const { directory, changed, seen, systems } = await watched()
    action(directory)
    await changed('workspaces/topp')
    expect(seen).toEqual(['geo-2'])
    expect([...systems.keys()].filter((path) => path.includes('topp'))).toEqual([])
  })

  it.each([
    ['data', 'data/roads.shp'],
    ['a log', 'logs/geoserver.log'],
    ['a journal', 'cluster/plumbline/node.sqlite'],
  ])('does not count when it is %s', async (_, path) => {
    const { put, changed, seen, clock, settled } = await watched()
    put(path, 'other')
    await changed('')
    clock.advance(30_000)
    await settled()
    expect(seen).toEqual([])
  })

  it('does not count when the node that runs here wrote, moved or removed it', async () => {
    const { ours, changed, seen, clock, settled } = await watched()
    ours.writeAtomically(place.split('/'), '<featureType>ours</featureType>')
    ours.writeAtomically(['workspaces', 'new', 'workspace.xml'], '<workspace/>')
    await changed(place)
    await changed('workspaces/x')
    ours.rename(['workspaces', 'topp'], ['workspaces', 'moved'])
    await changed('workspaces/x')
    ours.removeDirectory(['workspaces', 'new'])
    ours.removeFile(['styles', 'line.sld'])
    clock.advance(30_000)
    await settled()
    expect(seen).toEqual([])
  })

  it('counts when somebody changes it after the node that runs here did', async () => {
    const { ours, put, changed, seen } = await watched()
    ours.rename(['workspaces', 'topp'], ['workspaces', 'moved'])
    await changed('workspaces/x')
    put(place.replace('topp', 'moved'), 'by hand')
    await changed(place.replace('topp', 'moved'))
    expect(seen).toEqual(['geo-2'])
  })

  it('is found within half a minute when the system does not tell', async () => {
    const { put, clock, settled, seen } = await watched()
    put(place, '<featureType>on another machine</featureType>')
    clock.advance(30_000)
    await settled()
    expect(seen).toEqual(['geo-2'])
  })

  it('is found, and the reason told once, when the system watches no more', async () => {
    const because = failure('PLB-STORAGE-NOT-WATCHED', { path: '/data', reason: 'no more' })
    const { put, clock, settled, seen, told } = await watched({ refuse: because })
    put(place, 'other')
    clock.advance(30_000)
    await settled()
    expect(seen).toEqual(['geo-2'])
    expect(told.filter((message) => message.includes(because.message))).toHaveLength(1)
  })

  it('is watched with no more directories than are allowed in all', async () => {
    const { systems, told, watches } = await watched({ mostWatched: 3 })
    expect(systems.size).toBe(3)
    expect(told).toEqual([saying('too many are watched already')])
    watches.stop()
    expect(systems.size).toBe(0)
  })
})

it('the system says that a directory changed, and nothing after that was ended', async () => {
  const directory = temporaryDirectory()
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = watchDirectory(directory, resolve, (because) => {
    throw because
  })
  writeFileSync(join(directory, 'x'), 'y')
  await promise
  end()
  expect(readFileSync(join(directory, 'x'), 'utf8')).toBe('y')
})

it('a directory that cannot be watched is named', () => {
  const missing = join(temporaryDirectory(), 'missing')
  expect(() =>
    watchDirectory(
      missing,
      () => undefined,
      () => undefined,
    ),
  ).toThrow(missing)
})
