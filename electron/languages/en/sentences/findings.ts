/** What is wrong in a cluster of GeoServers, why, what was seen of it, and what to do. */
export const findingSentences = {
  cluster: 'Cluster',
  applyFailure: '{node} took messages and does not have what they say.',
  applyFailureWhy:
    'It acknowledges before it applies: what it could not apply (an unknown field, a missing parent, a duplicate) is gone from its queue, and only its log says so.',
  applyFailureRemedy:
    'Resync {node}: what is missing is sent again in a form it takes, or set right over REST.',
  appliesNothing: '{node} takes everything and applies nothing.',
  appliesNothingWhy:
    'Its module cannot read the messages: a release before 2.23 rejects them all (the allow-list of its serializer), and Java 17 needs --add-opens for it.',
  appliesNothingRemedy:
    'Look into its log for ForbiddenClassException or InaccessibleObjectException; update it, or start it with --add-opens java.base/java.util=ALL-UNNAMED and the others its log names. Then resync it.',
  connectionDisabled: '{node} is disconnected, and stays so after every start.',
  connectionDisabledWhy:
    'While it started, its broker was away or a message it cannot apply held it up: it wrote connection=disabled into its cluster.properties itself.',
  connectionDisabledRemedy:
    'Set connection=enabled in its cluster.properties while the broker is up, and restart it. Its messages waited.',
  startUpHang: '{node} accepts connections and answers none.',
  startUpHangUnreachable:
    '{node} cannot be reached: it waits for its broker while it starts, or is not running.',
  startUpHangWhy:
    'While it starts it waits for its broker, connection.retry times connection.maxwait, or without end with a failover: URL; REST requests that publish wait in the same way.',
  startUpHangRemedy:
    'Bring its broker back, make room in it, or correct its brokerURL; one that waits starts by itself then, half a minute later at most. A failover: URL with startupMaxReconnectAttempts and timeout does not wait for ever.',
  silentDrift: '{node} drifted in silence: nothing waits and nothing failed.',
  silentDriftWhy:
    'It was changed past the cluster: in its own web pages or over its REST interface, by files, or before anybody watched. Groups with a style that is null, service settings and the default workspace drift by ordinary work on the master.',
  silentDriftRemedy: 'Compare it, and resync what differs.',
  styleFiles: 'Styles of {node} are not those of its master.',
  styleFilesWhy:
    "The file of a style travels apart from the style: a renamed one leaves its file behind, a workspace style of a global style's name overwrites its file, graphics do not travel at all, and what is cached is drawn until the next reload.",
  styleFilesRemedy: 'Resync the styles of {node}; copy graphics by hand.',
  uncoveredAreas: '{node} has other users, rules, tiles, templates or data than its master.',
  uncoveredAreasWhy:
    'The clustering module carries none of these: users, roles, access rules, tile layers, templates, graphics and data files.',
  uncoveredAreasRemedy: 'Copy them yourself, and keep them the same by the means you deploy with.',
  mapsFail: '{count} layer cannot be drawn by {node}. | {count} layers cannot be drawn by {node}.',
  mapsFailWhy:
    'It was asked as map clients ask it. A data file was not copied to it, it does not reach a database, or a style or a graphic is missing: none of that travels by messages. What is cascaded from another WMS can be left out until the GeoServer is started again.',
  mapsFailRemedy:
    'Read what it says of each layer, copy the data or the graphic to {node} or let it reach the database, and compare its maps again.',
  mapsDiffer:
    '{count} layer looks different on {node} than on its master. | {count} layers look different on {node} than on its master.',
  mapsDifferWhy:
    'The same configuration draws something else there: another data file, another font or graphic, a style that was changed by hand or is still cached, or other data in the database it reads.',
  mapsDifferRemedy:
    'Compare {node} with its master first. When nothing differs, compare data files, fonts and graphics; a reload makes it read its styles again.',
  capabilitiesDiffer: 'The services of {node} say something else than those of its master.',
  capabilitiesDifferWhy:
    'Titles, layers, styles or reference systems in its capabilities are others, or it does not answer: what no message carries was changed, or a service is switched off on one of them.',
  capabilitiesDifferRemedy: 'See among the maps what differs, and resync {node} or set it right there.',
  seenLayer: '{layer}: {found}',
  seenMapsAt: 'looked at on {at}',
  abandonedQueue: 'Nobody takes messages from the queue {queue}.',
  abandonedQueueWhy:
    'Its node was taken down, or got another instance name: the broker goes on filling the old queue for ever.',
  abandonedQueueRemedy: 'Make sure that the node does not come back, and delete the queue.',
  idleConsumer: 'The node {node} is connected to its queue and takes no messages from it.',
  idleConsumerWhy:
    'Its consumer hangs, most often in a change that waits for a lock, or it took as many messages as it may and answers none of them.',
  idleConsumerRemedy:
    'Look at the thread dump of the node; restart it when nothing in it moves. Its messages wait meanwhile.',
  seenOldest: 'the oldest has waited for {minutes} min',
  seenGrowth: 'at the rate of the last day it is full in {hours} hours',
  seenNoGrowth: 'when it will be full is not known: it does not grow, or was not seen for long enough',
  memoryFull: 'The memory the broker keeps for messages is {percent} % full.',
  memoryFullWhy:
    "Messages wait that are not persistent, or more at once than the broker can hold. At 100 % every change on a master waits inside GeoServer's configuration lock.",
  memoryFullRemedy: 'Bring slaves that are down back, or raise memoryUsage in activemq.xml.',
  seenConsumer: '{client} at {address} takes from it',
  neverConnected: '{node} has no queue at the broker: what is published now is lost for it.',
  neverConnectedWhy:
    'The queue of a node is made the first time it connects; nothing that was published before waits for it.',
  neverConnectedRemedy:
    'Make its queue (Brokers, or plumbline queues make), or start it with the broker in reach, which makes it, and compare it with its master then: a resync sends what it missed.',
  seenQueues: 'The broker has a queue of {count} node. | The broker has queues of {count} nodes.',
  severalBrokers: 'Several brokers of Plumbline tell of themselves on this network. The one to use is {use}.',
  severalBrokersWhy:
    'They are not bridged: nodes at one of them do not receive what nodes at another publish.',
  severalBrokersRemedy:
    'Let brokerURL of every node, and every saved cluster, name {use}, and end the others ({others}) once nothing waits there, or no longer announce them.',
  seenBroker: '{url} tells of itself.',
  storeFull: 'The store of the broker is {percent} % full.',
  storeFullWhy:
    "Messages wait for nodes that do not take them, most of all in abandoned queues. At 100 % every change on a master waits inside GeoServer's configuration lock.",
  storeFullRemedy: 'Delete abandoned queues, bring slaves that are down back, or give the broker more room.',
  swallowingToggle: '{node} is no slave, empties its queue all the same, and throws the messages away.',
  swallowingToggleWhy:
    'toggleSlave=false does not end its consumer: what it would have received until it is switched on again is lost.',
  swallowingToggleRemedy:
    'If it is to be a slave again, resync it after toggleSlave=true. To keep messages waiting, stop the node, or set connection=disabled and restart it.',
  oneNameTwice: 'There are two nodes called {node}.',
  oneNameTwiceWhy:
    'Two cluster.properties have the same instanceName, often by cloning a machine: they share one queue, so that each misses what the other took, and each ignores what the other publishes.',
  oneNameTwiceRemedy: 'Give each node an instanceName of its own, restart it, and resync both.',
  topicMismatch: '{node} does not listen where the others speak.',
  topicMismatchWhy: 'Its topicName or group is another one: nothing reaches it, and nobody tells.',
  topicMismatchRemedy:
    'Make topicName and group the same in every cluster.properties, restart the node, and resync it.',
  mixedReleases: '{node} never gets the global settings by itself: its release reads them otherwise.',
  mixedReleasesWhy:
    'GeoServers of these releases do not mix: a slave refuses every message about the global settings with a field its release has not, the constant ones that only count updates included, and waits 5 s after each. What the catalog is told arrives.',
  mixedReleasesRemedy:
    'Bring master and slaves to one release. Until then resync {node} after each change of the global settings: they are written in the form it reads.',
  seenRelease: '{node} runs GeoServer {version}',
  seenRefusedFields: '{node} always sends {fields}',
  sharedDirectory: '{node} seems to share its data directory with another node.',
  sharedDirectoryWhy:
    'What one of them writes the other shows at the same moment, or they are at the same point at the same second under one name: both write the same files, and each knows nothing of what the other wrote.',
  sharedDirectoryRemedy:
    'Give each node a data directory of its own (GEOSERVER_DATA_DIR) and a cluster.properties of its own.',
  reloadOnMaster: '{node} was reloaded, and told its cluster a part of what it has.',
  reloadOnMasterWhy:
    'A reload publishes settings and services as if they were new. Slaves ignore those they have; what somebody changed by files on the master reaches nobody.',
  reloadOnMasterRemedy:
    'Compare the slaves, and resync what differs. Make changes over the web pages or REST, never by files and reload.',
  misleadingRest: 'What {node} shows at /rest/cluster is not its configuration.',
  misleadingRestWhy:
    'Its build of the clustering module shows threshold and loadFactor there, and answers what is sent to it with 500 while nothing is written.',
  misleadingRestRemedy:
    'Read and change cluster/cluster.properties instead; do not build scripts on /rest/cluster.',
  secretsInHeaders: '{node} puts the password of the broker into every message.',
  secretsInHeadersWhy:
    'Each key of its cluster.properties becomes a property of each message it publishes, brokerURL with its login as well; store passwords travel clear in the bodies.',
  secretsInHeadersRemedy:
    'Give the nodes a login outside the URL where your broker allows it (client certificates, the network), restrict who may read the topic and its queues, and use TLS.',
  publishingSlave: '{node} is a pure slave and publishes.',
  publishingSlaveWhy:
    'toggleMaster=false holds only until the first message it applied: from then on what somebody changes on it goes to all other nodes, its complete global settings along with it.',
  publishingSlaveRemedy:
    'Change nothing on {node} itself. Find out who did, compare all slaves, and resync what differs.',
  topicPrefix: 'What is published to {topic} reaches no queue.',
  topicPrefixWhy:
    'The broker knows no virtual topics of that name: their prefix is another one there, or they are switched off.',
  topicPrefixRemedy: 'Call the topic VirtualTopic.…, or configure the broker for its name.',
  seenMissing: '{count} message taken and not in its state | {count} messages taken and not in its state',
  seenPending: '{count} message waits | {count} messages wait',
  seenDepth: '{count} message waits in {queue} | {count} messages wait in {queue}',
  seenBrokerAway: 'the broker is not connected',
  seenConsumers: '{count} consumer takes from its queue | {count} consumers take from its queue',
  seenInArea: '{area}: {found}',
  seenArea: '{area}: {reference} on the master, {slave} here',
  seenTopic: 'it has the topic {topic} and the group {group}',
  expectedTopic: 'the cluster has the topic {topic} and the group {group}',
  seenBurst: '{count} message on {at} | {count} messages on {at}',
  seenPublished: 'it published on {at}',
  seenVersion: 'GeoServer {version}',
  seenMessage: '{summary}, on {at}',
} as const
