/** Warum etwas Getipptes keine Adresse eines GeoServers ist. */
export const addressSentences = {
  tooLong: 'Sie ist länger als {limit} Zeichen',
  tooMany: 'Das sind mehr als {limit} Adressen',
  nothing: 'Da steht nichts',
  brace: 'Einer geschweiften Klammer fehlt die andere',
  pattern: '„{found}“ in geschweiften Klammern ist kein Muster wie 1..5 oder nord,sued',
  backwards: '{found} läuft rückwärts',
  words: 'Das sind Wörter und keine Adressen',
  noUrl: 'Das ist keine URL',
  scheme: 'Sie beginnt weder mit http:// noch mit https://',
  login: 'Sie enthält ein Login; Benutzer und Passwort haben eigene Felder',
  unknownOption: 'Eine Option {option} gibt es nicht',
} as const
