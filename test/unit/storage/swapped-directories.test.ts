import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../electron/errors/failure.ts'
import { DirectoryRoot } from '../../../electron/storage/directory-root.ts'
import { createFileSystemCalls } from '../../../electron/storage/file-system-calls.ts'
import { holdByHandle, holdByPath } from '../../../electron/storage/held-directory.ts'
import { disturbedFileSystem } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const leftover = '.plumbline-0123456789abcdef.removed'

/** What lies in a workspace, inside and outside alike, so that whoever is led astray finds what they look for. */
function makeWorkspaces(path: string, content: string): void {
  mkdirSync(join(path, 'topp', 'roads'), { recursive: true })
  mkdirSync(join(path, 'topp', leftover))
  for (const file of ['workspace.xml', 'roads/layer.xml', `${leftover}/layer.xml`])
    writeFileSync(join(path, 'topp', file), content)
}

function contents(path: string): ReadonlyMap<string, string> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true })
  return new Map(
    names.map((entry) => {
      const at = join(entry.parentPath, entry.name)
      return [at, entry.isFile() ? readFileSync(at, 'utf8') : 'no file']
    }),
  )
}

const topp = ['workspaces', 'topp']
const actions: Readonly<Record<string, (root: DirectoryRoot) => unknown>> = {
  'reading a file': (root) => root.readFile([...topp, 'workspace.xml'], 100).toString(),
  'writing a file': (root) => {
    root.writeAtomically([...topp, 'workspace.xml'], 'new')
  },
  'writing a file in a new directory': (root) => {
    root.writeAtomically([...topp, 'store', 'new', 'layer.xml'], 'new')
  },
  'moving a file away': (root) => {
    root.rename([...topp, 'workspace.xml'], ['away.xml'])
  },
  'moving a file in': (root) => {
    root.rename(['global.xml'], [...topp, 'workspace.xml'])
  },
  'moving a directory': (root) => {
    root.rename([...topp, 'roads'], [...topp, 'streets'])
  },
  'removing a file': (root) => {
    root.removeFile([...topp, 'workspace.xml'])
  },
  'removing a directory': (root) => {
    root.removeDirectory([...topp, 'roads'])
  },
  'removing what is above': (root) => {
    root.removeDirectory(topp)
  },
  'making a directory': (root) => {
    root.makeDirectory([...topp, 'store', 'new'])
  },
  'cleaning up': (root) => root.removeLeftovers(topp),
}

const ways = { 'by path': holdByPath, ...(process.platform === 'linux' ? { 'by handle': holdByHandle } : {}) }

describe.each(Object.entries(ways))('directories held %s', (_, hold) => {
  describe.each(Object.entries(actions))('%s', (_name, action) => {
    it.each([['workspaces'], ['workspaces/topp']])(
      'leads nowhere else when %s becomes a link out at any moment',
      (swapped) => {
        let calls = 0
        // Undisturbed at first, which tells how many moments there are.
        for (let at = 0; at <= calls; at += 1) {
          const directory = temporaryDirectory()
          const outside = join(directory, 'outside')
          makeWorkspaces(join(outside, 'workspaces'), 'theirs')
          const path = join(directory, 'root')
          makeWorkspaces(join(path, 'workspaces'), 'ours')
          writeFileSync(join(path, 'global.xml'), 'ours')
          const before = contents(outside)
          const fileSystem = disturbedFileSystem(({ number }) => {
            calls = Math.max(calls, number)
            if (number !== at) return
            rmSync(join(path, 'moved'), { recursive: true, force: true })
            renameSync(join(path, swapped), join(path, 'moved'))
            symlinkSync(join(outside, swapped), join(path, swapped))
          }, createFileSystemCalls(hold))
          let result: unknown
          try {
            result = action(new DirectoryRoot(path, fileSystem))
          } catch (error) {
            if (!isFailure(error)) throw error
          }
          expect([at, contents(outside)]).toEqual([at, before])
          expect(result).not.toBe('theirs')
          rmSync(directory, { recursive: true })
        }
        expect(calls).toBeGreaterThan(1)
      },
    )
  })
})

describe('a directory held by its path', () => {
  it('is not used any more once its path leads to another', () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'a'))
    const held = holdByPath(join(directory, 'a'))
    expect(held.at('file')).toBe(join(held.realPath, 'file'))
    renameSync(join(directory, 'a'), join(directory, 'b'))
    mkdirSync(join(directory, 'a'))
    expect(() => held.at('file')).toThrow('leads to another directory')
  })
})
