export const cliSentences = {
  operation: '{phase} {done}/{total} {operation}',
  nodeState: 'Zustand: {state}.',
  withCode: '{what} ({code})',
  standardInput: 'Standardeingabe',
  standardOutput: 'Standardausgabe',
  goesAlong: 'geht mit, {effect}: {object}',
  waitingForBroker: 'der Broker wird erwartet: {reason}',
  topicUnseen:
    '{topic}: Ob das dort Veröffentlichte eine Queue erreicht, wurde nicht versucht: Der Broker lässt es nicht zu oder ist nicht da.',
  messagesUnseen:
    'Was nur Nachrichten verraten (Änderungen, die nicht ankamen, ein Slave, der nichts anwendet oder selbst veröffentlicht, ein Reload eines Masters), wurde nicht gesucht: Die App zeichnet nur Nachrichten gespeicherter Cluster auf; nennen Sie einen mit --profile.',
  messagesUnrecorded:
    'Was nur Nachrichten verraten (Änderungen, die nicht ankamen, ein Slave, der nichts anwendet oder selbst veröffentlicht, ein Reload eines Masters), wurde nicht gesucht: Von {name} sind keine Nachrichten aufgezeichnet, solange weder die App noch plumbline serve ihn geöffnet hatte.',
  messagesUnreadable:
    'Was nur Nachrichten verraten, wurde nicht gesucht, weil die aufgezeichneten Nachrichten nicht lesbar sind: {reason}',
  metricsServed: '/metrics gibt es unter {url}',
  aToken: 'ein Kennwort von mindestens 16 Zeichen',
  aWebAddress: 'die http(s)-Adresse eines Webhooks',
} as const
