/** Was die Befehlszeile von Änderungen und Resyncs sagt. */
export const cliChangesSentences = {
  dryRun: 'nichts wurde geändert: das war ein Probelauf',
  nothingToChange: 'auf {node} ist nichts zu ändern',
  exported: '{count} Objekt liegt in {path} | {count} Objekte liegen in {path}',
  doubt: 'Zweifel:',
  place: 'Zeile {line}, Spalte {column}:',
  cannotBeUndone: 'Das lässt sich nicht als Ganzes rückgängig machen.',
  nothingSent: 'nichts wurde gesendet',
  nothingSentDryRun: 'nichts wurde gesendet: das war ein Probelauf',
  nothingSendable: 'nichts wurde gesendet: nichts davon lässt sich senden',
  send: '{count} Nachricht an die Warteschlange {queue} senden? | {count} Nachrichten an die Warteschlange {queue} senden?',
  overRest: 'über REST, still: {title}',
  byFiles: 'durch Dateien und Neuladen: {title}',
  unreadOnSlave: 'beim Slave nicht gelesen: {path}: {reason}',
  unreadOnReference: 'bei der Referenz nicht gelesen: {path}: {reason}',
  plan: 'Plan',
  operations: '{count} Operation | {count} Operationen',
  messages: '{count} Nachricht | {count} Nachrichten',
  leftOut: 'ausgelassen:',
  notSent: 'nicht gesendet',
  noReason: 'ohne Angabe eines Grundes',
  sentTo:
    '{count} Operation an {queue} gesendet, {milliseconds} | {count} Operationen an {queue} gesendet, {milliseconds}',
  readBack:
    'zurückgelesen, {count} Objekt verglichen, 0 verschieden | zurückgelesen, {count} Objekte verglichen, 0 verschieden',
  interrupted: 'unterbrochen',
  leftToDo:
    '{count} Unterschied übrig; erneut ausführen, um weiterzumachen | {count} Unterschiede übrig; erneut ausführen, um weiterzumachen',
  notVerified: 'nicht bestätigt',
  leftListed: '{count} Unterschied übrig, oben aufgeführt | {count} Unterschiede übrig, oben aufgeführt',
  unreadListed:
    '{count} Stelle nicht gelesen, oben aufgeführt | {count} Stellen nicht gelesen, oben aufgeführt',
} as const
