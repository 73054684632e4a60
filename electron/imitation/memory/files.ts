import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface StoredFile {
  readonly content: Buffer
  /** Milliseconds since 1970. */
  readonly modified: number
}

/** The data directory of a node, in memory: paths below its root with `/` between names. */
export class Files {
  readonly #files = new Map<string, StoredFile>()
  /** Links that lead nowhere: no directory with one is listed. */
  readonly #deadLinks = new Set<string>()
  readonly #forbidden = new Set<string>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Takes over every file below a directory of the disk. */
  load(directory: string): void {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const place = join(entry.parentPath, entry.name)
      const path = place
        .slice(directory.length)
        .replace(/^[/\\]/, '')
        .replaceAll('\\', '/')
      this.#files.set(path, { content: readFileSync(place), modified: this.#now() })
    }
  }

  get(path: string): StoredFile | undefined {
    return this.#files.get(path)
  }

  /** What it holds for the node; undefined also when the node may not read it. */
  text(path: string): string | undefined {
    return this.isForbidden(path) ? undefined : this.#files.get(path)?.content.toString('utf8')
  }

  /** Takes the right to read a file away from the node, until it is written anew. */
  forbid(path: string): void {
    this.#forbidden.add(path)
  }

  isForbidden(path: string): boolean {
    return this.#forbidden.has(path)
  }

  /**
   * Writes a file; one that holds the same already is left alone, as GeoServer does.
   * @throws Error when a file lies where one of its directories belongs
   */
  write(path: string, content: string | Buffer): void {
    const names = path.split('/')
    const inTheWay = names.map((_, at) => names.slice(0, at).join('/')).find((each) => this.#files.has(each))
    if (inTheWay !== undefined) throw new Error(`${inTheWay} is no directory.`)
    const bytes = Buffer.from(content)
    if (!this.#forbidden.delete(path) && this.#files.get(path)?.content.equals(bytes) === true) return
    this.#files.set(path, { content: bytes, modified: this.#now() })
  }

  remove(path: string): void {
    this.#forbidden.delete(path)
    this.#files.delete(path)
  }

  removeBelow(directory: string): void {
    for (const path of this.#files.keys()) if (path.startsWith(`${directory}/`)) this.#files.delete(path)
  }

  /** Moves a file, or a directory with all that is in it. */
  move(from: string, to: string): void {
    for (const [path, file] of [...this.#files]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue
      this.#files.delete(path)
      this.#files.set(to + path.slice(from.length), file)
    }
  }

  linkNowhere(path: string): void {
    this.#deadLinks.add(path)
  }

  /** GeoServer fails at a directory as a whole where one thing in it cannot be looked at. */
  isListable(directory: string): boolean {
    return ![...this.#deadLinks].some((path) => path.split('/').slice(0, -1).join('/') === directory)
  }

  isDirectory(path: string): boolean {
    return path === '' || [...this.#files.keys()].some((each) => each.startsWith(`${path}/`))
  }

  /** Names in a directory, with whether each is a directory itself. */
  list(directory: string): ReadonlyMap<string, boolean> {
    const start = directory === '' ? '' : `${directory}/`
    const names = new Map<string, boolean>()
    for (const path of this.#files.keys()) {
      if (!path.startsWith(start)) continue
      const [name = '', ...below] = path.slice(start.length).split('/')
      names.set(name, below.length > 0)
    }
    return new Map([...names].toSorted(([left], [right]) => (left < right ? -1 : 1)))
  }

  paths(): readonly string[] {
    return [...this.#files.keys()].toSorted()
  }

  /** A digest of every file, by path. */
  snapshot(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#files].map(([path, { content }]) => [
        path,
        createHash('sha256').update(content).digest('base64'),
      ]),
    )
  }
}
