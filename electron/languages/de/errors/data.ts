/** Errors about files, databases, messages and the catalog, in German. */
export const dataErrors = {
  'PLB-CATALOG-PARENT-MISSING': {
    message: '{object} gehört zu {parent}, und das gibt es hier nicht.',
    remedy:
      'Vergleichen Sie diesen Knoten mit seinem Master und gleichen Sie ihn ab; das fehlende Objekt kommt dann zuerst.',
  },
  'PLB-CATALOG-NAME-MISSING': {
    message: 'Ein Objekt der Art {kind} mit der Kennung {id} hat kein {property}.',
    remedy: 'Sehen Sie sich das Objekt auf dem Master an; geben Sie ihm dort {property} und sichern Sie es.',
  },
  'PLB-CATALOG-NAME-RESERVED': {
    message:
      '{object} lässt sich nicht speichern: Den Namen {name} benutzt GeoServer in jenem Verzeichnis selbst.',
    remedy: 'Benennen Sie das Objekt auf dem Master um.',
  },
  'PLB-CATALOG-NAME-COLLIDES': {
    message:
      '{object} lässt sich nicht auf jedem System von {other} unterscheiden: Für manche ist beides ein Name.',
    remedy:
      'Geben Sie einen Namen, der sich in mehr als Groß- und Kleinschreibung oder Akzenten unterscheidet.',
  },
  'PLB-CATALOG-NAME-NOT-PORTABLE': {
    message: '{object} kann nicht auf jedem System in einer Datei liegen: {name} geht nicht, denn {reason}.',
    remedy: 'Geben Sie einen anderen Namen.',
  },
  'PLB-CATALOG-FILE-TAKEN': {
    message: '{object} kann die Datei {path} nicht benutzen: Sie gehört zu {other}.',
    remedy: 'Geben Sie einem der beiden Stile auf dem Master einen anderen Namen oder Dateinamen.',
  },
  'PLB-CATALOG-FILE-UNREADABLE': {
    message: 'Die Datei enthält kein Objekt der Art {kind}: {reason}.',
    remedy:
      'Stellen Sie die Datei aus einer Sicherung wieder her, oder sichern Sie das Objekt erneut auf seinem Knoten.',
  },
  'PLB-CATALOG-DIRECTORY-IGNORED': {
    message: 'Das Verzeichnis wird übergangen: {reason}.',
    remedy:
      'Stellen Sie die fehlende Datei aus einer Sicherung wieder her, oder entfernen Sie das Verzeichnis, wenn es nicht mehr gebraucht wird.',
  },
  'PLB-CATALOG-FILE-IGNORED': {
    message: 'Die Datei wird übergangen: {reason}.',
    remedy: 'Berichtigen Sie die Datei, oder entfernen Sie sie, wenn sie nicht mehr gebraucht wird.',
  },
  'PLB-CATALOG-DUPLICATE-ID': {
    message:
      '{object} hat die Kennung {id} wie das Objekt in {place}; es wurde gelesen und heißt hier {here}.',
    remedy: 'Geben Sie der Kopie eine eigene Kennung. Die nächste Änderung durch Plumbline tut das.',
  },
  'PLB-CATALOG-ID-MISSING': {
    message: '{object} hat keine Kennung; es wurde gelesen und heißt hier {here}.',
    remedy: 'Geben Sie ihm eine Kennung. Die nächste Änderung durch Plumbline tut das.',
  },
  'PLB-CATALOG-DUPLICATE-NAME': {
    message: '{other} gibt es in {place} schon, daher wird diese Datei mit allem Zugehörigen übergangen.',
    remedy: 'Entfernen Sie die Kopie, oder geben Sie ihr einen eigenen Namen.',
  },
  'PLB-CATALOG-DEFAULT-BY-NAME': {
    message: 'Der Vorgabe-Arbeitsbereich ist {name}, obwohl {id} nicht seine Kennung ist.',
    remedy: 'Es ist nichts zu tun; wird der Arbeitsbereich gesichert, stimmt die Kennung wieder.',
  },
  'PLB-CATALOG-DEFAULT-MISSING': {
    message: 'Der Standard-Arbeitsbereich soll {name} sein, den es hier nicht gibt.',
    remedy: 'Wählen Sie den Standard-Arbeitsbereich neu; das schreibt die Datei.',
  },
  'PLB-CATALOG-MISPLACED': {
    message: '{object} wurde von hier gelesen, obwohl es seinem Namen nach in {expected} läge.',
    remedy: 'Es ist nichts zu tun: GeoServer lädt es von hier, und geändert wird es auch hier.',
  },
  'PLB-CATALOG-LINK-OUTSIDE': {
    message:
      'Der Verweis führt aus dem Datenverzeichnis hinaus; ihm wurde nicht gefolgt, und was dort liegt, wurde nicht gelesen.',
    remedy:
      'Hängen Sie den Datenträger an dieser Stelle ein, statt auf ihn zu verweisen, oder kopieren Sie den Inhalt.',
  },
  'PLB-CATALOG-VERSION-1': {
    message:
      '{file} stammt von einem GeoServer der Version 1, dessen Datenverzeichnisse nicht gelesen werden können.',
    remedy: 'Starten Sie einmal einen GeoServer der Version 2 auf dem Verzeichnis: Er stellt es um.',
  },
  'PLB-CATALOG-UNSETTLED': {
    message:
      'Dateien in {directory} änderten sich immer weiter, während sie gelesen wurden, sodass nicht bekannt ist, was sie enthalten.',
    remedy:
      'Versuchen Sie es erneut, wenn Ruhe eingekehrt ist; einen laufenden Knoten lassen Sie sein Verzeichnis dann erneut lesen.',
  },
  'PLB-CATALOG-TOO-MANY-FILES': {
    message:
      'Das Datenverzeichnis enthält mehr als {limit} Konfigurationsdateien; der Rest wurde nicht gelesen.',
    remedy: 'Prüfen Sie, ob es das richtige Verzeichnis ist.',
  },
  'PLB-ARCHIVE-MESSAGE-GONE': {
    message: 'Die Nachricht {sequence} ist nicht im Archiv.',
    remedy:
      'Laden Sie das Log neu. In den Einstellungen lässt sich eine längere Aufbewahrung wählen; was entfernt ist, kommt nicht zurück.',
  },
  'PLB-ARCHIVE-FILE-INVALID': {
    message: 'Zeile {line} enthält keine Nachricht: {reason}.',
    remedy: 'Exportieren Sie die Nachrichten an ihrem Ursprung erneut. Die Zeilen davor wurden importiert.',
  },
  'PLB-ARCHIVE-REPLAY-REFUSED': {
    message: 'Die Nachricht {sequence} lässt sich nicht erneut senden: {reason}.',
    remedy: 'Holen Sie den Knoten stattdessen mit einem Abgleich zurück; er sendet den Zustand der Referenz.',
  },
  'PLB-WIRE-REDACTED': {
    message: 'Das Ereignis enthält ein ausgeblendetes Passwort, nicht das Passwort selbst.',
    remedy:
      'Schreiben Sie das Passwort selbst, oder bringen Sie den Knoten mit einem Abgleich auf den Stand seiner Referenz. Von dem Ereignis wurde nichts angewendet.',
  },
  'PLB-WIRE-NOT-AN-OBJECT-MESSAGE': {
    message: 'Die Nachricht ist eine {type}, keine ObjectMessage.',
    remedy: 'Finden Sie den Absender. Auch ein GeoServer-Slave hätte diese Nachricht verworfen.',
  },
  'PLB-WIRE-PROPERTY-MISSING': {
    message: 'Der Nachricht fehlt die Eigenschaft {property}.',
    remedy: 'Finden Sie den Absender. Auch ein GeoServer-Slave hätte diese Nachricht verworfen.',
  },
  'PLB-WIRE-UNKNOWN-HANDLER': {
    message: 'Die Nachricht nennt den Handler {handler}, den es nicht gibt.',
    remedy: 'Vergleichen Sie die Versionen der Knoten. Plumbline wendet nichts davon an.',
  },
  'PLB-WIRE-WRONG-BODY': {
    message: 'Der Handler {handler} kann keinen Inhalt lesen, der mit <{root}> beginnt.',
    remedy:
      'Sehen Sie sich den Rohtext der Nachricht an, oder was die Änderung sagt. Plumbline wendet nichts davon an.',
  },
  'PLB-WIRE-UNREADABLE': {
    message: 'Der Inhalt ist nicht lesbar: {reason}.',
    remedy:
      'Sehen Sie sich den Rohtext der Nachricht an, oder was die Änderung sagt. Plumbline wendet nichts davon an.',
  },
  'PLB-WIRE-NOT-SENDABLE': {
    message: 'Keine Nachricht kann einen Dienst der Art {type} befördern, die Plumbline nicht kennt.',
    remedy:
      'Konfigurieren Sie ihn auf jedem Knoten von Hand; ein Abgleich nennt ihn und sendet alles andere.',
  },
  'PLB-WIRE-UNKNOWN-CLASS': {
    message: 'Die Nachricht handelt von {className}, das Plumbline nicht kennt.',
    remedy: 'Vergleichen Sie die Versionen der Knoten. Plumbline wendet nichts davon an.',
  },
  'PLB-WIRE-PASSWORD-ENCRYPTED': {
    message:
      'Das Passwort von {name} ist mit einem Schlüssel verschlüsselt, den nur sein eigener Knoten hat; keine Nachricht kann es übertragen.',
    remedy:
      'Geben Sie das Passwort am Master neu ein, oder kopieren Sie die Datei des Datenspeichers auf den Knoten.',
  },
  'PLB-XML-MALFORMED': {
    message: 'Das ist kein wohlgeformtes XML: {reason} (Zeile {line}).',
    remedy:
      'Sehen Sie sich den Rohtext an, berichtigen Sie ihn an seiner Quelle, und senden oder sichern Sie ihn erneut. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-TOO-LARGE': {
    message: 'Dieses XML-Dokument hat {length} Zeichen, mehr als die erlaubten {limit}.',
    remedy:
      'Sehen Sie nach, woher es kommt: aus einer Nachricht, einer Datei oder einer Eingabe. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-TOO-COMPLEX': {
    message: 'Dieses XML-Dokument hat mehr {what} als die erlaubten {limit}.',
    remedy:
      'Sehen Sie nach, woher es kommt: aus einer Nachricht, einer Datei oder einer Eingabe. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-DOCTYPE': {
    message: 'Dieses XML-Dokument erklärt einen Dokumenttyp, was abgelehnt wird.',
    remedy:
      'Sehen Sie nach, woher es kommt: aus einer Nachricht, einer Datei oder einer Eingabe. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-NAME-REFUSED': {
    message: 'XML kann kein Element oder Attribut namens {name} enthalten.',
    remedy:
      'Sehen Sie nach, woher es kommt: aus einer Nachricht, einer Datei oder einer Eingabe. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-NOT-UTF-8': {
    message: 'Dieser Text ist kein gültiges UTF-8.',
    remedy: 'Wandeln Sie ihn in UTF-8 um, oder stellen Sie ihn vom Master wieder her.',
  },
  'PLB-STORAGE-PATH-OUTSIDE': {
    message: '{path} liegt nicht in {root} und wurde daher nicht angerührt.',
    remedy:
      'Sehen Sie sich den Namen oder den Verweis an: Ist der Verweis gewollt, nennen Sie Plumbline das eigentliche Verzeichnis statt {root}.',
  },
  'PLB-STORAGE-NAME-COLLIDES': {
    message:
      '{name} lässt sich in {directory} nicht von {other} unterscheiden: Für das Dateisystem ist beides ein Name.',
    remedy:
      'Geben Sie einem der beiden auf dem Master einen anderen Namen, oder legen Sie dieses Datenverzeichnis auf ein Dateisystem, das sie unterscheidet.',
  },
  'PLB-STORAGE-NAME-REFUSED': {
    message: '{name} kann in einem Datenverzeichnis kein Dateiname sein: {reason}.',
    remedy:
      'Geben Sie dem Objekt, nach dem die Datei benannt wird, dort einen anderen Namen, wo der Name vergeben wird: in Ihrer Änderung, oder auf dem Master, von dem sie kam.',
  },
  'PLB-STORAGE-NOT-WATCHED': {
    message: 'Das System sagt nicht, wann sich {path} ändert: {reason}.',
    remedy:
      'Nichts geht verloren: Was nicht beobachtet wird, wird jede halbe Minute angesehen. Unter Linux zeigt ein höherer Wert von fs.inotify.max_user_watches Änderungen sofort.',
  },
  'PLB-STORAGE-FILE-MISSING': {
    message:
      '{path}: {operation} ist gescheitert, denn es gibt keine solche Datei und kein solches Verzeichnis.',
    remedy: 'Prüfen Sie, ob {path} vorhanden und das Laufwerk eingehängt ist.',
  },
  'PLB-STORAGE-ACCESS-DENIED': {
    message: '{path}: {operation} ist gescheitert: {reason}.',
    remedy:
      'Geben Sie dem Konto das Recht, {path} und sein Verzeichnis zu lesen und zu schreiben, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-FULL': {
    message: '{path}: {operation} ist gescheitert, denn das Laufwerk oder das Kontingent ist voll.',
    remedy: 'Schaffen Sie Platz auf dem Laufwerk von {path}, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-FILE-TOO-LARGE': {
    message: '{path} ist größer als die {limit} Byte, die Plumbline von einer solchen Datei liest.',
    remedy:
      'Sehen Sie sich {path} an; hat etwas anderes sie gefüllt, stellen Sie die Fassung aus Ihrer Sicherung wieder her.',
  },
  'PLB-STORAGE-NOT-A-FILE': {
    message: '{path} ließ sich nicht lesen: Es ist keine gewöhnliche Datei.',
    remedy: 'Entfernen oder benennen Sie {path} um, oder legen Sie die Datei zurück, die dorthin gehört.',
  },
  'PLB-STORAGE-FAILED': {
    message: '{path}: {operation} ist gescheitert: {reason}.',
    remedy: 'Prüfen Sie den Zustand der Platte und das Systemprotokoll, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-DATABASE-IN-USE': {
    message: 'Die Datenbank {path} ist schon geöffnet: Prozess {pid} auf {host}, seit {since}.',
    remedy:
      'Schließen Sie das andere Plumbline (Prozess {pid} auf {host}), oder geben Sie diesem ein eigenes Verzeichnis.',
  },
  'PLB-STORAGE-DATABASE-NEWER': {
    message:
      'Die Datenbank {path} stammt von einem neueren Plumbline (Format {found}; dieses kennt bis {known}).',
    remedy: 'Installieren Sie wieder das neuere Plumbline. Die Datenbank wurde nicht angerührt.',
  },
  'PLB-STORAGE-DATABASE-DAMAGED': {
    message: 'Die Datenbank {path} ist beschädigt: {reason}.',
    remedy:
      'Starten Sie Plumbline neu: Es legt die beschädigte Datei unter einem Namen mit Datum beiseite und beginnt eine neue. Prüfen Sie die Platte.',
  },
  'PLB-STORAGE-DATABASE-UNSOUND': {
    message: 'Eine Prüfung der ganzen Datenbank {path} fand Schäden: {reason}.',
    remedy:
      'Halten Sie den Knoten an, legen Sie {path} beiseite und starten Sie ihn neu: Er beginnt eine neue und sagt, was das heißt. Prüfen Sie die Platte und vergleichen Sie die Knoten.',
  },
  'PLB-STORAGE-DATABASE-GONE': {
    message: 'Die Datenbank {path} wurde gelöscht oder ersetzt, während sie offen war.',
    remedy:
      'Wurde sie verschoben, legen Sie sie zurück. Ist sie verloren, starten Sie Plumbline neu; es beginnt eine neue und sagt, was das heißt. Vergleichen Sie dann die Knoten.',
  },
  'PLB-STORAGE-DATABASE-UNKNOWN': {
    message: 'Die Datenbank {path} stammt von etwas anderem: Ihr fehlt {missing}.',
    remedy: 'Verschieben Sie {path}, um mit einer leeren zu beginnen, oder legen Sie die richtige zurück.',
  },
  'PLB-STORAGE-DATABASE-UNAVAILABLE': {
    message: 'Die Datenbank {path} ließ sich nicht öffnen oder schreiben: {reason}.',
    remedy:
      'Geben Sie dem Konto das Recht, {path} und ihr Verzeichnis zu schreiben, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-DATABASE-BUSY': {
    message: 'Die Datenbank {path} war zu lange von einem anderen Programm gesperrt.',
    remedy: 'Schließen Sie das Programm, das {path} geöffnet hat, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-MIGRATION-FAILED': {
    message: 'Die Datenbank {path} ließ sich nicht von Format {from} auf Format {to} bringen: {reason}.',
    remedy:
      'Kehren Sie zu dem Plumbline zurück, das sie geschrieben hat, und melden Sie dies mit der Version, von der Sie kamen.',
  },
  'PLB-STORAGE-ROW-UNEXPECTED': {
    message: 'Die Datenbank {path} enthält eine Zeile, die Plumbline nicht versteht: {reason}.',
    remedy:
      'Stellen Sie {path} aus einer Sicherung wieder her, oder verschieben Sie sie, um leer zu beginnen, und melden Sie dies.',
  },
  'PLB-STORAGE-KEY-INVALID': {
    message: 'Der Schlüssel in {source} ist nicht verwendbar: Es müssen 32 Byte in base64 sein.',
    remedy:
      'Setzen Sie den früheren Schlüssel wieder ein (mit einem anderen sind gespeicherte Geheimnisse nicht lesbar), oder erzeugen Sie einen mit: openssl rand -base64 32',
  },
  'PLB-STORAGE-KEY-MISSING': {
    message: 'Die Schlüsseldatei {path} ist weg, und was damit versiegelt wurde, ist nicht lesbar.',
    remedy:
      'Stellen Sie den Schlüssel aus einer Sicherung wieder her. Ist er verloren, räumen Sie die Datenbank daneben beiseite, beginnen Sie mit einer neuen und vergleichen Sie die Knoten.',
  },
  'PLB-STORAGE-KEY-EXPOSED': {
    message:
      'Die Schlüsseldatei {path} ist für andere Konten lesbar (Rechte {mode}) und wurde daher nicht benutzt.',
    remedy:
      'Führen Sie aus: chmod 600 {path}. Haben andere sie womöglich gelesen, ersetzen Sie die Passwörter, die sie schützt.',
  },
  'PLB-STORAGE-SECRET-OTHER-KEY': {
    message: 'Ein gespeichertes Geheimnis wurde mit einem anderen Schlüssel als dem in {source} versiegelt.',
    remedy: 'Setzen Sie den früheren Schlüssel wieder ein, oder geben Sie die Passwörter neu ein.',
  },
  'PLB-STORAGE-SECRET-DAMAGED': {
    message:
      'Ein gespeichertes Geheimnis wurde seit dem Versiegeln verändert oder ist gar kein versiegeltes.',
    remedy: 'Geben Sie das Passwort neu ein, oder stellen Sie die Datei aus einer Sicherung wieder her.',
  },
} as const
