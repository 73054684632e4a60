import { isFailure } from '../errors/failure.ts'
import type { DirectoryRoot } from '../storage/directory-root.ts'
import type { FileStat, FileSystem } from '../storage/files.ts'
import type { Catalog } from './catalog.ts'
import { entriesFromJson, jsonOfEntries, type CacheEntries, type CacheEntry } from './digest-cache-file.ts'
import type { FileMemory } from './file-memory.ts'
import { digestOfStyleBody, type StyleBodyDigest } from './digest.ts'
import { locationOf } from './locations.ts'
import type { CatalogObject } from './object.ts'
import { longestStyleBody } from './style-body.ts'

/**
 * How far apart two changes of a file must be for its time of change to tell them apart: FAT counts in two seconds,
 * others in one or in ticks of the kernel's clock.
 */
const coarsestTimestamp = 2_000_000_000n

const longestCacheFile = 512 * 1024 * 1024

/**
 * Remembers what the files of one data directory held, by size, time of change and inode, so that looking again at a
 * directory nobody changed costs no more than looking at its names.
 *
 * A file changed so shortly before a scan that it could change again without its time showing it is not remembered:
 * the next scan reads it once more. Between scans the cache can be kept in a file; objects that hold passwords are
 * left out of it, so that no secret lies in one more place.
 */
export class DigestCache implements FileMemory {
  readonly #now: () => bigint
  #objects = new Map<string, CacheEntry<CatalogObject | null>>()
  #bodies = new Map<string, CacheEntry<StyleBodyDigest>>()
  #seenObjects = new Set<string>()
  #seenBodies = new Set<string>()
  #scanStart: bigint

  /** @param now nanoseconds since 1970, by the clock that stamps the files */
  constructor(now: () => bigint = () => BigInt(Date.now()) * 1_000_000n) {
    this.#now = now
    this.#scanStart = now()
  }

  begin(): void {
    this.#scanStart = this.#now()
    this.#seenObjects = new Set()
    // Rules are looked at after a scan, if at all, so those not asked for since the last one are let go now.
    if (this.#seenBodies.size > 0) this.#bodies = only(this.#bodies, this.#seenBodies)
    this.#seenBodies = new Set()
  }

  recall(path: string, stat: FileStat): CatalogObject | null | undefined {
    this.#seenObjects.add(path)
    const entry = this.#objects.get(path)
    return entry !== undefined && looksLike(entry, stat) ? entry.value : undefined
  }

  remember(path: string, stat: FileStat, held: CatalogObject | null): void {
    this.#seenObjects.add(path)
    if (this.#isTrustworthy(stat)) this.#objects.set(path, entryOf(stat, held))
    else this.#objects.delete(path)
  }

  end(): void {
    this.#objects = only(this.#objects, this.#seenObjects)
  }

  /**
   * The digest of a style's rules, or undefined when it has no file.
   * @throws PLB-CATALOG-… when the style has no place, PLB-STORAGE-… when its file cannot be read
   */
  styleBody(root: DirectoryRoot, catalog: Catalog, style: CatalogObject): StyleBodyDigest | undefined {
    const { body } = locationOf(style, catalog)
    const stat = body && root.stat(body)
    if (body === undefined || stat === undefined) return undefined
    const path = body.join('/')
    this.#seenBodies.add(path)
    const entry = this.#bodies.get(path)
    if (entry !== undefined && looksLike(entry, stat)) return entry.value
    const digest = digestOfStyleBody(root.readFile(body, longestStyleBody))
    if (this.#isTrustworthy(stat)) this.#bodies.set(path, entryOf(stat, digest))
    else this.#bodies.delete(path)
    return digest
  }

  /** Keeps what is remembered in a file. */
  save(fileSystem: FileSystem, path: string): void {
    fileSystem.writeAtomically(path, jsonOfEntries({ objects: this.#objects, bodies: this.#bodies }), {
      mode: 0o600,
    })
  }

  /**
   * Takes up what was kept in a file.
   * @returns whether there was something to take up; a missing or damaged file is as good as an empty cache
   */
  load(fileSystem: FileSystem, path: string): boolean {
    const entries = readEntries(fileSystem, path)
    if (entries === undefined) return false
    this.#objects = entries.objects
    this.#bodies = entries.bodies
    return true
  }

  #isTrustworthy(stat: FileStat): boolean {
    return stat.mtimeNs + coarsestTimestamp < this.#scanStart
  }
}

function readEntries(fileSystem: FileSystem, path: string): CacheEntries | undefined {
  try {
    return entriesFromJson(fileSystem.readFile(path, longestCacheFile).toString('utf8'))
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

function entryOf<Value>(stat: FileStat, value: Value): CacheEntry<Value> {
  return { size: stat.size, mtimeNs: stat.mtimeNs, inode: stat.inode, value }
}

function looksLike(entry: CacheEntry<unknown>, stat: FileStat): boolean {
  return entry.size === stat.size && entry.mtimeNs === stat.mtimeNs && entry.inode === stat.inode
}

function only<Value>(entries: Map<string, Value>, paths: ReadonlySet<string>): Map<string, Value> {
  return new Map([...entries].filter(([path]) => paths.has(path)))
}
