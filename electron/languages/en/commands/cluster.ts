/** Commands that run and look after a cluster. */
export const clusterCommands = {
  serve: {
    summary: 'serve the app to a browser',
    description:
      'Serves the app to browsers on this machine, until it is interrupted. It prints an address that lets ' +
      'one browser in, once; when someone without access comes after that, it prints another. Other ' +
      'machines are served only with a certificate, or through a forwarded port (`ssh -L`). The user ' +
      'interface is built first when it is missing or older than its sources.',
    parameters: {
      port: '0 for any that is free (default: 8600, or one of the next that is free)',
      host: 'the address to listen on (default: 127.0.0.1)',
      open: 'open the browser',
      stateDir: 'where settings, profiles and the archive are kept (default: as PLUMBLINE_STATE_DIR says)',
      browseMessages: 'messages looked at in one queue at once, for this run (default: as the settings say)',
    },
    examples: [
      'open the app in the browser',
      'serve other machines',
      'let Prometheus scrape /metrics, and tell a webhook of findings',
    ],
  },
  demo: {
    summary: 'see what Plumbline does, on a small cluster of your own',
    description:
      'Starts a broker, a master and two slaves on this machine, goes through what Plumbline is for, and ' +
      'proves each step by measuring it. Nothing else is needed, and nothing is left behind. With --stock ' +
      'the nodes are imitations of GeoServers with the jms-cluster module. Exits with 0 when every proof ' +
      'held, with 1 when one did not.',
    parameters: {
      stock: 'a cluster of imitated GeoServers: found, edited and repaired over REST and by messages',
      keep: 'keep the cluster running afterwards, to look at it, until Ctrl-C',
      directory: 'where to put it, new or empty (default: a temporary one); with --keep it stays',
    },
    examples: ['run the demo', 'see what it does for GeoServers', 'have a cluster to play with'],
  },
  connect: {
    summary: 'find a cluster by whatever is known of it',
    description:
      'Takes addresses of GeoServers, broker URLs, data directories and files cluster.properties, and looks for the ' +
      'rest. Asks GeoServers what they are: the cluster each is part of, its roles, and what keeps it from ' +
      'working; then asks the broker which other nodes take its messages. Nothing is changed. The ' +
      'login is that of an administrator: from a file, or from PLUMBLINE_GEOSERVER_USER and ' +
      'PLUMBLINE_GEOSERVER_PASSWORD. With --save the cluster becomes a profile of the app. Exits with 0 ' +
      'when all is as it should be and every node of the broker is among the addresses, else with 1.',
    parameters: {
      addresses:
        'as http://gs1:8080/geoserver, also with patterns as http://gs{1..5}:8080/geoserver, and with the options ' +
        'of broker URLs for certificates and ways: https://gs1/geoserver?plumbline.fingerprint=…',
      login:
        'a file with user:password on one line, which this account alone can read; further lines ADDRESS ' +
        'user:password are for a GeoServer that has a login of its own',
      brokerLogin: 'a file with user:password of the broker, which this account alone can read',
      save: 'save the cluster as a profile of this name',
      stateDir: 'where profiles are kept (default: as PLUMBLINE_STATE_DIR says)',
    },
    examples: [
      'see what three GeoServers are',
      'make a profile of a cluster, to be opened in the app',
      'see whose queues a broker has',
      'make a profile of the cluster a data directory belongs to',
    ],
  },
  profiles: {
    summary: 'list, show, add, remove, export and import saved clusters',
    description:
      'Works on the saved clusters of the app, which may not have them open while one is changed. Adding looks at what is ' +
      'given, as `connect` does, and saves it. An export holds passwords only where it is encrypted with a passphrase, which ' +
      'is in a file or in PLUMBLINE_PASSPHRASE. What a file would lead to is shown before it is imported.',
    parameters: {
      action: 'what to do (default: list)',
      what: 'the cluster, by name or id; of an import the file, or - for standard input',
      addresses: 'of a cluster that is added: whatever is known of it, as `connect` takes it',
      brokerLogin: 'a file with user:password of the broker, which this account alone can read',
      passphrase: 'a file with the passphrase on one line, which this account alone can read',
      output: 'of an export: the file to write (default: standard output)',
      confirm: 'the name of the cluster, where nobody can be asked before it is removed or imported',
    },
    examples: [
      'list the saved clusters',
      'save the cluster of three GeoServers',
      'take a cluster to another machine, with its passwords',
      'take it over there',
      'remove it here',
    ],
  },
  node: {
    summary: 'run a node of a cluster on a data directory',
    description:
      'Runs a node of a cluster on a data directory, as its cluster.properties says: a master accepts ' +
      'changes and publishes them, a slave applies what its master publishes. It waits for the broker, then ' +
      'goes on until it is interrupted. Standard output has a line for everything it does. Exits with 0 ' +
      'when it was stopped, with 130 when it was interrupted before it was ready.',
    parameters: {
      broker: 'the broker to use instead of brokerURL in cluster.properties',
      brokerPort: 'port of the embedded broker, used when there is no broker URL (default: 61613)',
    },
    examples: ['run a node as its cluster.properties says', 'run it with these brokers'],
  },
  status: {
    summary: 'tell how the nodes of a cluster are',
    description:
      'Tells how nodes are: health, broker, what they hold, what they received and published, and every ' +
      'event they could not finish, with its reason. Exits with 0 when all are well, with 1 when one is ' +
      'not, or does not run. That a node is well says that it applied everything it received; whether it ' +
      'equals its master, `plumbline diff` tells. Of the nodes of a saved cluster it also tells what their ' +
      'last comparison found, and one that differed is not well.',
    parameters: {
      dataDir: 'data directories, one or several',
    },
    examples: [
      'see how one node is',
      'see how all nodes of a saved cluster are',
      'see how GeoServers are',
      'see how all nodes of this machine are',
      'read counts with a program',
    ],
  },
  acknowledge: {
    summary: 'say that conflicts of a master were seen',
    description:
      'Says that somebody has seen that changes of the master running on a data directory do not stand, ' +
      'because another master changed the same at the same time; `plumbline status` lists them with their ' +
      'numbers. What was changed stays in the history of the master, from where it can be published again.',
    parameters: {
      conflicts: 'numbers of conflicts, as `plumbline status` lists them',
    },
    examples: ['say that the third one was seen'],
  },
  doctor: {
    summary: 'look for what is wrong in a cluster, or with a broker',
    description:
      'Asks every node and the broker of a cluster how they are, compares the slaves with their master, and ' +
      'names what goes wrong in clusters of GeoServers, each with its cause, what was seen of it, and what ' +
      'to do. What only messages tell is read from the archive the app keeps of a saved cluster; what could ' +
      'not be looked at is said. Nothing is changed. With the URL of a broker it tries that broker, as the test of a saved ' +
      'cluster does: every server, its certificate, the login, messages, the topic, and what it tells of ' +
      'itself; nothing stays behind there. Exits with 0 when nothing was found, and with 1 when something ' +
      'was.',
    parameters: {
      broker: 'a saved cluster of the app, as with --profile, or in place of a cluster the URL of a broker',
      topic: 'of a broker: the topic of the cluster (default: VirtualTopic.geoserver)',
    },
    examples: ['look at a saved cluster', 'look at GeoServers, in a script', 'try a broker'],
  },
  watch: {
    summary: 'look at a cluster again and again, and tell what becomes otherwise',
    description:
      'Does what doctor does at intervals, and prints a line for each node whose state became another, for ' +
      'each problem that came up and for each that is gone; with --json a value for each. Findings go to a ' +
      'webhook and a program as well, and measurements to Prometheus, where that is wanted. Runs until it is ' +
      'interrupted, or has looked as often as --times says. Exits with 0 when nothing was wrong at the last ' +
      'look, and with 1 when something was.',
    parameters: {
      cluster: 'a saved cluster of the app, as with --profile',
      interval: 'between two looks (default: 60)',
      times: 'how often to look (default: until interrupted)',
      metricsPort:
        'with --metrics-token: the port /metrics is served on, for this machine alone (default: 9637; 0 for any)',
    },
    examples: [
      'follow a saved cluster',
      'let a webhook and Prometheus know of it, as a service of the system',
      'watch for ten minutes in a script',
    ],
  },
} as const
