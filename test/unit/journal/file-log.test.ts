import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { FileLog } from '../../../electron/engine/journal/file-log.ts'
import { journalMigrations } from '../../../electron/engine/journal/schema.ts'
import type { FileSystem } from '../../../electron/storage/files.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { openSealer } from '../../../electron/storage/secrets.ts'
import { NotStaged, StagedDirectory } from '../../../electron/storage/staged-directory.ts'
import { directoryRoot, filesBelow } from '../../support/data-directories.ts'
import { failureOf } from '../../support/failures.ts'
import { atEveryCrashPoint, recordingFileSystem } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** A directory with a log of its changes beside it, as at a start of the process. */
function open(path: string, fileSystem?: FileSystem) {
  const { database } = openDatabase(join(path, 'state/node.sqlite'), journalMigrations)
  const close = (): void => {
    database.close()
  }
  onTestFinished(close)
  // What the journal commits is there; it is the files that lose what they were not waited for.
  database.query('PRAGMA synchronous = OFF', z.unknown()).all()
  const sealer = openSealer({ keyFile: join(path, 'state/key'), environment: {} })
  const root = directoryRoot(join(path, 'data'), fileSystem)
  const log = new FileLog(database, sealer, root)
  const directory = new StagedDirectory(root, log)
  const commit = (): void => {
    database.transaction(() => {
      directory.writeDown()
    })
  }
  return { log, directory, commit, close }
}

const before = { 'a/one.xml': 'one', 'a/two.xml': 'two', 'b/three.xml': 'three' }
const after = { 'a/one.xml': 'ONE', 'b/four.xml': 'four', 'c/d/five.xml': 'five' }

function prepared(): string {
  const path = temporaryDirectory()
  for (const [name, content] of Object.entries(before)) {
    const file = join(path, 'data', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  return path
}

function change(directory: StagedDirectory): void {
  directory.stage(() => {
    directory.writeAtomically(['a', 'one.xml'], 'never seen')
    directory.writeAtomically(['a', 'one.xml'], 'ONE')
    directory.removeFile(['a', 'two.xml'])
    directory.removeDirectory(['b'])
    directory.writeAtomically(['b', 'four.xml'], 'four')
    directory.writeAtomically(['c', 'd', 'five.xml'], 'five', { mode: 0o600 })
    directory.writeAtomically(['c', 'six.xml'], 'six')
    directory.removeFile(['c', 'six.xml'])
  })
}

/** Each can be done again. */
const atOnceSteps: readonly ((directory: StagedDirectory) => void)[] = [
  (directory) => {
    if (directory.exists(['a'])) directory.rename(['a'], ['e'])
  },
  (directory) => {
    directory.writeAtomically(['e', 'one.xml'], 'one at once')
  },
]

const filesOf = (path: string) => Object.fromEntries(filesBelow(join(path, 'data')))

describe('changes of files that are put off', () => {
  it('are seen at once and made only when they were written down', () => {
    const path = prepared()
    const { directory, commit } = open(path)
    change(directory)
    expect(filesOf(path)).toEqual(before)
    expect(directory.readFile(['a', 'one.xml'], 100).toString()).toBe('ONE')
    expect(directory.exists(['a', 'two.xml'])).toBe(false)
    expect(directory.exists(['b', 'three.xml'])).toBe(false)
    expect(directory.stat(['b'])?.kind).toBe('directory')
    expect(directory.stat(['c', 'd'])?.kind).toBe('directory')
    commit()
    directory.settle()
    expect(filesOf(path)).toEqual(after)
  })

  it('never were, when they are discarded', () => {
    const path = prepared()
    const { directory, commit } = open(path)
    change(directory)
    directory.discard()
    commit()
    directory.settle()
    expect(filesOf(path)).toEqual(before)
    expect(directory.exists(['b', 'three.xml'])).toBe(true)
  })

  it('are refused at once where they cannot be made', () => {
    const { directory } = open(prepared())
    const write = (...names: readonly string[]) =>
      failureOf(() => {
        directory.stage(() => {
          directory.writeAtomically(names, '')
        })
      }).code
    expect(write('a')).toBe('PLB-STORAGE-FAILED')
    expect(write('a', 'one.xml', 'x')).toBe('PLB-STORAGE-FAILED')
    expect(write('..', 'x')).toBe('PLB-STORAGE-PATH-OUTSIDE')
    expect(write(...Array.from({ length: 40 }, () => 'x'.repeat(200)))).toBe('PLB-STORAGE-NAME-REFUSED')
    expect(() => {
      directory.stage(() => {
        directory.rename(['a'], ['z'])
      })
    }).toThrow(NotStaged)
  })

  it('wait for the disk only when they are settled, or something is changed at once', () => {
    const { fileSystem, calls } = recordingFileSystem()
    const syncs = () => calls.filter(({ name }) => name === 'sync' || name === 'syncDirectory').length
    const { directory, commit, log } = open(prepared(), fileSystem)
    change(directory)
    commit()
    directory.settle()
    expect(syncs()).toBe(0)
    expect(log.isEmpty).toBe(false)
    directory.removeFile(['a', 'one.xml'])
    expect(log.isEmpty).toBe(false)
    // What it is to hold, the two directories on the way to it, and behind that the one something is removed from.
    expect(syncs()).toBe(1 + 2 + 1)
    log.settle()
    expect(log.isEmpty).toBe(true)
    // Two files more, and the five directories on the way to all.
    expect(syncs()).toBe(4 + 2 + 5)
  })

  it('are waited for once, however often a file was written', () => {
    const { fileSystem, calls } = recordingFileSystem()
    const { directory, commit, log } = open(prepared(), fileSystem)
    for (let count = 0; count < 20; count += 1) {
      directory.stage(() => {
        directory.writeAtomically(['a', 'one.xml'], `${count}`)
      })
      commit()
      directory.settle()
    }
    log.settle()
    expect(calls.filter(({ name }) => name === 'sync')).toHaveLength(1)
  })

  it('are not waited for beside whoever makes many, until that is over or too many wait', () => {
    const { directory, commit, log } = open(prepared())
    const write = (count: number, prefix: string): void => {
      directory.stage(() => {
        for (let index = 0; index < count; index += 1)
          directory.writeAtomically(['a', `${prefix}${index}`], '')
      })
      commit()
      directory.settle()
    }
    write(9, 'few')
    expect(log.stepInQuiet()).toBe(false)
    expect(log.isEmpty).toBe(false)
    expect(log.stepInQuiet()).toBe(true)
    log.settle()
    expect(log.isEmpty).toBe(true)
    write(1001, 'many')
    let rest = 0
    while (log.step()) rest += 1
    expect(rest).toBe(Math.ceil((1001 - 8) / 8))
  })

  it('stay whole where something else is changed at once before the disk has them', () => {
    const first = prepared()
    open(first).close()
    const crashes = atEveryCrashPoint({
      prepare: () => {
        const path = temporaryDirectory()
        cpSync(first, path, { recursive: true })
        return { path, done: 0 }
      },
      run: (fileSystem, state) => {
        const { directory, commit, close } = open(state.path, fileSystem)
        try {
          change(directory)
          commit()
          directory.settle()
          for (const step of atOnceSteps) {
            step(directory)
            state.done += 1
          }
        } finally {
          close()
        }
      },
      check: ({ path, done }, point) => {
        const { log, directory, close } = open(path)
        expect({ point, problems: log.redo() }).toEqual({ point, problems: [] })
        // What was changed at once is done again by whoever did it.
        for (const step of atOnceSteps.slice(done)) step(directory)
        for (const names of [['a'], ['c'], ['c', 'd'], ['e'], []]) {
          if (directory.exists(names)) directory.removeLeftovers(names)
        }
        expect({ point, files: filesOf(path) }).toEqual({
          point,
          files: { 'e/one.xml': 'one at once', 'c/d/five.xml': 'five', 'b/four.xml': 'four' },
        })
        close()
      },
    })
    expect(crashes).toBeGreaterThan(30)
  })

  it('are made again as a whole after a crash or a power cut at any moment, or not at all', () => {
    // An empty journal, since making one takes longer than all the rest.
    const first = prepared()
    open(first).close()
    const crashes = atEveryCrashPoint({
      prepare: () => {
        const path = temporaryDirectory()
        cpSync(first, path, { recursive: true })
        return { path, isWrittenDown: false }
      },
      run: (fileSystem, state) => {
        const { directory, commit, log, close } = open(state.path, fileSystem)
        try {
          change(directory)
          commit()
          state.isWrittenDown = true
          directory.settle()
          log.settle()
        } finally {
          close()
        }
      },
      check: ({ path, isWrittenDown }, point) => {
        const { log, directory, close } = open(path)
        expect({ point, problems: log.redo() }).toEqual({ point, problems: [] })
        for (const names of [['a'], ['b'], ['c'], ['c', 'd'], []]) {
          if (directory.exists(names)) directory.removeLeftovers(names)
        }
        expect({ point, files: filesOf(path) }).toEqual({ point, files: isWrittenDown ? after : before })
        expect(log.isEmpty).toBe(true)
        close()
      },
    })
    expect(crashes).toBeGreaterThan(30)
  })

  it('are in no file of the journal in the clear', () => {
    const path = prepared()
    const { directory, commit, close } = open(path)
    directory.stage(() => {
      directory.writeAtomically(['a', 'secret.xml'], 'plain:s3cret-of-a-store')
    })
    commit()
    close()
    for (const content of filesBelow(join(path, 'state')).values()) expect(content).not.toContain('s3cret-of')
  })

  it('are a problem of their own where something else lies in their place by then', () => {
    const path = prepared()
    const first = open(path)
    change(first.directory)
    first.commit()
    first.close()
    rmSync(join(path, 'data/a/one.xml'))
    mkdirSync(join(path, 'data/a/one.xml'))
    expect(
      open(path)
        .log.redo()
        .map(({ path: at }) => at),
    ).toEqual(['a/one.xml'])
    expect(readFileSync(join(path, 'data/b/four.xml'), 'utf8')).toBe('four')
  })
})
