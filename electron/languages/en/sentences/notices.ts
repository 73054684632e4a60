/** What an operator should know of this run. */
export const noticesSentences = {
  settingsFileCouldNot:
    'The settings file could not be read ({reason}); it lies at {aside} now, and the defaults apply.',
  settingsFileCouldNotRead: 'The settings file could not be read ({reason}) and was left alone: {failure}',
  settingsCouldNotUsed: 'The settings {names} could not be used, and their defaults apply',
  fileLies: '{what}; the file as it was lies at {aside}.',
  fileCouldNotCopied: '{what}; the file could not be copied: {reason}',
  settingsKeptOnlyUntil: 'Settings are kept only until Plumbline ends: {reason}',
  entriesAuditLogMissing: 'Entries of the audit log are missing from the disk: {reason}',
  auditLogDamagedLies: 'The audit log was damaged; it lies at {path} now, and a new one was begun.',
  auditLogKeptOnly: 'The audit log is kept only until Plumbline ends: {reason}',
  measurementsNotKept: 'What is measured is not kept, so that charts show it only from now on: {reason}',
  noKeyChain: 'Passwords are kept only until Plumbline ends, because this system has no key chain.',
} as const
