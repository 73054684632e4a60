export const severalSentences = {
  left: 'Nicht mehr an der Reihe: vorher abgebrochen.',
  start: 'Gestartet.',
  stop: 'Angehalten. Seine Nachrichten warten in seiner Warteschlange.',
  pause: 'Pausiert. Seine Nachrichten warten in seiner Warteschlange.',
  resume: 'Wendet wieder an.',
  reload: 'Hat sein Datenverzeichnis neu gelesen.',
  forget: 'Vergessen. Er kommt wieder, sobald er etwas sendet.',
  comparedEqual: 'Gleich wie {reference}.',
} as const
