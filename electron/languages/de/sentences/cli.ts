/** Was die Befehlszeile selbst sagt. */
export const cliSentences = {
  operation: '{progress} {operation}',
  withCode: '{what} ({code})',
  standardInput: 'Standardeingabe',
  standardOutput: 'Standardausgabe',
  removedAlong: 'geht mit, entfernt: {object}',
  changedAlong: 'geht mit, geändert: {object}',
  losesPassword:
    'käme ohne sein Passwort zurück, das nur der Knoten lesen kann, der es verschlüsselt hat: {object}',
  waitingForGeoServers: 'Warten auf GeoServer, die noch nicht antworten',
  waitingForBroker: 'der Broker wird erwartet: {reason}',
  topicUnseen:
    '{topic}: Ob das dort Veröffentlichte eine Warteschlange erreicht, wurde nicht versucht: Der Broker lässt es nicht zu oder ist nicht da.',
  messagesUnseen:
    'Was nur Nachrichten verraten (Änderungen, die nicht ankamen, ein Slave, der nichts anwendet oder selbst veröffentlicht, ein Reload eines Masters), wurde nicht gesucht: Die App zeichnet nur Nachrichten gespeicherter Cluster auf; nennen Sie einen mit --profile.',
  messagesUnrecorded:
    'Was nur Nachrichten verraten (Änderungen, die nicht ankamen, ein Slave, der nichts anwendet oder selbst veröffentlicht, ein Reload eines Masters), wurde nicht gesucht: Von {name} sind keine Nachrichten aufgezeichnet, solange weder die App noch plumbline serve ihn geöffnet hatte.',
  messagesUnreadable:
    'Was nur Nachrichten verraten, wurde nicht gesucht, weil die aufgezeichneten Nachrichten nicht lesbar sind: {reason}',
  metricsServed: '/metrics gibt es unter {url}',
  aPassphrase: 'eine Passphrase von mindestens {count} Zeichen',
  aToken: 'ein Kennwort von mindestens 16 Zeichen',
  aWebAddress: 'die http(s)-Adresse eines Webhooks',
  warning: 'Warnung:',
  yesOrNo: '{question} [j/N]',
  yes: 'j ja y yes',
  typeToGoOn: '{question} Zum Fortfahren {asked} eingeben:',
  lineTooLong: 'sie ist länger als {limit} Bytes',
  notUtf8: 'sie ist kein UTF-8',
  seqFollows: 'ihre seq {number} folgt auf {last}',
  notOneLogin: 'sie ist nicht eine Zeile mit benutzer:passwort',
  neitherLogin: 'Zeile {line} ist weder das eine benutzer:passwort für alle noch eine Adresse mit eigenem',
  othersCanRead: 'andere Konten können sie lesen',
  reading: '{path} wird gelesen',
  holdsNothing: '{path} enthält gar keine Konfiguration',
  stopping: 'wird gestoppt',
  stopped: 'gestoppt',
  whatHappened: 'was geschah',
  why: 'warum',
  whatToTry: 'was zu tun ist',
} as const
