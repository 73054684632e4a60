export const clusterSentences = {
  notClosedCleanly: '{name} wurde nicht sauber geschlossen: {reason}',
  moreThanNodesNoticed:
    'Mehr als {limit} Knoten wurden bemerkt; weitere werden nicht gezeigt. Vergessen Sie die, die es nicht mehr gibt.',
  published: '{node} hat veröffentlicht: {event}',
  messagesCannotArchivedWait:
    'Nachrichten lassen sich nicht archivieren und warten in unserer Warteschlange: {reason}',
  messagesNotArchived: 'Nachrichten werden nicht archiviert: {reason}',
  connectedBroker: 'Mit dem Broker {where} verbunden.',
  missedAtBroker:
    'Der Broker {name} lief ohne Verbindung weiter; was dort inzwischen veröffentlicht wurde, fehlt im Archiv.',
  noBroker: 'Kein Broker: {reason}',
  messagesEmbeddedBrokerGone:
    'Die Nachrichten des eingebauten Brokers von {name} sind weg, und er hat ohne sie begonnen. Vergleichen Sie jeden Slave mit seinem Master.',
  messagesEmbeddedBrokerCould:
    'Die Nachrichten des eingebauten Brokers von {name} ließen sich nicht lesen; sie liegen jetzt unter {path}, und er hat ohne sie begonnen. Vergleichen Sie jeden Slave mit seinem Master.',
  embeddedBrokerCannotStore: 'Der eingebaute Broker kann keine Nachrichten speichern: {reason}',
  embeddedBrokerCannotRead:
    'Der eingebaute Broker kann nicht lesen, was er gespeichert hat, und lässt niemanden ein: {reason}',
  embeddedBrokerCanRead: 'Der eingebaute Broker kann wieder lesen, was er gespeichert hat.',
  refusedDeadLetter: 'Eine Nachricht von {queue} ging in die Dead Letter Queue: Sie wurde abgelehnt.',
  expiredDeadLetter: 'Eine Nachricht von {queue} ging in die Dead Letter Queue: Sie ist abgelaufen.',
  trouble: '{node}: {reason}',
  journalDamaged:
    '{node}: Das Journal war beschädigt und liegt jetzt unter {path}; vergleichen Sie den Knoten mit seinem Master',
  stopped: '{node} ist angehalten; seine Nachrichten warten in seiner Warteschlange',
  notStoppedCleanly: '{node} hat nicht sauber angehalten: {reason}',
  did: '{node} {what}',
  applied: '{node} hat angewendet: {event}',
  failed: '{node} ist gescheitert: {event}',
  parked: '{node} hat zurückgestellt: {event}',
  withReason: '{what} ({reason})',
  otherBrokerTells:
    'Ein anderer Broker von Plumbline meldet sich: {other}. Lassen Sie alle Knoten eines Clusters {use} verwenden.',
  otherPort: 'Port {wanted} ist belegt; der eingebaute Broker lauscht stattdessen auf {port}.',
  because: '{what}: {reason}',
} as const
