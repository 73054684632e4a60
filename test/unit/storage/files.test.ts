import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isFailure, type Failure } from '../../../electron/errors/failure.ts'
import { isLeftover, localFileSystem } from '../../../electron/storage/files.ts'
import {
  atEveryCrashPoint,
  failingFileSystem,
  recordingFileSystem,
} from '../../support/file-system-faults.ts'
import { failureOf } from '../../support/failures.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

describe('writing a file atomically', () => {
  it('makes a new file and replaces an old one, leaving nothing else behind', () => {
    const path = join(temporaryDirectory(), 'global.xml')
    localFileSystem.writeAtomically(path, '<global/>')
    localFileSystem.writeAtomically(path, Buffer.from('<global>é</global>'))
    expect(readFileSync(path, 'utf8')).toBe('<global>é</global>')
    expect(readdirSync(join(path, '..'))).toEqual(['global.xml'])
  })

  it('brings the content to the disk before the name, and the name before it returns', () => {
    const directory = temporaryDirectory()
    const { fileSystem, calls } = recordingFileSystem()
    fileSystem.writeAtomically(join(directory, 'global.xml'), '<global/>')
    expect(calls.map((call) => call.name)).toEqual([
      'hold',
      'statIn',
      'create',
      'write',
      'sync',
      'close',
      'rename',
      'syncDirectory',
    ])
    expect(calls.at(-1)?.path).toBe(directory)
  })

  it('waits for a directory once for all that is done in it together, behind the last of it', () => {
    const directory = temporaryDirectory()
    const { fileSystem, calls } = recordingFileSystem()
    fileSystem.together(() => {
      for (const name of ['a', 'b', 'c']) fileSystem.writeAtomically(join(directory, name), name)
      fileSystem.removeFile(join(directory, 'a'))
    })
    const names = calls.map(({ name }) => name)
    expect(names.filter((name) => name === 'syncDirectory')).toHaveLength(1)
    expect(names.lastIndexOf('removeFile')).toBeLessThan(names.indexOf('syncDirectory'))
    expect(names.filter((name) => name === 'sync')).toHaveLength(3)
  })

  it('has all that was done together on the disk, wherever directories went meanwhile', () => {
    atEveryCrashPoint({
      prepare: temporaryDirectory,
      run: (fileSystem, directory) => {
        fileSystem.together(() => {
          fileSystem.makeDirectory(join(directory, 'old', 'inner'))
          fileSystem.writeAtomically(join(directory, 'old', 'inner', 'file'), 'content')
          fileSystem.rename(join(directory, 'old'), join(directory, 'new'))
          fileSystem.makeDirectory(join(directory, 'gone'))
          fileSystem.writeAtomically(join(directory, 'gone', 'file'), 'content')
          fileSystem.removeDirectory(join(directory, 'gone'))
        })
        writeFileSync(join(directory, 'returned'), '')
      },
      check: (directory) => {
        if (!existsSync(join(directory, 'returned'))) return
        expect(readFileSync(join(directory, 'new', 'inner', 'file'), 'utf8')).toBe('content')
        expect(existsSync(join(directory, 'gone'))).toBe(false)
      },
    })
  })

  it('still owes what it could not bring to the disk, and says so', () => {
    const directory = temporaryDirectory()
    let isFull = true
    const synced: string[] = []
    const fileSystem = failingFileSystem('ENOSPC', ({ name, path }) => {
      if (name !== 'syncDirectory') return false
      if (!isFull) synced.push(path)
      return isFull
    })
    const write = () => {
      fileSystem.writeAtomically(join(directory, 'a'), 'a')
    }
    expect(() => {
      fileSystem.together(write)
    }).toThrow(expect.objectContaining({ code: 'PLB-STORAGE-FULL' }))
    isFull = false
    fileSystem.together(() => undefined)
    expect(synced).toEqual([directory])
  })

  it('holds the old or the new content after a crash at any call, and the leftovers can be removed', () => {
    const crashes = atEveryCrashPoint({
      prepare: () => {
        const directory = temporaryDirectory()
        writeFileSync(join(directory, 'global.xml'), 'old')
        return directory
      },
      run: (fileSystem, directory) => {
        fileSystem.writeAtomically(join(directory, 'global.xml'), 'new')
      },
      check: (directory, { after }) => {
        const content = readFileSync(join(directory, 'global.xml'), 'utf8')
        expect(after === undefined ? ['new'] : ['old', 'new']).toContain(content)
        expect(localFileSystem.list(directory).map((entry) => entry.name)).toEqual(['global.xml'])
        localFileSystem.removeLeftovers(directory)
        expect(readdirSync(directory)).toEqual(['global.xml'])
      },
    })
    expect(crashes).toBe(12)
  })

  it.each(['ENOSPC', 'EACCES', 'EIO'])(
    'keeps the old content and no temporary file when a call fails with %s',
    (errno) => {
      for (const name of ['create', 'write', 'setMode', 'sync', 'rename'] as const) {
        const directory = temporaryDirectory()
        const path = join(directory, 'global.xml')
        writeFileSync(path, 'old')
        const fileSystem = failingFileSystem(errno, (call) => call.name === name)
        expect(failureOf(() => fileSystem.writeAtomically(path, 'new')).message).toContain(path)
        expect(readFileSync(path, 'utf8')).toBe('old')
        expect(readdirSync(directory)).toEqual(['global.xml'])
      }
    },
  )

  it('reports the failed write, not the failed removal of its temporary file', () => {
    const path = join(temporaryDirectory(), 'global.xml')
    const fileSystem = failingFileSystem('EIO', (call) => call.name === 'write' || call.name === 'removeFile')
    const thrown = failureOf(() => fileSystem.writeAtomically(path, 'new'))
    expect(thrown.code).toBe('PLB-STORAGE-FAILED')
    expect(String(thrown.cause)).toContain('write')
    expect(localFileSystem.removeLeftovers(join(path, '..'))).toHaveLength(1)
  })

  it('keeps the permissions of the file it replaces, unless told which to give', () => {
    const path = join(temporaryDirectory(), 'cluster.properties')
    writeFileSync(path, 'old')
    chmodSync(path, 0o664)
    localFileSystem.writeAtomically(path, 'new')
    expect(statSync(path).mode & 0o777).toBe(0o664)
    localFileSystem.writeAtomically(path, 'newer', { mode: 0o600 })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('gives a new file exactly the permissions asked for, whatever the umask', () => {
    const path = join(temporaryDirectory(), 'key')
    localFileSystem.writeAtomically(path, 'key', { mode: 0o666 })
    expect(statSync(path).mode & 0o777).toBe(0o666)
  })
})

describe('creating a file', () => {
  it('makes it whole, but only when the name is free', () => {
    const path = join(temporaryDirectory(), 'key')
    expect(localFileSystem.createFile(path, 'mine', { mode: 0o600 })).toBe(true)
    expect(localFileSystem.createFile(path, 'theirs')).toBe(false)
    expect(readFileSync(path, 'utf8')).toBe('mine')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(path, '..'))).toEqual(['key'])
  })

  it('leaves the whole file or none after a crash at any call', () => {
    const crashes = atEveryCrashPoint({
      prepare: temporaryDirectory,
      run: (fileSystem, directory) => {
        fileSystem.createFile(join(directory, 'key'), 'whole')
      },
      check: (directory, { after }) => {
        localFileSystem.removeLeftovers(directory)
        const names = readdirSync(directory)
        expect(after === undefined ? [['key']] : [[], ['key']]).toContainEqual(names)
        for (const name of names) expect(readFileSync(join(directory, name), 'utf8')).toBe('whole')
      },
    })
    expect(crashes).toBeGreaterThan(8)
  })

  it('fails, leaving nothing, when it cannot be written', () => {
    const directory = temporaryDirectory()
    const fileSystem = failingFileSystem('ENOSPC', (call) => call.name === 'write')
    expect(failureOf(() => fileSystem.createFile(join(directory, 'key'), 'x')).code).toBe('PLB-STORAGE-FULL')
    expect(readdirSync(directory)).toEqual([])
  })
})

describe('names the disk did not confirm', () => {
  it('are waited for with what is done next, although whoever tries again changes nothing any more', () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'one.xml'), '')
    let isRefusing = true
    const waitedFor: string[] = []
    const fileSystem = failingFileSystem('EIO', ({ name, path }) => {
      if (name === 'syncDirectory') waitedFor.push(path)
      return isRefusing && name === 'syncDirectory'
    })
    const move = (): void => fileSystem.rename(join(directory, 'one.xml'), join(directory, 'two.xml'))
    expect(failureOf(move).code).toBe('PLB-STORAGE-FAILED')
    expect(readdirSync(directory)).toEqual(['two.xml'])
    isRefusing = false
    fileSystem.together(() => undefined)
    fileSystem.together(() => undefined)
    expect(waitedFor).toEqual([directory, directory])
  })
})

describe('reading a file', () => {
  it('returns all of its bytes up to the limit', () => {
    const path = join(temporaryDirectory(), 'body')
    writeFileSync(path, Buffer.alloc(200_000, 7))
    expect(localFileSystem.readFile(path, 200_000).equals(Buffer.alloc(200_000, 7))).toBe(true)
  })

  it('refuses a file that is one byte too large instead of cutting it', () => {
    const path = join(temporaryDirectory(), 'body')
    writeFileSync(path, '12345')
    expect(failureOf(() => localFileSystem.readFile(path, 4)).code).toBe('PLB-STORAGE-FILE-TOO-LARGE')
  })

  it.skipIf(process.platform !== 'linux')(
    'reads files that claim to be empty, as those of Linux in /proc do',
    () => {
      expect(localFileSystem.readFile('/proc/self/status', 100_000).toString()).toContain('Pid:')
    },
  )

  it('says that a file is missing, or that it is a directory', () => {
    const directory = temporaryDirectory()
    const missing = failureOf(() => localFileSystem.readFile(join(directory, 'none'), 10))
    expect(missing.code).toBe('PLB-STORAGE-FILE-MISSING')
    expect(missing.message).toBe(
      `Could not read ${join(directory, 'none')}: there is no such file or directory.`,
    )
    expect(failureOf(() => localFileSystem.readFile(directory, 10)).code).toBe('PLB-STORAGE-NOT-A-FILE')
  })
})

describe('errors of the operating system', () => {
  it.each([
    ['EACCES', 'PLB-STORAGE-ACCESS-DENIED'],
    ['EROFS', 'PLB-STORAGE-ACCESS-DENIED'],
    ['ENOSPC', 'PLB-STORAGE-FULL'],
    ['EIO', 'PLB-STORAGE-FAILED'],
  ])('become a failure that names the path: %s is %s', (errno, code) => {
    const directory = temporaryDirectory()
    const fileSystem = failingFileSystem(errno, () => true)
    const actions: readonly (() => unknown)[] = [
      () => fileSystem.readFile(directory, 1),
      () => fileSystem.writeAtomically(directory, ''),
      () => fileSystem.rename(directory, join(directory, 'b')),
      () => fileSystem.removeFile(directory),
      () => fileSystem.removeDirectory(directory),
      () => fileSystem.makeDirectory(directory),
      () => fileSystem.list(directory),
      () => fileSystem.stat(directory),
      () => fileSystem.exists(directory),
      () => fileSystem.realPath(directory),
      () => fileSystem.removeLeftovers(directory),
    ]
    for (const action of actions) {
      const thrown: Failure = failureOf(action)
      expect(thrown.code).toBe(code)
      expect(thrown.message).toContain(directory)
    }
  })

  it('leave a fault of our own as it is', () => {
    const fault = new TypeError('a bug')
    const fileSystem = failingFileSystem('EIO', () => {
      throw fault
    })
    expect(() => fileSystem.stat('/')).toThrow(fault)
  })
})

describe('directories', () => {
  it('are made with those above them, and made again without complaint', () => {
    const path = join(temporaryDirectory(), 'workspaces', 'topp', 'styles')
    localFileSystem.makeDirectory(path)
    localFileSystem.makeDirectory(path)
    expect(statSync(path).isDirectory()).toBe(true)
  })

  it('are listed with kind, size and time, sorted, links not followed', () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'b.xml'), '12345')
    mkdirSync(join(directory, 'a'))
    symlinkSync('b.xml', join(directory, 'c.xml'))
    symlinkSync('nowhere', join(directory, 'd.xml'))
    const entries = localFileSystem.list(directory)
    expect(entries.map((entry) => [entry.name, entry.kind])).toEqual([
      ['a', 'directory'],
      ['b.xml', 'file'],
      ['c.xml', 'link'],
      ['d.xml', 'link'],
    ])
    expect(entries[1]).toMatchObject({
      size: 5,
      mtimeNs: statSync(join(directory, 'b.xml'), { bigint: true }).mtimeNs,
      inode: statSync(join(directory, 'b.xml'), { bigint: true }).ino,
    })
  })

  it('are removed with all in them, but not what a link in them leads to', () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'kept'))
    writeFileSync(join(directory, 'kept', 'data.tif'), 'data')
    mkdirSync(join(directory, 'topp', 'roads'), { recursive: true })
    writeFileSync(join(directory, 'topp', 'roads', 'layer.xml'), '')
    symlinkSync(join(directory, 'kept'), join(directory, 'topp', 'link'))
    localFileSystem.removeDirectory(join(directory, 'topp'))
    localFileSystem.removeDirectory(join(directory, 'topp'))
    expect(readdirSync(directory)).toEqual(['kept'])
    expect(readdirSync(join(directory, 'kept'))).toEqual(['data.tif'])
  })

  it('are whole or gone after a crash at any call of their removal', () => {
    const crashes = atEveryCrashPoint({
      prepare: () => {
        const directory = temporaryDirectory()
        mkdirSync(join(directory, 'topp', 'roads'), { recursive: true })
        writeFileSync(join(directory, 'topp', 'workspace.xml'), 'w')
        writeFileSync(join(directory, 'topp', 'roads', 'layer.xml'), 'l')
        return directory
      },
      run: (fileSystem, directory) => {
        fileSystem.removeDirectory(join(directory, 'topp'))
      },
      check: (directory, { after }) => {
        const names = localFileSystem.list(directory).map((entry) => entry.name)
        expect(after === undefined ? [[]] : [[], ['topp']]).toContainEqual(names)
        if (names.length > 0) {
          expect(readdirSync(join(directory, 'topp'), { recursive: true }).toSorted()).toEqual([
            'roads',
            'roads/layer.xml',
            'workspace.xml',
          ])
        }
        localFileSystem.removeLeftovers(directory)
        expect(readdirSync(directory)).toEqual(names)
      },
    })
    expect(crashes).toBeGreaterThan(8)
  })

  it('hide leftovers of a crash, which are removed on request, and only those', () => {
    const directory = temporaryDirectory()
    const names = ['.plumbline-0123456789abcdef.new', '.plumbline-mine.new', '.hidden', 'styles']
    for (const name of names) writeFileSync(join(directory, name), '')
    expect(names.filter(isLeftover)).toEqual(['.plumbline-0123456789abcdef.new'])
    expect(localFileSystem.list(directory).map((entry) => entry.name)).not.toContain(names[0])
    expect(localFileSystem.removeLeftovers(directory)).toEqual(['.plumbline-0123456789abcdef.new'])
    expect(readdirSync(directory).toSorted()).toEqual(names.slice(1).toSorted())
  })
})

describe('looking at a path', () => {
  it('finds nothing below a file, behind a dangling link and in a circle of links', () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'file'), '')
    symlinkSync('nowhere', join(directory, 'dangling'))
    symlinkSync('circle', join(directory, 'circle'))
    for (const path of ['none', 'file/below', 'dangling', 'circle', 'circle/below']) {
      expect(localFileSystem.exists(join(directory, path))).toBe(false)
    }
  })

  it('follows links', () => {
    const directory = temporaryDirectory()
    symlinkSync('.', join(directory, 'self'))
    expect(localFileSystem.stat(join(directory, 'self'))?.kind).toBe('directory')
  })
})

describe('renaming', () => {
  it('moves a directory with its content and refuses to overwrite a full one', () => {
    const directory = temporaryDirectory()
    for (const name of ['old', 'taken']) {
      mkdirSync(join(directory, name))
      writeFileSync(join(directory, name, 'workspace.xml'), name)
    }
    localFileSystem.rename(join(directory, 'old'), join(directory, 'new'))
    expect(readFileSync(join(directory, 'new', 'workspace.xml'), 'utf8')).toBe('old')
    const thrown = failureOf(() => localFileSystem.rename(join(directory, 'new'), join(directory, 'taken')))
    expect(isFailure(thrown, 'PLB-STORAGE-FAILED')).toBe(true)
    expect(readFileSync(join(directory, 'taken', 'workspace.xml'), 'utf8')).toBe('taken')
  })
})
