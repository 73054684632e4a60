/** What is said of messages and their archive. */
export const messagesSentences = {
  oldMessagesCouldNot: 'Alte Nachrichten ließen sich nicht aus dem Archiv entfernen: {reason}',
  archiveNotClosedCleanly: 'Das Archiv wurde nicht sauber geschlossen: {reason}',
  messagesNotArchived: 'Die Nachrichten von {name} werden nicht archiviert: {reason}',
  archiveCouldNotUsed:
    'Das Archiv von {name} war nicht brauchbar. Es liegt jetzt unter {path}; ein neues wurde begonnen.',
  archiveStoppedOpenedAgain: 'Das Archiv von {name} hat sich beendet und wird wieder geöffnet: {reason}',
  archiveDoesNotTell: 'Das Archiv sagt nicht, was ihm fehlt: {reason}',
  noBody: 'sie hat keinen Inhalt',
  noHandlerModuleTakes: 'kein Handler des Moduls nimmt sie',
  importedExportPasswordsHidden: 'sie wurde aus einem Export importiert, in dem Passwörter verborgen sind',
  whatBecameMessagesCould: 'Was aus Nachrichten wurde, ließ sich nicht vermerken: {reason}',
  latestComparisonFoundObject: 'Beim letzten Vergleich war das Objekt anders oder fehlte.',
  noJson: 'kein JSON',
  anotherForm: 'andere Form',
  whatArchiveAsked: 'was vom Archiv verlangt wurde',
  cutOff: '{text}\n… ein weiteres Zeichen | {text}\n… {count} weitere Zeichen',
  charactersNotXmlThey:
    '{count} Zeichen, das kein XML ist. Es wird nicht gezeigt, da niemand weiß, ob es geheim ist. | {count} Zeichen, die kein XML sind. Sie werden nicht gezeigt, da niemand weiß, was darin geheim ist.',
  withPath: '{path}: {problem}',
} as const
