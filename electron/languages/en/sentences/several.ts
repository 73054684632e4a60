/** What was done to one of several nodes. */
export const severalSentences = {
  left: 'Not come to: it was cancelled before.',
  start: 'Started.',
  stop: 'Stopped. Its messages wait in its queue.',
  pause: 'Paused. Its messages wait in its queue.',
  resume: 'Goes on applying.',
  reload: 'Read its data directory again.',
  forget: 'Forgotten. It comes back when it sends something.',
  comparedEqual: 'Equal to {reference}.',
} as const
