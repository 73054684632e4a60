export const filesSentences = {
  changed: 'Jemand hat {files} im Datenverzeichnis von {node} geändert.',
  andMore: '{files} und {count} weitere Datei | {files} und {count} weitere Dateien',
  seenLate: 'Änderungen an Dateien in {directory} werden bis zu einer halben Minute später bemerkt: {reason}',
  tooManyWatched: 'zu viele werden schon beobachtet',
  systemLimit: 'das System beobachtet für dieses Konto keine weiteren Verzeichnisse',
  noConfiguration: 'Darin ist überhaupt keine Konfiguration.',
} as const
