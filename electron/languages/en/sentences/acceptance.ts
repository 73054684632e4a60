/** What is said of differences somebody accepted. */
export const acceptanceSentences = {
  counted: '{what} Accepted: {count} of {total}.',
  because: 'accepted by {by}: {reason}',
  until: 'accepted by {by} until {at}: {reason}',
  with: '{what}; {accepted}',
} as const
