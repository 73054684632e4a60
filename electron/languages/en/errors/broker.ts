import type { ErrorDefinitions } from './definition.ts'

export const brokerErrors = {
  'PLB-BROKER-URL-MALFORMED': {
    message: 'The broker URL {url} cannot be read: {reason}.',
    cause: 'The text is not a broker URL as ActiveMQ clients write them.',
    remedy:
      'Write it as tcp://host:61616, ssl://host:61617, stomp://host:61613 or failover:(tcp://first:61616,tcp://second:61616).',
  },
  'PLB-BROKER-URL-UNSUPPORTED': {
    message: 'The broker URL uses {scheme}, which Plumbline does not speak.',
    cause:
      'Plumbline reaches brokers over OpenWire or STOMP, on TCP or TLS. By multicast: it finds those of a cluster it watches; a node of its own needs brokers that are named.',
    remedy: 'Name the brokers themselves, for example failover:(tcp://first:61616,tcp://second:61616).',
  },
  'PLB-BROKER-GROUP-CLOSED': {
    message: 'No network of this machine lets it join the group {group}.',
    cause: 'The machine has no network up, or its networks carry no multicast.',
    remedy: 'Connect the machine to the network of the cluster, or name the brokers themselves.',
  },
  'PLB-BROKER-NONE-HEARD': {
    message: 'No broker was found by {group}: {reason}.',
    cause:
      'Brokers inside of GeoServers tell of themselves by multicast twice a second; datagrams go no further than their own network, and firewalls and many container networks drop them.',
    remedy:
      'Start a GeoServer of the cluster, run Plumbline in the same network, or name the brokers: static:(tcp://first:61616,tcp://second:61616).',
  },
  'PLB-BROKER-HEARD-ELSEWHERE': {
    message: 'The brokers found by {group} can be reached on their own machines alone: {machines}.',
    cause: 'The broker inside of a GeoServer listens on the loopback address unless it is told otherwise.',
    remedy:
      'Run Plumbline on one of these machines. Or let other machines reach the brokers: in the embedded-broker.properties of each GeoServer, in the folder cluster of its data directory, let activemq.transportConnectors.server.uri begin with nio://0.0.0.0:61616 in place of nio://127.0.0.1:0, and start the GeoServer again.',
  },
  'PLB-BROKER-DISCOVERY-LOGIN': {
    message: 'No login is sent to brokers that are found by {group}.',
    cause: 'Anybody on the network can say that a broker is there, and would be sent the password.',
    remedy:
      'Leave the login empty, as brokers inside of GeoServers ask for none, or name the brokers: static:(tcp://first:61616,tcp://second:61616).',
  },
  'PLB-BROKER-DESTINATION-REFUSED': {
    message: 'The destination name "{name}" cannot be used: {reason}.',
    cause: 'The broker reads some characters in a name as wildcards, lists or options.',
    remedy: 'Use a name of letters, digits, dots, dashes and underscores.',
  },
  'PLB-BROKER-INSTANCE-NAME-REFUSED': {
    message: 'The instance name "{name}" cannot name a consumer queue: {reason}.',
    cause:
      'A node consumes from Consumer.<instance name>.<topic>. The broker copies messages only to queues where the instance name is one part of that name, and reads some characters as wildcards or lists.',
    remedy: 'Give the node an instance name of letters, digits, dashes and underscores.',
  },
  'PLB-BROKER-NOT-OURS': {
    message: 'What listens at {server} did not prove that it is the embedded broker of this account.',
    cause:
      'Another program, or the Plumbline of another account, has taken the port. Nothing was sent to it.',
    remedy:
      'Stop it, or choose another port for the embedded broker (--broker-port). For nodes of several accounts, run ActiveMQ or a broker with a login and name it in brokerURL.',
  },
  'PLB-BROKER-NO-SECRET': {
    message: 'There is nothing by which the embedded broker at {server} could be recognised: {reason}.',
    cause: 'The file with the secret of this account is readable by others or was overwritten.',
    remedy:
      'Remove the file, and a new one is made; or name another in the environment variable PLUMBLINE_BROKER_SECRET_FILE.',
  },
  'PLB-BROKER-REFUSED': {
    message: 'Nothing accepts connections at {server}.',
    cause:
      'The broker is not running (or is the standby of another one), this connector is off, or the port is another one.',
    remedy: 'Start the broker and check host, port and the transportConnectors in its activemq.xml.',
  },
  'PLB-BROKER-HOST-UNKNOWN': {
    message: 'The host of {server} has no address.',
    cause: 'The name service of this machine does not know the name.',
    remedy: 'Check the spelling of the host and the name service of this machine.',
  },
  'PLB-BROKER-UNREACHABLE': {
    message: 'The broker at {server} cannot be reached: {reason}.',
    cause: 'The network between this machine and the broker does not let the connection through.',
    remedy: 'Check the route, the VPN and the firewalls on the way.',
  },
  'PLB-BROKER-CONNECT-DEADLINE': {
    message: 'The broker at {server} did not complete {stage} within {milliseconds}.',
    cause:
      'The broker is overloaded or frozen, a firewall drops the packets, or the port speaks another protocol (a plain port asked for TLS stays silent too).',
    remedy:
      'Check that the broker answers others, and that the URL says TLS exactly where the connector does.',
  },
  'PLB-BROKER-CREDENTIALS': {
    message: 'The broker at {server} did not accept the user name and password.',
    cause: 'They are wrong or missing.',
    remedy: 'Correct the user name and password of this connection.',
  },
  'PLB-BROKER-LOG-IN-UNANSWERED': {
    message: 'The broker at {server} closed the connection without an answer to the log-in.',
    cause:
      'It wants a user name and a password and got none or others, which ActiveMQ does not always say; or it takes no more connections, or the port belongs to another service.',
    remedy:
      'Check the user name and password of this connection first, then that host and port are those of a connector of the broker, then the log of the broker.',
  },
  'PLB-BROKER-NOT-AUTHORISED': {
    message: 'The broker does not allow this: {reason}.',
    cause: 'The user may not read, write or create that destination.',
    remedy:
      "Give the user the right in the broker's authorizationMap (read to read from it, write to write to it, admin to create or remove it), or use another user.",
  },
  'PLB-BROKER-OPENWIRE': {
    message: 'The port at {server} speaks OpenWire.',
    cause: 'It is another connector of the broker than the one the URL means.',
    remedy: 'Write tcp:// in front of this host and port, or use the port of the STOMP connector.',
  },
  'PLB-BROKER-NOT-OPENWIRE': {
    message: 'What answers at {server} speaks neither OpenWire nor STOMP: {reason}.',
    cause:
      'An OpenWire connector introduces itself at once. The port belongs to another service, expects TLS or a client certificate, or takes no more connections; or something on the way swallows what is said.',
    remedy:
      "Check host and port against the transportConnectors in the broker's activemq.xml, and that the URL says TLS exactly where the connector does.",
  },
  'PLB-BROKER-PROTOCOL': {
    message: 'What answers at {server} breaks the rules of its protocol: {reason}.',
    cause: 'The port belongs to another service, or something on the way damaged the stream.',
    remedy: 'Check that host and port are those of a connector of the broker.',
  },
  'PLB-BROKER-OTHER-SERVICE': {
    message: 'What answers at {server} speaks {service}.',
    cause:
      'The port is that of another connector of the broker or of another service, such as its web console.',
    remedy:
      'Name the port of its connector for OpenWire (61616 where nobody changed it) or STOMP (61613), as in the transportConnectors of its activemq.xml.',
  },
  'PLB-BROKER-WRONG-CONNECTOR': {
    message: '{broker} at {server} carries no cluster over STOMP.',
    cause: 'It hands on what comes over STOMP as bytes, which no GeoServer takes.',
    remedy: 'Name its connector for OpenWire, tcp://HOST:PORT, which is 61616 where nobody changed it.',
  },
  'PLB-BROKER-VIRTUAL-HOST': {
    message: 'The RabbitMQ at {server} lets this user into no virtual host: {reason}.',
    cause:
      'Neither one called like the server nor its default one (default_vhost) exists and admits the user.',
    remedy:
      'Give the user the right to configure, write and read in one of them (rabbitmqctl set_permissions).',
  },
  'PLB-BROKER-SELECTS-NOTHING': {
    message: '{broker} shows nothing of what lies in a queue.',
    cause: 'It knows no browsing and no selectors: a message is seen only by whoever takes it.',
    remedy: 'Look at the queue in the management console of the broker, or use ActiveMQ or Artemis.',
  },
  'PLB-BROKER-NO-VIRTUAL-TOPICS': {
    message: '{broker} at {server} cannot carry a cluster.',
    cause:
      'It has no virtual topics: what is published to the topic would reach no consumer queue, and no message of a GeoServer could be read.',
    remedy:
      'Use ActiveMQ 5.9 or newer, ActiveMQ 6, or Artemis with virtualTopicConsumerWildcards on its acceptor.',
  },
  'PLB-BROKER-NO-XSTREAM': {
    message: 'The broker at {server} closes the connection when asked to translate ObjectMessages.',
    cause: "XStream is missing from the broker's class path, as in a stock Debian installation.",
    remedy:
      'On the broker: install the XStream library (Debian: libxstream-java), link xstream.jar into lib/optional of the ActiveMQ installation (Debian: /usr/share/activemq/lib/optional) and restart it.',
  },
  'PLB-BROKER-CONNECTION-LOST': {
    message: 'The connection to {server} was lost: {reason}.',
    cause: 'The broker stopped or restarted, or the network broke.',
    remedy: 'Nothing, if it comes back by itself; otherwise look at the broker and its log.',
  },
  'PLB-BROKER-HEART-BEAT-LOST': {
    message: 'The broker at {server} has been silent for {milliseconds} although it promised heart-beats.',
    cause: 'The broker is frozen or overloaded, or the network stopped carrying data.',
    remedy: "Look at the broker's load, garbage collection and disk, and at the network.",
  },
  'PLB-BROKER-RECEIPT-DEADLINE': {
    message: 'The broker at {server} did not confirm within {milliseconds}.',
    cause:
      'A full message store is the usual reason: ActiveMQ then holds senders without a word. An overloaded or frozen broker does the same.',
    remedy:
      "Look at the broker's store, memory and temp usage; drain or delete abandoned Consumer.* queues, or raise the storeUsage limit.",
  },
  'PLB-BROKER-STORE-FULL': {
    message: 'The broker has no space for the message: {reason}.',
    cause: 'Its message store or memory limit is reached, often by queues nobody reads any more.',
    remedy: 'Drain or delete abandoned Consumer.* queues, or raise the limits in systemUsage.',
  },
  'PLB-BROKER-SELECTOR-REFUSED': {
    message: 'The broker cannot read the selector: {reason}.',
    cause: 'A selector is a condition in the language of JMS, much like the WHERE of SQL.',
    remedy: 'Correct it; texts stand between single quotes, and a quote inside one is doubled.',
  },
  'PLB-BROKER-NO-SUCH-DESTINATION': {
    message: 'The broker does not know what was asked for: {reason}.',
    cause: 'The queue, topic or durable subscription was removed, or never existed.',
    remedy: 'Look at the list of destinations, and ask again with the right name.',
  },
  'PLB-BROKER-QUEUE-NOT-REMOVABLE': {
    message: 'Queue {queue} cannot be removed over STOMP.',
    cause: 'STOMP knows no way to remove a queue.',
    remedy: 'Use a broker URL of OpenWire (tcp://), or remove the queue in the console of the broker.',
  },
  'PLB-BROKER-BRIDGES-OVER-STOMP': {
    message: 'Brokers that are bridged to each other cannot be watched over STOMP.',
    cause:
      'Each would fetch the messages of the others for whoever listens, and leave copies behind; only in OpenWire can a listener ask that they do not.',
    remedy: 'Name the OpenWire connectors of the brokers, tcp://HOST:PORT.',
  },
  'PLB-BROKERS-NOT-KEPT': {
    message: 'Message {messageId} was not discarded: its content cannot be archived.',
    cause: 'Only texts can be archived; it holds something else, or did not come with what it holds.',
    remedy:
      'Move it to another queue, or use a broker URL of OpenWire (tcp://) if it is one of STOMP. The console of the broker removes it without keeping it.',
  },
  'PLB-BROKERS-NO-SUCH-MESSAGE': {
    message: 'There is no message {messageId} in {queue}.',
    cause: 'It was taken, expired, or removed since it was listed.',
    remedy: 'List the messages of the queue once more.',
  },
  'PLB-BROKERS-SAME-QUEUE': {
    message: 'Messages cannot be moved from {queue} to itself.',
    cause: 'The queue they are to go to is the one they lie in.',
    remedy: 'Name the queue of the node they were meant for.',
  },
  'PLB-BROKERS-MAY-NOT-TOUCH': {
    message: 'The messages of {queue} may not be touched: {reason}.',
    cause: 'They are on their way to somebody, who would miss them.',
    remedy: 'Let its node take them. Of a node that is gone, remove it from the cluster first.',
  },
  'PLB-BROKER-NOT-COPIED-WHOLE': {
    message:
      'The content of message {messageId} did not come, so no copy was made of it; it lies where it lay.',
    cause:
      'Over STOMP some kinds of messages arrive without their content: maps, streams, objects that are no text.',
    remedy: 'Use a broker URL of OpenWire (tcp://), over which every message is copied as it is.',
  },
  'PLB-BROKER-CONSUMER-CLOSED': {
    message: 'The broker at {server} ended the subscription to {name}.',
    cause: 'A policy of the broker throws out consumers that are too slow, or an administrator did it.',
    remedy: "Look at the broker's slowConsumerStrategy and its log; then subscribe again.",
  },
  'PLB-BROKER-REQUEST-REFUSED': {
    message: 'The broker refused the request: {reason}.',
    cause: 'The broker could not do what was asked; its words are given.',
    remedy: "Look up the broker's log at this time; correct the request or the broker's configuration.",
  },
  'PLB-BROKER-SESSION-CLOSED': {
    message: 'The broker session is closed.',
    cause: 'It was closed while this was waiting, or before it was asked.',
    remedy: 'Connect again.',
  },
  'PLB-BROKER-ATTEMPTS-EXHAUSTED': {
    message: 'The broker could not be reached (attempts: {attempts}); the last one said: {reason}',
    cause: "The broker URL's maxReconnectAttempts or startupMaxReconnectAttempts ended the attempts.",
    remedy: '{advice} More attempts can be allowed in the broker URL.',
  },
  'PLB-BROKER-HEADER-REFUSED': {
    message: 'The message property "{name}" cannot be sent: {reason}.',
    cause: 'The broker limits a header line to 10240 bytes and gives some names a meaning of their own.',
    remedy: 'Shorten, rename or leave out the property.',
  },
  'PLB-BROKER-MESSAGE-TOO-LARGE': {
    message: 'The message has {bytes} bytes; the limit is {limit}.',
    cause: 'A limit protects this process from running out of memory.',
    remedy: 'Raise the message size limit in the settings if messages of this size are expected.',
  },
  'PLB-BROKER-BODY-UNREADABLE': {
    message: 'The body of the message cannot be read: {reason}.',
    cause: 'The sender or something on the way produced bytes that are not a string object.',
    remedy: 'Look at the message and its sender; a GeoServer node sends one Java string in each message.',
  },
  'PLB-BROKER-BODY-NOT-TEXT': {
    message: 'The message body is not well-formed text and cannot be sent.',
    cause: 'It holds half a surrogate pair, which has no UTF-8 form.',
    remedy: 'Find out where the text was cut or damaged before it was to be sent.',
  },
  'PLB-BROKER-PREFETCH-REFUSED': {
    message: 'A prefetch of {prefetch} messages is refused; 1 to {limit} are possible.',
    cause: 'With more messages on the way at once, ActiveMQ and this client can stop each other for good.',
    remedy: 'Use a smaller prefetch; 250 is a good one.',
  },
  'PLB-BROKER-HANDLER-FAILED': {
    message: 'The subscription to {name} ended because handling a message failed: {reason}.',
    cause: 'The part of Plumbline that handles these messages threw an error.',
    remedy: 'The message is still at the broker. Report the error; start the node again.',
  },
  'PLB-BROKER-QUEUE-NOT-KEPT': {
    message: '{broker} does not keep the queue {queue} while nobody takes from it.',
    cause:
      'It removes queues that are empty and have no consumer, as Artemis does unless it is told otherwise.',
    remedy:
      'Make the queue in the configuration of the broker, or start its node, and compare it with its master then.',
  },
  'PLB-BROKER-CLIENT-ID-IN-USE': {
    message: 'The broker refused this connection: its client id is in use by {owner}.',
    cause:
      'Another process connects under the same name, or the broker has not noticed yet that an earlier one died.',
    remedy: 'Stop the other process, or give one of the two another instance name.',
  },
} as const satisfies ErrorDefinitions
