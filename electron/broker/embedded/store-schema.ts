import type { Migration } from '../../storage/open-database.ts'

/** The two tables of messages; they exist twice, on disk for persistent messages and temporary for the others. */
function messageTables(schema: 'main' | 'temp'): string {
  return `
    CREATE TABLE ${schema}.messages (
      id INTEGER PRIMARY KEY,
      message_id BLOB NOT NULL,
      destination BLOB NOT NULL,
      form TEXT NOT NULL CHECK (form IN ('text', 'bytes', 'object')),
      persistent INTEGER NOT NULL,
      expires INTEGER NOT NULL,
      transformation BLOB NOT NULL,
      headers BLOB NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE ${schema}.entries (
      queue INTEGER NOT NULL,
      message INTEGER NOT NULL,
      PRIMARY KEY (queue, message)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX ${schema}.entries_by_message ON entries (message);
  `
}

/** Whether the body is sealed; bodies of the first format were not. */
function sealedColumn(schema: 'main' | 'temp'): string {
  return `ALTER TABLE ${schema}.messages ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0`
}

/** In which protocol the message was sent, and so what its body is; STOMP alone was known before. */
function protocolColumn(schema: 'main' | 'temp'): string {
  return `ALTER TABLE ${schema}.messages ADD COLUMN protocol TEXT NOT NULL DEFAULT 'stomp'`
}

/** Every format the broker's database ever had, in order. */
export const storeMigrations: readonly Migration[] = [
  `
    CREATE TABLE queues (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('queue', 'durable subscription')),
      name TEXT NOT NULL,
      client_id TEXT NOT NULL,
      topic TEXT NOT NULL,
      selector BLOB NOT NULL,
      UNIQUE (kind, name, client_id)
    ) STRICT;
    ${messageTables('main')}
  `,
  sealedColumn('main'),
  `
    ${protocolColumn('main')};
    CREATE TABLE published (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      key BLOB NOT NULL UNIQUE
    ) STRICT;
  `,
]

/**
 * The tables of the messages that end with the process. SQLite keeps them in a file of its own that it deletes, so
 * that a flood of them fills the disk at worst and not the memory.
 */
export const temporaryTables = `${messageTables('temp')};${sealedColumn('temp')};${protocolColumn('temp')}`
  .split(/;\s*/)
  .filter((statement) => statement.trim() !== '')
