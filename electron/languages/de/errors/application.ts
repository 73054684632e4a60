/** Errors of the app, its nodes and its command line, in German. */
export const applicationErrors = {
  'PLB-APP-CONNECTION-LOST': {
    message: 'Die Verbindung zu Plumbline ging verloren, bevor die Antwort kam.',
    remedy:
      'Das Fenster verbindet sich von selbst wieder, sobald Plumbline antwortet. Sehen Sie nach, bevor Sie erneut fragen: Es kann schon getan sein.',
  },
  'PLB-APP-UNKNOWN-PROCEDURE': {
    message: 'Plumbline kennt {feature}.{name} nicht.',
    remedy: 'Laden Sie das Fenster neu; hilft das nicht, beenden Sie Plumbline und starten Sie es neu.',
  },
  'PLB-APP-INPUT': {
    message: '{feature}.{name} wurde um etwas gebeten, das es nicht versteht: {reason}.',
    remedy: 'Laden Sie das Fenster neu; geschieht es wieder, melden Sie es mit diesem Text.',
  },
  'PLB-APP-OUTPUT': {
    message: 'Die Antwort von {feature}.{name} hatte nicht die nötige Form: {reason}.',
    remedy: 'Laden Sie das Fenster neu; geschieht es wieder, melden Sie es mit diesem Text.',
  },
  'PLB-APP-CANCELLED': {
    message: '{feature}.{name} wurde abgebrochen.',
    remedy: 'Starten Sie es erneut, wenn es gebraucht wird.',
  },
  'PLB-APP-READ-ONLY': {
    message: '{feature}.{name} ändert etwas, und Plumbline ist im Nur-Lese-Modus.',
    remedy:
      'Schalten Sie den Nur-Lese-Modus in den Einstellungen oder in der oberen Leiste aus, und versuchen Sie es erneut.',
  },
  'PLB-APP-UNEXPECTED': {
    message: 'Etwas ist schiefgegangen, das Plumbline nicht kennt: {reason}.',
    remedy:
      'Versuchen Sie es erneut; geschieht es wieder, melden Sie es mit diesem Text und damit, was Sie getan haben.',
  },
  'PLB-APP-STATE-TEMPORARY': {
    message:
      '{directory} ist nicht benutzbar: {reason}. Einstellungen und Profile bleiben nur, bis Plumbline endet; Nachrichten werden weder abgeholt noch vermittelt.',
    remedy:
      'Beseitigen Sie den Grund und starten Sie Plumbline neu, oder nennen Sie mit PLUMBLINE_STATE_DIR ein anderes Verzeichnis. Die Nachrichten warten beim Broker.',
  },
  'PLB-APP-NO-PLACE': {
    message: 'Weder {directory} noch ein temporäres Verzeichnis ist beschreibbar: {reason}.',
    remedy:
      'Nennen Sie mit PLUMBLINE_STATE_DIR ein Verzeichnis, das das Konto beschreiben darf, oder mit TMPDIR eines für temporäre Dateien.',
  },
  'PLB-APP-MESSAGE-MALFORMED': {
    message: 'Eine Nachricht der Oberfläche wurde nicht verstanden: {reason}.',
    remedy: 'Laden Sie die Seite neu; hilft das nicht, starten Sie Plumbline neu.',
  },
  'PLB-APP-TOO-MANY': {
    message: '{feature}.{name} wurde abgelehnt: {limit} Anfragen dieser Seite laufen noch.',
    remedy: 'Warten Sie, bis beendet ist, was läuft, oder laden Sie die Seite neu.',
  },
  'PLB-CLUSTER-NOT-OPEN': {
    message: 'Kein Cluster ist geöffnet.',
    remedy: 'Öffnen Sie auf dem Willkommensbildschirm ein Profil, oder starten Sie den Demo-Cluster.',
  },
  'PLB-CLUSTER-NODE-UNKNOWN': {
    message: 'Der Cluster hat keinen Knoten namens {instanceName}.',
    remedy:
      'Sehen Sie in der Liste der Knoten nach; ein Knoten erscheint dort, sobald er hinzugefügt wurde oder eine Nachricht gesendet hat.',
  },
  'PLB-APP-NOT-AGREED': {
    message: 'Nichts wurde getan: Es fehlt das Einverständnis, das {shown} nennt.',
    remedy: 'Sehen Sie nach, was jetzt angezeigt wird, und nennen Sie es, wenn es gemeint ist.',
  },
  'PLB-CLUSTER-ACTION-REFUSED': {
    message: '{instanceName}: {reason}.',
    remedy: 'Sehen Sie sich die Aktionen des Knotens an; jede sagt, warum sie nicht erlaubt ist.',
  },
  'PLB-PROFILE-UNKNOWN': {
    message: 'Es gibt kein Profil {id}.',
    remedy: 'Wählen Sie ein anderes Profil, oder importieren Sie es erneut aus seiner Datei.',
  },
  'PLB-PROFILE-REFUSED': {
    message: 'Das Profil wurde nicht gesichert: {reason}.',
    remedy: 'Berichtigen Sie den Wert, und sichern Sie das Profil erneut.',
  },
  'PLB-PROFILE-PASSWORD-AGAIN': {
    message: 'Das gespeicherte Passwort wurde nicht für {where} eingegeben.',
    remedy: 'Geben Sie das Passwort für die neue Adresse noch einmal ein.',
  },
  'PLB-PROFILE-FILE-INVALID': {
    message: 'Die Profildatei ist nicht verwendbar: {reason}.',
    remedy:
      'Exportieren Sie das Profil an seinem Ursprung erneut und importieren Sie diese Datei; eine neuere braucht ein neueres Plumbline.',
  },
  'PLB-SECRET-UNAVAILABLE': {
    message: 'Das unter {reference} aufbewahrte Passwort ist nicht lesbar: {reason}.',
    remedy: 'Geben Sie das Passwort im Profil neu ein.',
  },
  'PLB-SECRET-REFUSED': {
    message: 'Der Schlüsselbund des Systems hat das Passwort nicht angenommen: {reason}.',
    remedy:
      'Entsperren Sie den Schlüsselbund, erlauben Sie Plumbline seine Benutzung, und sichern Sie das Profil erneut.',
  },
  'PLB-WORKER-FAILED': {
    message: 'Nicht zu Ende gebracht: {work}: {reason}.',
    remedy:
      'Versuchen Sie es erneut; geschieht es wieder, erstellen Sie ein Support-Paket und melden Sie es.',
  },
  'PLB-RESYNC-PLAN-UNKNOWN': {
    message: 'Den Plan dieses Abgleichs gibt es nicht mehr.',
    remedy: 'Vergleichen Sie erneut, und sehen Sie sich den neuen Plan an.',
  },
  'PLB-RESYNC-PLAN-OUTDATED': {
    message:
      'Der Abgleich von {instanceName} würde jetzt {count} Objekte entfernen oder an den Nachrichten vorbei bringen, die der Plan nicht zeigte.',
    remedy: 'Vergleichen Sie erneut, und sehen Sie sich den neuen Plan an. Nichts wurde gesendet.',
  },
  'PLB-RESYNC-RUNNING': {
    message: 'Ein Abgleich von {instanceName} läuft bereits.',
    remedy: 'Warten Sie, bis er endet, oder brechen Sie ihn vorher ab.',
  },
  'PLB-DIAGNOSTICS-NO-FIX': {
    message: 'Bei {check} gibt es nichts zu beheben.',
    remedy: 'Führen Sie die Prüfungen erneut durch.',
  },
  'PLB-DEMO-NOT-OPEN': {
    message: 'Der Demo-Cluster ist nicht geöffnet.',
    remedy: 'Starten Sie den Demo-Cluster auf dem Willkommensbildschirm.',
  },
  'PLB-DEMO-STANDSTILL': {
    message: 'Die Demo kam {seconds} s lang nicht weiter.',
    remedy:
      'Starten Sie die Demo erneut, auf einer lokalen Platte. Geschieht es wieder, melden Sie es mit ihrer Ausgabe.',
  },
  'PLB-DEMO-DIRECTORY-NOT-EMPTY': {
    message: 'Das Verzeichnis {path} ist nicht leer, daher benutzt die Demo es nicht.',
    remedy:
      'Nennen Sie ein Verzeichnis, das es nicht gibt oder das leer ist, oder keines für ein temporäres.',
  },
  'PLB-EDIT-CONFLICT': {
    message:
      'Das Objekt {object} hat sich seit Beginn der Bearbeitung geändert; nichts wurde veröffentlicht.',
    remedy:
      'Sehen Sie sich beide Änderungen an, entscheiden Sie, welcher Wert bleibt, wo sie sich widersprechen, und veröffentlichen Sie das Ergebnis.',
  },
  'PLB-EDIT-HISTORY-EMPTY': {
    message: 'Zu jener Änderung gibt es keinen solchen Stand ({state}), zu dem es zurückginge.',
    remedy: 'Wählen Sie einen anderen Eintrag des Verlaufs.',
  },
  'PLB-ENGINE-NOT-A-MASTER': {
    message: '{instanceName} ist ein Slave; er nimmt Änderungen nur von seinem Master an.',
    remedy:
      'Ändern Sie es auf einem Master der Gruppe {group}, oder setzen Sie toggleMaster=true und starten Sie den Knoten neu.',
  },
  'PLB-ENGINE-RELOAD-ON-MASTER': {
    message: '{instanceName} ist ein Master und wird nicht neu geladen.',
    remedy:
      'Ändern Sie es über den Knoten, damit es veröffentlicht wird; oder starten Sie den Knoten zuvor als Slave.',
  },
  'PLB-ENGINE-EDIT-REFUSED': {
    message: 'Die Änderung wurde abgelehnt: {reason}.',
    remedy: 'Berichtigen Sie die Änderung und versuchen Sie es erneut; nichts wurde geändert.',
  },
  'PLB-ENGINE-EDIT-UNFINISHED': {
    message: 'Die Änderung ist angenommen, aber nur zum Teil geschrieben: {reason}',
    remedy:
      'Schaffen Sie Platz. Der Rest wird vor der nächsten Änderung oder beim nächsten Start geschrieben; verlangen Sie sie nicht noch einmal.',
  },
  'PLB-ENGINE-DIRECTORY-EMPTIED': {
    message:
      'Die Konfiguration wurde dem Knoten weggenommen: {missing} von {objects} Objekten haben in {directory} keine Datei mehr, darunter {path}.',
    remedy:
      'Legen Sie die Dateien zurück oder hängen Sie das Volume ein; der Knoten macht von selbst weiter. Sind sie verloren, lassen Sie einen Slave sein Verzeichnis neu lesen und führen Sie einen Resync aus, oder starten Sie den Master aus einer Sicherung neu.',
  },
  'PLB-ENGINE-OBJECT-NOT-FOUND': {
    message: 'Es gibt kein Objekt der Art {kind} namens {name}.',
    remedy:
      'Geben Sie den Namen mit seinem Arbeitsbereich an (topp:roads), wie er auf dem Master geschrieben ist.',
  },
  'PLB-ENGINE-IN-USE': {
    message: '{object} wird noch verwendet von {dependants}.',
    remedy: 'Entfernen Sie diese zuerst, oder alle zusammen mit --recurse.',
  },
  'PLB-ENGINE-STYLE-BROKEN': {
    message: 'Der Stil wurde abgewiesen, weil GeoServer mit seinem Inhalt nicht zeichnen kann: {problem}',
    remedy:
      'Berichtigen Sie den Inhalt. Wer sicher ist, dass GeoServer ihn nimmt, veröffentlicht ihn trotzdem, und der Verlauf hält das fest: mit --publish-anyway oder mit dem Schalter der Prüfung.',
  },
  'PLB-ENGINE-PLAN-CHANGED': {
    message: 'Die Änderung würde nicht mehr bewirken, was zugesagt wurde; es wurde nichts geändert.',
    remedy: 'Sehen Sie an, was sie jetzt bewirken würde, und sagen Sie das zu.',
  },
  'PLB-ENGINE-NAME-NEEDED': {
    message:
      'Die Änderung geht über {name} hinaus und lässt sich nicht als Ganzes zurücknehmen; es wurde nichts geändert.',
    remedy:
      'Sehen Sie an, was mitgeht, und geben Sie dafür den Namen {name} an: bei der Prüfung oder auf der Befehlszeile mit --yes {name}.',
  },
  'PLB-ENGINE-STYLE-BODY-TOO-LARGE': {
    message: 'Die Stildatei hat {bytes} Byte, mehr als die in einer Nachricht erlaubten {limit}.',
    remedy:
      'Legen Sie Eingebettetes in Dateien, auf die der Stil verweist, und verteilen Sie diese außerhalb des Clusters.',
  },
  'PLB-ENGINE-EVENT-UNEXPECTED': {
    message: 'Das Ereignis ließ sich wegen eines Fehlers in Plumbline nicht anwenden ({fault}).',
    remedy:
      'Melden Sie es mit der rohen Nachricht, und gleichen Sie den Knoten ab: Die Nachricht selbst bleibt erhalten.',
  },
  'PLB-ENGINE-NEEDED-OBJECT-REFUSED': {
    message: 'Das Ereignis braucht {needed}; es fehlt hier, weil sein eigenes Ereignis scheiterte: {reason}',
    remedy:
      'Bringen Sie auf dem Master in Ordnung, was das gescheiterte Ereignis brachte, und gleichen Sie diesen Knoten ab.',
  },
  'PLB-ENGINE-INSTANCE-NAME-IN-USE': {
    message: 'Der Instanzname {instanceName} gehört schon {owner}.',
    remedy:
      'Geben Sie diesem Knoten in {file} einen anderen instanceName, oder halten Sie den anderen Knoten an.',
  },
  'PLB-ENGINE-INSTANCE-NAME-SHARED': {
    message:
      'Ein anderer Knoten benutzt den Instanznamen {instanceName}: Er hat um {sentAt} eine Nachricht veröffentlicht.',
    remedy:
      'Geben Sie einem der beiden einen anderen instanceName, starten Sie ihn neu, und vergleichen Sie beide mit ihrem Master.',
  },
  'PLB-ENGINE-BROKER-NOT-REACHED': {
    message: 'Der Broker {broker} war in {attempts} Versuchen nicht erreichbar.',
    remedy: '{advice} connection.retry und connection.maxwait sagen, wie lange gewartet wird.',
  },
  'PLB-ENGINE-NODE-NOT-RUNNING': {
    message: 'Auf {directory} läuft kein Knoten.',
    remedy:
      'Starten Sie ihn mit `plumbline node --data-dir {directory}`, oder setzen Sie CLUSTER_CONFIG_DIR wie beim Knoten.',
  },
  'PLB-ENGINE-CONTROL-FAILED': {
    message: 'Der Knoten auf {directory} hat nicht geantwortet, wie er sollte: {reason}.',
    remedy: 'Sehen Sie sich die Ausgabe des Knotens an, und versuchen Sie es erneut.',
  },
  'PLB-ENGINE-CONTROL-UNPROVED': {
    message:
      'Was anstelle des Knotens auf {directory} antwortet, konnte nicht beweisen, dass es der Knoten ist.',
    remedy:
      'Starten Sie den Knoten mit `plumbline node --data-dir {directory}` neu, und versuchen Sie es erneut.',
  },
  'PLB-ENGINE-CONTROL-LOST': {
    message: 'Der Knoten auf {directory} wurde gefragt, und die Verbindung brach ab, bevor er antwortete.',
    remedy: 'Sehen Sie mit `plumbline status --data-dir {directory}` nach, sobald er wieder läuft.',
  },
  'PLB-ENGINE-EDIT-UNKNOWN': {
    message:
      'Ob die Änderung {request} gemacht wurde, ist nicht bekannt: Der Knoten auf {directory} ging verloren, bevor er antwortete.',
    remedy:
      'Starten Sie den Knoten und wiederholen Sie den Befehl mit `--request {request}`: Die Änderung wird nur einmal gemacht, und Sie erfahren, was aus ihr wurde.',
  },
  'PLB-ENGINE-REQUEST-REUSED': {
    message: 'Die Anfrage {request} galt einer anderen Änderung: {summary}.',
    remedy: 'Lassen Sie --request weg; jede Änderung erhält ihre eigene Kennung.',
  },
  'PLB-ENGINE-SAME-DIRECTORY': {
    message: 'Slave und Referenz sind dasselbe Verzeichnis, {directory}.',
    remedy: 'Nennen Sie als Referenz das Datenverzeichnis des Masters oder einer getreuen Replik.',
  },
  'PLB-ENGINE-REFERENCE-UNREADABLE': {
    message: 'Die Referenz {directory} ist nicht vollständig lesbar: {path}: {reason}',
    remedy:
      'Bringen Sie zuerst die Referenz in Ordnung, oder nennen Sie ein anderes Verzeichnis mit der ganzen Konfiguration.',
  },
  'PLB-ENGINE-REFERENCE-UNSETTLED': {
    message: 'Die Referenz {directory} kommt nicht zur Ruhe: Sie änderte sich bei jedem Lesen.',
    remedy: 'Warten Sie, bis das vorüber ist, und vergleichen Sie erneut.',
  },
  'PLB-ENGINE-REFERENCE-SHRUNK': {
    message:
      'Die Referenz {directory} hat seit dem ersten Lesen {count} Objekte verloren, darunter: {object}.',
    remedy:
      'Sehen Sie sich die Referenz an. Ist sie, wie sie sein soll, vergleichen Sie erneut, und sehen Sie sich den neuen Plan an.',
  },
  'PLB-ENGINE-REFERENCE-EMPTY': {
    message: 'Die Referenz {directory} enthält keine Konfiguration.',
    remedy: 'Nennen Sie das Datenverzeichnis des Masters oder einer getreuen Replik.',
  },
  'PLB-ENGINE-RESYNC-TIMEOUT': {
    message:
      'Der Slave {instanceName} hat {taken} von {sent} Ereignissen geholt und dann {seconds} s lang keines mehr.',
    remedy:
      'Starten Sie den Slave oder sehen Sie sich seine Ausgabe an; die übrigen Ereignisse warten in seiner Warteschlange und werden dann angewendet.',
  },
  'PLB-CONFIGURATION-NO-DATA-DIRECTORY': {
    message: 'Es gibt kein Datenverzeichnis {path}.',
    remedy:
      'Prüfen Sie den Pfad und ob das Laufwerk eingehängt ist. Plumbline legt das Verzeichnis nicht selbst an, denn auf einem nicht eingehängten Laufwerk bekäme der Knoten eine neue Identität.',
  },
  'PLB-CONFIGURATION-DIRECTORY-OUTSIDE': {
    message: 'CLUSTER_CONFIG_DIR ist {value} und führt aus dem Datenverzeichnis {dataDirectory} hinaus.',
    remedy: 'Setzen Sie CLUSTER_CONFIG_DIR auf einen absoluten Pfad oder auf einen im Datenverzeichnis.',
  },
  'PLB-CONFIGURATION-DAMAGED': {
    message: '{path} ist als Java-Properties-Datei nicht lesbar. Zeile {line} enthält {problem}.',
    remedy:
      'Berichtigen Sie Zeile {line} von {path}, oder legen Sie die Fassung aus Ihrer Sicherung zurück. Die Datei wurde nicht angerührt.',
  },
  'PLB-CONFIGURATION-INVALID': {
    message: 'Die Cluster-Konfiguration {path} ist nicht verwendbar: {problems}.',
    remedy: 'Berichtigen Sie jeden genannten Wert. Nichts wurde geschrieben.',
  },
  'PLB-CONFIGURATION-OVERRIDDEN': {
    message: '{keys} lassen sich in {path} nicht ändern: Gleichnamige Umgebungsvariablen setzen sie.',
    remedy: 'Ändern oder entfernen Sie die Umgebungsvariablen {keys} dort, wo der Knoten gestartet wird.',
  },
  'PLB-GEOSERVER-UNREACHABLE': {
    message: 'Der GeoServer unter {url} ist nicht erreichbar: {reason}.',
    remedy:
      'Öffnen Sie {url} auf diesem Rechner in einem Browser; berichtigen Sie die URL im Profil, wenn sie anders lautet.',
  },
  'PLB-GEOSERVER-SILENT': {
    message: 'Der GeoServer unter {url} hat nicht innerhalb von {milliseconds} geantwortet.',
    remedy: 'Sehen Sie nach, ob sein Broker erreichbar ist, und in sein Log.',
  },
  'PLB-GEOSERVER-CREDENTIALS': {
    message: 'Der GeoServer unter {url} hat Benutzername und Passwort für {path} nicht angenommen.',
    remedy: 'Geben Sie im Profil Benutzername und Passwort eines Administrators ein.',
  },
  'PLB-GEOSERVER-NOT-ADMINISTRATOR': {
    message: 'Der GeoServer unter {url} kennt den Benutzer, der {path} aber nicht benutzen darf.',
    remedy:
      'Geben Sie das Login eines Administrators ein, oder geben Sie dem Benutzer in rest.properties die Rolle ADMIN.',
  },
  'PLB-GEOSERVER-ADDRESS-REFUSED': {
    message: '„{address}“ ist keine Adresse eines GeoServers: {reason}.',
    remedy:
      'Schreiben Sie http://host:8080/geoserver, oder mehrere mit einem Muster in geschweiften Klammern, wie das Handbuch zeigt.',
  },
  'PLB-GEOSERVER-NOT-FOUND': {
    message: 'Der GeoServer unter {url} hat kein {path}.',
    remedy: 'Berichtigen Sie die URL im Profil; es ist die der Weboberfläche ohne /web.',
  },
  'PLB-GEOSERVER-UNEXPECTED': {
    message: 'Der GeoServer unter {url} hat auf {path} unerwartet geantwortet: {reason}.',
    remedy: 'Öffnen Sie dieselbe Adresse auf diesem Rechner in einem Browser und sehen Sie, was antwortet.',
  },
  'PLB-GEOSERVER-TOO-LARGE': {
    message:
      'Der GeoServer unter {url} hat für {path} mehr als die {limit} Byte gesendet, die Plumbline nimmt.',
    remedy: 'Sehen Sie sich {path} auf dem Server an; gehört es dorthin, melden Sie dies.',
  },
  'PLB-GEOSERVER-NAME-UNSAFE': {
    message: 'Ein Objekt der Art {kind} darf nicht „{name}“ heißen.',
    remedy:
      'Wählen Sie einen Namen ohne Schräg- und Doppelpunkt; der eines Arbeitsbereichs ist auch ohne Leerzeichen.',
  },
  'PLB-GEOSERVER-PROPERTY-FIXED': {
    message: 'Die Eigenschaft {property} von {object} lässt sich über REST nicht ändern.',
    remedy: 'Legen Sie ein anderes Objekt an und entfernen Sie dieses.',
  },
  'PLB-GEOSERVER-CHANGE-UNSUPPORTED': {
    message: '{object} lässt sich über REST weder hinzufügen noch entfernen.',
    remedy: 'Ändern Sie es, oder fügen Sie das hinzu oder entfernen Sie das, wozu es gehört.',
  },
  'PLB-GEOSERVER-MEMBER-WITHOUT-STYLE': {
    message: 'In {object} hat ein Mitglied keinen Stil.',
    remedy: 'Geben Sie jedem Mitglied einen Stil, etwa den Standardstil seines Layers.',
  },
  'PLB-GEOSERVER-RULES-UNREADABLE': {
    message: 'Die Regeln von {object} sind kein Stildokument.',
    remedy: 'Berichtigen Sie die Regeln.',
  },
  'PLB-GEOSERVER-WRITE-REFUSED': {
    message: 'Der GeoServer unter {url} hat {path} mit dem Status {status} abgelehnt und gesagt: {answer}.',
    remedy: 'Lesen Sie den Knoten noch einmal und sehen Sie nach, was er jetzt hat.',
  },
  'PLB-GEOSERVER-WITHOUT-FILE': {
    message: '{object} wird bedient, hat aber keine Datei, die sich lesen lässt.',
    remedy:
      'Laden Sie den Knoten neu: Dann ist in seinem Speicher, was seine Dateien sagen; ein Angleichen bietet es an.',
  },
  'PLB-GEOSERVER-SERVED-OTHERWISE': {
    message: '{object} wird anders bedient, als die Datei sagt.',
    remedy:
      'Laden Sie den Knoten neu: Dann sind beide eins; ein Angleichen bietet es an. Globale Einstellungen bleiben, wie sie bedient werden, alles andere wird, was die Dateien sagen.',
  },
  'PLB-GEOSERVER-NAME-UNASKABLE': {
    message: '{object} wird bedient, aber nach dem Namen lässt sich nicht fragen; bekannt ist davon nichts.',
    remedy: 'Benennen Sie es über die Webseiten des Knotens um.',
  },
  'PLB-GEOSERVER-CHANGE-UNREAD': {
    message:
      'Was aus {object} wurde, ist nicht bekannt: {count} Anfragen der Änderung wurden angenommen, und dann: {reason}.',
    remedy:
      'Warten Sie, bis der Knoten wieder antwortet, sehen Sie das Objekt an, und wiederholen Sie, was fehlt.',
  },
  'PLB-GEOSERVER-CHANGE-INCOMPLETE': {
    message: '{object} ist nicht, wie es sein sollte: {left}. Getan wurde: {done}.',
    remedy:
      'Sehen Sie an, was das Objekt jetzt ist und was seine Slaves haben; wiederholen Sie, was fehlt, oder nehmen Sie es zurück.',
  },
  'PLB-GEOSERVER-REPAIR-INCOMPLETE': {
    message: '{object} ließ sich nicht angleichen: {left}.',
    remedy: 'Vergleichen Sie den Slave als Ganzes, und gleichen Sie ihn an.',
  },
  'PLB-GEOSERVER-SILENT-GROUP-TAKEN': {
    message: 'Die Gruppe {group} taugt nicht dazu, eine Änderung vom Cluster fernzuhalten.',
    remedy: 'Wählen Sie eine Gruppe, die kein Knoten hat.',
  },
  'PLB-SERVE-PORT-IN-USE': {
    message: 'Port {port} von {host} wird benutzt von {occupant}.',
    remedy:
      'Beenden Sie jenes Programm, oder nennen Sie mit --port einen anderen Port; --port 0 nimmt einen freien.',
  },
  'PLB-SERVE-CANNOT-LISTEN': {
    message: 'Plumbline konnte nicht auf Port {port} von {host} lauschen: {reason}.',
    remedy: 'Nennen Sie mit --host eine Adresse dieses Rechners und mit --port einen Port über 1023.',
  },
  'PLB-SERVE-NEEDS-TLS': {
    message: '{host} ist keine Loopback-Adresse, und es gibt kein Zertifikat.',
    remedy:
      'Geben Sie --tls-cert und --tls-key an, oder bleiben Sie bei 127.0.0.1 und leiten Sie den Port mit `ssh -L` weiter.',
  },
  'PLB-SERVE-TLS-UNUSABLE': {
    message: 'Das Zertifikat {certificate} mit dem Schlüssel {key} ist nicht verwendbar: {reason}.',
    remedy:
      'Prüfen Sie beide Dateien; der Schlüssel muss unverschlüsseltes PEM sein, das dieses Konto lesen kann.',
  },
  'PLB-SERVE-NO-USER-INTERFACE': {
    message: 'Die Oberfläche ließ sich nicht vorbereiten: {reason}.',
    remedy:
      'Führen Sie mit dem Konto, dem die Installation gehört, `npm install` und `npm run build:renderer` aus, und versuchen Sie es erneut.',
  },
  'PLB-COMMAND-NO-CLUSTER': {
    message: 'An {addresses} antwortet nichts Brauchbares: {reason}',
    remedy: 'Sehen Sie nach, was `plumbline connect` zu diesen Adressen sagt.',
  },
  'PLB-COMMAND-USAGE': {
    message: 'Die Befehlszeile ist nicht verständlich: {reason}.',
    remedy: '`{help}` zeigt mit Beispielen, was es gibt.',
  },
  'PLB-COMMAND-INTERRUPTED': {
    message: 'Unterbrochen durch {signal}.',
    remedy: 'Führen Sie es erneut aus; was schon getan ist, schadet nicht, wenn es zweimal geschieht.',
  },
  'PLB-COMMAND-UNEXPECTED': {
    message: 'Etwas ist schiefgegangen, das Plumbline nicht kennt: {reason}.',
    remedy:
      'Melden Sie es mit der ganzen Ausgabe und damit, was Sie getan haben; versuchen Sie es dann erneut.',
  },
  'PLB-COMMAND-NOT-A-DIRECTORY': {
    message: '{path} ist kein Verzeichnis.',
    remedy: 'Nennen Sie das Verzeichnis, das global.xml und workspaces enthält.',
  },
  'PLB-COMMAND-LINE-DAMAGED': {
    message: 'Zeile {line} von {file} ist keine archivierte Nachricht: {reason}.',
    remedy:
      'Archivieren Sie die Nachrichten erneut, oder nehmen Sie die Zeile heraus, wenn ihre Nachricht entbehrlich ist.',
  },
  'PLB-HOOK-REFUSED': {
    message: '{hook} ließ sich einen Befund nicht melden: {reason}.',
    remedy: 'Versuchen Sie es von Hand mit JSON auf der Standardeingabe oder im Rumpf eines POST.',
  },
  'PLB-HOOK-NOT-TOLD': {
    message: '{hook} erfuhr nicht, dass {id} eintrat oder endete ({event}): {reason}',
    remedy: 'Beheben Sie es; was offen ist, wird beim nächsten Start des Befehls wieder gemeldet.',
  },
  'PLB-COMMAND-SECRET-UNUSABLE': {
    message: '{path} enthält nicht {what} und sonst nichts.',
    remedy: 'Schreiben Sie die Datei so, und nehmen Sie sie allen anderen weg: chmod 600 {path}.',
  },
  'PLB-COMMAND-LOGIN-UNUSABLE': {
    message: 'Aus {path} lässt sich keine Anmeldung lesen: {reason}.',
    remedy: 'Schreiben Sie die Datei so, und nehmen Sie sie allen anderen weg: chmod 600 {path}.',
  },
  'PLB-CONFIGURATION-INCOMPLETE': {
    message: 'In der Clusterkonfiguration {path} fehlt {missing}.',
    remedy:
      'Stellen Sie die Datei aus Ihrer Sicherung wieder her, oder ergänzen Sie {missing}. Es wurde nichts geschrieben: Ein Knoten mit erfundenem Namen, erfundener Rolle oder erfundenem Broker würde seinem Cluster schaden.',
  },
  'PLB-CONFIGURATION-FOREIGN': {
    message: '{path} enthält keinen Schlüssel des Moduls jms-cluster: Die Datei gehört zu {owner}.',
    remedy:
      'Geben Sie diesem Knoten mit CLUSTER_CONFIG_DIR ein eigenes Verzeichnis. Es wurde nichts geschrieben und der Knoten nicht gestartet.',
  },
  'PLB-COMMAND-NO-SUCH-CODE': {
    message: 'Es gibt keinen Fehler {code}.',
    remedy: '`plumbline errors` führt alle Codes auf.',
  },
} as const
