export const clusterSentences = {
  notClosedCleanly: '{name} was not closed cleanly: {reason}',
  moreThanNodesNoticed:
    'More than {limit} nodes were noticed; further ones are not shown. Forget those that are gone.',
  published: '{node} published: {event}',
  messagesCannotArchivedWait: 'Messages cannot be archived and wait in our queue: {reason}',
  messagesNotArchived: 'Messages are not archived: {reason}',
  connectedBroker: 'Connected to the broker {where}.',
  missedAtBroker:
    'The broker {name} ran on while it was not connected; what was published there meanwhile is not in the archive.',
  noBroker: 'No broker: {reason}',
  messagesEmbeddedBrokerGone:
    'The messages of the embedded broker of {name} are gone, and it began without them. Compare every slave with its master.',
  messagesEmbeddedBrokerCould:
    'The messages of the embedded broker of {name} could not be read; they lie at {path} now, and it began without them. Compare every slave with its master.',
  embeddedBrokerCannotStore: 'The embedded broker cannot store messages: {reason}',
  embeddedBrokerCannotRead: 'The embedded broker cannot read what it has stored and lets nobody in: {reason}',
  embeddedBrokerCanRead: 'The embedded broker can read what it has stored again.',
  refusedDeadLetter: 'A message of {queue} went to the dead letter queue: it was refused.',
  expiredDeadLetter: 'A message of {queue} went to the dead letter queue: it was expired.',
  trouble: '{node}: {reason}',
  journalDamaged: '{node}: its journal was damaged and lies at {path} now; compare it with its master',
  stopped: '{node} stopped; its messages wait in its queue',
  notStoppedCleanly: '{node} did not stop cleanly: {reason}',
  did: '{node} {what}',
  applied: '{node} applied: {event}',
  failed: '{node} failed: {event}',
  parked: '{node} parked: {event}',
  withReason: '{what} ({reason})',
  otherBrokerTells:
    'Another broker of Plumbline tells of itself: {other}. Let all nodes of a cluster use {use}.',
  otherPort: 'Port {wanted} is in use; the embedded broker listens on {port} instead.',
  because: '{what}: {reason}',
} as const
