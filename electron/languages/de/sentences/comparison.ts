export const comparisonSentences = {
  reading: '{node} wird gelesen',
  failed: '{node} ließ sich nicht vergleichen: {reason}',
  waitingForNode: 'Warten auf {node}: antwortet noch nicht oder wird gerade geändert',
  readingFiles: '{node} wird gelesen: {files} Dateien',
  directories: 'die Arbeit an Datenverzeichnissen',
  comparing: 'Vergleich läuft',
  somethingChangedMeanwhileComparing: 'Inzwischen hat sich etwas geändert; es wird neu verglichen',
  failedWith: '{node} ließ sich nicht mit {reference} vergleichen: {reason}',
  unsentSame: 'auf beiden gleich, soweit sie zu lesen sind',
  unsentDiffer: '{count} weicht ab: {names} | {count} weichen ab: {names}',
  unsentDifferMore: '{count} weichen ab, darunter {names}',
  comparedEqual: '{node} wurde mit {reference} verglichen: gleich.',
  comparedDiffers:
    '{node} wurde mit {reference} verglichen: {count} Objekt unterscheidet sich. | {node} wurde mit {reference} verglichen: {count} Objekte unterscheiden sich.',
} as const
