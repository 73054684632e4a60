export const resyncSentences = {
  notLookedAt: 'was er hat, lässt sich von hier aus nicht ansehen',
  resumed: 'Das abgebrochene Angleichen von {node} an {reference} geht weiter.',
  brokenOff: 'Das Angleichen von {node} an {reference} endete: {reason}',
  verified: '{node} wurde an {reference} angeglichen: nachweislich gleich.',
  left: '{node} wurde an {reference} angeglichen: {count} Unterschied bleibt. | {node} wurde an {reference} angeglichen: {count} Unterschiede bleiben.',
  cancelled:
    '{node} wurde an {reference} angeglichen: abgebrochen, {count} Unterschied bleibt. | {node} wurde an {reference} angeglichen: abgebrochen, {count} Unterschiede bleiben.',
  noReference:
    'Er ist weder ein Master noch wurde er als gleich mit einem verglichen; an ihn wird nichts angeglichen.',
  doneBefore: 'erledigt, bevor es abgebrochen wurde',
  comparing: 'Vergleichen',
  sending: 'Senden',
  applying: 'Anwenden',
  waiting: 'Warten',
  verifying: 'erneut Vergleichen',
  progress: '{phase} {done}/{total}',
} as const
