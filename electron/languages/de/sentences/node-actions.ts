export const nodeActionSentences = {
  unreachable:
    'Hier sind weder sein Datenverzeichnis noch seine REST-Schnittstelle bekannt. Nehmen Sie eines davon ins Profil auf.',
  noAnswerYet: 'Er hat noch nicht geantwortet.',
  isReference: '{node} nimmt keine Nachrichten an: Mit ihm werden die anderen verglichen.',
  noMasterToCompare: 'Hier gibt es keinen Master, mit dem er sich vergleichen ließe.',
  isMaster: 'Er ist ein Master; seine Slaves werden ihm angeglichen, nicht er ihnen.',
  disabled: 'connection=disabled: Er würde die Nachrichten nicht annehmen.',
  noMasterToResync: 'Hier gibt es keinen Master, dem er sich angleichen ließe.',
  notOnThisMachine: 'Er läuft nicht auf diesem Rechner.',
  notToRunHere:
    'Laut Profil läuft seine Engine nicht hier. Starten Sie sie mit: plumbline node --data-dir {directory}',
  running: 'Er läuft bereits.',
  notRunningHere: 'Seine Engine läuft nicht hier.',
  stopped: 'Er ist bereits angehalten.',
  reloadOnMaster:
    '{node} ist ein Master: Was ein Neuladen in seinen Dateien findet, würde nie veröffentlicht.',
  isSlave: '{node} ist ein Slave. Bearbeiten Sie sie auf seinem Master.',
  isSlaveOf: '{node} ist ein Slave. Bearbeiten Sie sie auf {master}.',
  notRunning: 'Seine Engine läuft nicht. Starten Sie sie zuerst.',
  inProfile: 'Er steht im Profil; entfernen Sie ihn dort.',
  hasQueue: 'Er hat eine Warteschlange am Broker; löschen Sie diese zuerst.',
  runItElsewhere: 'Seine Engine läuft nicht. Starten Sie sie mit: plumbline node --data-dir {directory}',
  paused: 'Er pausiert schon.',
  notPaused: 'Er pausiert nicht.',
  resumeFirst: 'Er pausiert und würde nichts anwenden. Setzen Sie ihn erst fort.',
  geoServerNeverPaused:
    'Ein GeoServer, der keine Nachrichten mehr nimmt, fängt von selbst nicht wieder damit an; Plumbline trennt nie einen.',
  runsElsewhere: 'Er läuft bereits, in einem anderen Prozess dieses Rechners.',
  noMaps: 'Ein Datenverzeichnis zeichnet keine Karten; das tun nur GeoServer.',
  noAnswer: 'Der Prozess, in dem er läuft, antwortet nicht.',
  noProperties: 'Er hat noch keine cluster.properties; starten Sie ihn einmal.',
  noVersion: 'Er hat nicht gesagt, welche Version er ist.',
  readOnlyMaster:
    'readOnly=enabled: Er schreibt keine Dateien, eine Änderung ginge verloren. Setzen Sie readOnly=disabled und starten Sie ihn neu.',
  readOnlySlave:
    'readOnly=enabled: Seine Dateien zeigen nicht, was er hat. Setzen Sie readOnly=disabled und starten Sie ihn neu.',
  noBroker: 'Er hat keinen Broker ({broker}); sehen Sie zuerst nach dem Broker.',
  trouble: 'Er kann im Augenblick nicht arbeiten: {reasons}',
  noConnectionOverRest: 'Über REST sagt ein GeoServer nicht, ob er seinen Broker hat.',
  noEngine: 'Er ist ein GeoServer: Was er mit Ereignissen getan hat, sagt er nicht.',
  propertiesElsewhere:
    'Seine cluster.properties liegt nicht auf diesem Rechner; ändern Sie sie dort, wo er läuft.',
  brokerUnknown:
    'Er wurde mit einer Broker-URL gestartet, die ein Passwort enthält. Geben Sie den Broker selbst an.',
} as const
