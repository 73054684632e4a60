/**
 * Properties that every node keeps itself, whatever it is told: when and by whom an object was made and changed, and how
 * often anything was. Nobody edits them, nothing goes back to them, and no agreement rests on them.
 */
export const keptByNode: ReadonlySet<string> = new Set([
  'dateCreated',
  'dateModified',
  'modifiedBy',
  'updateSequence',
])
