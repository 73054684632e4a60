import { z } from 'zod'
import type { Database } from '../../storage/database.ts'
import { conflictTable } from './conflicts.ts'
import { heardTables, heardTimes } from './heard.ts'

/**
 * Migrations of a node's database, oldest first; forward only. Bodies are sealed: on the wire store passwords are
 * clear, at rest they must not be.
 */
export const journalMigrations: readonly string[] = [
  `
  CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    verb TEXT NOT NULL,
    kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    summary TEXT NOT NULL,
    before BLOB,
    after BLOB
  ) STRICT;
  CREATE INDEX history_by_object ON history (object_id, id);

  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL UNIQUE,
    history_id INTEGER NOT NULL REFERENCES history (id),
    handler TEXT NOT NULL,
    audience TEXT NOT NULL,
    body BLOB NOT NULL,
    summary TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('accepted', 'applied', 'sent', 'withdrawn')),
    accepted_at INTEGER NOT NULL,
    sent_at INTEGER,
    reason TEXT
  ) STRICT;
  CREATE INDEX outbox_by_state ON outbox (state, id);

  CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    identity TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    handler TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'applied', 'ignored', 'parked', 'failed', 'settled')),
    received_at INTEGER NOT NULL,
    finished_at INTEGER,
    summary TEXT NOT NULL DEFAULT '',
    object_id TEXT,
    code TEXT,
    reason TEXT,
    missing_kind TEXT,
    missing_id TEXT,
    missing_name TEXT
  ) STRICT;
  CREATE INDEX inbox_by_state ON inbox (state, id);
  `,
  `
  ALTER TABLE history ADD COLUMN style_body_before BLOB;
  ALTER TABLE history ADD COLUMN style_body_after BLOB;
  `,
  `
  CREATE INDEX inbox_by_message ON inbox (message_id);
  `,
  `
  ALTER TABLE history ADD COLUMN request_id TEXT;
  CREATE INDEX history_by_request ON history (request_id) WHERE request_id IS NOT NULL;
  `,
  `
  ALTER TABLE outbox ADD COLUMN number INTEGER;
  CREATE TABLE epoch (
    name TEXT NOT NULL,
    numbered INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    lost TEXT,
    lost_at INTEGER
  ) STRICT;
  INSERT INTO epoch (name, numbered, sent) VALUES (lower(hex(randomblob(12))), 0, 0);
  ${heardTables}`,
  `
  CREATE TABLE grave (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT,
    removed_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE INDEX outbox_by_history ON outbox (history_id, state);
  `,
  `
  CREATE TABLE holding (objects INTEGER NOT NULL, found INTEGER, found_at INTEGER) STRICT;
  INSERT INTO holding (objects) VALUES (0);
  `,
  `
  ALTER TABLE inbox ADD COLUMN stamp TEXT;
  ALTER TABLE outbox ADD COLUMN stamp TEXT;
  CREATE TABLE placed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    identity TEXT NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    step INTEGER NOT NULL,
    sender TEXT NOT NULL,
    is_stamped INTEGER NOT NULL,
    is_displaced INTEGER NOT NULL DEFAULT 0,
    inbox_id INTEGER,
    handler TEXT NOT NULL,
    body BLOB NOT NULL,
    touched TEXT NOT NULL
  ) STRICT;
  CREATE INDEX placed_displaced ON placed (id) WHERE is_displaced = 1;
  CREATE TABLE undo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    placed_id INTEGER NOT NULL,
    step BLOB NOT NULL
  ) STRICT;
  CREATE INDEX undo_by_placed ON undo (placed_id);
  `,
  `
  ALTER TABLE inbox ADD COLUMN knows TEXT;
  ALTER TABLE inbox ADD COLUMN is_repetition INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE inbox ADD COLUMN is_unheeded INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX inbox_unheeded ON inbox (id) WHERE is_unheeded = 1;
  ALTER TABLE outbox ADD COLUMN knows TEXT;
  ALTER TABLE outbox ADD COLUMN is_repetition INTEGER NOT NULL DEFAULT 0;
  ${conflictTable}`,
  `
  ALTER TABLE history ADD COLUMN reason TEXT;
  `,
  `
  CREATE TABLE file_change (id INTEGER PRIMARY KEY, path TEXT NOT NULL, content BLOB, mode INTEGER) STRICT;
  `,
  `
  ALTER TABLE inbox ADD COLUMN is_unwritten INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX inbox_unwritten ON inbox (id) WHERE is_unwritten = 1;
  `,
  `
  CREATE INDEX file_change_by_path ON file_change (path);
  `,
  `
  CREATE TABLE unwritten (inbox_id INTEGER PRIMARY KEY) STRICT;
  INSERT INTO unwritten SELECT id FROM inbox WHERE is_unwritten = 1;
  DROP INDEX inbox_unwritten;
  ALTER TABLE inbox DROP COLUMN is_unwritten;
  `,
  `
  CREATE TABLE lease (bound INTEGER NOT NULL, floor INTEGER NOT NULL) STRICT;
  INSERT INTO lease (bound, floor) VALUES (0, 0);
  ${heardTimes}`,
  `
  -- What is applied and not sent has its body in 'placed' from now on, when it has none in 'outbox'.
  `,
  `
  ALTER TABLE history ADD COLUMN part_of INTEGER;
  CREATE INDEX history_by_part ON history (part_of) WHERE part_of IS NOT NULL;
  `,
  `
  -- 'before' of a change that has an 'after' holds what differs from that from now on; see 'history'.
  `,
  `
  -- What was begun, or made of a request that is not made as a whole: 'part', or the process that is making it.
  ALTER TABLE history ADD COLUMN open TEXT;
  CREATE INDEX history_open ON history (open) WHERE open IS NOT NULL;
  `,
]

/** Something sealed in a journal, what is still needed first; undefined when there is nothing. */
export function sealedIn(database: Database): Uint8Array | undefined {
  const sealed = z.object({ sealed: z.instanceof(Uint8Array) })
  for (const rows of [
    'content AS sealed FROM file_change WHERE content NOT NULL ORDER BY id',
    `body AS sealed FROM outbox WHERE state IN ('accepted', 'applied') AND body <> x'' ORDER BY id`,
    `placed.body AS sealed FROM outbox JOIN placed ON identity = event_id WHERE state = 'applied' ORDER BY outbox.id`,
    `body AS sealed FROM inbox WHERE state IN ('received', 'parked') ORDER BY id`,
    `body AS sealed FROM inbox WHERE body <> x'' ORDER BY id DESC`,
    `coalesce(after, before) AS sealed FROM history WHERE coalesce(after, before) NOT NULL ORDER BY id DESC`,
  ]) {
    const found = database.query(`SELECT ${rows} LIMIT 1`, sealed).first()
    if (found !== undefined) return found.sealed
  }
  return undefined
}
