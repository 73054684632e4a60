/** How threads end. */
export const channelSentences = {
  endedWithCode: 'beendet mit Code {code}',
  inTheLog: 'Einzelheiten stehen im Log unter {reference}',
  idInUse: 'die Kennung {id} ist in Gebrauch',
} as const
