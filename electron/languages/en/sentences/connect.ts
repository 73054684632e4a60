/** What is said of GeoServers that were found by their addresses, and of their cluster. */
export const connectSentences = {
  unencrypted: 'User name, password and configuration travel unencrypted to this machine.',
  useHttps: 'Use its https address, or a tunnel (ssh -L).',
  installModule:
    'Install the jms-cluster module of the same release there, or leave this address out: it is no part of a cluster.',
  disabled: 'Its connection is disabled: it neither takes nor keeps up with messages.',
  enableAgain:
    'It writes connection=disabled itself when the broker is away while it starts. Set it to enabled in cluster.properties and restart it.',
  readOnly: 'It has readOnly=enabled: what it takes stays in its memory, and its files fall behind.',
  noRole: 'It neither publishes nor takes changes.',
  giveRole: 'Set toggleMaster or toggleSlave to true in its cluster.properties and restart it.',
  ownBrokers:
    'The nodes name no broker: each has an embedded one of its own, and they are looked for by {group}.',
  nameBroker:
    'Run Plumbline on the machine of a node, or where their multicast is heard. If these brokers are not to be found, name them under all settings: static:(tcp://first:61616,tcp://second:61616).',
  brokerThere:
    'The nodes call the broker localhost; from here it is taken to be on the machine of the node that said so.',
  otherTopic: 'Its topic is {found}, and that of the others is {expected}: nothing reaches it.',
  sameTopic: 'Give all nodes of a cluster the same topicName.',
  otherGroup: 'Its group is {found}, and that of the others is {expected}: it ignores what they publish.',
  sameGroup: 'Give all nodes of a cluster the same group.',
  otherBroker: 'It uses another broker than the others: {found}.',
  sameBroker: 'Give all nodes of a cluster the same brokerURL.',
  sameName:
    'It has the same instance name {name} as {urls}: each takes a part of the messages, and ignores the other.',
  ownNames:
    'Give each node an instanceName of its own. Two addresses of one node are no cluster: leave one of them out.',
  noBrokerToAsk: 'No broker is known that could be asked for the other nodes.',
  deaf: 'Brokers that tell of themselves cannot be heard on this machine: {reason}',
  brokerSaysNothing: 'The broker does not say which queues it has.',
  noProperties: 'There is no cluster.properties in it: which node it is of is not known.',
  usualProperties:
    'It usually lies in the directory cluster; where CLUSTER_CONFIG_DIR leads elsewhere, give that path.',
  severalTopics: 'The broker has queues of other topics, too: {topics}.',
} as const
