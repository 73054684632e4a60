import { join } from 'node:path'
import { abandoned, History } from '../../engine/journal/history.ts'
import { journalMigrations, sealedIn } from '../../engine/journal/schema.ts'
import type { FileSystem } from '../../storage/files.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { openSealer } from '../../storage/secrets.ts'

export interface StockHistoryOptions {
  /** Of this node alone. */
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly fileSystem: FileSystem
  /** Whether a process of this machine goes on. */
  readonly isRunning?: (process: number) => boolean
}

/** More is checked by who reads it alone: this is opened each time. */
const checkedBytes = 16 * 1024 * 1024

/** What was changed on a GeoServer from here: its own history is none. */
export class StockHistory {
  readonly #options: StockHistoryOptions

  constructor(options: StockHistoryOptions) {
    this.#options = options
  }

  /** Whether what was begun by a process was left by it. */
  isLeft(open: string): boolean {
    const { isRunning = isProcessRunning } = this.#options
    return open === abandoned || !isRunning(Number(open))
  }

  /**
   * Opens it for as long as it takes to look or to note something: the app and command lines have it in turn.
   * @throws PLB-STORAGE-…
   */
  use<Result>(work: (history: History) => Result extends PromiseLike<unknown> ? never : Result): Result {
    const { directory, environment, fileSystem } = this.#options
    fileSystem.makeDirectory(directory, { mode: 0o700 })
    const { database } = openDatabase(join(directory, 'history.sqlite'), journalMigrations, {
      ...{ fileSystem, checkUpTo: checkedBytes, sharing: 'in turn' },
    })
    try {
      const keyFile = join(directory, 'key')
      const sealer = openSealer({ keyFile, environment, fileSystem, sealed: sealedIn(database) })
      const history = new History(database, sealer)
      return database.transaction(() => work(history))
    } finally {
      database.close()
    }
  }
}

/** Who is making what is begun by this process. */
export const ownProcess = String(process.pid)

function isProcessRunning(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
