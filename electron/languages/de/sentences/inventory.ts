/** What is said of nodes. */
export const inventorySentences = {
  connectionDisabledDoesNot:
    'connection=disabled: Er nimmt keine Nachrichten an; sie warten in seiner Warteschlange.',
  engineDoesNotRun: 'Seine Engine läuft nicht.',
  notChangedHere: '{name} lässt sich hier nicht ändern.',
  passwordHiddenWriteAnew: 'Das Passwort ist verborgen; schreiben Sie es neu, um die URL zu ändern.',
  nameAnotherNode: '{name} heißt schon ein anderer Knoten.',
  notWhole: 'Es wurde kein Unterschied zu {reference} gesehen, aber nicht alles konnte gelesen werden.',
  differs:
    '{count} Objekt unterscheidet sich von {reference}. | {count} Objekte unterscheiden sich von {reference}.',
  waiting:
    '{count} Nachricht wartet in seiner Warteschlange. | {count} Nachrichten warten in seiner Warteschlange.',
  atLeastWaiting:
    'Mindestens eine Nachricht wartet in seiner Warteschlange. | Mindestens {count} Nachrichten warten in seiner Warteschlange.',
} as const
