/** What is said of messages and their archive. */
export const messagesSentences = {
  oldMessagesCouldNot: 'Old messages could not be removed from the archive: {reason}',
  archiveNotClosedCleanly: 'The archive was not closed cleanly: {reason}',
  messagesNotArchived: 'The messages of {name} are not archived: {reason}',
  archiveCouldNotUsed: 'The archive of {name} could not be used. It was kept as {path}; a new one was begun.',
  archiveStoppedOpenedAgain: 'The archive of {name} stopped and is opened again: {reason}',
  archiveDoesNotTell: 'The archive does not tell what it missed: {reason}',
  noBody: 'it has no body',
  noHandlerModuleTakes: 'no handler of the module takes it',
  importedExportPasswordsHidden: 'it was imported from an export, in which passwords are hidden',
  whatBecameMessagesCould: 'What became of messages could not be noted: {reason}',
  latestComparisonFoundObject: 'The latest comparison found the object different or missing.',
  noJson: 'it is not JSON',
  anotherForm: 'it has another form',
  whatArchiveAsked: 'what the archive was asked for',
  cutOff: '{text}\n… one character more | {text}\n… {count} characters more',
  charactersNotXmlThey:
    '{count} character that is not XML. It is not shown, because nobody can tell whether it is secret. | {count} characters that are not XML. They are not shown, because nobody can tell what in them is secret.',
  withPath: '{path}: {problem}',
} as const
