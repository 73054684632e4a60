/** What is said of differences somebody accepted, and of findings somebody knows of. */
export const acceptanceSentences = {
  counted: '{what} Accepted: {count} of {total}.',
  because: 'accepted by {by}: {reason}',
  until: 'accepted by {by} until {at}: {reason}',
  known: 'known to {by}: {reason}',
  knownUntil: 'known to {by}, put off until {at}: {reason}',
  with: '{what}; {accepted}',
} as const
