/** What profiles have against them, and what trying one shows. */
export const profilesSentences = {
  topicNoVirtualTopic: 'das Topic {topic} ist kein virtuelles Topic; dessen Name beginnt mit VirtualTopic.',
  noAbsolutePath: '{path} ist kein absoluter Pfad',
  dataDirectoryTwice: 'das Datenverzeichnis {path} ist zweimal genannt',
  serversDifferentPassphrases: 'die Server der URL haben verschiedene Passphrasen; ein Profil behält eine',
  serversDifferentLoginsProfile: 'seine Server haben verschiedene Anmeldungen; ein Profil hat eine für alle',
  urlGeoserverBeginsHttp: 'die URL eines GeoServers beginnt mit http:// oder https://',
  urlGeoserverHoldsLogin:
    'die URL eines GeoServers enthält eine Anmeldung; Benutzername und Passwort haben eigene Felder',
  urlGeoserverHoldsAccess:
    'die URL eines GeoServers sagt, wie ihm vertraut oder er erreicht wird; das gehört in die Felder daneben',
  urlGeoserverHoldsSecret:
    'die URL eines GeoServers enthält ein Geheimnis; Profile werden gezeigt und exportiert',
  versionPlumblineReadsVersion: 'sie hat Version {found}, und dieses Plumbline liest Version {version}',
  secretHiddenWhenExported: 'ein Geheimnis darin wurde beim Exportieren verdeckt',
  damaged: '{path} ist beschädigt',
  passwordsKeptOnlyUntil: 'Passwörter werden nur gehalten, bis Plumbline endet: {reason}',
  profile: 'Profil',
  brokerUrl: 'Broker-URL',
  nonePlumblineHostsEmbedded:
    'Es ist keine angegeben: Plumbline betreibt den eingebauten Broker dieses Rechners.',
  meansEmbeddedBrokerMachine: 'Sie meint den eingebauten Broker dieses Rechners.',
  connection: 'Verbindung',
  login: 'Anmeldung',
  passwordsDataStoresTravel:
    'In den Nachrichten reisen Passwörter von Datenspeichern, und diese Verbindung ist nicht verschlüsselt.',
  useTlsConnector:
    'Nehmen Sie einen TLS-Connector des Brokers (ssl:// oder stomp+ssl://), wenn er einen hat.',
  encryption: 'Verschlüsselung',
  objectMessages: 'Objektnachrichten',
  messageDidNotCome: 'Die Nachricht kam nicht innerhalb von {seconds} s zurück.',
  messageWentBrokerCame: 'Eine Nachricht ging zum Broker und kam unverändert zurück.',
  messageCameBackChanged: 'Eine Nachricht kam verändert zurück.',
  noClusterPropertiesYet:
    'Es gibt noch keine cluster.properties; sie entsteht beim ersten Start mit einem zufälligen Instanznamen.',
  setInstanceNameRoles: 'Setzen Sie Instanznamen und Rollen vorher.',
  noRole: 'ohne Rolle',
  group: 'seine Gruppe ist {group}',
  topic: 'sein Topic ist {topic}',
  connectionDisabled: 'seine Verbindung ist abgeschaltet',
  makeProfileClusterProperties: 'Bringen Sie das Profil und seine cluster.properties in Übereinstimmung.',
  geoServer: 'GeoServer {version}, {roles}.',
  unknownVersion: 'unbekannter Version',
  roleUnknown: 'Rolle unbekannt',
  masterAndSlave: 'Master und Slave',
  warnings: '{warnings}',
  certificate: 'Zertifikat',
  certificateShown:
    '{server} zeigt das Zertifikat von {names}, gültig bis {validTo}. Sein SHA-256-Fingerabdruck ist {fingerprint}.',
  connected: 'Verbunden mit {server}, {version}.',
  connectedOverTls: 'Verbunden mit {server} über TLS, {version}.',
  connectedBut: '{connected} Aber: {reasons}',
  node: '{node}, {roles}.',
  nodeBut: '{node} Aber: {differences}.',
  master: 'Master',
  slave: 'Slave',
  slaveWithoutQueue:
    '{node} ist ein Slave und hat noch keine Warteschlange {queue}: Was vor der ersten Verbindung veröffentlicht wird, ist für ihn verloren.',
  makeItsQueue: 'Legen Sie die Warteschlange an; dann hebt der Broker alles dafür auf.',
} as const
