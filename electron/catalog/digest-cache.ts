import { hash } from 'node:crypto'
import type { DirectoryRoot } from '../storage/directory-root.ts'
import type { FileStat } from '../storage/files.ts'
import type { Catalog } from './catalog.ts'
import type { FileMemory, Loaded, Part } from './file-memory.ts'
import { digestOfStyleBody, type StyleBodyDigest } from './digest.ts'
import { locationOf } from './locations.ts'
import type { CatalogObject } from './object.ts'
import { longestStyleBody } from './style-body.ts'

/**
 * How far apart two changes of a file must be for its time of change to tell them apart: FAT counts in two seconds,
 * others in one or in ticks of the kernel's clock.
 */
const coarsestTimestamp = 2_000_000_000n

/** What a file held when it looked like this. */
interface CacheEntry<Value> {
  readonly size: number
  readonly mtimeNs: bigint
  readonly inode: bigint
  /** Whether no later change can look the same. */
  readonly isSure: boolean
  readonly value: Value
}

/** The object of a file, and the digest of the content it was read from. */
interface Held {
  readonly digest: string
  readonly object: CatalogObject | null
  /** How the file looked, with its digest. */
  readonly look: string
}

/**
 * Remembers what the files of one data directory held, by size, time of change and inode, so that looking again at a
 * directory nobody changed costs no more than looking at its names. A content that is known is not taken apart again,
 * be it that of the same file in the directory of another node.
 *
 * A file changed so shortly before a scan that it could change again without its time showing it is read by the next
 * scan once more.
 */
export class DigestCache implements FileMemory {
  readonly #now: () => bigint
  readonly #other: DigestCache | undefined
  #objects = new Map<string, CacheEntry<Held>>()
  #bodies = new Map<string, CacheEntry<StyleBodyDigest>>()
  #seenObjects = new Set<string>()
  #seenBodies = new Set<string>()
  #scanStart: bigint
  #looks = ''
  #loaded: (Loaded & { readonly looks: string }) | undefined

  /**
   * @param other of a directory that is expected to hold nearly the same
   * @param now nanoseconds since 1970, by the clock that stamps the files
   */
  constructor(other?: DigestCache, now: () => bigint = () => BigInt(Date.now()) * 1_000_000n) {
    this.#other = other
    this.#now = now
    this.#scanStart = now()
  }

  /** Differs when any file of the last scan does, in how it looks or in what it holds. */
  get looks(): string {
    return hash('sha256', this.#looks)
  }

  begin(): void {
    this.#scanStart = this.#now()
    this.#looks = ''
    this.#seenObjects = new Set()
    // Rules are looked at after a scan, if at all, so those not asked for since the last one are let go now.
    if (this.#seenBodies.size > 0) this.#bodies = only(this.#bodies, this.#seenBodies)
    this.#seenBodies = new Set()
  }

  objectOf(
    path: string,
    stat: FileStat,
    read: () => Buffer,
    parse: (content: Buffer) => CatalogObject | null,
  ): CatalogObject | null {
    this.#seenObjects.add(path)
    const entry = this.#objects.get(path)
    const held =
      entry !== undefined && looksLike(entry, stat) ? entry.value : this.#read(path, stat, read, parse)
    this.#looks += held.look
    return held.object
  }

  #read(
    path: string,
    stat: FileStat,
    read: () => Buffer,
    parse: (content: Buffer) => CatalogObject | null,
  ): Held {
    const look = `${path}\0${stat.size}\0${stat.mtimeNs}\0${stat.inode}`
    try {
      const content = read()
      const digest = hash('sha256', content)
      const places = this.#other === undefined ? [this.#objects] : [this.#objects, this.#other.#objects]
      const known = places.map((objects) => objects.get(path)?.value).find((each) => each?.digest === digest)
      const object = known === undefined ? parse(content) : known.object
      const held = { digest, object, look: `${look}\0${digest}\n` }
      this.#objects.set(path, this.#entryOf(stat, held))
      return held
    } catch (error) {
      this.#looks += `${look}\n`
      throw error
    }
  }

  *together(load: () => Part<Loaded>): Part<Loaded> {
    this.#objects = only(this.#objects, this.#seenObjects)
    const { looks } = this
    if (this.#loaded?.looks !== looks) this.#loaded = { looks, ...(yield* load()) }
    return this.#loaded
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
    this.#bodies.set(path, this.#entryOf(stat, digest))
    return digest
  }

  #entryOf<Value>({ size, mtimeNs, inode }: FileStat, value: Value): CacheEntry<Value> {
    return { size, mtimeNs, inode, isSure: mtimeNs + coarsestTimestamp < this.#scanStart, value }
  }
}

function looksLike(entry: CacheEntry<unknown>, stat: FileStat): boolean {
  return (
    entry.isSure && entry.size === stat.size && entry.mtimeNs === stat.mtimeNs && entry.inode === stat.inode
  )
}

function only<Value>(entries: Map<string, Value>, paths: ReadonlySet<string>): Map<string, Value> {
  return new Map([...entries].filter(([path]) => paths.has(path)))
}
