import { join } from 'node:path'
import { openArchive } from '../../../electron/services/messages/archive/open-archive.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { messagesFrom } from '../archive-content.ts'
import { inDirectory, interleaved, rateOf, row, type Bench } from '../row.ts'

const batches = 10
const batchSize = 500
const rounds = 5

/** Recorded messages through the archive's thread, decoded, sealed and indexed, beside the same bytes put into SQLite. */
export const archiveIntake: Bench = {
  names: ['archive-intake'],
  run: () =>
    inDirectory(async (directory) => {
      const archive = await openArchive({
        path: join(directory, 'archive.sqlite'),
        environment: {},
        mode: 'append',
      })
      const { database } = openDatabase(join(directory, 'floor.sqlite'), [
        'CREATE TABLE message (id TEXT PRIMARY KEY, body TEXT) STRICT',
      ])
      const insert = database.command('INSERT INTO message (id, body) VALUES (:id, :body)')
      const messagesOf = (round: number) =>
        Array.from({ length: batches }, (_, batch) =>
          messagesFrom((round * batches + batch) * batchSize, batchSize),
        )
      try {
        const { floor, work } = await interleaved(rounds, {
          floor(round) {
            const messages = messagesOf(round)
            return rateOf(batches * batchSize, () => {
              for (const batch of messages) {
                database.transaction(() => {
                  for (const { messageId: id, body } of batch) insert.run({ id, body })
                })
              }
            })
          },
          work(round) {
            const messages = messagesOf(round)
            return rateOf(batches * batchSize, async () => {
              // The next batch is on its way while the one before is being stored.
              let stored: Promise<unknown> = Promise.resolve()
              for (const batch of messages) {
                const next = archive.store(batch)
                await stored
                stored = next
              }
              await stored
            })
          },
        })
        return [row('archive-intake', '/s', work, floor, '≥ 0.35')]
      } finally {
        database.close()
        await archive.close()
      }
    }),
}
