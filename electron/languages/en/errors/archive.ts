import type { ErrorDefinitions } from './definition.ts'

export const archiveErrors = {
  'PLB-ARCHIVE-MESSAGE-GONE': {
    message: 'The message {sequence} is not in the archive.',
    cause: 'It was older or the archive larger than the retention in the settings allows, so it was removed.',
    remedy:
      'Reload the log. A longer retention can be set in the settings; what is removed does not come back.',
  },
  'PLB-ARCHIVE-FILE-INVALID': {
    message: 'Line {line} holds no message: {reason}.',
    cause: 'It is another kind of file, or it was cut off or edited.',
    remedy: 'Export the messages again where they come from. The lines before it were imported.',
  },
  'PLB-ARCHIVE-REPLAY-REFUSED': {
    message: 'The message {sequence} cannot be sent again: {reason}.',
    cause: 'Only events whose body is complete can be applied by a node.',
    remedy: 'Bring the node back with a resync instead; it sends the state of the reference.',
  },
} as const satisfies ErrorDefinitions
