/** What an operator should know of this run. */
export const noticesSentences = {
  settingsFileCouldNot:
    'Die Einstellungsdatei ließ sich nicht lesen ({reason}); sie liegt jetzt unter {aside}, und die Vorgaben gelten.',
  settingsFileCouldNotRead:
    'Die Einstellungsdatei ließ sich nicht lesen ({reason}) und blieb unangetastet: {failure}',
  settingsCouldNotUsed: 'Die Einstellungen {names} waren nicht brauchbar, und ihre Vorgaben gelten',
  fileLies: '{what}; die Datei, wie sie war, liegt unter {aside}.',
  fileCouldNotCopied: '{what}; die Datei ließ sich nicht kopieren: {reason}',
  settingsKeptOnlyUntil: 'Einstellungen werden nur gehalten, bis Plumbline endet: {reason}',
  entriesAuditLogMissing: 'Einträge des Protokolls fehlen auf der Platte: {reason}',
  auditLogDamagedLies:
    'Das Protokoll war beschädigt; es liegt jetzt unter {path}, und ein neues wurde begonnen.',
  auditLogKeptOnly: 'Das Protokoll wird nur gehalten, bis Plumbline endet: {reason}',
  measurementsNotKept: 'Messwerte werden nicht aufbewahrt, Diagramme zeigen sie erst von jetzt an: {reason}',
  noKeyChain:
    'Passwörter werden nur gehalten, bis Plumbline endet, da dieses System keinen Schlüsselbund hat.',
} as const
