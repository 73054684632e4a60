/** How threads end. */
export const channelSentences = {
  endedWithCode: 'it ended with code {code}',
  inTheLog: 'the log has the details under {reference}',
  idInUse: 'the id {id} is in use',
} as const
