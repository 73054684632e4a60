/** What a node says of what it received and of itself. */
export const nodeSentences = {
  messageNotEvent: 'eine Nachricht, die kein Ereignis ist',
  eventCannotRead: 'ein Ereignis, das sich nicht lesen lässt',
  earlierEventSameObject: 'ein früheres Ereignis zum selben Objekt wartet',
  laterEventSaysAll: 'ein späteres Ereignis sagt alles',
  notThere: 'nicht vorhanden',
  removedBeforeCouldApplied: 'entfernt, bevor es sich anwenden ließ',
  eventWaitedObject: 'ein Ereignis, das auf ein Objekt gewartet hat',
  defaultWorkspaceRemovedDefault:
    'der Standard-Arbeitsbereich wurde entfernt; bis der Master es sagt, ist es {name}',
  workspace: 'dem Arbeitsbereich {name}',
  noId: '{kind} ohne Kennung',
  defaultStoreWorkspaceKept: 'der Standardspeicher eines Arbeitsbereichs steht in keiner Datei',
  catalogWithoutDefaultKeeps: 'ein Katalog ohne Standard behält den bisherigen',
  takesMessagesQueue: 'holt Nachrichten aus der Warteschlange {queue}',
  anotherNode: 'einem anderen Knoten',
  comparisonFindsNodeMaster:
    'Ein Vergleich, der diesen Knoten und seinen Master gleich findet, erledigt das; ein Resync sorgt dafür.',
  couldNotRead: '{path} ließ sich nicht lesen: {reason}',
  connectionDisabledMessagesWait:
    'connection=disabled: Nachrichten warten in der Warteschlange dieses Knotens.',
  beganNewJournalWhat:
    '{node} hat ein neues Journal begonnen: Was er angenommen und nicht veröffentlicht hatte, ist womöglich verloren.',
  acceptedChangesNotFiles:
    '{count} angenommene Änderung steht noch nicht in den Dateien. | {count} angenommene Änderungen stehen noch nicht in den Dateien.',
  eventsCouldNotApplied:
    '{count} Ereignis ließ sich nicht anwenden. | {count} Ereignisse ließen sich nicht anwenden.',
  eventsWaitObjectsMissing:
    '{count} Ereignis wartet auf Objekte, die fehlen. | {count} Ereignisse warten auf Objekte, die fehlen.',
  moreGaps: '{count} weitere Lücke. | {count} weitere Lücken.',
  moreFilesCouldNot:
    '{count} weitere Datei ließ sich nicht lesen. | {count} weitere Dateien ließen sich nicht lesen.',
  neverArrived:
    'Ereignis {first} von {node} kam nie an. | Die Ereignisse {first} bis {last} von {node} kamen nie an.',
  beforeTheFirst:
    'Ereignis {first} von {node} wurde vor dem ersten veröffentlicht, das ankam. | Die Ereignisse {first} bis {last} von {node} wurden vor dem ersten veröffentlicht, das ankam.',
  journalGone:
    'Das Journal dieses Knotens ist weg, oder ein älteres liegt an seiner Stelle: Was er angenommen, empfangen oder zurückgestellt und nicht beendet hatte, ist verloren.',
  journalDamaged:
    'Das Journal dieses Knotens war beschädigt und liegt unter {path}: Was er angenommen, empfangen oder zurückgestellt und nicht beendet hatte, ist verloren.',
  removedBefore: 'vorher entfernt',
  parentRemovedBefore: '{property}: wozu es gehört, wurde vorher entfernt',
  workspaceWas: 'der Arbeitsbereich hieß da {name}',
  waitsFor: 'wartet auf: {kind} {name}',
  notes: '{notes}',
  madeFromState: 'das Objekt fehlte und wurde aus dem Stand gemacht, den das Ereignis mitbringt',
  restored: '{name} wurde aus der Kopie wiederhergestellt, die der Layer mitbringt',
  tookOverId: 'übernahm die Kennung {id}; hier war es {former}',
  madeWay: '{object} ({id}) machte Platz für {other}',
  repeatedForOthers: 'wiederholt für GeoServer, was dieser Knoten schon hat',
  nameTaken: '{name} behält seinen Namen: den neuen hatte vorher schon ein anderes bekommen',
  hosts: 'betreibt den eingebauten Broker unter {url}',
  joins: 'nutzt den Broker unter {url}',
  hostsUnavailable: 'betreibt einen Broker, der niemanden einlässt',
  hostsAgain: 'betreibt den Broker wieder',
  hostsWithoutMessages: 'betreibt einen Broker, der ohne seine Nachrichten begonnen hat',
  connects: 'verbindet sich mit {server}',
  connected: 'ist mit {server} verbunden',
  noBroker: 'hat keinen Broker und versucht es in {seconds} s erneut',
  conflict:
    '{what}: Was {node} geändert hat, gilt nicht, weil {other} zur selben Zeit dasselbe geändert hat.',
  conflictSameProperty: 'Beide haben {properties} geändert; die Änderung von {other} ist die spätere.',
  conflictRemoved: '{other} hat es entfernt, oder das, worin es liegt.',
  conflictNameTaken: '{other} hatte den Namen schon etwas anderem gegeben.',
  conflictAddedTwice: '{other} hat später etwas mit diesem Namen hinzugefügt.',
  conflictDefault: 'Beide haben einen Standard gewählt, {other} später.',
  conflicts:
    '{count} Änderung von hier gilt nicht: ein anderer Master hat zur selben Zeit dasselbe geändert. | {count} Änderungen von hier gelten nicht: andere Master haben zur selben Zeit dasselbe geändert.',
  datedAhead:
    'Seine Änderungen sind {count} Tag später datiert, als seine Uhr zeigt: sie wurde zurückgestellt, oder die Uhr eines anderen Masters geht vor. | Seine Änderungen sind {count} Tage später datiert, als seine Uhr zeigt: sie wurde zurückgestellt, oder die Uhr eines anderen Masters geht vor.',
  isPaused: 'Er pausiert: Nachrichten warten in seiner Warteschlange, bis er fortgesetzt wird.',
  pauses: 'wendet nichts mehr an, bis er fortgesetzt wird',
  resumes: 'wendet wieder an',
  readAgain: 'hat sein Datenverzeichnis neu gelesen',
  idOfAnother: '{kind} hat die Kennung von {other}',
  filesGone:
    '{count} Datei der Konfiguration ist weg: {path}. | {count} Dateien der Konfiguration sind weg, darunter {path}.',
  shrunk: 'Im Datenverzeichnis lagen {found} Objekte, als es gelesen wurde, und {before} davor.',
  putFilesBack:
    'Legen Sie die Dateien zurück und lassen Sie das Verzeichnis neu lesen, oder vergleichen Sie diesen Knoten und führen Sie einen Resync aus.',
  brokenStyle: 'GeoServer kann mit dem Stil {name} nicht zeichnen: {problem}',
  moreBrokenStyles:
    'Mit {count} weiteren Stil lässt sich nicht zeichnen. | Mit {count} weiteren Stilen lässt sich nicht zeichnen.',
  referredToIt: '{object} verwies darauf',
  wentWithIt: '{object} ging mit',
  journalCheck: 'die Prüfung eines Journals',
  notAskable: '{node} lässt sich von anderen Prozessen nicht fragen: {reason}',
} as const
