/** What is said of brokers and their queues. */
export const brokersSentences = {
  notOfCluster: 'sie gehört dem Namen nach nicht zu diesem Cluster',
  consumersUnknown: 'der Broker sagt nicht, ob jemand aus ihr empfängt; über OpenWire (tcp://) sagt er es',
  ofNoNode: 'sie ist keine Warteschlange eines Knotens dieses Clusters',
  isThere: 'es gibt sie schon',
  eachItsOwn: 'jeder GeoServer hat seinen eigenen Broker',
  noSuchQueue: 'diese Warteschlange gibt es nicht',
  embeddedBroker: 'eingebauter Broker unter {url}',
  connecting: 'die Verbindung wird aufgebaut',
  noAnswer: 'Der Broker antwortet nicht: {reason}',
  onlyKnownNodes:
    '{reason} Aufgeführt sind nur Warteschlangen bekannter Knoten, mit dem, was ein Blick hinein ergab.',
  known: 'was von {where} bekannt ist',
  statisticsPlugin: 'Statistik-Plugin von {where}',
  jolokia: 'die Verwaltung (Jolokia) von {where}',
  jolokiaNoBroker: 'sie kennt keinen ActiveMQ',
  jolokiaLogin: 'sie weist die Anmeldung ab (Status {status})',
  jolokiaOtherAnswer: 'sie antwortet etwas anderes',
  jolokiaRefused: 'sie sagt: {reason}',
  jolokiaSilent: 'sie nimmt die Verbindung an und sagt nichts',
  jolokiaAway: 'dort antwortet nichts',
  advisories: 'Advisories von {where}',
  noStatisticsPlugin:
    'Der Broker hat kein Statistik-Plugin: Was in Warteschlangen von Knoten und von unzustellbaren Nachrichten wartet, ist, was ein Blick hinein ergab, und ?, wo es viel ist.',
  isTopic: 'es ist ein Topic',
  somebodyTakesMessages: 'jemand holt Nachrichten daraus',
  belongsToNode: 'sie gehört einem Knoten des Clusters, dessen Nachrichten dort warten',
  feedsArchive: 'aus ihr speist sich das Archiv',
  noStatistics: 'Der Broker hat keine Advisories und kein Statistik-Plugin, das antwortet.',
  noAdvisories: 'Der Broker hat keine Advisories: Er sagt nicht, wer aus seinen Warteschlangen empfängt.',
  noConsumersOverStomp:
    'Über STOMP sagt der Broker nicht, wer aus seinen Warteschlangen empfängt; über OpenWire (tcp://) sagt er es.',
} as const
