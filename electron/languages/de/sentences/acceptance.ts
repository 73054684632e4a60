export const acceptanceSentences = {
  counted: '{what} Hingenommen: {count} von {total}.',
  because: 'hingenommen von {by}: {reason}',
  until: 'hingenommen von {by} bis {at}: {reason}',
  known: '{by} bekannt: {reason}',
  knownUntil: '{by} bekannt, zurückgestellt bis {at}: {reason}',
  with: '{what}; {accepted}',
} as const
