import { openDatabase } from '../../electron/storage/open-database.ts'

/** A process of its own that opens the database it is told, says how that went in one line, and holds it until its input ends. */
try {
  const { database } = openDatabase(process.argv[2] ?? '', [
    'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT',
  ])
  process.stdout.write('open\n')
  process.stdin.on('end', () => {
    database.close()
  })
  process.stdin.resume()
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  process.stdout.write(`${code} ${error instanceof Error ? error.message : ''}\n`)
}
