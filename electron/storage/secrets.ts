import type { Wording } from '../sentences/sentence.ts'
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import { dirname } from 'node:path'
import { failure } from '../errors/failure.ts'
import { localFileSystem, type FileSystem } from './files.ts'
import { say } from '../sentences/say.ts'

/**
 * Seals secrets for storage, so that a database, a settings file or a backup alone discloses none. No error it
 * throws holds a secret or a key.
 */
export interface Sealer {
  /**
   * Encrypts a text; sealing it again gives other bytes.
   * @throws as {@link prove}: nothing is sealed that could not be opened after a restart
   */
  seal(text: string): Buffer
  /**
   * Decrypts what seal returned.
   * @throws PLB-STORAGE-SECRET-OTHER-KEY, PLB-STORAGE-SECRET-DAMAGED
   */
  open(sealed: Uint8Array): string
  /** The same for bytes, such as a text that was compressed. @throws as {@link prove} */
  sealBytes(bytes: Uint8Array): Buffer
  /** The same of much that is kept together or not at all, by one who proves the key before it is kept. */
  sealUnproven(bytes: Uint8Array): Buffer
  /** @throws PLB-STORAGE-SECRET-OTHER-KEY, PLB-STORAGE-SECRET-DAMAGED */
  openBytes(sealed: Uint8Array): Buffer
  /**
   * Proves that the key is where the next start looks for it.
   * @throws PLB-STORAGE-KEY-MISSING, PLB-STORAGE-KEY-INVALID, PLB-STORAGE-KEY-EXPOSED, PLB-STORAGE-SECRET-OTHER-KEY
   */
  prove(): void
  /** Proves it once for everything that is sealed in an action, with the first of it. */
  together<Result>(action: () => Result): Result
  /** A text that is equal for equal secrets and tells nothing else of them to those without the key. */
  fingerprint(text: string): string
}

/** The environment variable that holds the key, where there is no key file: 32 bytes in base64. */
const keyVariable = 'PLUMBLINE_KEY'

const keyBytes = 32
const longestKeyFile = 1024

/**
 * Makes a sealer with the key from the environment variable PLUMBLINE_KEY or, without one, from the key file,
 * which is made with a random key on first use.
 * @throws PLB-STORAGE-KEY-INVALID, PLB-STORAGE-KEY-EXPOSED when other accounts may read the file, and those of FileSystem;
 * where something was sealed before: PLB-STORAGE-KEY-MISSING, PLB-STORAGE-SECRET-OTHER-KEY
 */
export function openSealer(options: {
  readonly keyFile: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly fileSystem?: FileSystem
  /** Whether a key is made when there is none; it is unless this is false. */
  readonly mayMakeKey?: boolean
  /** Something that was sealed before: only the key that opens it will do then, and none is made in its place. */
  readonly sealed?: Uint8Array | undefined
}): Sealer {
  const { keyFile, fileSystem = localFileSystem, mayMakeKey = true, sealed } = options
  const fromEnvironment = options.environment[keyVariable]
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    const source = say('storage.environmentVariable', { name: keyVariable })
    return proven(
      createSealer(parseKey(fromEnvironment, source), source, () => undefined),
      sealed,
    )
  }
  const key = keyFromFile(keyFile, fileSystem, mayMakeKey && sealed === undefined)
  return proven(createSealer(key, keyFile, keyWatch(keyFile, fileSystem, key)), sealed)
}

/** What proves that a file still holds a key; it is read again only when it looks different. */
function keyWatch(path: string, fileSystem: FileSystem, key: Buffer): () => void {
  const looks = () => {
    const stat = fileSystem.stat(path)
    return stat && `${stat.inode} ${stat.mtimeNs} ${stat.size} ${stat.mode}`
  }
  let proven = looks()
  return () => {
    const now = looks()
    if (now !== undefined && now === proven) return
    if (!keyFromFile(path, fileSystem, false).equals(key))
      throw failure('PLB-STORAGE-SECRET-OTHER-KEY', { source: path })
    proven = now
  }
}

function proven(sealer: Sealer, sealed: Uint8Array | undefined): Sealer {
  if (sealed !== undefined) sealer.openBytes(sealed)
  return sealer
}

function keyFromFile(path: string, fileSystem: FileSystem, mayMakeKey: boolean): Buffer {
  let stat = fileSystem.stat(path)
  if (stat === undefined) {
    if (!mayMakeKey) throw failure('PLB-STORAGE-KEY-MISSING', { path })
    fileSystem.makeDirectory(dirname(path), { mode: 0o700 })
    // Of two processes that start together one makes the key, and both read that one.
    fileSystem.createFile(path, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600 })
    stat = fileSystem.stat(path)
  }
  // Windows has no such permission bits; there the user's profile directory keeps others out.
  if (stat !== undefined && process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw failure('PLB-STORAGE-KEY-EXPOSED', { path, mode: stat.mode.toString(8).padStart(4, '0') })
  }
  return parseKey(fileSystem.readFile(path, longestKeyFile).toString('latin1'), path)
}

function parseKey(text: string, source: Wording): Buffer {
  const trimmed = text.trim()
  const key = Buffer.from(trimmed, 'base64')
  // Node ignores what is not base64; comparing with the canonical form finds it.
  if (key.byteLength !== keyBytes || key.toString('base64') !== trimmed) {
    throw failure('PLB-STORAGE-KEY-INVALID', { source })
  }
  return key
}

/*
 * A sealed secret is: format (1 byte), name of the key (8 bytes), nonce (12), tag (16), ciphertext. The first
 * two are authenticated with the ciphertext.
 */
const format = 1
const keyNameBytes = 8
const nonceBytes = 12
const tagBytes = 16
const headerBytes = 1 + keyNameBytes
const overheadBytes = headerBytes + nonceBytes + tagBytes
const cipherName = 'aes-256-gcm'

/** Random numbers that are used once each; asking for many at once costs little more than for one. */
function nonces(): () => Buffer {
  let pool = Buffer.alloc(0)
  let used = 0
  return () => {
    if (used === pool.byteLength) {
      pool = randomBytes(nonceBytes * 256)
      used = 0
    }
    used += nonceBytes
    return pool.subarray(used - nonceBytes, used)
  }
}

function createSealer(key: Buffer, source: Wording, prove: () => void): Sealer {
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `plumbline ${purpose} 1`, length))
  const sealingKey = createSecretKey(derive('sealing', keyBytes))
  const fingerprintKey = createSecretKey(derive('fingerprint', keyBytes))
  const header = Buffer.concat([Buffer.of(format), derive('key name', keyNameBytes)])
  const nextNonce = nonces()
  let isProven: boolean | undefined
  const proveOnce = (): void => {
    if (isProven === true) return
    prove()
    if (isProven === false) isProven = true
  }
  const sealUnproven = (content: Uint8Array): Buffer => {
    const nonce = nextNonce()
    const cipher = createCipheriv(cipherName, sealingKey, nonce, { authTagLength: tagBytes }).setAAD(header)
    const ciphertext = cipher.update(content)
    // Of this mode nothing is left for the end but the tag.
    cipher.final()
    return Buffer.concat([header, nonce, cipher.getAuthTag(), ciphertext])
  }
  const sealBytes = (content: Uint8Array): Buffer => {
    proveOnce()
    return sealUnproven(content)
  }
  const openBytes = (sealed: Uint8Array): Buffer => {
    const bytes = Buffer.from(sealed)
    if (bytes.byteLength < overheadBytes || bytes[0] !== format)
      throw failure('PLB-STORAGE-SECRET-DAMAGED', {})
    if (!bytes.subarray(0, headerBytes).equals(header))
      throw failure('PLB-STORAGE-SECRET-OTHER-KEY', { source })
    const nonce = bytes.subarray(headerBytes, headerBytes + nonceBytes)
    const decipher = createDecipheriv(cipherName, sealingKey, nonce, { authTagLength: tagBytes })
      .setAAD(header)
      .setAuthTag(bytes.subarray(headerBytes + nonceBytes, overheadBytes))
    try {
      return Buffer.concat([decipher.update(bytes.subarray(overheadBytes)), decipher.final()])
    } catch (error) {
      throw failure('PLB-STORAGE-SECRET-DAMAGED', {}, error)
    }
  }
  return {
    seal: (text) => sealBytes(Buffer.from(text, 'utf8')),
    open: (sealed) => openBytes(sealed).toString('utf8'),
    sealBytes,
    sealUnproven,
    openBytes,
    prove: proveOnce,
    together(action) {
      const was = isProven
      isProven ??= false
      try {
        return action()
      } finally {
        isProven = was
      }
    },
    fingerprint: (text) => createHmac('sha256', fingerprintKey).update(text, 'utf8').digest('base64url'),
  }
}
