import { heardTables, heardTimes } from '../../../engine/journal/heard.ts'

/**
 * Migrations of the archive's database, oldest first; forward only.
 *
 * `entry` holds what lists are filtered by, texts as numbers of `name` (0 for none); all of it is kept in memory while
 * the archive is open. `content` holds what is shown of a message in a list. Bodies and headers lie in `block`, several
 * messages together, each block under the number of its first one; they are sealed, because they hold passwords as the
 * wire has them.
 * Words are searched in tables `words_0`, `words_1`, … of {@link Division.words} messages each, without a copy of the
 * text: a search for the newest looks at the newest table first, and old messages go by dropping their table.
 */
export const archiveMigrations: readonly string[] = [
  `
  CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE entry (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    workspace INTEGER NOT NULL,
    sender INTEGER NOT NULL,
    verb INTEGER NOT NULL,
    counts_only INTEGER NOT NULL,
    object INTEGER NOT NULL,
    proof INTEGER NOT NULL,
    size INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX entry_by_object ON entry (object, sequence);

  CREATE TABLE content (
    sequence INTEGER PRIMARY KEY,
    message_key INTEGER NOT NULL,
    event_key INTEGER,
    message_id TEXT NOT NULL,
    event_id TEXT,
    type TEXT NOT NULL,
    handler TEXT NOT NULL,
    title TEXT,
    summary TEXT NOT NULL,
    failure TEXT
  ) STRICT;
  CREATE INDEX content_by_message ON content (message_key);
  CREATE INDEX content_by_event ON content (event_key) WHERE event_key IS NOT NULL;

  CREATE TABLE block (first INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;

  CREATE TABLE words_table (number INTEGER PRIMARY KEY) STRICT;

  CREATE TABLE slave (
    name INTEGER PRIMARY KEY,
    since INTEGER NOT NULL,
    taken_through INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    compared_through INTEGER NOT NULL,
    compared_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE slave_exception (
    slave INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'taken', 'failed')),
    at INTEGER NOT NULL,
    reason TEXT,
    proof TEXT,
    PRIMARY KEY (slave, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE slave_difference (
    slave INTEGER NOT NULL,
    proof INTEGER NOT NULL,
    verified_through INTEGER NOT NULL,
    certain INTEGER NOT NULL,
    PRIMARY KEY (slave, proof)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE saved_filter (name TEXT PRIMARY KEY, filter TEXT NOT NULL) STRICT;
  `,
  heardTables,
  `
  CREATE TABLE delivery_time (
    slave INTEGER NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('taken', 'applied', 'not applied', 'verified')),
    through INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (slave, step, through)
  ) STRICT, WITHOUT ROWID;
  `,
  heardTimes,
  `
  ALTER TABLE entry ADD COLUMN author INTEGER NOT NULL DEFAULT 0;
  `,
]

/** How an archive is divided; less in tests, so that little is much. */
export interface Division {
  /** Messages whose words are in one table; a database keeps to what it was begun with. */
  readonly words: number
  /** Entries that are read at once. */
  readonly entries: number
}

export const usualDivision: Division = { words: 100_000, entries: 16_384 }

/** Verbs as the table of entries holds them; only ever added to. */
export const verbs = ['add', 'modify', 'remove', 'default', 'style-file', 'unreadable'] as const
