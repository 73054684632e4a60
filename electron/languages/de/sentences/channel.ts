/** How calls and threads end. */
export const channelSentences = {
  askedToStop: 'Es sollte abgebrochen werden, ehe es getan war.',
  endedWithCode: 'beendet mit Code {code}',
  inTheLog: 'Einzelheiten stehen im Log unter {reference}',
  idInUse: 'die Kennung {id} ist in Gebrauch',
} as const
