/** Wie die Einstellungen in einem Satz heißen. */
export const settingWords = {
  theme: 'Farbschema',
  language: 'Sprache',
  density: 'Dichte',
  notifications: 'Benachrichtigungen',
  retention: 'Aufbewahrung',
  thresholds: 'Schwellen',
  embeddedBroker: 'eingebauter Broker',
  readOnly: 'Nur-Lese-Modus',
  updates: 'Aktualisierungen',
  openLast: 'Öffnen dessen, was geöffnet war',
} as const
