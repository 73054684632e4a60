import { addressSentences } from './addresses.ts'
import { connectSentences } from './connect.ts'
import { findingSentences } from './findings.ts'
import { imitationSentences } from './imitation.ts'
import { stockNodeSentences } from './stock-nodes.ts'
import styles from './styles.ts'

/** What Plumbline says, by the keys of the English sentences. */
export const sentences = {
  addresses: addressSentences,
  connect: connectSentences,
  findings: findingSentences,
  imitation: imitationSentences,
  stockNodes: stockNodeSentences,
  styles,
  state: {
    notWritable: 'nicht beschreibbar ({reason})',
    usedByAnother: 'ein anderes Plumbline (Prozess {pid} auf {host}) benutzt es',
  },
  cli: { operation: '{phase} {done}/{total} {operation}', withCode: '{what} ({code})' },
  events: {
    added: '{what} hinzugefügt',
    saved: '{what} gesichert',
    removed: '{what} entfernt',
    modified: '{what} geändert: {properties}',
    styleFile: 'Stildatei {file}',
    default: '{property} ist {name}',
    none: 'nicht gesetzt',
    unreadable: 'eine Nachricht, die sich nicht lesen lässt',
    object: '{kind} {title}',
    objectOf: '{kind} {title}',
    unknownToListeners: 'GeoServer {releases} hört mit und kennt {properties} nicht',
  },
  attention: {
    brokerLost: 'Der Broker {where} ist nicht verbunden.',
    topicSilent: 'Was an {topic} veröffentlicht wird, erreicht niemanden.',
    whyTopicSilent:
      'Der Broker hat eine Nachricht für das Topic angenommen und in keine Consumer-Queue gelegt. Er hat keine virtuellen Topics dieses Namens: Das Präfix ist ein anderes, sie sind abgeschaltet, oder es ist ein Broker, der sie eigens eingerichtet braucht.',
    notStarted: '{node} ließ sich nicht starten.',
    trouble: '{node} kommt nicht weiter.',
    diverged: '{node} ist auseinandergelaufen: {what}.',
    gap: '{node} hat womöglich Ereignisse verpasst: Das zeigt nur ein Vergleich mit seinem Master.',
    lost: '{node} ist nicht verbunden.',
    disabled: '{node} nimmt keine Nachrichten an: Seine Verbindung ist abgeschaltet.',
    stopped: '{node} ist angehalten.',
    lagging: '{node} hinkt nach.',
    withWaiting:
      '{what} {count} Nachricht wartet in seiner Warteschlange. | {what} {count} Nachrichten warten in seiner Warteschlange.',
    drifted:
      '{node} weicht ab: {count} Objekt unterscheidet sich von {reference}. | {node} weicht ab: {count} Objekte unterscheiden sich von {reference}.',
    itsMaster: 'seinem Master',
    whyDrifted:
      'Seine Dateien wurden an seiner Engine vorbei geändert, oder eine Nachricht ließ sich nicht anwenden.',
    failed: '{count} Ereignis ließ sich nicht anwenden | {count} Ereignisse ließen sich nicht anwenden',
    parked: '{count} wartet auf fehlende Objekte | {count} warten auf fehlende Objekte',
    somethingFailed: 'etwas ließ sich nicht anwenden',
    orphan:
      'Niemand holt Nachrichten aus der Warteschlange {queue}; {count} Nachricht wartet dort. | Niemand holt Nachrichten aus der Warteschlange {queue}; {count} Nachrichten warten dort.',
    whyOrphan:
      'Ein Knoten, der abgebaut oder umbenannt wurde, lässt seine Warteschlange zurück, und der Broker füllt sie weiter.',
    deadLetters:
      '{count} Nachricht liegt in der Dead Letter Queue. | {count} Nachrichten liegen in der Dead Letter Queue.',
    whyDeadLetters: 'Ein Empfänger hat sie abgelehnt, oder sie sind abgelaufen.',
  },
  resync: {
    noReference:
      'Er ist weder ein Master noch wurde er als gleich mit einem verglichen; an ihn wird nichts angeglichen.',
    notLookedAt: 'was er hat, lässt sich von hier aus nicht ansehen',
    resumed: 'Das abgebrochene Angleichen von {node} an {reference} geht weiter.',
    brokenOff: 'Das Angleichen von {node} an {reference} endete: {reason}',
    verified: '{node} wurde an {reference} angeglichen: nachweislich gleich.',
    left: '{node} wurde an {reference} angeglichen: {count} Unterschied bleibt. | {node} wurde an {reference} angeglichen: {count} Unterschiede bleiben.',
    cancelled:
      '{node} wurde an {reference} angeglichen: abgebrochen, {count} Unterschied bleibt. | {node} wurde an {reference} angeglichen: abgebrochen, {count} Unterschiede bleiben.',
  },
  files: {
    changed: 'Jemand hat {files} im Datenverzeichnis von {node} geändert.',
    andMore: '{files} und {count} weitere Datei | {files} und {count} weitere Dateien',
    noConfiguration: 'Darin ist überhaupt keine Konfiguration.',
    seenLate:
      'Änderungen an Dateien in {directory} werden bis zu einer halben Minute später bemerkt: {reason}',
    tooManyWatched: 'zu viele werden schon beobachtet',
    systemLimit: 'das System beobachtet für dieses Konto keine weiteren Verzeichnisse',
  },
  nodeActions: {
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
    runsElsewhere: 'Er läuft bereits, in einem anderen Prozess dieses Rechners.',
    noAnswer: 'Der Prozess, in dem er läuft, antwortet nicht.',
    noProperties: 'Er hat noch keine cluster.properties; starten Sie ihn einmal.',
    noVersion: 'Er hat nicht gesagt, welche Version er ist.',
    readOnlyMaster:
      'readOnly=enabled: Er schreibt keine Dateien, eine Änderung ginge verloren. Setzen Sie readOnly=disabled und starten Sie ihn neu.',
    brokerUnknown:
      'Er wurde mit einer Broker-URL gestartet, die ein Passwort enthält. Geben Sie den Broker selbst an.',
    readOnlySlave:
      'readOnly=enabled: Seine Dateien zeigen nicht, was er hat. Setzen Sie readOnly=disabled und starten Sie ihn neu.',
    noBroker: 'Er hat keinen Broker ({broker}); sehen Sie zuerst nach dem Broker.',
    trouble: 'Er kann im Augenblick nicht arbeiten: {reasons}',
    noConnectionOverRest: 'Über REST sagt ein GeoServer nicht, ob er seinen Broker hat.',
    noEngine: 'Er ist ein GeoServer: Was er mit Ereignissen getan hat, sagt er nicht.',
    propertiesElsewhere:
      'Seine cluster.properties liegt nicht auf diesem Rechner; ändern Sie sie dort, wo er läuft.',
  },
  kinds: {
    global: 'Globale Einstellungen',
    logging: 'Protokollierung',
    workspace: 'Arbeitsbereich',
    namespace: 'Namensraum',
    settings: 'Einstellungen des Arbeitsbereichs',
    service: 'Dienst',
    dataStore: 'Datenspeicher',
    coverageStore: 'Rasterspeicher',
    wmsStore: 'WMS-Speicher',
    wmtsStore: 'WMTS-Speicher',
    featureType: 'Objektart',
    coverage: 'Raster',
    wmsLayer: 'WMS-Layer',
    wmtsLayer: 'WMTS-Layer',
    layer: 'Layer',
    layerGroup: 'Layergruppe',
    style: 'Stil',
  },
  unsent: {
    security: 'Benutzer, Gruppen, Rollen und Zugriffsregeln',
    tiles: 'Kachelcache',
    templates: 'Vorlagen',
    data: 'hochgeladene Daten',
    graphics: 'Grafiken und Schriften von Stilen',
    other: 'Dateien von Erweiterungen',
  },
}
