import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DirectoryRoot } from '../../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { recordingFileSystem } from '../../support/file-system-faults.ts'
import { failureOf } from '../../support/failures.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** A root beside a directory that must never be reached. */
function rootWithNeighbour() {
  const directory = temporaryDirectory()
  const neighbour = join(directory, 'neighbour')
  mkdirSync(join(directory, 'root', 'workspaces'), { recursive: true })
  mkdirSync(neighbour)
  writeFileSync(join(neighbour, 'secret'), 'secret')
  return { root: new DirectoryRoot(join(directory, 'root'), localFileSystem), neighbour, directory }
}

describe('a directory root', () => {
  it('reads, writes, lists, renames and removes below itself', () => {
    const { root } = rootWithNeighbour()
    root.writeAtomically(['workspaces', 'topp', 'workspace.xml'], '<workspace/>')
    root.rename(['workspaces', 'topp'], ['workspaces', 'tiger'])
    expect(root.readFile(['workspaces', 'tiger', 'workspace.xml'], 100).toString()).toBe('<workspace/>')
    expect(root.list(['workspaces']).map((entry) => entry.name)).toEqual(['tiger'])
    root.removeFile(['workspaces', 'tiger', 'workspace.xml'])
    expect(root.exists(['workspaces', 'tiger', 'workspace.xml'])).toBe(false)
    root.removeDirectory(['workspaces', 'tiger'])
    root.makeDirectory(['styles'])
    expect(root.stat(['styles'])?.kind).toBe('directory')
    expect(root.stat([])?.kind).toBe('directory')
  })

  it.each([
    ['..'],
    ['.'],
    [''],
    ['a/b'],
    ['/etc'],
    ['a\\b'],
    ['\\\\server'],
    ['C:'],
    ['c:windows'],
    ['a\0b'],
  ])('refuses the name %j, wherever it stands', (name) => {
    const { root } = rootWithNeighbour()
    for (const path of [[name], ['workspaces', name], [name, 'workspaces']]) {
      expect(failureOf(() => root.resolve(path)).code).toBe('PLB-STORAGE-PATH-OUTSIDE')
    }
  })

  it.each([
    ['line\nbreak'],
    ['bell\u0007'],
    ['\ud800'],
    ['é'.repeat(128)],
    ['.plumbline-0123456789abcdef.new'],
  ])('refuses the name %j, which GeoServer could never have made', (name) => {
    const { root } = rootWithNeighbour()
    expect(failureOf(() => root.resolve(['styles', name])).code).toBe('PLB-STORAGE-NAME-REFUSED')
  })

  it('refuses a path deeper than any GeoServer makes', () => {
    const { root } = rootWithNeighbour()
    const path = Array.from({ length: 65 }, () => 'a')
    expect(failureOf(() => root.resolve(path)).code).toBe('PLB-STORAGE-NAME-REFUSED')
  })

  it.each([
    ['with space'],
    ['dotted..name'],
    ['Straße'],
    ['道路'],
    ['a:b'.padStart(5, 'x')],
    ['.hidden'],
    ["it's"],
  ])('accepts the name %j', (name) => {
    const { root } = rootWithNeighbour()
    root.writeAtomically(['styles', name], 'x')
    expect(root.list(['styles']).map((entry) => entry.name)).toEqual([name])
  })

  it('refuses a symbolic link that leads outside, at any depth and for every call', () => {
    const { root, neighbour } = rootWithNeighbour()
    symlinkSync(neighbour, join(root.path, 'workspaces', 'out'))
    symlinkSync(join(neighbour, 'secret'), join(root.path, 'file'))
    const inside = ['workspaces', 'out', 'secret']
    const actions: readonly (() => unknown)[] = [
      () => root.readFile(inside, 100),
      () => root.readFile(['file'], 100),
      () => root.writeAtomically(inside, 'x'),
      () => root.writeAtomically(['workspaces', 'out', 'new', 'deep', 'file'], 'x'),
      () => root.rename(['workspaces', 'out', 'secret'], ['mine']),
      () => root.rename(['workspaces'], ['workspaces', 'out', 'mine']),
      () => root.removeFile(inside),
      () => root.removeDirectory(['workspaces', 'out']),
      () => root.makeDirectory(['workspaces', 'out', 'new']),
      () => root.list(['workspaces', 'out']),
      () => root.stat(inside),
      () => root.removeLeftovers(['workspaces', 'out']),
    ]
    for (const action of actions) expect(failureOf(action).code).toBe('PLB-STORAGE-PATH-OUTSIDE')
    expect(localFileSystem.list(neighbour).map((entry) => entry.name)).toEqual(['secret'])
    expect(readFileSync(join(neighbour, 'secret'), 'utf8')).toBe('secret')
  })

  it('is not fooled by a neighbour whose name begins like its own', () => {
    const { root, directory } = rootWithNeighbour()
    mkdirSync(join(directory, 'root-two'))
    symlinkSync(join(directory, 'root-two'), join(root.path, 'out'))
    expect(failureOf(() => root.resolve(['out', 'file'])).code).toBe('PLB-STORAGE-PATH-OUTSIDE')
  })

  it('follows a symbolic link that stays inside, and lists it as what it leads to', () => {
    const { root, neighbour } = rootWithNeighbour()
    mkdirSync(join(root.path, 'data'))
    symlinkSync(join(root.path, 'data'), join(root.path, 'inside'))
    symlinkSync(neighbour, join(root.path, 'outside'))
    symlinkSync('nowhere', join(root.path, 'dangling'))
    root.writeAtomically(['inside', 'a.shp'], 'x')
    expect(readFileSync(join(root.path, 'data', 'a.shp'), 'utf8')).toBe('x')
    const kinds = Object.fromEntries(root.list([]).map((entry) => [entry.name, entry.kind]))
    expect(kinds).toMatchObject({ inside: 'directory', outside: 'link', dangling: 'link' })
  })

  it('may itself be reached over a symbolic link, and need not exist yet', () => {
    const directory = temporaryDirectory()
    symlinkSync(directory, join(directory, 'link'))
    const root = new DirectoryRoot(join(directory, 'link', 'data'), localFileSystem)
    root.writeAtomically(['styles', 'a.xml'], 'x')
    expect(readFileSync(join(directory, 'data', 'styles', 'a.xml'), 'utf8')).toBe('x')
  })

  it('never removes or renames the root itself', () => {
    const { root } = rootWithNeighbour()
    for (const action of [
      () => root.removeDirectory([]),
      () => root.removeFile([]),
      () => root.rename([], ['a']),
      () => root.writeAtomically([], ''),
    ]) {
      expect(failureOf(action).code).toBe('PLB-STORAGE-PATH-OUTSIDE')
    }
    expect(root.exists(['workspaces'])).toBe(true)
  })

  it('asks once in a turn how the names above a file are spelled, and anew once something went or moved', async () => {
    const { directory } = rootWithNeighbour()
    const { fileSystem, calls } = recordingFileSystem()
    const root = new DirectoryRoot(join(directory, 'root'), fileSystem)
    const write = (name: string): number => {
      calls.length = 0
      root.writeAtomically(['workspaces', name], 'x')
      return calls.filter(({ path }) => path.endsWith('WORKSPACES')).length
    }
    expect([write('a'), write('b')]).toEqual([1, 0])
    root.rename(['workspaces', 'a'], ['workspaces', 'c'])
    expect([write('a'), write('b')]).toEqual([1, 0])
    root.removeFile(['workspaces', 'a'])
    expect(write('a')).toBe(1)
    await Promise.resolve()
    expect(write('a')).toBe(1)
  })

  it('looks at a file once before it is changed, and asks of one that is there for its other spellings alone', () => {
    const { directory } = rootWithNeighbour()
    const { fileSystem, calls } = recordingFileSystem()
    const root = new DirectoryRoot(join(directory, 'root'), fileSystem)
    root.writeAtomically(['workspaces', 'a'], 'x')
    const looks = (action: () => unknown): number => {
      calls.length = 0
      action()
      return calls.filter(({ name, path }) => name === 'stat' && path === join(root.path, 'workspaces', 'a'))
        .length
    }
    expect(looks(() => root.checkChange(['workspaces', 'a']))).toBe(1)
    expect(
      looks(() => {
        root.writeAtomically(['workspaces', 'a'], 'y')
      }),
    ).toBe(1)
    expect(
      looks(() => {
        root.removeFile(['workspaces', 'a'])
      }),
    ).toBeLessThanOrEqual(2)
  })

  it('asks once in a turn where the directory of a file leads, and is led nowhere by one that is swapped then', async () => {
    const { directory, neighbour } = rootWithNeighbour()
    const { fileSystem, calls } = recordingFileSystem()
    const root = new DirectoryRoot(join(directory, 'root'), fileSystem)
    const inside = ['workspaces', 'secret']
    for (const name of ['one', 'other']) root.makeDirectory(['workspaces', name])
    const asks = (): number => {
      calls.length = 0
      root.writeAtomically(inside, 'ours')
      root.stat(inside)
      for (const name of ['one', 'other']) root.list(['workspaces', name])
      return calls.filter(({ name, path }) => name === 'realPath' && path !== root.path).length
    }
    expect([asks(), asks()]).toEqual([1, 0])
    renameSync(join(root.path, 'workspaces'), join(directory, 'moved'))
    symlinkSync(neighbour, join(root.path, 'workspaces'))
    const actions: readonly (() => unknown)[] = [
      () => root.readFile(inside, 100),
      () => {
        root.writeAtomically(inside, 'x')
      },
      () => {
        root.removeFile(inside)
      },
      () => root.list(['workspaces']),
    ]
    for (const action of actions) expect(failureOf(action).code).toBe('PLB-STORAGE-PATH-OUTSIDE')
    expect(readFileSync(join(neighbour, 'secret'), 'utf8')).toBe('secret')
    await Promise.resolve()
    expect(failureOf(() => root.stat(inside)).code).toBe('PLB-STORAGE-PATH-OUTSIDE')
  })
})
