export const stockSentences = {
  attachments:
    '{count} Datei neben der Konfiguration schreiben (Grafiken, Schriften, Vorlagen) | {count} Dateien neben der Konfiguration schreiben (Grafiken, Schriften, Vorlagen)',
  attachmentsMissing: 'sie fehlen dem Slave, darunter {path}',
  reload: 'neu laden, damit der Speicher ist, was die Dateien sagen',
  defaultWorkspace: 'Standard-Arbeitsbereich {title}',
  parted: 'Speicher und Dateien haben sich getrennt: {paths}',
  partedMore: 'Speicher und Dateien haben sich getrennt: {paths} und {count} weitere',
  madeWay: 'es musste weichen',
  referredCame: 'was beim Laden gefehlt hat, ist nun da',
  rootDrawnOtherwise:
    'ihr Wurzel-Layer bekommt andere Stile, und Kartenclients würden doppelt von ihr erfahren',
  withUsualTiles: '{reason}, mit dem Zwischenspeichern der Kacheln, das neue Layer haben',
  replaced: '{reason}; es wird entfernt und neu hinzugefügt',
  replacedWith:
    '{reason}; es wird entfernt und neu hinzugefügt, mit {count} weiterem Objekt, das darin liegt oder es enthält | {reason}; es wird entfernt und neu hinzugefügt, mit {count} weiteren Objekten, die darin liegen oder es enthalten',
  writeFiles:
    'die Dateien von {count} Objekt schreiben und neu laden | die Dateien von {count} Objekten schreiben und neu laden',
  filesFastest:
    'sie fehlen oder unterscheiden sich; Dateien sind der schnellste Weg und behalten jede Kennung',
  notAgreed:
    'es zeigte sich erst, während das Übrige getan wurde, und ihm wurde nicht zugestimmt: vergleichen Sie erneut, das gibt einen neuen Plan',
  hidden: 'der Slave hat es im Speicher ohne Datei, was nur ein Neuladen behebt',
  neededNotBrought: 'braucht {kind} {name}, was nicht gebracht wird',
  isMissing: '{object} fehlt',
  notServed: '{object} hat seine Datei, aber der Knoten zeigt es nicht',
  stillDiffer: 'weiterhin anders: {properties}',
  stillHasId: 'es hat noch die Kennung {id}',
  notWhatWasToBe: 'es ist nicht, was da sein sollte',
  stillThere: '{object} ist noch da',
  stillNeeded: '{object} braucht es noch',
  changedMeanwhile: 'jemand hat es inzwischen auf dem Slave geändert',
  logSays: '{reason}; das Log des Knotens sagt: {said}',
  needsNotTaken: 'es braucht etwas, was der Slave nicht angenommen hat',
  notTaken: 'der Slave hat es nicht angenommen',
  servedOtherwise: 'seine Datei sagt anderes, als er zeigt, bis er neu lädt: {properties}',
  removeFile: 'die Datei {path} entfernen',
  inTheWay: 'sie liegt, wo ein Verzeichnis hingehört',
  unaskable: 'der Master hat nichts davon, und keine Anfrage kann es nennen',
  servedCopy: 'eine Kopie, die der Knoten an der Stelle dessen bedient, was an seinem Platz liegt',
  unservedCopy:
    'sie hat die Kennung dessen, was ausgeliefert wird, und kann beim nächsten Start an dessen Stelle treten',
  namesake:
    'sie hat den Namen von etwas, was dorthin gehört, und der Knoten bedient vielleicht sie statt dessen',
  unreadable: 'der Master hat nichts davon, und niemand kann sie lesen',
  behindFile: 'die Datei {path} liegt, wo sein Verzeichnis hingehört',
  passwordUnreadable:
    'sein Passwort kann nur der Master lesen, und es ist ohne Passwort da: Geben Sie das Passwort auf dem Slave ein und vergleichen Sie noch einmal',
  fileNotServed: 'es hat seine Datei und wird nicht gezeigt',
  revealed:
    'eine Gruppe verbirgt sie, und er zeigt sie, bis der GeoServer neu startet; neu laden hilft nicht',
  leftOut:
    'er zeigt es, lässt es aber in den Capabilities von WMS weg, bis der GeoServer neu startet; neu laden hilft nicht',
} as const
