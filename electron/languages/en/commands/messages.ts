/** Commands that work on messages, and the explanation of errors. */
export const messagesCommands = {
  tail: {
    summary: 'follow what a node does, or what goes over a topic',
    description:
      'With --data-dir: shows what the node running there does, as it happens. With --broker and --as: ' +
      'shows every event published to a topic, from a consumer queue of its own. That queue exists from ' +
      'then on and gathers messages while nobody reads it, so that the next time shows what was missed; ' +
      'delete it at the broker when you no longer need it. Never give the instance name of a node: tail ' +
      'would take its messages. Runs until it is interrupted and then exits with 0.',
    parameters: {
      dataDir: 'of the node to follow',
      broker: 'the broker whose topic to follow',
      as: 'name of the queue: Consumer.<name>.<topic>',
      topic: 'the topic (default: VirtualTopic.geoserver)',
      group: 'show events of this group only',
      all: 'also show events that say nothing but that the counter of changes went up',
    },
    examples: ['follow a node', 'follow everything that is published'],
  },
  archive: {
    summary: 'look into, export or fill an archive of messages',
    description:
      'Works on the archive the app keeps of every message of a topic. info says what is in it; list shows ' +
      'the newest messages that match, each with its number; show tells all about the message of that ' +
      'number; export writes the messages that match to standard output, passwords hidden; import takes in ' +
      'the messages of a file, or of standard input for -, and makes the archive when its name ends in ' +
      '.sqlite. All but import only read, also while the app has the archive open. The key that opens ' +
      'bodies is read from archive.key beside the archive, or from PLUMBLINE_KEY. list and export exit with ' +
      '1 when no message matches.',
    parameters: {
      action: 'what to do',
      archive: 'its file or the directory it lies in, or the name of a cluster saved in the app',
      what: 'for show, a number; for import, a file',
      text: 'words, "a phrase" or the beginning of a last word',
      kind: 'about objects of this kind, such as layer',
      workspace: 'about objects in this workspace',
      node: 'sent by this node',
      by: 'changes by this operator, as nodes of Plumbline tell',
      verb: 'that did this',
      state: 'that are in this state at a slave',
      slave: 'whose state --state means (default: of any)',
      object: 'the whole history of the object with this id',
      since: 'an ISO 8601 time, or how long ago: 90m, 12h, 7d',
      until: 'the same, for the newest',
      all: 'also events that only count changes',
      limit: 'how many to list (default: 50)',
      before: 'list what came before that message',
      stateDir: 'where the app keeps its clusters (default: as PLUMBLINE_STATE_DIR says)',
    },
    examples: [
      'see what the archive of a saved cluster holds',
      'see what a slave lacks',
      'see all of one message',
      'export a week',
      'search it on another machine',
    ],
  },
  queues: {
    summary: 'list the queues of a broker, make one a slave lacks, or remove one nobody needs',
    description:
      'list shows every queue with what waits in it, who takes from it from which address, and whose it is. It exits with ' +
      '1 when a queue is abandoned (nobody is known to own it, and nobody takes its messages) or missing (a slave ' +
      'has none), or dead letters wait. make makes the queue of a slave that was never started, so that what is ' +
      'published before waits for it. remove takes an abandoned queue or one of dead letters off the broker, over OpenWire, ' +
      'after what lies in it was archived beside the archive of the cluster, in taken-from-queues; without ' +
      'a terminal its name is given once more with --confirm.',
    parameters: {
      action: 'what to do (default: list)',
      queue: 'for make and remove: which',
      confirm: 'the name of the queue once more',
      login: 'who asks that broker: a file with user:password on one line, which this account alone can read',
    },
    examples: [
      'list the queues of a saved cluster',
      'list those of any broker, in a script',
      'make the queue of a slave before its first start',
      'remove the queue of a node that is gone',
    ],
  },
  dlq: {
    summary: 'look at dead letters, send them again, or discard them',
    description:
      'Works on the messages a broker gave up delivering, or on those of any queue that is abandoned. list ' +
      'shows them, oldest first, each with its id; show tells all about one; export writes them to standard ' +
      'output, passwords hidden. resend moves them to one queue, discard removes them for good: those of ' +
      'the ids given, or --all. Each is archived before, in taken-from-queues beside the archive of the ' +
      'cluster, and what became of each is told: done, gone, left where it lay, or unknown when the broker ' +
      'was lost on the way. Without a terminal, --confirm names the queue they go to or, to discard them, ' +
      'the one they lie in. Exits with 1 when no message matches, or not all of them were done.',
    parameters: {
      action: 'what to do',
      messages: 'ids, as list shows them',
      queue: 'where they lie (default: ActiveMQ.DLQ)',
      text: 'list or export those that hold all of these',
      limit: 'how many to list (default: 100)',
      to: 'where resend moves them',
      all: 'all that lie in the queue now',
      confirm: 'the queue once more, as for a script',
      login: 'who asks that broker: a file with user:password on one line, which this account alone can read',
    },
    examples: [
      'see the dead letters of a saved cluster',
      'give all of them to one node',
      'remove one for good',
    ],
  },
  broker: {
    summary: 'run the embedded broker alone',
    description:
      'Runs the embedded broker for the nodes of this machine, until it is interrupted. It listens on the ' +
      'loopback address; on others with a login and over TLS alone, where clients write ssl:// or ' +
      'stomp+ssl://. Prints its URL, which goes into brokerURL of cluster.properties. Nodes and commands of ' +
      'the same account are let in by a secret of that account; who it lets in besides has a user and a ' +
      'password: GeoServers with brokerURL=tcp://HOST:PORT?jms.userName=USER&jms.password=PASSWORD.',
    parameters: {
      database: 'where it keeps messages; made when it is missing',
      port: 'default: 61613; 0 for any that is free',
      login: 'a file with user:password on one line, for clients that are not Plumbline',
      announce:
        'tells of it by multicast, so that Plumbline lists it; GeoServers with brokers of their own try it ' +
        'too',
      host: 'default: 127.0.0.1; others need --login, --tls-cert and --tls-key',
    },
    examples: ['run a broker on port 61613'],
  },
  errors: {
    summary: 'explain an error code, or list all of them',
    description:
      'Explains what an error code means, why it happens and what to try; lists all codes without one.',
    parameters: {
      code: 'such as PLB-BROKER-REFUSED',
    },
    examples: ['explain one error', 'read the whole catalogue with a program'],
  },
} as const
