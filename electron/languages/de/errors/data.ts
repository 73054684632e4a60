/** Errors about files, databases, messages and the catalog, in German. */
export const dataErrors = {
  'PLB-CATALOG-PARENT-MISSING': {
    message: '{object} gehört zu {parent}, und das gibt es hier nicht.',
    cause:
      'Die Nachricht, die es anlegt, ist nicht angekommen oder ging verloren, oder seine Datei fehlt oder ist beschädigt.',
    remedy:
      'Vergleichen Sie diesen Knoten mit seinem Master und gleichen Sie ihn ab; das fehlende Objekt kommt dann zuerst.',
  },
  'PLB-CATALOG-NAME-MISSING': {
    message: 'Ein Objekt der Art {kind} mit der Kennung {id} hat kein {property}.',
    cause: 'Der Absender hat ihn weggelassen, oder die Datei wurde von Hand bearbeitet.',
    remedy: 'Sehen Sie sich das Objekt auf dem Master an; geben Sie ihm dort {property} und sichern Sie es.',
  },
  'PLB-CATALOG-NAME-RESERVED': {
    message:
      '{object} lässt sich nicht speichern: Den Namen {name} benutzt GeoServer in jenem Verzeichnis selbst.',
    cause: 'Seine Datei oder sein Verzeichnis nähme den Platz von etwas anderem im Datenverzeichnis ein.',
    remedy: 'Benennen Sie das Objekt auf dem Master um.',
  },
  'PLB-CATALOG-NAME-COLLIDES': {
    message:
      '{object} lässt sich nicht auf jedem System von {other} unterscheiden: Für manche ist beides ein Name.',
    cause:
      'Windows und macOS unterscheiden in Dateinamen weder Groß- und Kleinbuchstaben noch, wie Akzente zusammengesetzt sind.',
    remedy:
      'Geben Sie einen Namen, der sich in mehr als Groß- und Kleinschreibung oder Akzenten unterscheidet.',
  },
  'PLB-CATALOG-NAME-NOT-PORTABLE': {
    message: '{object} kann nicht auf jedem System in einer Datei liegen: {name} geht nicht, denn {reason}.',
    cause:
      'Ein Knoten des Clusters läuft vielleicht unter Windows, jetzt oder später, und könnte nicht folgen.',
    remedy: 'Geben Sie einen anderen Namen.',
  },
  'PLB-CATALOG-FILE-TAKEN': {
    message: '{object} kann die Datei {path} nicht benutzen: Sie gehört zu {other}.',
    cause: 'Der Name einer Stildatei gleicht dem, unter dem die Konfiguration eines anderen Stils liegt.',
    remedy: 'Geben Sie einem der beiden Stile auf dem Master einen anderen Namen oder Dateinamen.',
  },
  'PLB-CATALOG-FILE-UNREADABLE': {
    message: 'Die Datei enthält kein Objekt der Art {kind}: {reason}.',
    cause:
      'Die Datei wurde von Hand bearbeitet oder beschädigt, oder etwas anderes hat in das Datenverzeichnis geschrieben.',
    remedy:
      'Stellen Sie die Datei aus einer Sicherung wieder her, oder sichern Sie das Objekt erneut auf seinem Knoten.',
  },
  'PLB-CATALOG-DIRECTORY-IGNORED': {
    message: 'Das Verzeichnis wird übergangen: {reason}.',
    cause:
      'Ein Entfernen oder Kopieren von Hand wurde nicht zu Ende gebracht. Auch GeoServer lädt ein solches Verzeichnis nicht.',
    remedy:
      'Stellen Sie die fehlende Datei aus einer Sicherung wieder her, oder entfernen Sie das Verzeichnis, wenn es nicht mehr gebraucht wird.',
  },
  'PLB-CATALOG-FILE-IGNORED': {
    message: 'Die Datei wird übergangen: {reason}.',
    cause: 'Sie wurde von Hand oder von einem anderen Programm geschrieben. Auch GeoServer lädt sie nicht.',
    remedy: 'Berichtigen Sie die Datei, oder entfernen Sie sie, wenn sie nicht mehr gebraucht wird.',
  },
  'PLB-CATALOG-DUPLICATE-ID': {
    message:
      '{object} hat die Kennung {id} wie das Objekt in {place}; es wurde gelesen und heißt hier {here}.',
    cause:
      'Eine Datei oder ein Verzeichnis wurde von Hand kopiert, und die Kopie behielt die Kennung des Originals.',
    remedy: 'Geben Sie der Kopie eine eigene Kennung. Die nächste Änderung durch Plumbline tut das.',
  },
  'PLB-CATALOG-ID-MISSING': {
    message: '{object} hat keine Kennung; es wurde gelesen und heißt hier {here}.',
    cause: 'Die Datei wurde von Hand geschrieben. GeoServer erfindet bei jedem Start eine Kennung.',
    remedy: 'Geben Sie ihm eine Kennung. Die nächste Änderung durch Plumbline tut das.',
  },
  'PLB-CATALOG-DUPLICATE-NAME': {
    message: '{other} gibt es in {place} schon, daher wird diese Datei mit allem Zugehörigen übergangen.',
    cause:
      'Eine Datei oder ein Verzeichnis wurde von Hand kopiert. Von mehreren gleichen Namens lädt GeoServer nur eines.',
    remedy: 'Entfernen Sie die Kopie, oder geben Sie ihr einen eigenen Namen.',
  },
  'PLB-CATALOG-NAMESAKE': {
    message:
      '{other} gibt es mit einer anderen Kennung in {place} schon, daher wird diese Datei mit allem Zugehörigen übergangen.',
    cause:
      'Eine Datei oder ein Verzeichnis kam aus einer Sicherung oder von einem anderen Knoten. Von mehreren gleichen Namens lädt GeoServer nur eines, und welches, bestimmt das Dateisystem.',
    remedy: 'Entfernen Sie die Datei, oder geben Sie ihr einen eigenen Namen, und laden Sie den Knoten neu.',
  },
  'PLB-CATALOG-DEFAULT-BY-NAME': {
    message: 'Der Vorgabe-Arbeitsbereich ist {name}, obwohl {id} nicht seine Kennung ist.',
    cause:
      'Der Arbeitsbereich wurde neu angelegt, oder die Datei stammt von einem anderen Knoten. GeoServer richtet sich nach dem Namen.',
    remedy: 'Es ist nichts zu tun; wird der Arbeitsbereich gesichert, stimmt die Kennung wieder.',
  },
  'PLB-CATALOG-DEFAULT-MISSING': {
    message: 'Der Standard-Arbeitsbereich soll {name} sein, den es hier nicht gibt.',
    cause:
      'Der Arbeitsbereich wurde von Hand entfernt oder umbenannt. GeoServer hat dann einen anderen als voreingestellten.',
    remedy: 'Wählen Sie den Standard-Arbeitsbereich neu; das schreibt die Datei.',
  },
  'PLB-CATALOG-MISPLACED': {
    message: '{object} wurde von hier gelesen, obwohl es seinem Namen nach in {expected} läge.',
    cause:
      'Eine Datei oder ein Verzeichnis wurde von Hand umbenannt, oder ein älterer GeoServer hat es so genannt.',
    remedy: 'Es ist nichts zu tun: GeoServer lädt es von hier, und geändert wird es auch hier.',
  },
  'PLB-CATALOG-LINK-OUTSIDE': {
    message:
      'Der Verweis führt aus dem Datenverzeichnis hinaus; ihm wurde nicht gefolgt, und was dort liegt, wurde nicht gelesen.',
    cause:
      'Ein Verzeichnis auf einem anderen Datenträger wurde in das Datenverzeichnis verlinkt. GeoServer folgt solchen Links.',
    remedy:
      'Hängen Sie den Datenträger an dieser Stelle ein, statt auf ihn zu verweisen, oder kopieren Sie den Inhalt.',
  },
  'PLB-CATALOG-VERSION-1': {
    message:
      '{file} stammt von einem GeoServer der Version 1, dessen Datenverzeichnisse nicht gelesen werden können.',
    cause: 'Seit Version 2.0 liegt die Konfiguration in global.xml und im Verzeichnis workspaces.',
    remedy: 'Starten Sie einmal einen GeoServer der Version 2 auf dem Verzeichnis: Er stellt es um.',
  },
  'PLB-CATALOG-UNSETTLED': {
    message:
      'Dateien in {directory} änderten sich immer weiter, während sie gelesen wurden, sodass nicht bekannt ist, was sie enthalten.',
    cause: 'Ein GeoServer oder jemand anderes schreibt ohne Pause in das Verzeichnis.',
    remedy:
      'Versuchen Sie es erneut, wenn Ruhe eingekehrt ist; einen laufenden Knoten lassen Sie sein Verzeichnis dann erneut lesen.',
  },
  'PLB-CATALOG-TOO-MANY-FILES': {
    message:
      'Das Datenverzeichnis enthält mehr als {limit} Konfigurationsdateien; der Rest wurde nicht gelesen.',
    cause: 'Es ist kein Datenverzeichnis, oder etwas füllt es ohne Ende.',
    remedy: 'Prüfen Sie, ob es das richtige Verzeichnis ist.',
  },
  'PLB-ARCHIVE-MESSAGE-GONE': {
    message: 'Die Nachricht {sequence} ist nicht im Archiv.',
    cause:
      'Sie war älter oder das Archiv größer, als die Aufbewahrung in den Einstellungen erlaubt, und wurde deshalb entfernt.',
    remedy:
      'Laden Sie das Log neu. In den Einstellungen lässt sich eine längere Aufbewahrung wählen; was entfernt ist, kommt nicht zurück.',
  },
  'PLB-ARCHIVE-FILE-INVALID': {
    message: 'Zeile {line} enthält keine Nachricht: {reason}.',
    cause: 'Es ist eine Datei anderer Art, oder sie wurde abgeschnitten oder bearbeitet.',
    remedy: 'Exportieren Sie die Nachrichten an ihrem Ursprung erneut. Die Zeilen davor wurden importiert.',
  },
  'PLB-ARCHIVE-REPLAY-REFUSED': {
    message: 'Die Nachricht {sequence} lässt sich nicht erneut senden: {reason}.',
    cause: 'Ein Knoten kann nur Ereignisse anwenden, deren Inhalt vollständig ist.',
    remedy: 'Holen Sie den Knoten stattdessen mit einem Abgleich zurück; er sendet den Zustand der Referenz.',
  },
  'PLB-WIRE-REDACTED': {
    message: 'Das Ereignis enthält ein ausgeblendetes Passwort, nicht das Passwort selbst.',
    cause: 'Sie wurde von Plumbline exportiert oder gezeigt, das Passwörter weglässt, und kam zurück.',
    remedy:
      'Schreiben Sie das Passwort selbst, oder bringen Sie den Knoten mit einem Abgleich auf den Stand seiner Referenz. Von dem Ereignis wurde nichts angewendet.',
  },
  'PLB-WIRE-NOT-AN-OBJECT-MESSAGE': {
    message: 'Die Nachricht ist eine {type}, keine ObjectMessage.',
    cause:
      'Etwas anderes als ein Knoten des Clusters hat an das Topic geschrieben, oder ohne den Header der Umwandlung gesendet.',
    remedy: 'Finden Sie den Absender. Auch ein GeoServer-Slave hätte diese Nachricht verworfen.',
  },
  'PLB-WIRE-PROPERTY-MISSING': {
    message: 'Der Nachricht fehlt die Eigenschaft {property}.',
    cause: 'Jede Nachricht eines Clusters trägt instanceName, group und JMSEventHandlerSPI; diese nicht.',
    remedy: 'Finden Sie den Absender. Auch ein GeoServer-Slave hätte diese Nachricht verworfen.',
  },
  'PLB-WIRE-UNKNOWN-HANDLER': {
    message: 'Die Nachricht nennt den Handler {handler}, den es nicht gibt.',
    cause:
      'Der Absender läuft mit einer Version oder Erweiterung, die eigene Handler mitbringt, oder er ist kein Knoten des Clusters.',
    remedy: 'Vergleichen Sie die Versionen der Knoten. Plumbline wendet nichts davon an.',
  },
  'PLB-WIRE-WRONG-BODY': {
    message: 'Der Handler {handler} kann keinen Inhalt lesen, der mit <{root}> beginnt.',
    cause: 'Die Eigenschaft JMSEventHandlerSPI und der Inhalt der Nachricht gehören nicht zusammen.',
    remedy:
      'Sehen Sie sich den Rohtext der Nachricht an, oder was die Änderung sagt. Plumbline wendet nichts davon an.',
  },
  'PLB-WIRE-UNREADABLE': {
    message: 'Der Inhalt ist nicht lesbar: {reason}.',
    cause: 'Der Inhalt ist wohlgeformtes XML, aber nicht das, was ein Knoten des Clusters sendet.',
    remedy:
      'Sehen Sie sich den Rohtext der Nachricht an, oder was die Änderung sagt. Plumbline wendet nichts davon an.',
  },
  'PLB-WIRE-NOT-SENDABLE': {
    message: 'Keine Nachricht kann einen Dienst der Art {type} befördern, die Plumbline nicht kennt.',
    cause:
      'Es gehört zu einer Erweiterung von GeoServer, und wie es in Nachrichten aufgeschrieben wird, ist nicht bekannt.',
    remedy:
      'Konfigurieren Sie ihn auf jedem Knoten von Hand; ein Abgleich nennt ihn und sendet alles andere.',
  },
  'PLB-WIRE-UNKNOWN-CLASS': {
    message: 'Die Nachricht handelt von {className}, das Plumbline nicht kennt.',
    cause: 'Der Absender läuft mit einer Version oder Erweiterung, die eigene Objekte hat.',
    remedy: 'Vergleichen Sie die Versionen der Knoten. Plumbline wendet nichts davon an.',
  },
  'PLB-WIRE-PASSWORD-ENCRYPTED': {
    message:
      'Das Passwort von {name} ist mit einem Schlüssel verschlüsselt, den nur sein eigener Knoten hat; keine Nachricht kann es übertragen.',
    cause:
      'Ein GeoServer, der ein verschlüsseltes Passwort bekommt, behält den Speicher nur im Arbeitsspeicher, kann ihn nicht sichern, und nimmt keinen anderen dieses Namens an.',
    remedy:
      'Geben Sie das Passwort am Master neu ein, oder kopieren Sie die Datei des Datenspeichers auf den Knoten.',
  },
  'PLB-XML-MALFORMED': {
    message: 'Das ist kein wohlgeformtes XML: {reason} (Zeile {line}).',
    cause:
      'Der Absender schrieb fehlerhaftes XML, die Nachricht wurde abgeschnitten, oder die Datei wurde von Hand bearbeitet oder beschädigt.',
    remedy:
      'Sehen Sie sich den Rohtext an, berichtigen Sie ihn an seiner Quelle, und senden oder sichern Sie ihn erneut. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-TOO-LARGE': {
    message: 'Dieses XML-Dokument hat {length} Zeichen, mehr als die erlaubten {limit}.',
    cause:
      'Ein Dokument, weit größer als jedes Objekt der Konfiguration; Daten gehören nicht in Nachrichten über Konfiguration.',
    remedy:
      'Sehen Sie nach, woher es kommt: aus einer Nachricht, einer Datei oder einer Eingabe. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-TOO-COMPLEX': {
    message: 'Dieses XML-Dokument hat mehr {what} als die erlaubten {limit}.',
    cause:
      'Das Dokument ist gebaut, um seine Leser zu erschöpfen, oder es ist keine Nachricht über Konfiguration.',
    remedy:
      'Sehen Sie nach, woher es kommt: aus einer Nachricht, einer Datei oder einer Eingabe. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-DOCTYPE': {
    message: 'Dieses XML-Dokument erklärt einen Dokumenttyp, was abgelehnt wird.',
    cause:
      'Dokumenttypen können Entitäten festlegen, die sich grenzenlos ausdehnen oder Dateien lesen; GeoServer sendet nie einen.',
    remedy:
      'Sehen Sie nach, woher es kommt: aus einer Nachricht, einer Datei oder einer Eingabe. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-NAME-REFUSED': {
    message: 'XML kann kein Element oder Attribut namens {name} enthalten.',
    cause:
      'Eine Nachricht oder Änderung benannte eine Eigenschaft oder Klasse so, wie keine Datei der Konfiguration sie aufnehmen kann.',
    remedy:
      'Sehen Sie nach, woher es kommt: aus einer Nachricht, einer Datei oder einer Eingabe. Plumbline wendet nichts davon an.',
  },
  'PLB-XML-NOT-UTF-8': {
    message: 'Dieser Text ist kein gültiges UTF-8.',
    cause: 'Die Datei oder Nachricht wurde in einer anderen Kodierung geschrieben, oder sie ist beschädigt.',
    remedy: 'Wandeln Sie ihn in UTF-8 um, oder stellen Sie ihn vom Master wieder her.',
  },
  'PLB-STORAGE-PATH-OUTSIDE': {
    message: '{path} liegt nicht in {root} und wurde daher nicht angerührt.',
    cause:
      'Ein Name enthält "..", ein Trennzeichen oder einen Laufwerksbuchstaben, oder ein symbolischer Link führt aus dem Verzeichnis hinaus.',
    remedy:
      'Sehen Sie sich den Namen oder den Verweis an: Ist der Verweis gewollt, nennen Sie Plumbline das eigentliche Verzeichnis statt {root}.',
  },
  'PLB-STORAGE-NAME-COLLIDES': {
    message:
      '{name} lässt sich in {directory} nicht von {other} unterscheiden: Für das Dateisystem ist beides ein Name.',
    cause:
      'Er unterscheidet nicht nach Groß- und Kleinbuchstaben oder danach, wie Akzente zusammengesetzt sind; der Knoten, der dies gesendet hat, hat seine Dateien auf einem, der es tut.',
    remedy:
      'Geben Sie einem der beiden auf dem Master einen anderen Namen, oder legen Sie dieses Datenverzeichnis auf ein Dateisystem, das sie unterscheidet.',
  },
  'PLB-STORAGE-NAME-REFUSED': {
    message: '{name} kann in einem Datenverzeichnis kein Dateiname sein: {reason}.',
    cause: 'GeoServer benennt Dateien nach den Objekten darin und hätte diese nie anlegen können.',
    remedy:
      'Geben Sie dem Objekt, nach dem die Datei benannt wird, dort einen anderen Namen, wo der Name vergeben wird: in Ihrer Änderung, oder auf dem Master, von dem sie kam.',
  },
  'PLB-STORAGE-NOT-WATCHED': {
    message: 'Das System sagt nicht, wann sich {path} ändert: {reason}.',
    cause:
      'Jedes System beobachtet nur eine begrenzte Zahl von Verzeichnissen, und auf manchen Datenträgern keine.',
    remedy:
      'Nichts geht verloren: Was nicht beobachtet wird, wird jede halbe Minute angesehen. Unter Linux zeigt ein höherer Wert von fs.inotify.max_user_watches Änderungen sofort.',
  },
  'PLB-STORAGE-FILE-MISSING': {
    message:
      '{path}: {operation} ist gescheitert, denn es gibt keine solche Datei und kein solches Verzeichnis.',
    cause: 'Sie wurde von jemand anderem entfernt oder umbenannt, oder der Pfad wurde falsch geschrieben.',
    remedy: 'Prüfen Sie, ob {path} vorhanden und das Laufwerk eingehängt ist.',
  },
  'PLB-STORAGE-ACCESS-DENIED': {
    message: '{path}: {operation} ist gescheitert: {reason}.',
    cause:
      'Das Konto, unter dem Plumbline läuft, hat kein Recht dazu, oder der Datenträger ist schreibgeschützt eingehängt.',
    remedy:
      'Geben Sie dem Konto das Recht, {path} und sein Verzeichnis zu lesen und zu schreiben, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-FULL': {
    message: '{path}: {operation} ist gescheitert, denn das Laufwerk oder das Kontingent ist voll.',
    cause: 'Für den neuen Inhalt ist kein Platz mehr. Was vorher da war, ist unberührt.',
    remedy: 'Schaffen Sie Platz auf dem Laufwerk von {path}, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-FILE-TOO-LARGE': {
    message: '{path} ist größer als die {limit} Byte, die Plumbline von einer solchen Datei liest.',
    cause: 'Die Datei ist beschädigt, oder sie ist nicht von der Art, die ihr Name sagt.',
    remedy:
      'Sehen Sie sich {path} an; hat etwas anderes sie gefüllt, stellen Sie die Fassung aus Ihrer Sicherung wieder her.',
  },
  'PLB-STORAGE-NOT-A-FILE': {
    message: '{path} ließ sich nicht lesen: Es ist keine gewöhnliche Datei.',
    cause: 'Wo eine Datei erwartet wurde, liegt ein Verzeichnis, eine Pipe oder ein Gerät.',
    remedy: 'Entfernen oder benennen Sie {path} um, oder legen Sie die Datei zurück, die dorthin gehört.',
  },
  'PLB-STORAGE-FAILED': {
    message: '{path}: {operation} ist gescheitert: {reason}.',
    cause:
      'Das Betriebssystem hat abgelehnt, oder der Datenträger versagte. Was vorher da war, ist unberührt.',
    remedy: 'Prüfen Sie den Zustand der Platte und das Systemprotokoll, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-DATABASE-IN-USE': {
    message: 'Die Datenbank {path} ist schon geöffnet: Prozess {pid} auf {host}, seit {since}.',
    cause:
      'Zwei Prozesse von Plumbline wurden auf denselben Knoten oder dasselbe Profil gerichtet. Nur einer darf zugleich schreiben.',
    remedy:
      'Schließen Sie das andere Plumbline (Prozess {pid} auf {host}), oder geben Sie diesem ein eigenes Verzeichnis.',
  },
  'PLB-STORAGE-DATABASE-NEWER': {
    message:
      'Die Datenbank {path} stammt von einem neueren Plumbline (Format {found}; dieses kennt bis {known}).',
    cause: 'Plumbline wurde zurückgestuft, oder das Verzeichnis kam von einem Rechner mit einem neueren.',
    remedy: 'Installieren Sie wieder das neuere Plumbline. Die Datenbank wurde nicht angerührt.',
  },
  'PLB-STORAGE-DATABASE-DAMAGED': {
    message: 'Die Datenbank {path} ist beschädigt: {reason}.',
    cause:
      'Der Datenträger versagte oder verschwand beim Schreiben, oder ein anderes Programm schrieb in die Datei.',
    remedy:
      'Starten Sie Plumbline neu: Es legt die beschädigte Datei unter einem Namen mit Datum beiseite und beginnt eine neue. Prüfen Sie die Platte.',
  },
  'PLB-STORAGE-DATABASE-UNSOUND': {
    message: 'Eine Prüfung der ganzen Datenbank {path} fand Schäden: {reason}.',
    cause:
      'Der Datenträger versagte, oder ein anderes Programm schrieb in die Datei. Was von dort gelesen wird, kann falsch sein.',
    remedy:
      'Halten Sie den Knoten an, legen Sie {path} beiseite und starten Sie ihn neu: Er beginnt eine neue und sagt, was das heißt. Prüfen Sie die Platte und vergleichen Sie die Knoten.',
  },
  'PLB-STORAGE-DATABASE-GONE': {
    message: 'Die Datenbank {path} wurde gelöscht oder ersetzt, während sie offen war.',
    cause:
      'Jemand hat das Verzeichnis geleert, oder ein Datenträger wurde ausgehängt. Es wird nichts mehr geschrieben, denn es ginge mit dem Prozess verloren.',
    remedy:
      'Wurde sie verschoben, legen Sie sie zurück. Ist sie verloren, starten Sie Plumbline neu; es beginnt eine neue und sagt, was das heißt. Vergleichen Sie dann die Knoten.',
  },
  'PLB-STORAGE-DATABASE-UNKNOWN': {
    message: 'Die Datenbank {path} stammt von etwas anderem: Ihr fehlt {missing}.',
    cause: 'Ein anderes Programm oder ein nie veröffentlichtes Plumbline hat die Datei angelegt.',
    remedy: 'Verschieben Sie {path}, um mit einer leeren zu beginnen, oder legen Sie die richtige zurück.',
  },
  'PLB-STORAGE-DATABASE-UNAVAILABLE': {
    message: 'Die Datenbank {path} ließ sich nicht öffnen oder schreiben: {reason}.',
    cause:
      'Das Verzeichnis gibt es nicht, oder das Konto, unter dem Plumbline läuft, darf darin nicht schreiben.',
    remedy:
      'Geben Sie dem Konto das Recht, {path} und ihr Verzeichnis zu schreiben, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-DATABASE-BUSY': {
    message: 'Die Datenbank {path} war zu lange von einem anderen Programm gesperrt.',
    cause: 'Eine Sicherung oder ein Programm zum Ansehen von Datenbanken hält sie gesperrt.',
    remedy: 'Schließen Sie das Programm, das {path} geöffnet hat, und versuchen Sie es erneut.',
  },
  'PLB-STORAGE-MIGRATION-FAILED': {
    message: 'Die Datenbank {path} ließ sich nicht von Format {from} auf Format {to} bringen: {reason}.',
    cause:
      'Sie enthält etwas, was diese Version von Plumbline nicht erwartet hat. Sie blieb in ihrem alten Format.',
    remedy:
      'Kehren Sie zu dem Plumbline zurück, das sie geschrieben hat, und melden Sie dies mit der Version, von der Sie kamen.',
  },
  'PLB-STORAGE-ROW-UNEXPECTED': {
    message: 'Die Datenbank {path} enthält eine Zeile, die Plumbline nicht versteht: {reason}.',
    cause: 'Ein anderes Programm hat die Datenbank geändert, oder Plumbline hat einen Fehler.',
    remedy:
      'Stellen Sie {path} aus einer Sicherung wieder her, oder verschieben Sie sie, um leer zu beginnen, und melden Sie dies.',
  },
  'PLB-STORAGE-KEY-INVALID': {
    message: 'Der Schlüssel in {source} ist nicht verwendbar: Es müssen 32 Byte in base64 sein.',
    cause: 'Er wurde abgeschnitten, geändert oder anders hergestellt.',
    remedy:
      'Setzen Sie den früheren Schlüssel wieder ein (mit einem anderen sind gespeicherte Geheimnisse nicht lesbar), oder erzeugen Sie einen mit: openssl rand -base64 32',
  },
  'PLB-STORAGE-KEY-MISSING': {
    message: 'Die Schlüsseldatei {path} ist weg, und was damit versiegelt wurde, ist nicht lesbar.',
    cause:
      'Er wurde gelöscht oder zurückgelassen, als das Verzeichnis kopiert wurde. An seiner Stelle wurde kein neuer gemacht.',
    remedy:
      'Stellen Sie den Schlüssel aus einer Sicherung wieder her. Ist er verloren, räumen Sie die Datenbank daneben beiseite, beginnen Sie mit einer neuen und vergleichen Sie die Knoten.',
  },
  'PLB-STORAGE-KEY-EXPOSED': {
    message:
      'Die Schlüsseldatei {path} ist für andere Konten lesbar (Rechte {mode}) und wurde daher nicht benutzt.',
    cause: 'Er wurde ohne seine Berechtigungen kopiert oder wiederhergestellt.',
    remedy:
      'Führen Sie aus: chmod 600 {path}. Haben andere sie womöglich gelesen, ersetzen Sie die Passwörter, die sie schützt.',
  },
  'PLB-STORAGE-SECRET-OTHER-KEY': {
    message: 'Ein gespeichertes Geheimnis wurde mit einem anderen Schlüssel als dem in {source} versiegelt.',
    cause: 'Der Schlüssel wurde ersetzt, oder die Daten kamen von einem anderen Rechner.',
    remedy: 'Setzen Sie den früheren Schlüssel wieder ein, oder geben Sie die Passwörter neu ein.',
  },
  'PLB-STORAGE-SECRET-DAMAGED': {
    message:
      'Ein gespeichertes Geheimnis wurde seit dem Versiegeln verändert oder ist gar kein versiegeltes.',
    cause: 'Die Datei, in der es liegt, wurde beschädigt oder bearbeitet.',
    remedy: 'Geben Sie das Passwort neu ein, oder stellen Sie die Datei aus einer Sicherung wieder her.',
  },
} as const
