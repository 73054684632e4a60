/** What the command line says of its own. */
export const cliSentences = {
  operation: '{progress} {operation}',
  withCode: '{what} ({code})',
  standardInput: 'standard input',
  standardOutput: 'standard output',
  removedAlong: 'goes along, removed: {object}',
  changedAlong: 'goes along, changed: {object}',
  losesPassword:
    'would come back without its password, which only the node that encrypted it can read: {object}',
  waitingForGeoServers: 'waiting for GeoServers that do not answer yet',
  waitingForBroker: 'waiting for the broker: {reason}',
  topicUnseen:
    '{topic}: whether what is published to it reaches any queue was not tried, since its broker would not let it, or is not there.',
  messagesUnseen:
    'What only messages tell (changes that did not arrive, a slave that applies nothing or publishes, a reload of a master) was not looked for: the app records the messages of saved clusters alone, so name one with --profile.',
  messagesUnrecorded:
    'What only messages tell (changes that did not arrive, a slave that applies nothing or publishes, a reload of a master) was not looked for: no messages of {name} are recorded before the app, or plumbline serve, has had it open.',
  messagesUnreadable:
    'What only messages tell was not looked for, since the recorded messages cannot be read: {reason}',
  metricsServed: '/metrics is served on {url}',
  aPassphrase: 'a passphrase of at least {count} characters',
  aToken: 'a token of at least 16 characters',
  aWebAddress: 'the http(s) address of a webhook',
  warning: 'warning:',
  yesOrNo: '{question} [y/N]',
  yes: 'y yes',
  typeToGoOn: '{question} Type {asked} to go on:',
  lineTooLong: 'it is longer than {limit} bytes',
  notUtf8: 'it is not UTF-8',
  seqFollows: 'its seq {number} follows {last}',
  notOneLogin: 'it is not one line with user:password',
  neitherLogin: 'line {line} is neither the one user:password for all nor an address with its own',
  othersCanRead: 'other accounts can read it',
  reading: 'reading {path}',
  holdsNothing: '{path} holds no configuration at all',
  stopping: 'stopping',
  stopped: 'stopped',
  whatHappened: 'what happened',
  why: 'why',
  whatToTry: 'what to try',
} as const
