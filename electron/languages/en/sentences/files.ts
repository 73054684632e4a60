/** What is said of files somebody else changed. */
export const filesSentences = {
  changed: 'Somebody changed {files} in the data directory of {node}.',
  andMore: '{files} and {count} more file | {files} and {count} more files',
  noConfiguration: 'There is no configuration at all in it.',
  seenLate: 'Changes of files in {directory} are seen up to half a minute late: {reason}',
  tooManyWatched: 'too many are watched already',
  systemLimit: 'the system watches no more directories for this account',
} as const
