/** What trying a broker shows. */
export const brokerCheckSentences = {
  others: 'Andere Broker',
  standby:
    '{server} nimmt keine Verbindungen an. Das tut auch der Ersatz eines anderen Brokers nicht, bis er übernimmt, und keiner, der nicht läuft.',
  topic: 'Topic',
  topicNotTried:
    'Ob {topic} ein virtuelles Topic ist, wurde nicht probiert: Über STOMP bliebe die Warteschlange dafür zurück.',
  topicDelivers: 'Was an ein Topic geht, das wie {topic} heißt, kommt in die Warteschlangen der Knoten.',
  topicSilent:
    'Der Broker nahm eine Nachricht an ein Topic an, das wie {topic} heißt, und gab sie in keine Warteschlange: Kein Knoten bekäme etwas.',
  topicSilentRemedy:
    'Ein Topic verwenden, dessen Name mit VirtualTopic. beginnt, oder {topic} im virtualDestinationInterceptor der activemq.xml des Brokers ergänzen, mit dem Präfix Consumer.*. für seine Warteschlangen. Nennt er genau dieses Topic schon, ist alles gut.',
  rights: 'Rechte',
  mayRead: 'Aus {name} darf gelesen werden.',
  mayWrite: 'An {name} darf geschrieben werden.',
  rightsNotTried: 'Nicht versucht: Der Broker sagt von keiner Warteschlange eines Knotens von {topic}.',
  queues: 'Warteschlangen',
  counts:
    'Der Broker hat {count} Warteschlange und zählt ihre Nachrichten. | Der Broker hat {count} Warteschlangen und zählt ihre Nachrichten.',
  advises:
    'Der Broker nennt {count} Warteschlange, ohne ihre Nachrichten zu zählen. | Der Broker nennt {count} Warteschlangen, ohne ihre Nachrichten zu zählen.',
  advisesRemedy:
    'Um zu sehen, wie viele Nachrichten warten und wie voll sein Speicher ist, <statisticsBrokerPlugin/> zu den plugins in seiner activemq.xml hinzufügen.',
  management: 'Verwaltung (Jolokia)',
  managementCounts:
    'Sie antwortet und zählt, was in {count} Warteschlange wartet. | Sie antwortet und zählt, was in {count} Warteschlangen wartet.',
  tellsNothing: 'Der Broker sagt nichts über seine Warteschlangen.',
  tellsNothingRemedy:
    'advisorySupport="false" aus seiner activemq.xml entfernen oder <statisticsBrokerPlugin/> zu seinen plugins hinzufügen.',
  tellsNothingStompRemedy:
    '<statisticsBrokerPlugin/> zu den plugins in seiner activemq.xml hinzufügen, die Bibliothek XStream in seinen Klassenpfad legen oder seinen OpenWire-Anschluss (tcp://) verwenden, der beides nicht braucht.',
  tellsNever: '{broker} nennt seine Warteschlangen nicht: Plumbline führt die der bekannten Knoten auf.',
  tellsElsewhere: '{broker} nennt seine Warteschlangen nur über OpenWire.',
  tellsElsewhereRemedy: 'Um seine Warteschlangen zu sehen, tcp:// vor seinen Rechner und Port schreiben.',
  showsNothing:
    '{broker} zeigt nichts von dem, was in einer Warteschlange liegt, und trägt nur Knoten von Plumbline.',
  showsNothingRemedy:
    'ActiveMQ verwenden oder Warteschlangen in seiner eigenen Verwaltungsoberfläche ansehen.',
  store: 'Speicher',
  storeRemedy:
    'Verlassene Warteschlangen löschen, ausgefallene Slaves zurückholen oder storeUsage in seiner activemq.xml erhöhen. Ist er voll, wartet jede Änderung auf einem Master.',
  memory: 'Arbeitsspeicher',
  memoryRemedy:
    'Nachsehen, wer keine Nachrichten holt, und memoryUsage in seiner activemq.xml erhöhen. Ist er voll, lässt der Broker Absender warten.',
  size: 'Größe von Nachrichten',
  small:
    'Der Broker nimmt Nachrichten bis {largest} Bytes an; Plumbline sendet und nimmt bis {wanted} Bytes.',
  smallRemedy:
    'wireFormat.maxFrameSize seines Anschlusses erhöhen: Große Stile und Einstellungen reisen in einer Nachricht.',
  clockAgrees: 'Die Uhr des Brokers stimmt mit der dieses Rechners überein.',
  clockAhead: 'Die Uhr des Brokers geht gegenüber der dieses Rechners {seconds} s vor.',
  clockBehind: 'Die Uhr des Brokers geht gegenüber der dieses Rechners {seconds} s nach.',
  clockRemedy:
    'Beide von einem Zeitserver (NTP) stellen lassen. Zeiten von Nachrichten sind nicht vergleichbar, und Nachrichten verfallen zu früh oder zu spät.',
} as const
