/** Was von GeoServern gesagt wird, die über ihre Adresse gefunden wurden, und von ihrem Cluster. */
export const connectSentences = {
  unencrypted: 'Benutzer, Passwort und Konfiguration gehen unverschlüsselt zu diesem Rechner.',
  useHttps: 'Nehmen Sie seine https-Adresse oder einen Tunnel (ssh -L).',
  installModule:
    'Installieren Sie dort das jms-cluster-Modul derselben Version, oder lassen Sie die Adresse weg: Er gehört zu keinem Cluster.',
  disabled: 'Seine Verbindung ist abgeschaltet: Er nimmt keine Nachrichten an.',
  enableAgain:
    'Er schreibt connection=disabled selbst, wenn der Broker bei seinem Start fehlt. Setzen Sie es in cluster.properties auf enabled, und starten Sie ihn neu.',
  readOnly:
    'Er hat readOnly=enabled: Was er annimmt, bleibt in seinem Speicher, und seine Dateien bleiben zurück.',
  noRole: 'Er veröffentlicht keine Änderungen und nimmt keine an.',
  giveRole:
    'Setzen Sie toggleMaster oder toggleSlave in seiner cluster.properties auf true, und starten Sie ihn neu.',
  ownBrokers:
    'Die Knoten nennen keinen Broker: Jeder hat einen eingebauten eigenen, und sie werden über {group} gesucht.',
  nameBroker:
    'Führen Sie Plumbline auf dem Rechner eines Knotens aus oder dort, wo ihr Multicast zu hören ist. Sind diese Broker nicht zu finden, nennen Sie sie unter allen Einstellungen: static:(tcp://first:61616,tcp://second:61616).',
  brokerThere:
    'Die Knoten nennen den Broker localhost; von hier aus wird er auf dem Rechner des Knotens vermutet, der das sagt.',
  otherTopic: 'Sein Topic ist {found}, das der anderen {expected}: Nichts erreicht ihn.',
  sameTopic: 'Geben Sie allen Knoten eines Clusters denselben topicName.',
  otherGroup: 'Seine Gruppe ist {found}, die der anderen {expected}: Er übergeht, was sie veröffentlichen.',
  sameGroup: 'Geben Sie allen Knoten eines Clusters dieselbe group.',
  otherBroker: 'Er benutzt einen anderen Broker als die anderen: {found}.',
  sameBroker: 'Geben Sie allen Knoten eines Clusters dieselbe brokerURL.',
  sameName:
    'Er hat denselben Instanznamen {name} wie {urls}: Jeder nimmt einen Teil der Nachrichten an und übergeht den anderen.',
  ownNames:
    'Geben Sie jedem Knoten einen eigenen instanceName. Zwei Adressen eines Knotens sind kein Cluster: Lassen Sie eine weg.',
  noBrokerToAsk: 'Es ist kein Broker bekannt, der nach den anderen Knoten gefragt werden könnte.',
  deaf: 'Broker, die von sich selbst melden, sind auf diesem Rechner nicht zu hören: {reason}',
  brokerSaysNothing: 'Der Broker sagt nicht, welche Warteschlangen er hat.',
  noProperties: 'Es enthält keine cluster.properties: Zu welchem Knoten es gehört, ist nicht bekannt.',
  usualProperties:
    'Sie liegt gewöhnlich im Verzeichnis cluster; führt CLUSTER_CONFIG_DIR woandershin, geben Sie diesen Pfad an.',
  severalTopics: 'Der Broker hat auch Warteschlangen anderer Topics: {topics}.',
} as const
