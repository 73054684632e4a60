export const attentionSentences = {
  brokerLost: 'Der Broker {where} ist nicht verbunden.',
  topicSilent: 'Was an {topic} veröffentlicht wird, erreicht niemanden.',
  whyTopicSilent:
    'Der Broker hat eine Nachricht für das Topic angenommen und in keine Warteschlange eines Consumers gelegt. Er hat keine virtuellen Topics dieses Namens: Das Präfix ist ein anderes, sie sind abgeschaltet, oder es ist ein Broker, der sie eigens eingerichtet braucht.',
  notStarted: '{node} ließ sich nicht starten.',
  trouble: '{node} kommt nicht weiter.',
  diverged: '{node} ist auseinandergelaufen: {what}.',
  gap: '{node} hat womöglich Ereignisse verpasst: Das zeigt nur ein Vergleich mit seinem Master.',
  lost: '{node} ist nicht verbunden.',
  disabled: '{node} nimmt keine Nachrichten an: Seine Verbindung ist abgeschaltet.',
  stopped: '{node} ist angehalten.',
  lagging: '{node} hinkt nach.',
  withWaiting:
    '{what} {count} Nachricht wartet in seiner Warteschlange. | {what} {count} Nachrichten warten in seiner Warteschlange.',
  drifted:
    '{node} weicht ab: {count} Objekt unterscheidet sich von {reference}. | {node} weicht ab: {count} Objekte unterscheiden sich von {reference}.',
  notWhole: '{node} konnte nicht als Ganzes mit {reference} verglichen werden.',
  whyNotWhole:
    'Es wurde kein Unterschied gesehen, aber eine Datei auf einem der beiden konnte nicht gelesen werden oder wird anders ausgeliefert, als sie sagt: Der Vergleich nennt sie.',
  itsMaster: 'seinem Master',
  whyDrifted:
    'Etwas wurde am Master vorbei geändert, oder eine Nachricht wurde nicht angewendet oder nie gesendet.',
  whyDriftedWaiting:
    '{count} Nachricht wartet in seiner Warteschlange, und vielleicht fehlt ihm nur sie: Das zeigt sich, wenn sie angewendet ist. | {count} Nachrichten warten in seiner Warteschlange, und vielleicht fehlen ihm nur sie: Das zeigt sich, wenn sie angewendet sind.',
  failed: '{count} Ereignis ließ sich nicht anwenden | {count} Ereignisse ließen sich nicht anwenden',
  parked: '{count} wartet auf fehlende Objekte | {count} warten auf fehlende Objekte',
  somethingFailed: 'etwas ließ sich nicht anwenden',
  orphan:
    'Niemand holt Nachrichten aus der Warteschlange {queue}; {count} Nachricht wartet dort. | Niemand holt Nachrichten aus der Warteschlange {queue}; {count} Nachrichten warten dort.',
  whyOrphan:
    'Ein Knoten, der abgebaut oder umbenannt wurde, lässt seine Warteschlange zurück, und der Broker füllt sie weiter.',
  deadLetters:
    '{count} Nachricht liegt in der Dead Letter Queue. | {count} Nachrichten liegen in der Dead Letter Queue.',
  whyDeadLetters: 'Ein Empfänger hat sie abgelehnt, oder sie sind abgelaufen.',
  gaps: '{gaps}',
} as const
