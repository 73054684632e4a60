import { z } from 'zod'
import { configurationDirectories } from '../../catalog/configuration-directories.ts'
import type { Problem } from '../../catalog/problem.ts'
import { isFailure } from '../../errors/failure.ts'
import type { Database } from '../../storage/database.ts'
import type { DirectoryRoot, RelativePath } from '../../storage/directory-root.ts'
import type { Sealer } from '../../storage/secrets.ts'
import { makeChange, type ChangeLog, type FileChange } from '../../storage/staged-directory.ts'
import { parseJson } from '../../text/json.ts'
import { isDiskTrouble } from '../replica/disk-trouble.ts'

/** Files the disk is waited for in one step. */
const filesAtOnce = 8
/** Changes that wait for the disk at most. */
const mostChanges = 1000

const row = z.object({
  id: z.number(),
  path: z.string(),
  content: z.instanceof(Uint8Array).nullable(),
  mode: z.number().nullable(),
})
const placeRow = row.pick({ id: true, path: true })
const names = z.array(z.string())

/** Whether there are events whose files an earlier run was changing, or may have been. */
const unfinishedWork = `
  SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'accepted') OR EXISTS (SELECT 1 FROM inbox WHERE state = 'received')
    OR EXISTS (SELECT 1 FROM placed WHERE is_displaced = 1) AS isUnfinished`

/**
 * Changes of files, written down in the transaction that says what they are of and made right after it, until the disk
 * has them. So one commit does for all of them: whatever a crash or a power cut leaves of the files, they are made again.
 */
export class FileLog implements ChangeLog {
  readonly #database: Database
  readonly #sealer: Sealer
  readonly #root: DirectoryRoot
  readonly #insert
  readonly #replace
  readonly #rows
  readonly #places
  readonly #count
  readonly #forget
  readonly #isUnfinished
  /** Changes that are written down, or were to be. */
  #size: number
  /** How many came since somebody asked for a step in quiet. */
  #added = 0
  #isOwed: boolean
  /** Whether there are some that are written down and not made yet. */
  #areUnmade = false

  constructor(database: Database, sealer: Sealer, root: DirectoryRoot) {
    this.#database = database
    this.#sealer = sealer
    this.#root = root
    this.#insert = database.command(
      'INSERT INTO file_change (path, content, mode) VALUES (:path, :content, :mode)',
    )
    this.#replace = database.command('DELETE FROM file_change WHERE path = :path AND content NOT NULL')
    this.#rows = database.query(
      'SELECT id, path, content, mode FROM file_change WHERE id > :after ORDER BY id LIMIT :limit',
      row,
    )
    this.#count = database.query('SELECT count(*) AS count FROM file_change', z.object({ count: z.number() }))
    this.#places = database.query('SELECT id, path FROM file_change ORDER BY id LIMIT :limit', placeRow)
    this.#forget = database.command('DELETE FROM file_change WHERE id = :id')
    const unfinished = database.query(unfinishedWork, z.object({ isUnfinished: z.number() }))
    this.#isUnfinished = unfinished.first()?.isUnfinished === 1
    this.#size = this.#count.first()?.count ?? 0
    this.#isOwed = this.#size > 0 || this.#isUnfinished
  }

  /** Whether an earlier run left changes that are to be made again, or waited for, before anything is read. */
  get isOwed(): boolean {
    return this.#isOwed
  }

  get isEmpty(): boolean {
    return this.#size === 0
  }

  add(changes: readonly FileChange[]): void {
    if (changes.length > 0) this.#sealer.prove()
    this.#areUnmade ||= changes.length > 0
    this.#added += changes.length
    for (const { path, content, mode } of changes) {
      const at = JSON.stringify(path)
      // What a file held before need not be made again once more than it is to hold now.
      if (content !== undefined) this.#size -= Number(this.#replace.run({ path: at }).changes)
      const sealed = content === undefined ? null : this.#sealer.sealUnproven(content)
      this.#insert.run({ path: at, content: sealed, mode: mode ?? null })
      this.#size += 1
    }
  }

  made(): void {
    this.#areUnmade = false
  }

  /**
   * Makes all of them again, in order, as after a crash, and waits for what else the run that crashed was at: whoever
   * goes on with that finds it done, and could not tell that a power cut takes it back.
   * @returns what cannot be made any more, because something else has its place by now
   * @throws a failure of the disk
   */
  redo(): readonly Problem[] {
    const problems: Problem[] = []
    this.#root.hastily(() => {
      for (let after = 0; ;) {
        const rows = this.#rows.all({ after, limit: 100 })
        for (const each of rows) problems.push(...this.#make(this.#changeOf(each)))
        const last = rows.at(-1)
        if (last === undefined) break
        after = last.id
      }
    })
    this.settle()
    if (this.#isUnfinished) this.#root.sync([...configurationDirectories(this.#root)])
    this.#isOwed = false
    return problems
  }

  settle(places?: readonly RelativePath[]): void {
    if (places === undefined) {
      while (this.step());
      return
    }
    const touched = this.#places
      .all({ limit: -1 })
      .filter(({ path }) => places.some((place) => haveToDoWith(pathOf(path), place)))
    this.#waitFor(touched)
  }

  /** Waits for the disk with some of them and forgets those. @returns whether there are more */
  step(): boolean {
    // Were they forgotten before they are made, a crash would leave nobody who knows of them.
    if (this.#areUnmade) return false
    const rows = this.#size === 0 ? [] : this.#places.all({ limit: filesAtOnce })
    if (rows.length === 0) {
      this.#size = 0
      return false
    }
    this.#waitFor(rows)
    return true
  }

  /** The same, unless so much comes that whoever brings it is not to be held up. */
  stepInQuiet(): boolean {
    const isQuiet = this.#added <= filesAtOnce
    this.#added = 0
    return isQuiet && this.step()
  }

  /** Waits for the disk when too much waits for it. */
  limit(): void {
    while (this.#size > mostChanges && this.step());
  }

  #waitFor(rows: readonly z.output<typeof placeRow>[]): void {
    if (rows.length === 0) return
    this.#root.sync(rows.map(({ path }) => pathOf(path)))
    // Forgotten or not after a power cut: made again, they are what they are.
    this.#database.lightly(() =>
      this.#database.transaction(() => {
        for (const { id } of rows) this.#forget.run({ id })
      }),
    )
    this.#size = Math.max(this.#size - rows.length, 0)
  }

  #make(change: FileChange): readonly Problem[] {
    try {
      makeChange(this.#root, change)
      return []
    } catch (error) {
      if (!isFailure(error) || isDiskTrouble(error)) throw error
      return [{ path: change.path.join('/'), failure: error, effect: 'unread' }]
    }
  }

  #changeOf({ path, content, mode }: z.output<typeof row>): FileChange {
    return {
      path: pathOf(path),
      content: content === null ? undefined : this.#sealer.openBytes(content),
      mode: mode ?? undefined,
    }
  }
}

/** Whether a change of one place is undone, or stands in the way, by what is done in another: it, above it or below it. */
function haveToDoWith(one: RelativePath, other: RelativePath): boolean {
  return one.slice(0, other.length).every((name, depth) => name === other[depth])
}

function pathOf(text: string): readonly string[] {
  return names.parse(parseJson(text, { values: 100, depth: 2 }))
}
