/** What trying a broker shows. */
export const brokerCheckSentences = {
  others: 'Other brokers',
  standby:
    '{server} takes no connections. The standby of another broker does not either, until it takes over; nor does one that is not running.',
  topic: 'Topic',
  topicNotTried:
    'Whether {topic} is a virtual topic was not tried: over STOMP the queue made for it would stay behind.',
  topicDelivers: 'What goes to a topic called like {topic} comes to the queues of the nodes.',
  topicSilent:
    'The broker took a message for a topic called like {topic} and gave it to no queue: no node would receive anything.',
  topicSilentRemedy:
    "Use a topic whose name begins with VirtualTopic., or add {topic} to the virtualDestinationInterceptor in the broker's activemq.xml with the prefix Consumer.*. for its queues. If it names exactly this topic already, all is well.",
  rights: 'Rights',
  mayRead: 'It may be read from {name}.',
  mayWrite: 'It may be written to {name}.',
  rightsNotTried: 'They were not tried: the broker tells of no queue of a node of {topic}.',
  queues: 'Queues',
  counts:
    'The broker has {count} queue, and counts its messages. | The broker has {count} queues, and counts their messages.',
  advises:
    'The broker tells of {count} queue, without counting its messages. | The broker tells of {count} queues, without counting their messages.',
  advisesRemedy:
    'To see how many messages wait and how full its store is, add <statisticsBrokerPlugin/> to the plugins in its activemq.xml.',
  management: 'Management (Jolokia)',
  managementCounts:
    'It answers, and counts what waits in {count} queue. | It answers, and counts what waits in {count} queues.',
  tellsNothing: 'The broker tells nothing of its queues.',
  tellsNothingRemedy:
    'Remove advisorySupport="false" from its activemq.xml, or add <statisticsBrokerPlugin/> to its plugins.',
  tellsNothingStompRemedy:
    'Add <statisticsBrokerPlugin/> to the plugins in its activemq.xml, put the XStream library on its class path, or use its OpenWire connector (tcp://), which needs neither.',
  tellsNever: '{broker} does not tell of its queues: Plumbline lists those of known nodes.',
  tellsElsewhere: '{broker} tells of its queues over OpenWire alone.',
  tellsElsewhereRemedy: 'To see its queues, write tcp:// in front of its host and port.',
  showsNothing: '{broker} shows nothing of what lies in a queue, and carries nodes of Plumbline alone.',
  showsNothingRemedy: 'Use ActiveMQ, or look at queues in its own management console.',
  store: 'Store',
  storeRemedy:
    'Delete abandoned queues, bring slaves that are down back, or raise storeUsage in its activemq.xml. When it is full, every change on a master waits.',
  memory: 'Memory',
  memoryRemedy:
    'See who takes no messages, and raise memoryUsage in its activemq.xml. When it is full, the broker keeps senders waiting.',
  size: 'Size of messages',
  small: 'The broker takes messages of up to {largest} bytes; Plumbline sends and takes {wanted}.',
  smallRemedy:
    'Raise wireFormat.maxFrameSize of its connector: large styles and settings travel in one message.',
  clockAgrees: 'The clock of the broker agrees with that of this machine.',
  clockAhead: 'The clock of the broker is {seconds} s ahead of that of this machine.',
  clockBehind: 'The clock of the broker is {seconds} s behind that of this machine.',
  clockRemedy:
    'Let both follow a time server (NTP). Times of messages cannot be compared, and messages that expire do so too early or too late.',
} as const
