/** What is said of brokers and their queues. */
export const brokersSentences = {
  notOfCluster: 'it does not belong to this cluster, as far as its name tells',
  consumersUnknown:
    'the broker does not say whether somebody consumes from it; over OpenWire (tcp://) it does',
  ofNoNode: 'it is no queue of a node of this cluster',
  isThere: 'it is there already',
  eachItsOwn: 'each GeoServer has its own broker',
  noSuchQueue: 'there is no such queue',
  embeddedBroker: 'the embedded broker at {url}',
  connecting: 'it is being connected to',
  noAnswer: 'The broker does not answer: {reason}',
  onlyKnownNodes: '{reason} Only queues of known nodes are listed, with what browsing them showed.',
  known: 'what is known of {where}',
  statisticsPlugin: 'the statistics plugin of {where}',
  jolokia: 'the management (Jolokia) of {where}',
  jolokiaNoBroker: 'it knows no ActiveMQ',
  jolokiaLogin: 'it refuses the login (status {status})',
  jolokiaOtherAnswer: 'it answers something else',
  jolokiaRefused: 'it says: {reason}',
  jolokiaSilent: 'it takes the connection and says nothing',
  jolokiaAway: 'nothing answers there',
  advisories: 'the advisories of {where}',
  noStatisticsPlugin:
    'The broker has no statistics plugin: what waits in queues of nodes and of dead letters is what browsing showed, and ? where it is much.',
  isTopic: 'it is a topic',
  somebodyTakesMessages: 'somebody takes messages from it',
  belongsToNode: 'it belongs to a node of the cluster, whose messages wait there',
  feedsArchive: 'it feeds the archive',
  noStatistics: 'The broker has no advisories and no statistics plugin that answers.',
  noAdvisories: 'The broker has no advisories: it does not tell who takes from its queues.',
  noConsumersOverStomp:
    'Over STOMP the broker does not tell who takes from its queues; over OpenWire (tcp://) it does.',
} as const
