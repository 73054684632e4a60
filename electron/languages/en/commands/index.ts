import { catalogCommands } from './catalog.ts'
import { clusterCommands } from './cluster.ts'
import { messagesCommands } from './messages.ts'

/** What the help of the command line says. */
export const help = {
  commands: { ...clusterCommands, ...catalogCommands, ...messagesCommands },
  /** Of arguments and options several commands have. */
  parameters: {
    dataDir: 'the data directory of the node',
    body: 'show the body, too',
    format: 'of an export (default: jsonl)',
    tlsCert: 'a certificate with its chain, as PEM',
    tlsKey: 'its key, as PEM',
    authority: 'certificates to trust in place of those this machine trusts, as PEM',
    profile: 'a saved cluster of the app; directories are then given as the instance names of its nodes',
    broker: 'without a saved cluster: the URL of a broker',
    login:
      'in place of both: a file with user:password on one line, which this account alone can read; further ' +
      'lines ADDRESS user:password are for a GeoServer that has a login of its own',
    topic: 'whose queues are those of nodes there (default: VirtualTopic.geoserver)',
    node:
      'without a saved cluster: addresses of GeoServers, as http://gs{1..3}:8080/geoserver, with the options of ' +
      'broker URLs for certificates and ways (?plumbline.fingerprint=…, ?plumbline.via=…); they are then called ' +
      'by these or by the instance names they give',
    user:
      'who asks them, an administrator (default: PLUMBLINE_GEOSERVER_USER, or admin); the password is in ' +
      'PLUMBLINE_GEOSERVER_PASSWORD',
    jolokia:
      'where the management of the broker is asked over HTTP, as http://broker:8161/api/jolokia, with the options of ' +
      'broker URLs for certificates and ways (default: as the saved cluster says)',
    jolokiaLogin:
      'who asks it: a file with user:password on one line, which this account alone can read (default: nobody)',
    metricsToken:
      'answer GET /metrics (OpenMetrics) to who shows the token in this file, as `Authorization: Bearer …`; the file is made when it is missing',
    webhook:
      'post each finding that is opened or closed, as JSON, to the address in this file, which this account alone can read',
    command: 'run this program for each of them, with the JSON on its standard input',
    quick: 'without comparing, which takes longest',
  },
  program: {
    summary: 'Keeps GeoServer clusters true to their master.',
    version: 'print the version',
    help: 'print this help',
    helpCommand: 'print the help of a command',
    json: 'print data as JSON, which is English whatever the language',
    noColor: 'print without colours, as with the environment variable NO_COLOR',
    language: 'what is said is said in it (default: as PLUMBLINE_LANG, LC_ALL, LC_MESSAGES or LANG say)',
    exitCodes:
      'Exit codes: 0 all is well; 1 the answer is no (drift, something that could not be applied);\n' +
      '2 the command could not do its work; 130 interrupted.',
  },
  headings: {
    Usage: 'Usage:',
    Arguments: 'Arguments:',
    Options: 'Options:',
    'Global Options': 'Global Options:',
    Commands: 'Commands:',
    Examples: 'Examples:',
    options: 'options',
    command: 'command',
  },
} as const
