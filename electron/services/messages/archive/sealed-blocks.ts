import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { z } from 'zod'
import type { Database } from '../../../storage/database.ts'
import type { Sealer } from '../../../storage/secrets.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import { wording } from '../../../contract/wording.ts'

/** What of a message holds passwords, and so is kept under seal. */
type SealedContent = Pick<ArchivableMessage, 'properties' | 'headers' | 'problem' | 'body'>

const contents = z.array(
  z.object({
    properties: z.record(z.string(), z.string()),
    headers: z.record(z.string(), z.string()),
    problem: wording.nullable(),
    body: z.string().nullable(),
  }),
)
const blockRow = z.object({ first: z.number(), sealed: z.instanceof(Uint8Array) })

/** Characters of bodies in a block; all of it is opened to show one message. */
const blockSize = 64 * 1024
const longestBlock = 1024 * 1024 * 1024
/** Messages are much alike, so that several together shrink to a tenth; more effort would not gain much. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** The contents of messages, several compressed and sealed together under the number of the first. */
export class SealedBlocks {
  readonly #sealer: Sealer
  readonly #insert
  readonly #find
  readonly #remove
  /** The one that was opened last; whoever exports messages wants them one after the other. */
  #opened: { readonly first: number; readonly contents: readonly SealedContent[] } = {
    first: 0,
    contents: [],
  }

  /** The newest block as it lies in the database; undefined when there is none. */
  static sample(database: Database): Uint8Array | undefined {
    return database.query('SELECT first, sealed FROM block ORDER BY first DESC LIMIT 1', blockRow).first()
      ?.sealed
  }

  constructor(database: Database, sealer: Sealer) {
    this.#sealer = sealer
    this.#insert = database.command('INSERT INTO block (first, sealed) VALUES (:first, :sealed)')
    this.#find = database.query(
      'SELECT first, sealed FROM block WHERE first <= :sequence ORDER BY first DESC LIMIT 1',
      blockRow,
    )
    this.#remove = database.command(
      'DELETE FROM block WHERE first < (SELECT max(first) FROM block WHERE first <= :oldest)',
    )
  }

  /** Seals the contents of messages whose numbers follow one another; for use inside a transaction. */
  add(first: number, messages: readonly SealedContent[]): void {
    let begin = 0
    let size = 0
    for (const [index, { body }] of messages.entries()) {
      size += body?.length ?? 0
      if (size < blockSize && index < messages.length - 1) continue
      const sealed = this.#seal(messages.slice(begin, index + 1))
      this.#insert.run({ first: first + begin, sealed })
      begin = index + 1
      size = 0
    }
  }

  /** @throws PLB-STORAGE-SECRET-… */
  contentOf(sequence: number): SealedContent | undefined {
    const { first, contents } = this.#opened
    if (sequence >= first && sequence < first + contents.length) return contents[sequence - first]
    const row = this.#find.first({ sequence })
    if (row === undefined) return undefined
    this.#opened = { first: row.first, contents: this.#open(row.sealed) }
    return this.#opened.contents[sequence - row.first]
  }

  /** Removes blocks of messages older than that one; its own may have begun before it. */
  removeBefore(oldest: number): void {
    this.#remove.run({ oldest })
  }

  #seal(messages: readonly SealedContent[]): Buffer {
    const contents = messages.map(({ properties, headers, problem, body }): SealedContent => ({
      properties,
      headers,
      problem,
      body,
    }))
    return this.#sealer.sealBytes(
      zstdCompressSync(Buffer.from(JSON.stringify(contents), 'utf8'), compression),
    )
  }

  #open(sealed: Uint8Array): readonly SealedContent[] {
    const bytes = zstdDecompressSync(this.#sealer.openBytes(sealed), { maxOutputLength: longestBlock })
    return contents.parse(JSON.parse(bytes.toString('utf8')))
  }
}
