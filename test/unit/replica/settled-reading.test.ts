import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../electron/scheduler/clock.ts'
import { nameOf, textOfProperty } from '../../../electron/catalog/object.ts'
import { OwnDirectory, SettledReading } from '../../../electron/engine/replica/settled-reading.ts'
import { NodeDirectory } from '../../../electron/engine/resync/node-directory.ts'
import { createFileSystem } from '../../../electron/storage/files.ts'
import { nodeFileSystemCalls } from '../../../electron/storage/file-system-calls.ts'
import { DirectoryRoot } from '../../../electron/storage/directory-root.ts'
import { recordingFileSystem } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** Time that passes at once. */
const hasty: Clock = {
  now: () => 0,
  after: (_, callback) => {
    callback()
    return () => undefined
  },
}

/** A directory somebody writes into whenever one of its files is read, so many times. */
function busyDirectory(writes: number): { readonly root: DirectoryRoot; readonly file: string } {
  const directory = temporaryDirectory()
  const file = join(directory, 'workspaces/topp/workspace.xml')
  mkdirSync(join(directory, 'workspaces/topp'), { recursive: true })
  const workspace = (id: number) =>
    writeFileSync(
      file,
      `<workspace><id>ws</id><name>topp</name><isolated>${'x'.repeat(id)}</isolated></workspace>`,
    )
  workspace(0)
  writeFileSync(
    join(directory, 'workspaces/topp/namespace.xml'),
    '<namespace><id>ns</id><prefix>topp</prefix><uri>http://topp</uri></namespace>',
  )
  let written = 0
  const calls = {
    ...nodeFileSystemCalls,
    readStart: (path: string, limit: number) => {
      const bytes = nodeFileSystemCalls.readStart(path, limit)
      if (path === file && written < writes) {
        written += 1
        workspace(written)
      }
      return bytes
    },
  }
  return { root: new DirectoryRoot(directory, createFileSystem(calls)), file }
}

describe('a directory that changes while it is read', () => {
  it('is read again by a node that starts, until it is at rest', async () => {
    const { root, file } = busyDirectory(3)
    const { catalog, problems } = await new OwnDirectory(root, hasty).read()
    const workspace = catalog.byName('workspace', 'topp')
    expect(readFileSync(file, 'utf8')).toContain(`<isolated>xxx</isolated>`)
    expect(workspace && textOfProperty(workspace, 'isolated')).toBe('xxx')
    expect(problems).toEqual([])
  })

  it.each([
    ['a node that starts', (root: DirectoryRoot) => new OwnDirectory(root, hasty).read()],
    ['a comparison', (root: DirectoryRoot) => new NodeDirectory(root, hasty).read()],
  ])('for ever is said to be unknown to %s, which goes on', async (_, read) => {
    const { catalog, problems } = await read(busyDirectory(Infinity).root)
    expect(catalog.ofKind('workspace').map(nameOf)).toEqual(['topp'])
    expect(problems).toMatchObject([{ effect: 'unread', failure: { code: 'PLB-CATALOG-UNSETTLED' } }])
  })

  it('is read no more often than it takes to find it as it was read', async () => {
    const isAsRead = [false, false, true, false]
    let readings = 0
    const { state, isSettled } = await new SettledReading(
      () => (readings += 1),
      () => isAsRead[readings - 1] ?? false,
      hasty,
    ).read()
    expect({ state, isSettled }).toEqual({ state: 3, isSettled: true })
  })
})

it.each([
  ['a node', (root: DirectoryRoot) => new OwnDirectory(root, hasty)],
  ['a comparison', (root: DirectoryRoot) => new NodeDirectory(root, hasty)],
])('by %s a directory that is as it was when it was at rest is looked at once', async (_, readerOf) => {
  const recording = recordingFileSystem()
  const reader = readerOf(new DirectoryRoot(busyDirectory(0).root.path, recording.fileSystem))
  const first = await reader.read()
  const made = recording.calls.length
  const again = await reader.read()
  expect([...again.catalog.objects()]).toEqual([...first.catalog.objects()])
  expect(recording.calls.length - made).toBeLessThan(made)
})

it('nothing is made again of a directory that is as it was when it was compared', async () => {
  const directory = new NodeDirectory(busyDirectory(0).root, hasty)
  expect(await directory.read()).toBe(await directory.read())
})

it.each([
  ['a node', (root: DirectoryRoot) => new OwnDirectory(root, hasty)],
  ['a comparison', (root: DirectoryRoot) => new NodeDirectory(root, hasty)],
])(
  'by %s a directory that is gone is not taken for what it was, however often it is read',
  async (_, readerOf) => {
    const { root } = busyDirectory(0)
    const reader = readerOf(root)
    await reader.read()
    rmSync(root.path, { recursive: true })
    for (let times = 0; times < 3; times += 1)
      await expect(reader.read()).rejects.toMatchObject({ code: 'PLB-STORAGE-FILE-MISSING' })
  },
)

it('the directory of a node is put together anew of what did not change, since what was read is for the node to change', async () => {
  const directory = new OwnDirectory(busyDirectory(0).root, hasty)
  const { catalog } = await directory.read()
  const read = [...catalog.objects()]
  for (const { id } of read) catalog.remove(id)
  expect([...(await directory.read()).catalog.objects()]).toEqual(read)
})
