/** Was die Befehlszeile von Unterschieden und Fehlern sagt. */
export const cliDriftSentences = {
  notCompared: 'nicht verglichen, und keine Abweichung:',
  defaultWorkspace: 'Standard-Arbeitsbereich',
  passwordsDiffer: 'die Passwörter sind verschieden',
  none: 'nichts',
  uncertain: 'ungewiss',
  drift: 'Abweichung',
  objectsCompared: '{count} Objekt verglichen | {count} Objekte verglichen',
  stray: 'liegt dort und wird nicht geladen: {path}',
  moreStray:
    '{count} weitere Stelle, die nicht geladen wird | {count} weitere Stellen, die nicht geladen werden',
  placesNotRead: '{count} Stelle nicht gelesen | {count} Stellen nicht gelesen',
  countMissing: '{count} fehlt',
  countExtra: '{count} zu viel',
  countDifferent: '{count} verschieden',
  countSameNameOtherId: '{count} mit anderer ID',
  countDefaultWorkspace: '{count} Standard-Arbeitsbereich',
  objects: '{count} Objekt | {count} Objekte',
  neverSent: 'keine Nachricht trägt sie',
  error: 'Fehler:',
  tryThis: 'Abhilfe:',
  because: 'weil:',
} as const
