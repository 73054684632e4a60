/** What broker, node and storage give as reasons. */
export const brokerPhrases: Readonly<Record<string, string>> = {
  'it is longer than {limit} characters': 'länger als {limit} Zeichen',
  'it does not begin with a scheme such as stomp://': 'am Anfang fehlt ein Schema wie stomp://',
  'a broker configuration inside vm:': 'eine Broker-Konfiguration in vm:',
  'a parenthesis is not closed': 'eine Klammer ist nicht geschlossen',
  'something other than ?options follows the parenthesis':
    'nach der Klammer folgt etwas anderes als ?Optionen',
  'it names more than {limit} servers': 'mehr als {limit} Server sind genannt',
  'a server is missing': 'ein Server fehlt',
  'a server does not begin with a scheme such as stomp://':
    'bei einem Server fehlt am Anfang ein Schema wie stomp://',
  'a server is not written as scheme://host:port': 'ein Server ist nicht als Schema://Host:Port geschrieben',
  'the address in brackets is not IPv6': 'die Adresse in eckigen Klammern ist keine IPv6-Adresse',
  'a host name is missing or impossible': 'ein Hostname fehlt oder ist unmöglich',
  'a port is not between 1 and 65535': 'ein Port liegt nicht zwischen 1 und 65535',
  'user name or password hold a control character': 'Benutzername oder Passwort enthalten ein Steuerzeichen',
  'an option has no usable name': 'eine Option hat keinen brauchbaren Namen',
  '{option} stands at a connection without TLS': '{option} steht an einer Verbindung ohne TLS',
  '{option} has no usable value': '{option} hat keinen brauchbaren Wert',
  '{option} is no absolute path': '{option} ist kein absoluter Pfad',
  'The option {name} has no effect: Plumbline sets its connections up itself.':
    'Die Option {name} wirkt nicht: Plumbline richtet seine Verbindungen selbst ein.',
  'a %-escape is not valid UTF-8': 'eine %-Ersetzung ist kein gültiges UTF-8',
  'the TCP connection': 'die TCP-Verbindung',
  'the TLS handshake': 'den TLS-Handshake',
  'the STOMP log-in': 'die STOMP-Anmeldung',
  'the OpenWire log-in': 'die OpenWire-Anmeldung',
  'no reason given': 'ohne Angabe von Gründen',
  'the broker closed it': 'der Broker hat sie geschlossen',
  'it is empty': 'leer',
  'it is not well-formed text': 'kein wohlgeformter Text',
  'it holds white space or a control character': 'enthält Leerraum oder ein Steuerzeichen',
  'a comma makes a list of destinations': 'ein Komma macht daraus eine Liste von Zielen',
  'a question mark begins options': 'ein Fragezeichen leitet Optionen ein',
  'it holds a wildcard': 'enthält einen Platzhalter',
  'it holds a wildcard character': 'enthält ein Platzhalterzeichen',
  'it looks like a URL': 'sieht aus wie eine URL',
  'a dot divides it into two parts of the queue name':
    'ein Punkt teilt ihn in zwei Teile des Namens der Warteschlange',
  'The failover option {name} has no effect in Plumbline.':
    'Die failover-Option {name} wirkt in Plumbline nicht.',
  'priorityBackup: preferred servers are tried first at each attempt; a working connection is not moved back to them.':
    'priorityBackup: Bevorzugte Server werden bei jedem Versuch zuerst versucht; eine bestehende Verbindung wird nicht zu ihnen zurückverlegt.',
  '{name} is neither true nor false': '{name} ist weder true noch false',
  '{name} is not a number from {least} to {most}': '{name} ist keine Zahl von {least} bis {most}',
  '{name} is neither -1 nor a whole number': '{name} ist weder -1 noch eine ganze Zahl',
  'priorityURIs holds no scheme://host:port': 'priorityURIs enthält kein Schema://Host:Port',
  'there are more than {limit}': 'es sind mehr als {limit}',
  'its name is empty': 'ihr Name ist leer',
  'the broker gives this name a meaning of its own': 'der Broker gibt diesem Namen eine eigene Bedeutung',
  'its value is not a string': 'ihr Wert ist kein Text',
  'it holds the character U+0000': 'enthält das Zeichen U+0000',
  'it takes {bytes} bytes of at most {limit}': '{bytes} von höchstens {limit} Byte',
  'it is not UTF-8': 'kein UTF-8',
  'it answers in STOMP {version}': 'es antwortet in STOMP {version}',
  'it says nothing': 'es sagt nichts',
  'its first frame is another': 'sein erster Rahmen ist ein anderer',
  'it speaks OpenWire {version}, and {oldest} is the oldest that is understood':
    'es spricht OpenWire {version}, und {oldest} ist die älteste Fassung, die verstanden wird',
  'the broker is being stopped': 'der Broker wird angehalten',
  'its first words were "{words}"': 'seine ersten Worte waren „{words}“',
  'it closed the connection before answering': 'die Verbindung wurde vor der Antwort geschlossen',
  'it lists more than {limit} names': 'mehr als {limit} Namen sind aufgeführt',
  'it did not answer within {milliseconds} ms': 'keine Antwort innerhalb von {milliseconds} ms',
  'it redirects to another address': 'es leitet an eine andere Adresse weiter',
  'it is no JSON': 'kein JSON',
  'it is no XML': 'kein XML',
  'it has more than {limit} objects': 'es hat mehr als {limit} Objekte',
  'its catalog has more than {limit} files': 'sein Katalog hat mehr als {limit} Dateien',
  'its catalog has more than {limit} bytes': 'sein Katalog hat mehr als {limit} Byte',
  'its JSON has another form': 'das JSON hat eine andere Form',

  'true or false': 'true oder false',
  'enabled or disabled': 'enabled oder disabled',
  'a path of 1 to 4096 characters': 'ein Pfad von 1 bis 4096 Zeichen',
  'a whole number from 0 to {largest}': 'eine ganze Zahl von 0 bis {largest}',
  '1 to 200 characters, none of them white space or one of . , * > ? / \\':
    '1 bis 200 Zeichen, darunter weder Leerraum noch eines von . , * > ? / \\',
  'at most 255 characters on one line': 'höchstens 255 Zeichen in einer Zeile',
  'VirtualTopic. and a name of parts without white space or , * > ? / \\, at most 255 characters':
    'VirtualTopic. und ein Name aus Teilen ohne Leerraum und ohne , * > ? / \\, höchstens 255 Zeichen',
  'an ActiveMQ client URL of at most 4096 characters on one line, or nothing':
    'eine ActiveMQ-Client-URL von höchstens 4096 Zeichen in einer Zeile, oder nichts',
  'not legal': 'nicht zulässig',
  '{key} is {shown}, allowed is {allowed}': '{key} ist {shown}, zulässig ist {allowed}',
  '{key} is {shown}, allowed is {allowed}.': '{key} ist {shown}, zulässig ist {allowed}.',
  'a UTF-8 byte order mark, which Java reads as part of the first key':
    'eine UTF-8-Bytereihenfolgemarke, die Java als Teil des ersten Schlüssels liest',
  'a control character, as in a file that is not text in ISO-8859-1':
    'ein Steuerzeichen, wie in einer Datei, die kein Text in ISO-8859-1 ist',
  '\\u without four hexadecimal digits after it': '\\u ohne vier folgende Hexadezimalziffern',

  'takes messages from the queue {queue}': 'holt Nachrichten aus der Warteschlange {queue}',
  '{node} takes messages from the queue {queue}': '{node} holt Nachrichten aus der Warteschlange {queue}',
  '{node} hosts the embedded broker at {url}': '{node} betreibt den eingebauten Broker unter {url}',
  '{node} joins the broker at {url}': '{node} nutzt den Broker unter {url}',
  'another node': 'einem anderen Knoten',
  '{node} is connected to {server}': '{node} ist mit {server} verbunden',
  '{node} has no broker; tries again in {seconds} s: {reason}':
    '{node} hat keinen Broker und versucht es in {seconds} s erneut: {reason}',
  '{node} read the data directory again': '{node} hat sein Datenverzeichnis neu gelesen',
  '1 events could not be applied.': '1 Ereignis ließ sich nicht anwenden.',
  '{count} events could not be applied.': '{count} Ereignisse ließen sich nicht anwenden.',
  '1 events wait for objects that are missing.': '1 Ereignis wartet auf Objekte, die fehlen.',
  '{count} events wait for objects that are missing.': '{count} Ereignisse warten auf Objekte, die fehlen.',
  '{count} accepted changes are not in the files yet.':
    '{count} angenommene Änderungen stehen noch nicht in den Dateien.',
  'Event {number} of {node} never arrived.': 'Ereignis {number} von {node} kam nie an.',
  'Events {first} to {last} of {node} never arrived.':
    'Die Ereignisse {first} bis {last} von {node} kamen nie an.',
  'Event {number} of {node} was published before the first that arrived.':
    'Ereignis {number} von {node} wurde vor dem ersten veröffentlicht, das ankam.',
  'Events {first} to {last} of {node} were published before the first that arrived.':
    'Die Ereignisse {first} bis {last} von {node} wurden vor dem ersten veröffentlicht, das ankam.',
  '{node} began a new journal: what it had accepted and not published may be lost.':
    '{node} hat ein neues Journal begonnen: Was er angenommen und nicht veröffentlicht hatte, ist womöglich verloren.',
  'The journal of this node is gone: what was accepted, received or parked and not finished is lost.':
    'Das Journal dieses Knotens ist weg: Was er angenommen, empfangen oder zurückgestellt und nicht beendet hatte, ist verloren.',
  'The journal of this node was damaged and lies at {path}: what was accepted, received or parked and not finished is lost.':
    'Das Journal dieses Knotens war beschädigt und liegt unter {path}: Was er angenommen, empfangen oder zurückgestellt und nicht beendet hatte, ist verloren.',
  'A comparison that finds this node and its master equal settles this; a resync makes it so.':
    'Ein Vergleich, der diesen Knoten und seinen Master gleich findet, erledigt das; ein Resync sorgt dafür.',
  '{count} more gaps.': '{count} weitere Lücken.',
  '{path} could not be read: {reason}': '{path} ließ sich nicht lesen: {reason}',
  '{count} more files could not be read.': '{count} weitere Dateien ließen sich nicht lesen.',
  '{count} files of the configuration are gone, {path} among them.':
    '{count} Dateien der Konfiguration sind weg, darunter {path}.',
  'The data directory held {found} objects when it was read, and {before} before.':
    'Im Datenverzeichnis lagen {found} Objekte, als es gelesen wurde, und {before} davor.',
  'Put the files back and read the directory again, or compare this node and resync it.':
    'Legen Sie die Dateien zurück und lassen Sie das Verzeichnis neu lesen, oder vergleichen Sie diesen Knoten und führen Sie einen Resync aus.',
  'GeoServer cannot draw with the style {name}: {problem}':
    'GeoServer kann mit dem Stil {name} nicht zeichnen: {problem}',
  '{count} more styles cannot be drawn with.': 'Mit {count} weiteren Stilen lässt sich nicht zeichnen.',
  'connection=disabled: messages wait in the queue of this node.':
    'connection=disabled: Nachrichten warten in der Warteschlange dieses Knotens.',
  'the default workspace was removed; {name} is the default until the master says':
    'der Standard-Arbeitsbereich wurde entfernt; bis der Master es sagt, ist es {name}',
  'it is not there': 'nicht vorhanden',
  'the default store of a workspace is kept by no file':
    'der Standardspeicher eines Arbeitsbereichs steht in keiner Datei',
  'a catalog without a default keeps the one it had': 'ein Katalog ohne Standard behält den bisherigen',
  'a resync replaces what these events would have done':
    'ein Abgleich ersetzt, was diese Ereignisse bewirkt hätten',
  'a resync proved the node equal to its reference':
    'ein Abgleich hat nachgewiesen, dass der Knoten seiner Referenz gleicht',
  'a message that is not an event': 'eine Nachricht, die kein Ereignis ist',
  'an event that cannot be read': 'ein Ereignis, das sich nicht lesen lässt',
  'an earlier event on the same object waits': 'ein früheres Ereignis zum selben Objekt wartet',
  'a later event says it all': 'ein späteres Ereignis sagt alles',
  'removed before it could be applied': 'entfernt, bevor es sich anwenden ließ',
  'an event that waited for an object': 'ein Ereignis, das auf ein Objekt gewartet hat',
  'waits for the {kind} {name}': 'wartet auf {kind} {name}',
  'own message': 'eigene Nachricht',
  'another group': 'andere Gruppe',

  'read or write': 'lesen oder schreiben',
  'make the directory': 'das Verzeichnis anlegen',
  'look at': 'ansehen',
  'clean up': 'aufräumen',
  'an unknown time': 'einem unbekannten Zeitpunkt',
  'the path is deeper than {depth} directories': 'der Pfad ist tiefer als {depth} Verzeichnisse',
  'it holds a control character': 'enthält ein Steuerzeichen',
  'it is not valid Unicode': 'kein gültiges Unicode',
  'it is longer than {longest} bytes': 'länger als {longest} Byte',
  'Plumbline uses such names for unfinished writes':
    'Plumbline verwendet solche Namen für unfertige Schreibvorgänge',
  'Windows does not allow it': 'Windows erlaubt es nicht',
  'permission denied': 'keine Berechtigung',
  'operation not permitted': 'Vorgang nicht erlaubt',
  'the volume is read-only': 'das Laufwerk ist schreibgeschützt',
  'a file of that name lies in its way': 'eine Datei dieses Namens ist im Weg',
  'a file lies where a directory should be': 'eine Datei liegt, wo ein Verzeichnis sein sollte',
  'a directory lies where a file should be': 'ein Verzeichnis liegt, wo eine Datei sein sollte',
  'it is not a file': 'keine Datei',
  'the environment variable {name}': 'der Umgebungsvariablen {name}',
}
