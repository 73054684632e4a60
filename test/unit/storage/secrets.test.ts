import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { textOf } from '../../../electron/errors/failure.ts'
import { localFileSystem, type FileSystem } from '../../../electron/storage/files.ts'
import { openSealer } from '../../../electron/storage/secrets.ts'
import { failingFileSystem } from '../../support/file-system-faults.ts'
import { failureOf } from '../../support/failures.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const otherKey = Buffer.alloc(32, 8).toString('base64')

function sealerWith(environmentKey: string) {
  return openSealer({ keyFile: '/nowhere/key', environment: { PLUMBLINE_KEY: environmentKey } })
}

function sealerFrom(keyFile: string, fileSystem: FileSystem = localFileSystem) {
  return openSealer({ keyFile, environment: {}, fileSystem })
}

describe('a sealer', () => {
  it.each([[''], ['geoserver'], ['pässwörd 🔑'], ['x'.repeat(100_000)]])('opens what it sealed', (text) => {
    const sealer = sealerWith(key)
    const sealed = sealer.seal(text)
    expect(sealer.open(sealed)).toBe(text)
    expect(sealer.open(new Uint8Array(sealed))).toBe(text)
  })

  it('seals the same secret into other bytes each time, with nothing of it in clear', () => {
    const sealer = sealerWith(key)
    const first = sealer.seal('geoserver')
    expect(first.equals(sealer.seal('geoserver'))).toBe(false)
    expect(first.includes('geoserver')).toBe(false)
  })

  it('refuses a secret with any single bit changed', () => {
    const sealer = sealerWith(key)
    const sealed = sealer.seal('geoserver')
    for (let bit = 0; bit < sealed.byteLength * 8; bit += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      const inKeyName = bit >= 8 && bit < 72
      expect(failureOf(() => sealer.open(changed)).code).toBe(
        inKeyName ? 'PLB-STORAGE-SECRET-OTHER-KEY' : 'PLB-STORAGE-SECRET-DAMAGED',
      )
    }
  })

  it('refuses a secret that was cut off or lengthened, wherever', () => {
    const sealer = sealerWith(key)
    const sealed = sealer.seal('geoserver')
    for (let length = 0; length < sealed.byteLength; length += 1) {
      expect(failureOf(() => sealer.open(sealed.subarray(0, length))).code).toBe('PLB-STORAGE-SECRET-DAMAGED')
    }
    const longer = Buffer.concat([sealed, Buffer.of(0)])
    expect(failureOf(() => sealer.open(longer)).code).toBe('PLB-STORAGE-SECRET-DAMAGED')
  })

  it('says that a secret was sealed with another key, and names where its own came from', () => {
    const thrown = failureOf(() => sealerWith(otherKey).open(sealerWith(key).seal('geoserver')))
    expect(thrown.code).toBe('PLB-STORAGE-SECRET-OTHER-KEY')
    expect(thrown.message).toContain('PLUMBLINE_KEY')
  })

  it('gives equal secrets equal fingerprints, and other keys other ones', () => {
    const sealer = sealerWith(key)
    expect(sealer.fingerprint('a')).toBe(sealerWith(key).fingerprint('a'))
    expect(sealer.fingerprint('a')).not.toBe(sealer.fingerprint('b'))
    expect(sealer.fingerprint('a')).not.toBe(sealerWith(otherKey).fingerprint('a'))
    expect(sealer.fingerprint('a')).toMatch(/^[\w-]{43}$/)
  })

  it('shows neither key nor secret, in itself or in an error', () => {
    const sealer = sealerWith(key)
    const sealed = sealer.seal('geoserver')
    sealed.writeUInt8(sealed.readUInt8(40) ^ 1, 40)
    const shown = inspect([sealer, failureOf(() => sealer.open(sealed))], { depth: 10, showHidden: true })
    expect(shown).not.toContain('geoserver')
    expect(shown).not.toContain(key)
  })
})

describe('the key', () => {
  it.each([
    ['short'],
    [Buffer.alloc(31).toString('base64')],
    [Buffer.alloc(33).toString('base64')],
    [`${key}!`],
    [key.slice(0, -1)],
  ])('from the environment is refused when it is not 32 bytes of base64: %s', (bad) => {
    const thrown = failureOf(() => sealerWith(bad))
    expect(thrown.code).toBe('PLB-STORAGE-KEY-INVALID')
    expect(inspect(thrown)).not.toContain(bad)
  })

  it('from the environment goes before the key file, which is not even made', () => {
    const keyFile = join(temporaryDirectory(), 'key')
    openSealer({ keyFile, environment: { PLUMBLINE_KEY: ` ${key}\n` } })
    expect(localFileSystem.exists(keyFile)).toBe(false)
  })

  it('file is made on first use, for this account alone, and used from then on', () => {
    const keyFile = join(temporaryDirectory(), 'plumbline', 'key')
    const sealed = sealerFrom(keyFile).seal('geoserver')
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    expect(statSync(join(keyFile, '..')).mode & 0o777).toBe(0o700)
    expect(sealerFrom(keyFile).open(sealed)).toBe('geoserver')
    expect(openSealer({ keyFile, environment: { PLUMBLINE_KEY: '' } }).open(sealed)).toBe('geoserver')
  })

  it('file made by another process in the same moment is used, not replaced', () => {
    const keyFile = join(temporaryDirectory(), 'key')
    const racing: FileSystem = {
      ...localFileSystem,
      createFile: (path, bytes, options) => {
        writeFileSync(path, key, { mode: 0o600 })
        return localFileSystem.createFile(path, bytes, options)
      },
    }
    expect(sealerFrom(keyFile, racing).open(sealerWith(key).seal('geoserver'))).toBe('geoserver')
  })

  it.each([[0o640], [0o604], [0o660], [0o610]])('file is refused with permissions %o', (mode) => {
    const keyFile = join(temporaryDirectory(), 'key')
    writeFileSync(keyFile, key)
    chmodSync(keyFile, mode)
    const thrown = failureOf(() => sealerFrom(keyFile))
    expect(thrown.code).toBe('PLB-STORAGE-KEY-EXPOSED')
    expect(thrown.message).toContain(`0${mode.toString(8)}`)
    expect(thrown.remedy).toContain(`chmod 600 ${keyFile}`)
  })

  it('file is refused and left alone when it is damaged', () => {
    const keyFile = join(temporaryDirectory(), 'key')
    writeFileSync(keyFile, 'c2hvcnQ=\n', { mode: 0o600 })
    const thrown = failureOf(() => sealerFrom(keyFile))
    expect(thrown.code).toBe('PLB-STORAGE-KEY-INVALID')
    expect(thrown.message).toContain(keyFile)
    expect(inspect(thrown)).not.toContain('c2hvcnQ=')
    expect(readFileSync(keyFile, 'utf8')).toBe('c2hvcnQ=\n')
  })

  it('file that is a directory, or cannot be made, is named', () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'key'), { mode: 0o700 })
    expect(failureOf(() => sealerFrom(join(directory, 'key'))).code).toBe('PLB-STORAGE-NOT-A-FILE')
    const readOnly = failingFileSystem('EROFS', (call) => call.name === 'create')
    expect(textOf(failureOf(() => sealerFrom(join(directory, 'new'), readOnly)))).toContain(
      join(directory, 'new'),
    )
  })

  it('makes no new key where something was sealed with one that is gone, and takes no other', () => {
    const directory = temporaryDirectory()
    const keyFile = join(directory, 'key')
    const sealed = openSealer({ keyFile, environment: {} }).seal('geoserver')
    expect(openSealer({ keyFile, environment: {}, sealed }).open(sealed)).toBe('geoserver')
    rmSync(keyFile)
    expect(failureOf(() => openSealer({ keyFile, environment: {}, sealed })).code).toBe(
      'PLB-STORAGE-KEY-MISSING',
    )
    expect(existsSync(keyFile)).toBe(false)
    openSealer({ keyFile, environment: {} })
    expect(failureOf(() => openSealer({ keyFile, environment: {}, sealed })).code).toBe(
      'PLB-STORAGE-SECRET-OTHER-KEY',
    )
  })
})
