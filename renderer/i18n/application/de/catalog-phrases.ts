/** What is said of the catalog, of messages and of changes. */
export const catalogPhrases: Readonly<Record<string, string>> = {
  'the workspace {name}': 'dem Arbeitsbereich {name}',
  'default workspace': 'Standard-Arbeitsbereich',
  'there is no workspace.xml in it': 'darin ist keine workspace.xml',
  'there is no namespace.xml in it; GeoServer does not load such a workspace':
    'darin ist keine namespace.xml; einen solchen Arbeitsbereich lädt GeoServer nicht',
  'there is a layer.xml in it, but not the resource it publishes':
    'darin ist eine layer.xml, aber nicht die Ressource, die sie veröffentlicht',
  'a password is encrypted with a key only its own node has':
    'ein Passwort ist mit einem Schlüssel verschlüsselt, den nur der eigene Knoten hat',
  'the rules of a built-in style are known on one side only':
    'die Regeln eines mitgelieferten Stils sind nur auf einer Seite bekannt',
  'live objects of one node': 'lebende Objekte eines einzelnen Knotens',
  'a constant': 'eine Konstante',
  'assigned by each node': 'von jedem Knoten selbst vergeben',
  'assigned anew when a node loads its configuration':
    'neu vergeben, wenn ein Knoten seine Konfiguration lädt',
  "counts this node's own changes": 'zählt die eigenen Änderungen des Knotens',
  'each node stamps its own time': 'jeder Knoten trägt seine eigene Zeit ein',
  'each node records the user it knows': 'jeder Knoten vermerkt den Benutzer, den er kennt',
  'belongs to the resource': 'gehört zur Ressource',
  'the name of its resource': 'der Name seiner Ressource',
  'replaced by publishables': 'ersetzt durch publishables',
  'not configuration': 'keine Konfiguration',
  'points back': 'verweist zurück',
  'not used': 'nicht verwendet',
  'the state of one node, not configuration': 'Zustand eines einzelnen Knotens, keine Konfiguration',
  'it leads to another directory': 'führt in ein anderes Verzeichnis',
  'Windows allows none of < > : " | ? * in it': 'Windows erlaubt darin keines von < > : " | ? *',
  'Windows leaves off a dot or blank at its end':
    'Windows lässt einen Punkt oder ein Leerzeichen am Ende weg',
  'Windows keeps it for a device': 'Windows behält ihn einem Gerät vor',
  'its root element is <{name}>': 'das Wurzelelement ist <{name}>',
  'it has <{name}> twice': '<{name}> kommt zweimal vor',
  'it has no id': 'ohne Kennung',

  '{name} may be any of {titles}; say which': '{name} kann {titles} sein; sagen Sie, welches gemeint ist',
  '{name} must be a text, a number or true or false':
    '{name} muss ein Text, eine Zahl oder true oder false sein',
  '{name} must be a list': '{name} muss eine Liste sein',
  '{name} must be an object with properties': '{name} muss ein Objekt mit Eigenschaften sein',
  'it refers to {id}, which does not exist': 'es verweist auf {id}, das es nicht gibt',
  'only a workspace can be the default': 'nur ein Arbeitsbereich kann der Standard sein',
  'the XML is a <{name}>, not a <{root}>': 'das XML ist ein <{name}>, kein <{root}>',
  'the object is neither XML nor JSON': 'das Objekt ist weder XML noch JSON',
  'the JSON is not an object with properties': 'das JSON ist kein Objekt mit Eigenschaften',
  'a {owner} has no property {name} that Plumbline knows; give it as XML':
    'Plumbline kennt an {owner} keine Eigenschaft {name}; geben Sie sie als XML an',
  '{name} has no JSON form; give it as XML': '{name} hat keine JSON-Form; geben Sie es als XML an',
  'a namespace comes with its workspace; add the workspace':
    'ein Namensraum kommt mit seinem Arbeitsbereich; fügen Sie den Arbeitsbereich hinzu',
  'there is one {words}; modify it': 'hiervon gibt es genau eines: {words}; ändern Sie es',
  'there is a {object} already': '{object} gibt es schon',
  'a new style needs its body': 'ein neuer Stil braucht seine Stildatei',
  'it changes nothing': 'es ändert nichts',
  'an id never changes': 'eine Kennung ändert sich nie',
  'a namespace is renamed with its workspace; rename the workspace':
    'ein Namensraum wird mit seinem Arbeitsbereich umbenannt; benennen Sie den Arbeitsbereich um',
  'a namespace goes with its workspace; remove the workspace':
    'ein Namensraum geht mit seinem Arbeitsbereich; entfernen Sie den Arbeitsbereich',
  '{words} cannot be removed': '{words} lässt sich nicht entfernen',
  '{shown} and {count} more': '{shown} und {count} weitere',
  'a {words} needs a {need}': '{words} braucht: {need}',
  'a layer group needs at least one member': 'eine Layergruppe braucht mindestens ein Mitglied',
  'the group has {members} members but {styles} styles; each needs one, or none given as empty':
    'die Gruppe hat {members} Mitglieder, aber {styles} Stile; jedes braucht einen, und sei er leer',
  'there is no kind {kind}': 'die Art {kind} gibt es nicht',
  '{name} holds a hidden password where none is kept; type the password itself':
    '{name} enthält ein verborgenes Passwort, wo keines gespeichert ist; tippen Sie das Passwort selbst ein',
  '{name} has to be given as XML': '{name} muss als XML angegeben werden',
  'the XML of {name} is a <{element}>': 'das XML von {name} ist ein <{element}>',
  'it was removed': 'es wurde entfernt',
  'it was changed': 'es wurde geändert',
  'changed by another node: {properties}': 'von einem anderen Knoten geändert: {properties}',
  '{event}, by {author}': '{event}, von {author}',

  'it is missing': 'fehlt',
  'it had to make way': 'musste Platz machen',
  'it has its file and is not served': 'hat seine Datei und wird nicht ausgeliefert',
  '{reason}; it is removed and added again{along}': '{reason}; wird entfernt und neu angelegt{along}',
  'they are missing or differ, and files are the fastest way and keep every id':
    'sie fehlen oder weichen ab; Dateien sind der schnellste Weg und erhalten jede Id',
  'the slave lacks them, {file} for one': 'der Slave hat sie nicht, zum Beispiel {file}',
  'memory and files have parted: {places}': 'Speicher und Dateien sind auseinandergelaufen: {places}',
  'write the files of {count} objects, and reload':
    'die Dateien von {count} Objekten schreiben und neu laden',
  'write {count} files that styles draw with': '{count} Dateien schreiben, mit denen Stile zeichnen',
  'reload, so that its memory is what its files say': 'neu laden, damit sein Speicher seinen Dateien folgt',
  'it was not agreed to': 'dem wurde nicht zugestimmt',
  'the {object} is missing': 'fehlt: {object}',
  'the {object} still needs it': 'wird noch gebraucht: {object}',
  'the {object} is still there': 'ist noch da: {object}',
  'the {object} has its file, but the node does not serve it':
    'hat eine Datei, wird aber nicht ausgeliefert: {object}',
  '{properties} still differ': 'weicht noch ab: {properties}',
  'it needs something the slave did not take': 'braucht etwas, das der Slave nicht angenommen hat',
  'somebody changed it on the slave meanwhile': 'inzwischen hat es jemand auf dem Slave geändert',
  'the slave has it in memory without a file, which only a reload mends':
    'der Slave hat es im Speicher ohne Datei, das behebt nur ein Neuladen',
  'it is known there by another id, {id}': 'dort unter einer anderen Kennung bekannt, {id}',
  'add {object}': '{object} hinzufügen',
  'modify {object}: {properties}': '{object} ändern: {properties}',
  'remove {object}': '{object} entfernen',
  'make {name} the default workspace': '{name} zum Standard-Arbeitsbereich machen',
  'there is no default workspace': 'es gibt keinen Standard-Arbeitsbereich',
  '{name} is the default there': 'dort ist {name} der Standard',
  'the reference has no such object': 'die Referenz hat kein solches Objekt',
  '{properties} differs': '{properties} unterscheidet sich',
  '{properties} differ': '{properties} unterscheiden sich',
  'rename {object} to {name}': '{object} umbenennen in {name}',
  'its name differs': 'sein Name unterscheidet sich',
  'set aside {object}': '{object} beiseitelegen',
  'what it is called belongs to {object}': 'sein Name gehört: {object}',
  'its name is still that of the {object}': 'seinen Namen hat noch: {object}',
  'its id is still that of the {object}': 'seine Kennung hat noch: {object}',
  'its file is still that of the {object}': 'seine Datei hat noch: {object}',
  'it was left out': 'ausgelassen',
  'its removal was not agreed to': 'der Entfernung wurde nicht zugestimmt',
  'the reference does not say which it is': 'die Referenz sagt nicht, welcher es ist',
  'it is not there any more': 'nicht mehr da',
  'no message can carry a service of type {type}, which Plumbline does not know':
    'keine Nachricht kann einen Dienst der Art {type} befördern, die Plumbline nicht kennt',
  'the reference may have it in {path}, which could not be read':
    'die Referenz hat es vielleicht in {path}, was sich nicht lesen ließ',
  'the reference has no rules for it': 'die Referenz hat keine Regeln dafür',
  'its rules could not be read at the reference: {reason}':
    'seine Regeln ließen sich bei der Referenz nicht lesen: {reason}',
  'it needs the {kind} {name}, which may lie in {path}, which could not be read':
    'braucht {kind} {name}, vielleicht in {path}, was sich nicht lesen ließ',
  'it needs the {kind} {name}, which the reference does not have itself':
    'braucht {kind} {name}, was die Referenz selbst nicht hat',
  'it needs the {kind} {name}, which is not sent': 'braucht {kind} {name}, was nicht gesendet wird',
  'it would remove the {object} as well': 'würde auch entfernen: {object}',
  'the reference has the defaults of its version, in no file':
    'die Referenz hat die Voreinstellungen ihrer Version, in keiner Datei',
  'it refers to {id}, which neither node has': 'verweist auf {id}, was keiner der Knoten hat',
  'its root': 'Wurzel',

  'a style modification without its event': 'die Änderung eines Stils ohne ihr Ereignis',
  'an event on {kind} {what}': 'ein Ereignis zu {kind}: {what}',
  'has no type': 'ohne Typ',
  'has the type {type}': 'vom Typ {type}',
  'the event has no source, or the source no class':
    'das Ereignis hat keine Quelle oder die Quelle keine Klasse',
  'the event is about {kind}, which {handler} does not handle':
    'das Ereignis betrifft {kind}, wofür {handler} nicht zuständig ist',
  '{listed} properties are listed but {values} new values':
    '{listed} Eigenschaften sind aufgeführt, aber {values} neue Werte',
  'no property can be named {name}': 'so kann keine Eigenschaft heißen: {name}',
  'a style file without a name or a body': 'eine Stildatei ohne Namen oder Inhalt',
  'the path of the style file, {path}, leads elsewhere': 'der Pfad der Stildatei, {path}, führt anderswohin',
  'the catalog has no property {name}': 'der Katalog hat keine Eigenschaft {name}',
  'the style file is not base64': 'die Stildatei ist kein base64',
  'an object has <{name}> twice': 'ein Objekt hat <{name}> zweimal',
  '<{name}> refers to nothing known': '<{name}> verweist auf nichts Bekanntes',
  '<{name}> refers to an object that has neither an id nor a name':
    '<{name}> verweist auf ein Objekt ohne Kennung und Namen',
  'it does not start like a Java object': 'der Anfang ist nicht der eines Java-Objekts',
  'the object in it is not a string': 'das Objekt darin ist kein Text',
  'it ends within the length of the string': 'endet innerhalb der Längenangabe des Textes',
  'the string has {length} bytes, more than the {limit} allowed':
    'der Text hat {length} Byte, mehr als die erlaubten {limit}',
  'it ends within the string': 'endet innerhalb des Textes',
  'something follows the string': 'nach dem Text folgt noch etwas',
  'the compressed content cannot be unpacked': 'der komprimierte Inhalt lässt sich nicht entpacken',
  'it is not modified UTF-8': 'kein modifiziertes UTF-8',
  'a text is in the language {locale}, which does not exist':
    'ein Text ist in der Sprache {locale}, die es nicht gibt',
  'the document refers to itself': 'das Dokument verweist auf sich selbst',
  'levels of nesting': 'Verschachtelungsebenen',
  'the reference {path} points at nothing': 'der Verweis {path} führt ins Leere',
  'a proxy holds neither an object nor the id of one':
    'ein Stellvertreter enthält weder ein Objekt noch die Kennung eines Objekts',
  'a proxy stands for an object whose class has no name':
    'ein Stellvertreter steht für ein Objekt, dessen Klasse keinen Namen hat',
  'there is more than one root element': 'es gibt mehr als ein Wurzelelement',
  'there is no element in it': 'darin ist kein Element',
  'the {kind} has no id': '{kind} ohne Kennung',
  'the {kind} has the id of the {other}': '{kind} hat die Kennung von {other}',

  'Plumbline does not know this property; it keeps it as it is.':
    'Plumbline kennt diese Eigenschaft nicht und lässt sie, wie sie ist.',
  'Renaming a workspace renames its namespace and changes the addresses of its services.':
    'Wer einen Arbeitsbereich umbenennt, benennt seinen Namensraum um und ändert die Adressen seiner Dienste.',
  'Layers of an isolated workspace can be reached through its own services only.':
    'Layer eines isolierten Arbeitsbereichs sind nur über dessen eigene Dienste erreichbar.',
  'Appears in the data of every layer of the workspace; clients may depend on it.':
    'Steht in den Daten jedes Layers des Arbeitsbereichs; Clients können davon abhängen.',
  'How GeoServer reaches the data. Every node needs to reach it the same way.':
    'Wie GeoServer die Daten erreicht. Jeder Knoten muss sie auf demselben Weg erreichen.',
  'Where the data lies. Every node needs to reach it the same way.':
    'Wo die Daten liegen. Jeder Knoten muss sie auf demselben Weg erreichen.',
  'The reference system clients are told, such as EPSG:4326.':
    'Das Bezugssystem, das Clients genannt wird, etwa EPSG:4326.',
  'One for each member, in the same order; an empty one stands for the member’s default style.':
    'Einer für jedes Mitglied, in derselben Reihenfolge; ein leerer steht für den Standardstil des Mitglieds.',
  'The file the body lies in. Changing it leaves the old file behind.':
    'Die Datei, in der die Stildatei liegt. Eine Änderung lässt die alte Datei zurück.',
  'Counts the changes of this node.': 'Zählt die Änderungen dieses Knotens.',
  'GeoServer takes {value} when it is not set.': 'Ohne Angabe nimmt GeoServer {value}.',
  '{count} characters that are not XML. They are not shown, because nobody can tell what in them is secret.':
    '{count} Zeichen, die kein XML sind. Sie werden nicht gezeigt, da niemand weiß, was darin geheim ist.',
  'The latest comparison found the object different or missing.':
    'Beim letzten Vergleich war das Objekt anders oder fehlte.',
  'GeoServer loads the {kind} beside it': 'GeoServer lädt das Objekt daneben ({kind})',
  'it would leave the workspace {name} without it': 'der Arbeitsbereich {name} bliebe ohne es zurück',
}
