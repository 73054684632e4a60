/** What the settings are called in a sentence. */
export const settingWords = {
  theme: 'theme',
  language: 'language',
  density: 'density',
  notifications: 'notifications',
  retention: 'retention',
  thresholds: 'thresholds',
  embeddedBroker: 'embedded broker',
  readOnly: 'read-only mode',
  updates: 'updates',
  openLast: 'opening what was open',
} as const
