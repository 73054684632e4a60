/** Was in einem Cluster von GeoServern nicht stimmt, warum, was davon gesehen wurde, und was zu tun ist. */
export const findingSentences = {
  cluster: 'Cluster',
  applyFailure: '{node} hat Nachrichten angenommen und hat nicht, was sie sagen.',
  applyFailureWhy:
    'Er bestätigt, bevor er anwendet: Was er nicht anwenden konnte (ein unbekanntes Feld, ein fehlendes Elternobjekt, ein Doppel), ist aus seiner Warteschlange verschwunden, und nur sein Log sagt es.',
  applyFailureRemedy:
    'Gleichen Sie {node} an: Was fehlt, wird in einer Form geschickt, die er annimmt, oder über REST richtiggestellt.',
  appliesNothing: '{node} nimmt alles an und wendet nichts an.',
  appliesNothingWhy:
    'Sein Modul kann die Nachrichten nicht lesen: Eine Version vor 2.23 weist alle zurück (die Positivliste ihres Serialisierers), und Java 17 braucht dafür --add-opens.',
  appliesNothingRemedy:
    'Suchen Sie in seinem Log nach ForbiddenClassException oder InaccessibleObjectException; aktualisieren Sie ihn, oder starten Sie ihn mit --add-opens java.base/java.util=ALL-UNNAMED und den anderen, die sein Log nennt. Gleichen Sie ihn danach an.',
  connectionDisabled: '{node} ist getrennt und bleibt es nach jedem Start.',
  connectionDisabledWhy:
    'Beim Start fehlte sein Broker, oder eine Nachricht hielt ihn auf, die er nicht übernehmen kann: Er hat connection=disabled selbst in seine cluster.properties geschrieben.',
  connectionDisabledRemedy:
    'Setzen Sie connection=enabled in seiner cluster.properties, während der Broker läuft, und starten Sie ihn neu. Seine Nachrichten haben gewartet.',
  startUpHang: '{node} nimmt Verbindungen an und beantwortet keine.',
  startUpHangUnreachable:
    '{node} ist nicht zu erreichen: Er wartet beim Start auf seinen Broker, oder er läuft nicht.',
  startUpHangWhy:
    'Beim Start wartet er auf seinen Broker, connection.retry mal connection.maxwait, mit einer failover:-URL ohne Ende; REST-Anfragen, die veröffentlichen, warten ebenso.',
  startUpHangRemedy:
    'Bringen Sie seinen Broker zurück, schaffen Sie dort Platz, oder berichtigen Sie seine brokerURL; wer wartet, startet dann von selbst, spätestens nach einer halben Minute. Eine failover:-URL mit startupMaxReconnectAttempts und timeout wartet nicht für immer.',
  silentDrift: '{node} ist im Stillen abgewichen: Nichts wartet, und nichts ist fehlgeschlagen.',
  silentDriftWhy:
    'Er wurde am Cluster vorbei geändert: auf seinen eigenen Webseiten oder über REST, durch Dateien, oder bevor jemand zusah. Gruppen mit einem Stil null, Diensteinstellungen und der Standardarbeitsbereich weichen durch gewöhnliche Arbeit auf dem Master ab.',
  silentDriftRemedy: 'Vergleichen Sie ihn, und gleichen Sie an, was abweicht.',
  styleFiles: 'Stile von {node} sind nicht die seines Masters.',
  styleFilesWhy:
    'Die Datei eines Stils reist getrennt vom Stil: Ein umbenannter lässt seine Datei zurück, ein Arbeitsbereichsstil mit dem Namen eines globalen überschreibt dessen Datei, Grafiken reisen gar nicht, und was im Zwischenspeicher liegt, wird bis zum nächsten Neuladen gezeichnet.',
  styleFilesRemedy: 'Gleichen Sie die Stile von {node} an; kopieren Sie Grafiken von Hand.',
  uncoveredAreas: '{node} hat andere Benutzer, Regeln, Kacheln, Vorlagen oder Daten als sein Master.',
  uncoveredAreasWhy:
    'Das Cluster-Modul überträgt nichts davon: Benutzer, Rollen, Zugriffsregeln, Kachellayer, Vorlagen, Grafiken und Datendateien.',
  uncoveredAreasRemedy:
    'Kopieren Sie sie selbst, und halten Sie sie mit Ihren Mitteln der Auslieferung gleich.',
  mapsFail: '{count} Layer kann {node} nicht zeichnen. | {count} Layer kann {node} nicht zeichnen.',
  mapsFailWhy:
    'Er wurde gefragt, wie Kartenclients ihn fragen. Eine Datendatei wurde nicht zu ihm kopiert, er erreicht eine Datenbank nicht, oder ein Stil oder eine Grafik fehlt: Nichts davon reist mit Nachrichten. Was von einem anderen WMS weitergereicht wird, kann bis zum Neustart des GeoServers fehlen.',
  mapsFailRemedy:
    'Lesen Sie, was er zu jedem Layer meldet, kopieren Sie die Daten oder die Grafik zu {node} oder lassen Sie ihn die Datenbank erreichen, und vergleichen Sie seine Karten noch einmal.',
  mapsDiffer:
    '{count} Layer sieht auf {node} anders aus als auf seinem Master. | {count} Layer sehen auf {node} anders aus als auf seinem Master.',
  mapsDifferWhy:
    'Dieselbe Konfiguration zeichnet dort etwas anderes: eine andere Datendatei, eine andere Schrift oder Grafik, ein Stil, der von Hand geändert wurde oder noch zwischengespeichert ist, oder andere Daten in der Datenbank, aus der er liest.',
  mapsDifferRemedy:
    'Vergleichen Sie {node} zuerst mit seinem Master. Weicht nichts ab, vergleichen Sie Datendateien, Schriften und Grafiken; nach einem Neuladen liest er seine Stile neu.',
  capabilitiesDiffer: 'Die Dienste von {node} melden etwas anderes als die seines Masters.',
  capabilitiesDifferWhy:
    'Titel, Layer, Stile oder Bezugssysteme in seinen Capabilities sind andere, oder er antwortet nicht: Es wurde geändert, was keine Nachricht trägt, oder ein Dienst ist auf einem der beiden ausgeschaltet.',
  capabilitiesDifferRemedy:
    'Sehen Sie bei den Karten, was abweicht, und gleichen Sie {node} an oder richten Sie es dort.',
  seenLayer: '{layer}: {found}',
  seenMapsAt: 'angesehen am {at}',
  abandonedQueue: 'Niemand holt Nachrichten aus der Warteschlange {queue}.',
  abandonedQueueWhy:
    'Ihr Knoten wurde abgebaut oder bekam einen anderen Instanznamen: Der Broker füllt die alte Warteschlange für immer weiter.',
  abandonedQueueRemedy:
    'Vergewissern Sie sich, dass der Knoten nicht wiederkommt, und löschen Sie die Warteschlange.',
  idleConsumer: 'Der Knoten {node} ist mit seiner Warteschlange verbunden und holt keine Nachrichten daraus.',
  idleConsumerWhy:
    'Sein Abnehmer hängt, meist in einer Änderung, die auf eine Sperre wartet, oder er holte so viele Nachrichten, wie er darf, und bestätigt keine davon.',
  idleConsumerRemedy:
    'Sehen Sie in den Thread-Dump des Knotens; starten Sie ihn neu, wenn sich darin nichts bewegt. Seine Nachrichten warten solange.',
  seenOldest: 'die älteste wartet seit {minutes} min',
  seenGrowth: 'so schnell, wie er sich am letzten Tag füllte, ist er in {hours} Stunden voll',
  seenNoGrowth:
    'wann er voll sein wird, ist nicht bekannt: Er wächst nicht, oder er wurde noch nicht lange genug beobachtet',
  memoryFull: 'Der Arbeitsspeicher, den der Broker für Nachrichten hat, ist zu {percent} % voll.',
  memoryFullWhy:
    'Es warten Nachrichten, die nicht persistent sind, oder mehr auf einmal, als der Broker halten kann. Bei 100 % wartet jede Änderung auf einem Master innerhalb der Konfigurationssperre des GeoServers.',
  memoryFullRemedy: 'Bringen Sie Slaves zurück, die fehlen, oder erhöhen Sie memoryUsage in activemq.xml.',
  seenConsumer: '{client} unter {address} empfängt daraus',
  neverConnected:
    '{node} hat keine Warteschlange am Broker: Was jetzt veröffentlicht wird, ist für ihn verloren.',
  neverConnectedWhy:
    'Die Warteschlange eines Knotens entsteht, wenn er sich zum ersten Mal verbindet; was vorher veröffentlicht wurde, wartet nicht auf ihn.',
  neverConnectedRemedy:
    'Legen Sie seine Warteschlange an (Broker, oder plumbline queues make), oder starten Sie ihn, solange der Broker erreichbar ist, was sie anlegt, und vergleichen Sie ihn dann mit seinem Master: Ein Resync schickt, was ihm fehlt.',
  seenQueues:
    'Der Broker hat die Warteschlange von {count} Knoten. | Der Broker hat die Warteschlangen von {count} Knoten.',
  severalBrokers: 'Mehrere Broker von Plumbline melden sich in diesem Netz. Zu benutzen ist {use}.',
  severalBrokersWhy:
    'Sie sind nicht verbunden: Knoten an dem einen bekommen nicht, was Knoten an einem anderen veröffentlichen.',
  severalBrokersRemedy:
    'Lassen Sie die brokerURL jedes Knotens und jeden gespeicherten Cluster {use} nennen, und beenden Sie die anderen ({others}), sobald dort nichts mehr wartet, oder melden Sie sie nicht mehr.',
  seenBroker: '{url} meldet sich.',
  storeFull: 'Der Speicher des Brokers ist zu {percent} % voll.',
  storeFullWhy:
    'Nachrichten warten auf Knoten, die sie nicht holen, vor allem in verlassenen Warteschlangen. Bei 100 % wartet jede Änderung auf einem Master innerhalb der Konfigurationssperre von GeoServer.',
  storeFullRemedy:
    'Löschen Sie verlassene Warteschlangen, bringen Sie Slaves zurück, die fehlen, oder geben Sie dem Broker mehr Platz.',
  swallowingToggle:
    '{node} ist kein Slave, leert seine Warteschlange trotzdem und wirft die Nachrichten weg.',
  swallowingToggleWhy:
    'toggleSlave=false beendet seinen Empfänger nicht: Was er bis zum Wiedereinschalten bekommen hätte, ist verloren.',
  swallowingToggleRemedy:
    'Soll er wieder Slave sein, gleichen Sie ihn nach toggleSlave=true an. Damit Nachrichten warten, halten Sie den Knoten an, oder setzen Sie connection=disabled und starten ihn neu.',
  oneNameTwice: 'Es gibt zwei Knoten namens {node}.',
  oneNameTwiceWhy:
    'Zwei cluster.properties haben denselben instanceName, oft durch das Klonen einer Maschine: Sie teilen sich eine Warteschlange, sodass jedem fehlt, was der andere geholt hat, und jeder übergeht, was der andere veröffentlicht.',
  oneNameTwiceRemedy:
    'Geben Sie jedem Knoten einen eigenen instanceName, starten Sie ihn neu, und gleichen Sie beide an.',
  topicMismatch: '{node} hört nicht dort, wo die anderen sprechen.',
  topicMismatchWhy: 'Sein topicName oder seine group ist anders: Nichts erreicht ihn, und niemand sagt es.',
  topicMismatchRemedy:
    'Machen Sie topicName und group in jeder cluster.properties gleich, starten Sie den Knoten neu, und gleichen Sie ihn an.',
  mixedReleases: '{node} bekommt die globalen Einstellungen nie von selbst: Seine Version liest sie anders.',
  mixedReleasesWhy:
    'GeoServer dieser Versionen vertragen sich nicht: Ein Slave weist jede Nachricht zu den globalen Einstellungen zurück, die ein Feld hat, das seine Version nicht kennt, auch die ständigen, die nur Änderungen zählen, und wartet nach jeder 5 s. Was den Katalog betrifft, kommt an.',
  mixedReleasesRemedy:
    'Bringen Sie Master und Slaves auf eine Version. Gleichen Sie {node} bis dahin nach jeder Änderung der globalen Einstellungen an: Sie werden in der Form geschrieben, die er liest.',
  seenRelease: '{node} läuft mit GeoServer {version}',
  seenRefusedFields: '{node} sendet immer {fields}',
  sharedDirectory: '{node} teilt sich sein Datenverzeichnis anscheinend mit einem anderen Knoten.',
  sharedDirectoryWhy:
    'Was der eine schreibt, zeigt der andere im selben Augenblick, oder beide sind unter einem Namen in derselben Sekunde gleich weit: Beide schreiben dieselben Dateien, und keiner weiß, was der andere geschrieben hat.',
  sharedDirectoryRemedy:
    'Geben Sie jedem Knoten ein eigenes Datenverzeichnis (GEOSERVER_DATA_DIR) und eine eigene cluster.properties.',
  reloadOnMaster: '{node} wurde neu geladen und hat seinem Cluster einen Teil von dem gesagt, was er hat.',
  reloadOnMasterWhy:
    'Ein Neuladen veröffentlicht Einstellungen und Dienste, als wären sie neu. Slaves übergehen, was sie haben; was jemand durch Dateien auf dem Master änderte, erreicht niemanden.',
  reloadOnMasterRemedy:
    'Vergleichen Sie die Slaves, und gleichen Sie an, was abweicht. Ändern Sie über die Webseiten oder REST, nie durch Dateien und Neuladen.',
  misleadingRest: 'Was {node} unter /rest/cluster zeigt, ist nicht seine Konfiguration.',
  misleadingRestWhy:
    'Sein Cluster-Modul zeigt dort threshold und loadFactor und beantwortet, was man ihm schickt, mit 500, ohne etwas zu schreiben.',
  misleadingRestRemedy:
    'Lesen und ändern Sie stattdessen cluster/cluster.properties; stützen Sie keine Skripte auf /rest/cluster.',
  secretsInHeaders: '{node} schreibt das Passwort des Brokers in jede Nachricht.',
  secretsInHeadersWhy:
    'Jeder Schlüssel seiner cluster.properties wird eine Eigenschaft jeder Nachricht, die er veröffentlicht, auch brokerURL mit ihrem Login; Passwörter von Datenquellen reisen lesbar in den Nachrichten.',
  secretsInHeadersRemedy:
    'Geben Sie den Knoten ein Login außerhalb der URL, wo Ihr Broker es erlaubt (Zertifikate, das Netz), beschränken Sie, wer Topic und Warteschlangen lesen darf, und benutzen Sie TLS.',
  publishingSlave: '{node} ist ein reiner Slave und veröffentlicht.',
  publishingSlaveWhy:
    'toggleMaster=false gilt nur bis zur ersten Nachricht, die er angewendet hat: Von da an geht, was jemand auf ihm ändert, an alle anderen Knoten, seine gesamten globalen Einstellungen mit.',
  publishingSlaveRemedy:
    'Ändern Sie nichts auf {node} selbst. Stellen Sie fest, wer es war, vergleichen Sie alle Slaves, und gleichen Sie an, was abweicht.',
  topicPrefix: 'Was an {topic} veröffentlicht wird, erreicht keine Warteschlange.',
  topicPrefixWhy:
    'Der Broker kennt keine virtuellen Topics dieses Namens: Ihr Präfix ist dort ein anderes, oder sie sind abgeschaltet.',
  topicPrefixRemedy: 'Nennen Sie das Topic VirtualTopic.…, oder richten Sie den Broker für seinen Namen ein.',
  seenMissing:
    '{count} Nachricht angenommen und nicht in seinem Stand | {count} Nachrichten angenommen und nicht in seinem Stand',
  seenPending: '{count} Nachricht wartet | {count} Nachrichten warten',
  seenDepth: '{count} Nachricht wartet in {queue} | {count} Nachrichten warten in {queue}',
  seenBrokerAway: 'der Broker ist nicht verbunden',
  seenConsumers:
    '{count} Empfänger holt aus seiner Warteschlange | {count} Empfänger holen aus seiner Warteschlange',
  seenInArea: '{area}: {found}',
  seenArea: '{area}: {reference} auf dem Master, {slave} hier',
  seenTopic: 'er hat das Topic {topic} und die Gruppe {group}',
  expectedTopic: 'der Cluster hat das Topic {topic} und die Gruppe {group}',
  seenBurst: '{count} Nachricht am {at} | {count} Nachrichten am {at}',
  seenPublished: 'er hat am {at} veröffentlicht',
  seenVersion: 'GeoServer {version}',
  seenMessage: '{summary}, am {at}',
} as const
