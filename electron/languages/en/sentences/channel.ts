/** How calls and threads end. */
export const channelSentences = {
  askedToStop: 'It was asked to stop before it was done.',
  endedWithCode: 'it ended with code {code}',
  inTheLog: 'the log has the details under {reference}',
  idInUse: 'the id {id} is in use',
} as const
