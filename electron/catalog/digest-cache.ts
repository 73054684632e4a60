import { hash } from 'node:crypto'
import { isFailure } from '../errors/failure.ts'
import type { DirectoryRoot, RelativePath } from '../storage/directory-root.ts'
import type { DirectoryEntry, FileStat, Look } from '../storage/files.ts'
import type { Catalog } from './catalog.ts'
import type { FileMemory, Loaded, Part } from './file-memory.ts'
import { digestOfStyleBody, type StyleBodyDigest } from './digest.ts'
import { isSuccessor, type Found } from './loadable.ts'
import { locationOf } from './locations.ts'
import type { CatalogObject } from './object.ts'
import { longestStyleBody } from './style-body.ts'

/**
 * How far apart two changes of a file must be for its time of change to tell them apart: FAT counts in two seconds,
 * others in one or in ticks of the kernel's clock.
 */
const coarsestTimestamp = 2_000_000_000n

/** Things looked at before others in this process are heard. */
const looksAtOnce = 64

/** What was found where something looked like this. */
interface CacheEntry<Value> {
  readonly look: Look
  /** Whether no later change can look the same. */
  readonly isSure: boolean
  readonly value: Value
}

/** The object of a file, and the digest of the content it was read from. */
interface Held {
  readonly digest: string
  readonly object: CatalogObject | null
}

/** What files make together, and which these were. */
interface LoadedOf extends Loaded {
  readonly found: readonly Found[]
}

/** Something a scan rests on. */
interface Seen {
  /** Below the root, names joined by `/`. */
  readonly place: string
  readonly look: Look | undefined
  /** What was found there and how it is found again, where another finding could have the same look. */
  readonly found?: {
    readonly before: string
    readonly again: () => string
    /** Whether it goes with the look, so that it need not be found again once another one would show. */
    readonly isOfLook?: true
  }
}

/**
 * Remembers what one data directory held and how all of it looked: size, times of change and inode. So it can be told
 * that nothing changed by looking at it once more, and what did not change is neither read nor put together again. A
 * content that is known is not taken apart again, be it that of the same file in the directory of another node.
 *
 * What changed so shortly before a scan that it could change again without its times showing it is read once more to
 * be told.
 */
export class DigestCache implements FileMemory {
  readonly #root: DirectoryRoot
  readonly #now: () => bigint
  readonly #other: DigestCache | undefined
  #listings = new Map<string, CacheEntry<readonly string[]>>()
  #objects = new Map<string, CacheEntry<Held>>()
  #bodies = new Map<string, CacheEntry<StyleBodyDigest>>()
  #seen: Seen[] = []
  #questions: { readonly ask: () => boolean; readonly answer: boolean }[] = []
  #scanStart: bigint
  #loaded: LoadedOf | undefined

  /**
   * @param other of a directory that is expected to hold nearly the same
   * @param now nanoseconds since 1970, by the clock that stamps the files
   */
  constructor(
    root: DirectoryRoot,
    other?: DigestCache,
    now: () => bigint = () => BigInt(Date.now()) * 1_000_000n,
  ) {
    this.#root = root
    this.#other = other
    this.#now = now
    this.#scanStart = now()
  }

  begin(): void {
    this.#scanStart = this.#now()
    const places = new Set(this.#seen.map(({ place }) => place))
    for (const known of [this.#listings, this.#objects, this.#bodies])
      for (const place of known.keys()) if (!places.has(place)) known.delete(place)
    this.#seen = []
    this.#questions = []
  }

  /** Whether everything the last scan rests on is as it was then. */
  *isAsBefore(): Part<boolean> {
    const start = this.#now()
    for (const [at, seen] of this.#seen.entries()) {
      if (at % looksAtOnce === 0) yield
      if (!this.#isAsSeen(seen)) return false
      const { place, look, found } = seen
      // Whatever changes it from now on shows.
      if (found?.isOfLook === true && look !== undefined && isSure(look, start))
        this.#seen[at] = { place, look }
    }
    return this.#questions.every(({ ask, answer }) => ask() === answer)
  }

  list(path: RelativePath, before?: Look): readonly DirectoryEntry[] {
    const place = path.join('/')
    const look = before ?? this.#look(place)
    const known = this.#listings.get(place)
    if (known?.isSure === true && isSameLook(known.look, look)) {
      this.#seen.push({ place, look })
      return known.value.flatMap((name) => {
        const entry = this.#root.look(place === '' ? name : `${place}/${name}`)
        return entry === undefined ? [] : [{ name, ...entry }]
      })
    }
    const again = (): string => outcomeOf(() => namesOf(this.#root.list(path)).join('/'))
    try {
      const entries = this.#root.list(path)
      const names = namesOf(entries)
      if (look !== undefined) this.#listings.set(place, this.#entryOf(look, names))
      this.#saw(place, look, names.join('/'), again)
      return entries
    } catch (error) {
      this.#seen.push({ place, look, found: { before: codeOf(error), again } })
      throw error
    }
  }

  ask(question: () => boolean): boolean {
    const answer = question()
    this.#questions.push({ ask: question, answer })
    return answer
  }

  objectOf(
    path: string,
    look: Look,
    read: () => Buffer,
    parse: (content: Buffer) => CatalogObject | null,
  ): CatalogObject | null {
    const known = this.#objects.get(path)
    if (known?.isSure === true && isSameLook(known.look, look)) {
      this.#seen.push({ place: path, look })
      return known.value.object
    }
    const content = this.#read(path, look, read)
    const digest = hash('sha256', content)
    const object = known?.value.digest === digest ? known.value.object : this.#ofOther(path, digest)
    const held = { digest, object: object === undefined ? parse(content) : object }
    this.#objects.set(path, this.#entryOf(look, held))
    return held.object
  }

  *together(found: readonly Found[], load: () => Part<Loaded>): Part<Loaded> {
    const likeBefore =
      succeeding(this.#loaded, found) ?? succeeding(this.#other && this.#other.#loaded, found)
    this.#loaded = likeBefore ?? { found, ...(yield* load()) }
    return this.#loaded
  }

  /**
   * The digest of a style's rules, or undefined when it has no file.
   * @throws PLB-CATALOG-… when the style has no place, PLB-STORAGE-… when its file cannot be read
   */
  styleBody(catalog: Catalog, style: CatalogObject): StyleBodyDigest | undefined {
    const { body } = locationOf(style, catalog)
    if (body === undefined) return undefined
    const place = body.join('/')
    const look = this.#look(place)
    const known = this.#bodies.get(place)
    const isDangling = look?.kind === 'link' && look.outside === undefined
    if (look === undefined || isDangling || (known?.isSure === true && isSameLook(known.look, look))) {
      this.#seen.push({ place, look })
      return look === undefined || isDangling ? undefined : known?.value
    }
    const content = this.#read(place, look, () => this.#root.readFile(body, longestStyleBody))
    const digest = digestOfStyleBody(content)
    this.#bodies.set(place, this.#entryOf(look, digest))
    return digest
  }

  /** @throws PLB-STORAGE-… when it cannot be looked at, which the scan rests on as well */
  #look(place: string): Look | undefined {
    try {
      return this.#root.look(place)
    } catch (error) {
      const again = (): string => outcomeOf(() => String(this.#root.look(place)?.inode))
      this.#seen.push({ place, look: undefined, found: { before: codeOf(error), again } })
      throw error
    }
  }

  #isAsSeen({ place, look, found }: Seen): boolean {
    try {
      if (!isSameLook(look, this.#root.look(place))) return false
    } catch (error) {
      if (found?.before !== codeOf(error)) return false
    }
    return found === undefined || found.again() === found.before
  }

  #ofOther(path: string, digest: string): CatalogObject | null | undefined {
    const other = this.#other
    const known = other && other.#objects.get(path)?.value
    return known?.digest === digest ? known.object : undefined
  }

  /** What a file holds; that it was read, or could not be, is what the scan rests on. */
  #read(place: string, look: Look, read: () => Buffer): Buffer {
    const again = (): string => outcomeOf(() => hash('sha256', read()))
    try {
      const content = read()
      this.#saw(place, look, isSure(look, this.#scanStart) ? '' : hash('sha256', content), again)
      return content
    } catch (error) {
      this.#seen.push({ place, look, found: { before: codeOf(error), again } })
      throw error
    }
  }

  #saw(place: string, look: Look | undefined, before: string, again: () => string): void {
    const shows = look === undefined || isSure(look, this.#scanStart)
    this.#seen.push(shows ? { place, look } : { place, look, found: { before, again, isOfLook: true } })
  }

  #entryOf<Value>(look: Look, value: Value): CacheEntry<Value> {
    return { look, isSure: isSure(look, this.#scanStart), value }
  }
}

/** What files make together where others make nearly the same; undefined when it has to be found out from all of them. */
function succeeding(before: LoadedOf | undefined, found: readonly Found[]): LoadedOf | undefined {
  if (before?.found.length !== found.length) return undefined
  const successors: CatalogObject[] = []
  for (const [at, { object, path }] of found.entries()) {
    const former = before.found[at]
    if (former === undefined || !isSamePath(path, former.path)) return undefined
    if (object === former.object) continue
    // What is in the catalog in another form has to do with others.
    if (before.catalog.get(object.id) !== former.object || !isSuccessor(object, former.object))
      return undefined
    successors.push(object)
  }
  return { ...before, found, catalog: before.catalog.withSuccessors(successors) }
}

function isSamePath(one: RelativePath, other: RelativePath): boolean {
  return one.length === other.length && one.every((name, at) => name === other[at])
}

/** Whether whatever happens to something from a moment on gives it another look. */
function isSure({ mtimeNs, ctimeNs }: FileStat, moment: bigint): boolean {
  return (mtimeNs > ctimeNs ? mtimeNs : ctimeNs) + coarsestTimestamp < moment
}

function isSameLook(one: Look | undefined, other: Look | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return (
    one.ctimeNs === other.ctimeNs &&
    one.mtimeNs === other.mtimeNs &&
    one.size === other.size &&
    one.inode === other.inode &&
    one.outside === other.outside
  )
}

function namesOf(entries: readonly DirectoryEntry[]): readonly string[] {
  return entries.map(({ name }) => name)
}

function outcomeOf(read: () => string): string {
  try {
    return read()
  } catch (error) {
    return codeOf(error)
  }
}

/** @throws what is no failure of the catalogue */
function codeOf(error: unknown): string {
  if (!isFailure(error)) throw error
  return error.code
}
