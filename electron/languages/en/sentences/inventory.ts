/** What is said of nodes. */
export const inventorySentences = {
  connectionDisabledDoesNot: 'connection=disabled: it does not take messages; they wait in its queue.',
  engineDoesNotRun: 'Its engine does not run.',
  notChangedHere: '{name} cannot be changed here.',
  passwordHiddenWriteAnew: 'The password is hidden; write it anew to change the URL.',
  nameAnotherNode: '{name} is the name of another node.',
  notWhole: 'Nothing was seen to differ from {reference}, but not all of it could be read.',
  differs: '{count} object differs from {reference}. | {count} objects differ from {reference}.',
  waiting: '{count} message waits in its queue. | {count} messages wait in its queue.',
  atLeastWaiting: 'At least one message waits in its queue. | At least {count} messages wait in its queue.',
} as const
