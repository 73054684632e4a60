import { join } from 'node:path'
import { History } from '../../engine/journal/history.ts'
import { journalMigrations, sealedIn } from '../../engine/journal/schema.ts'
import type { Database } from '../../storage/database.ts'
import type { FileSystem } from '../../storage/files.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { openSealer } from '../../storage/secrets.ts'

export interface StockHistoryOptions {
  /** Of this node alone. */
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly fileSystem: FileSystem
}

/** What was changed on a GeoServer from here: its own history is none. Made when it is first asked for. */
export class StockHistory {
  readonly #options: StockHistoryOptions
  #open: { readonly database: Database; readonly history: History } | undefined

  constructor(options: StockHistoryOptions) {
    this.#options = options
  }

  /** @throws PLB-STORAGE-… */
  get history(): History {
    this.#open ??= this.#opened()
    return this.#open.history
  }

  close(): void {
    this.#open?.database.close()
    this.#open = undefined
  }

  #opened() {
    const { directory, environment, fileSystem } = this.#options
    fileSystem.makeDirectory(directory, { mode: 0o700 })
    const { database } = openDatabase(join(directory, 'history.sqlite'), journalMigrations, {
      fileSystem,
    })
    const keyFile = join(directory, 'key')
    const sealer = openSealer({ keyFile, environment, fileSystem, sealed: sealedIn(database) })
    return { database, history: new History(database, sealer) }
  }
}
