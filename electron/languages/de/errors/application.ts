/** Errors of the app, its nodes and its command line, in German. */
export const applicationErrors = {
  'PLB-APP-CONNECTION-LOST': {
    message: 'Die Verbindung zu Plumbline ging verloren, bevor die Antwort kam.',
    cause:
      'Plumbline wurde beendet oder neu gestartet, der Rechner schlief, oder das Netz zu diesem Fenster brach ab.',
    remedy:
      'Das Fenster verbindet sich von selbst wieder, sobald Plumbline antwortet. Sehen Sie nach, bevor Sie erneut fragen: Es kann schon getan sein.',
  },
  'PLB-APP-UNKNOWN-PROCEDURE': {
    message: 'Plumbline kennt {feature}.{name} nicht.',
    cause: 'Das Fenster und die Anwendung dahinter sind von verschiedenen Versionen.',
    remedy: 'Laden Sie das Fenster neu; hilft das nicht, beenden Sie Plumbline und starten Sie es neu.',
  },
  'PLB-APP-INPUT': {
    message: '{feature}.{name} wurde um etwas gebeten, das es nicht versteht: {reason}.',
    cause:
      'Das Fenster und die Anwendung dahinter sind von verschiedenen Versionen, oder etwas anderes hat sie angesprochen.',
    remedy: 'Laden Sie das Fenster neu; geschieht es wieder, melden Sie es mit diesem Text.',
  },
  'PLB-APP-OUTPUT': {
    message: 'Die Antwort von {feature}.{name} hatte nicht die nötige Form: {reason}.',
    cause:
      'Das Fenster und die Anwendung dahinter sind von verschiedenen Versionen, oder dies ist ein Fehler in Plumbline.',
    remedy: 'Laden Sie das Fenster neu; geschieht es wieder, melden Sie es mit diesem Text.',
  },
  'PLB-APP-CANCELLED': {
    message: '{feature}.{name} wurde abgebrochen.',
    cause: 'Es wurde abgebrochen, oder die Ansicht, die es brauchte, wurde verlassen.',
    remedy: 'Starten Sie es erneut, wenn es gebraucht wird.',
  },
  'PLB-APP-READ-ONLY': {
    message: '{feature}.{name} ändert etwas, und Plumbline ist im Nur-Lese-Modus.',
    cause: 'In den Einstellungen ist der Nur-Lesen-Modus eingeschaltet; er lehnt alles ab, was etwas ändert.',
    remedy:
      'Schalten Sie den Nur-Lese-Modus in den Einstellungen oder in der oberen Leiste aus, und versuchen Sie es erneut.',
  },
  'PLB-APP-UNEXPECTED': {
    message: 'Etwas ist schiefgegangen, das Plumbline nicht kennt: {reason}.',
    cause: 'Dies ist ein Fehler in Plumbline selbst.',
    remedy:
      'Versuchen Sie es erneut; geschieht es wieder, melden Sie es mit diesem Text und damit, was Sie getan haben.',
  },
  'PLB-APP-STATE-TEMPORARY': {
    message:
      '{directory} ist nicht benutzbar: {reason}. Einstellungen und Profile bleiben nur, bis Plumbline endet; Nachrichten werden weder abgeholt noch vermittelt.',
    cause:
      'Sein Datenträger ist voll oder schreibgeschützt, oder ein anderes Plumbline hat es geöffnet. Nachrichten in einem vorläufigen Verzeichnis gingen mit ihm verloren.',
    remedy:
      'Beseitigen Sie den Grund und starten Sie Plumbline neu, oder nennen Sie mit PLUMBLINE_STATE_DIR ein anderes Verzeichnis. Die Nachrichten warten beim Broker.',
  },
  'PLB-APP-NO-PLACE': {
    message: 'Weder {directory} noch ein temporäres Verzeichnis ist beschreibbar: {reason}.',
    cause: 'Das Konto darf nirgends schreiben, oder die Datenträger sind voll oder schreibgeschützt.',
    remedy:
      'Nennen Sie mit PLUMBLINE_STATE_DIR ein Verzeichnis, das das Konto beschreiben darf, oder mit TMPDIR eines für temporäre Dateien.',
  },
  'PLB-APP-MESSAGE-MALFORMED': {
    message: 'Eine Nachricht der Oberfläche wurde nicht verstanden: {reason}.',
    cause:
      'Die Seite ist von einer anderen Version als das Programm dahinter, oder etwas anderes spricht mit ihm.',
    remedy: 'Laden Sie die Seite neu; hilft das nicht, starten Sie Plumbline neu.',
  },
  'PLB-APP-TOO-MANY': {
    message: '{feature}.{name} wurde abgelehnt: {limit} Anfragen dieser Seite laufen noch.',
    cause: 'Die Seite fragt schneller, als die Antworten kommen, was keine Seite von Plumbline tut.',
    remedy: 'Warten Sie, bis beendet ist, was läuft, oder laden Sie die Seite neu.',
  },
  'PLB-CLUSTER-NOT-OPEN': {
    message: 'Kein Cluster ist geöffnet.',
    cause: 'Er wurde in einem anderen Fenster geschlossen, oder noch keiner wurde geöffnet.',
    remedy: 'Öffnen Sie auf dem Willkommensbildschirm ein Profil, oder starten Sie den Demo-Cluster.',
  },
  'PLB-CLUSTER-TOO-MANY': {
    message: 'Es können nicht mehr als {limit} Cluster zugleich geöffnet sein.',
    cause: 'Jeder geöffnete Cluster hat seine eigenen Verbindungen, sein Archiv und seine Threads.',
    remedy: 'Schließen Sie in der Liste der Cluster einen, und öffnen Sie dann diesen.',
  },
  'PLB-CLUSTER-NODE-UNKNOWN': {
    message: 'Der Cluster hat keinen Knoten namens {instanceName}.',
    cause: 'Er wurde aus dem Profil entfernt oder bekam einen anderen Instanznamen.',
    remedy:
      'Sehen Sie in der Liste der Knoten nach; ein Knoten erscheint dort, sobald er hinzugefügt wurde oder eine Nachricht gesendet hat.',
  },
  'PLB-APP-NOT-AGREED': {
    message: 'Nichts wurde getan: Es fehlt das Einverständnis, das {shown} nennt.',
    cause:
      'Was außerhalb von Plumbline wirkt oder sich nicht rückgängig machen lässt, verlangt den Namen dessen, woran es geschieht.',
    remedy: 'Sehen Sie nach, was jetzt angezeigt wird, und nennen Sie es, wenn es gemeint ist.',
  },
  'PLB-CLUSTER-ACTION-REFUSED': {
    message: '{instanceName}: {reason}.',
    cause: 'Dabei gingen Änderungen verloren, oder der Cluster nähme Schaden.',
    remedy: 'Sehen Sie sich die Aktionen des Knotens an; jede sagt, warum sie nicht erlaubt ist.',
  },
  'PLB-PROFILE-UNKNOWN': {
    message: 'Es gibt kein Profil {id}.',
    cause: 'Es wurde entfernt, vielleicht in einem anderen Fenster.',
    remedy: 'Wählen Sie ein anderes Profil, oder importieren Sie es erneut aus seiner Datei.',
  },
  'PLB-PROFILE-REFUSED': {
    message: 'Das Profil wurde nicht gesichert: {reason}.',
    cause: 'Ein Wert lässt sich so nicht verwenden.',
    remedy: 'Berichtigen Sie den Wert, und sichern Sie das Profil erneut.',
  },
  'PLB-PROFILE-PASSWORD-AGAIN': {
    message: 'Das gespeicherte Passwort wurde nicht für {where} eingegeben.',
    cause:
      'Die Adresse wurde geändert, und ein aufbewahrtes Passwort geht nur dorthin, wofür es angegeben wurde.',
    remedy: 'Geben Sie das Passwort für die neue Adresse noch einmal ein.',
  },
  'PLB-PROFILE-FILE-INVALID': {
    message: 'Die Profildatei ist nicht verwendbar: {reason}.',
    cause: 'Es ist eine Datei anderer Art, wurde abgeschnitten, oder stammt von einem neueren Plumbline.',
    remedy:
      'Exportieren Sie das Profil an seinem Ursprung erneut und importieren Sie diese Datei; eine neuere braucht ein neueres Plumbline.',
  },
  'PLB-PROFILE-FILE-ENCRYPTED': {
    message: 'Die Profildatei ist verschlüsselt.',
    cause: 'Sie wurde mit ihren Passwörtern exportiert.',
    remedy: 'Geben Sie die Passphrase ein, mit der sie exportiert wurde.',
  },
  'PLB-PROFILE-FILE-LOCKED': {
    message: 'Die Passphrase öffnet die Profildatei nicht.',
    cause:
      'Sie wurde mit einer anderen exportiert, seither verändert, oder ist für einen Schlüssel statt mit einer Passphrase verschlüsselt.',
    remedy:
      'Geben Sie die Passphrase ein, mit der sie exportiert wurde, oder lassen Sie sie erneut exportieren.',
  },
  'PLB-SECRET-UNAVAILABLE': {
    message: 'Das unter {reference} aufbewahrte Passwort ist nicht lesbar: {reason}.',
    cause: 'Der Schlüsselbund ist gesperrt, oder das Profil kam von einem anderen Rechner oder Konto.',
    remedy: 'Geben Sie das Passwort im Profil neu ein.',
  },
  'PLB-SECRET-REFUSED': {
    message: 'Der Schlüsselbund des Systems hat das Passwort nicht angenommen: {reason}.',
    cause:
      'Der Schlüsselbund ist gesperrt, oder die Frage, ob Plumbline ihn benutzen darf, wurde mit Nein beantwortet.',
    remedy:
      'Entsperren Sie den Schlüsselbund, erlauben Sie Plumbline seine Benutzung, und sichern Sie das Profil erneut.',
  },
  'PLB-WORKER-FAILED': {
    message: 'Nicht zu Ende gebracht: {work}: {reason}.',
    cause: 'Der Thread endete, bevor er fertig war, meist aus Mangel an Speicher.',
    remedy:
      'Versuchen Sie es erneut; geschieht es wieder, erstellen Sie ein Support-Paket und melden Sie es.',
  },
  'PLB-RESYNC-PLAN-UNKNOWN': {
    message: 'Den Plan dieses Abgleichs gibt es nicht mehr.',
    cause:
      'Der Cluster wurde seitdem geschlossen, oder ein neuerer Plan für denselben Knoten hat ihn ersetzt.',
    remedy: 'Vergleichen Sie erneut, und sehen Sie sich den neuen Plan an.',
  },
  'PLB-RESYNC-PLAN-OUTDATED': {
    message:
      'Der Abgleich von {instanceName} würde jetzt etwas tun, das der Plan nicht zeigte: {steps}. | Der Abgleich von {instanceName} würde jetzt {count} Dinge tun, die der Plan nicht zeigte, zuerst: {steps}.',
    cause: 'Seitdem wurden Objekte von der Referenz entfernt oder auf einem von beiden geändert.',
    remedy: 'Vergleichen Sie erneut, und sehen Sie sich den neuen Plan an. Nichts wurde gesendet.',
  },
  'PLB-RESYNC-RUNNING': {
    message: 'Ein Abgleich von {instanceName} läuft bereits.',
    cause: 'Er wurde in einem anderen Fenster begonnen.',
    remedy: 'Warten Sie, bis er endet, oder brechen Sie ihn vorher ab.',
  },
  'PLB-DIAGNOSTICS-NO-FIX': {
    message: 'Bei {check} gibt es nichts zu beheben.',
    cause: 'Die Prüfung besteht inzwischen, oder von hier lässt sich nichts beheben.',
    remedy: 'Führen Sie die Prüfungen erneut durch.',
  },
  'PLB-DEMO-NOT-OPEN': {
    message: 'Der Demo-Cluster ist nicht geöffnet.',
    cause: 'Ein anderer Cluster ist geöffnet; mit Absicht werden nur Dateien der Vorführung beschädigt.',
    remedy: 'Starten Sie den Demo-Cluster auf dem Willkommensbildschirm.',
  },
  'PLB-DEMO-STANDSTILL': {
    message: 'Die Demo kam {seconds} s lang nicht weiter.',
    cause:
      'Der Rechner ist sehr beschäftigt oder sein Datenträger sehr langsam; oder ein Knoten der Vorführung steht still.',
    remedy:
      'Starten Sie die Demo erneut, auf einer lokalen Platte. Geschieht es wieder, melden Sie es mit ihrer Ausgabe.',
  },
  'PLB-DEMO-DIRECTORY-NOT-EMPTY': {
    message: 'Das Verzeichnis {path} ist nicht leer, daher benutzt die Demo es nicht.',
    cause:
      'Die Vorführung entfernt am Ende, was sie angelegt hat, und könnte ihre Dateien nicht von anderen unterscheiden.',
    remedy:
      'Nennen Sie ein Verzeichnis, das es nicht gibt oder das leer ist, oder keines für ein temporäres.',
  },
  'PLB-EDIT-CONFLICT': {
    message:
      'Das Objekt {object} hat sich seit Beginn der Bearbeitung geändert; nichts wurde veröffentlicht.',
    cause: 'Jemand anderes oder ein anderer Master hat eine Änderung daran veröffentlicht.',
    remedy:
      'Sehen Sie sich beide Änderungen an, entscheiden Sie, welcher Wert bleibt, wo sie sich widersprechen, und veröffentlichen Sie das Ergebnis.',
  },
  'PLB-EDIT-CHANGED-SINCE': {
    message:
      '{object} wurde seither noch einmal geändert, und zwar in dem, was zurückgenommen werden soll: {properties}. Nichts wurde veröffentlicht.',
    cause: 'Was später geändert wurde, würde mit zurückgenommen.',
    remedy:
      'Nehmen Sie zuerst die spätere Änderung zurück, oder kehren Sie ganz zu dem zurück, was vorher war: mit einem früheren Stand im Verlauf, oder mit plumbline edit undo --whole.',
  },
  'PLB-EDIT-HISTORY-EMPTY': {
    message: 'Zu jener Änderung gibt es keinen solchen Stand ({state}), zu dem es zurückginge.',
    cause: 'Das Objekt gab es damals nicht, oder der Verlauf des Knotens beginnt später.',
    remedy: 'Wählen Sie einen anderen Eintrag des Verlaufs.',
  },
  'PLB-ENGINE-NOTHING-TO-CHANGE': {
    message: 'Es ist nichts zu ändern.',
    cause: 'Alles ist schon, wie es werden sollte.',
    remedy: 'Es ist nichts zu tun.',
  },
  'PLB-ENGINE-NOT-A-MASTER': {
    message: '{instanceName} ist ein Slave; er nimmt Änderungen nur von seinem Master an.',
    cause:
      'Eine Änderung auf einem Slave erreicht keinen anderen Knoten und wird von der nächsten Änderung des Masters überschrieben.',
    remedy:
      'Ändern Sie es auf einem Master der Gruppe {group}, oder setzen Sie toggleMaster=true und starten Sie den Knoten neu.',
  },
  'PLB-ENGINE-RELOAD-ON-MASTER': {
    message: '{instanceName} ist ein Master und wird nicht neu geladen.',
    cause:
      'Was ein Neuladen in den Dateien eines Masters findet, wurde nie veröffentlicht; seine Slaves wichen von ihm ab.',
    remedy:
      'Ändern Sie es über den Knoten, damit es veröffentlicht wird; oder starten Sie den Knoten zuvor als Slave.',
  },
  'PLB-ENGINE-EDIT-REFUSED': {
    message: 'Die Änderung wurde abgelehnt: {reason}.',
    cause: 'Die Konfiguration wäre keine, mit der GeoServer arbeiten kann.',
    remedy: 'Berichtigen Sie die Änderung und versuchen Sie es erneut; nichts wurde geändert.',
  },
  'PLB-ENGINE-EDIT-UNFINISHED': {
    message: 'Die Änderung ist angenommen, aber nur zum Teil geschrieben: {reason}',
    cause:
      'Der Datenträger wurde voll oder ließ sich nicht beschreiben, mitten in der Änderung oder ihrer Rücknahme.',
    remedy:
      'Schaffen Sie Platz. Der Rest wird vor der nächsten Änderung oder beim nächsten Start geschrieben; verlangen Sie sie nicht noch einmal.',
  },
  'PLB-ENGINE-DIRECTORY-EMPTIED': {
    message:
      'Die Konfiguration wurde dem Knoten weggenommen: {missing} von {objects} Objekten haben in {directory} keine Datei mehr, darunter {path}.',
    cause:
      'Jemand hat das Verzeichnis geleert, oder sein Datenträger wurde ausgehängt. Der Knoten nimmt nichts an, bis die Dateien wieder da sind.',
    remedy:
      'Legen Sie die Dateien zurück oder hängen Sie das Volume ein; der Knoten macht von selbst weiter. Sind sie verloren, lassen Sie einen Slave sein Verzeichnis neu lesen und führen Sie einen Resync aus, oder starten Sie den Master aus einer Sicherung neu.',
  },
  'PLB-ENGINE-OBJECT-NOT-FOUND': {
    message: 'Es gibt kein Objekt der Art {kind} namens {name}.',
    cause: 'Es wurde umbenannt oder entfernt, oder dem Namen fehlt der Arbeitsbereich.',
    remedy:
      'Geben Sie den Namen mit seinem Arbeitsbereich an (topp:roads), wie er auf dem Master geschrieben ist.',
  },
  'PLB-ENGINE-IN-USE': {
    message: '{object} wird noch verwendet von {dependants}.',
    cause: 'Würde es entfernt, bliebe etwas zurück, das auf nichts verweist.',
    remedy: 'Entfernen Sie diese zuerst, oder alle zusammen mit --recurse.',
  },
  'PLB-ENGINE-STYLE-BROKEN': {
    message: 'Der Stil wurde abgewiesen, weil GeoServer mit seinem Inhalt nicht zeichnen kann: {problem}',
    cause:
      'Ein Element, eine Klammer oder ein Anführungszeichen fehlt, oder der Inhalt ist in einer anderen Sprache geschrieben.',
    remedy:
      'Berichtigen Sie den Inhalt. Wer sicher ist, dass GeoServer ihn nimmt, veröffentlicht ihn trotzdem, und der Verlauf hält das fest: mit --publish-anyway oder mit dem Schalter der Prüfung.',
  },
  'PLB-ENGINE-PLAN-CHANGED': {
    message: 'Die Änderung würde nicht mehr bewirken, was zugesagt wurde; es wurde nichts geändert.',
    cause:
      'Worum es geht, oder was dazugehört, wurde geändert, nachdem der Plan gezeigt wurde; oder der Knoten wurde seitdem neu gestartet.',
    remedy: 'Sehen Sie an, was sie jetzt bewirken würde, und sagen Sie das zu.',
  },
  'PLB-ENGINE-SET-REFUSED': {
    message: 'Teil {number} von {count} lässt sich nicht ausführen: {reason}',
    cause:
      'Was zusammen veröffentlicht wird, wird ganz oder gar nicht ausgeführt, jeder Teil auf dem, was die vor ihm hinterlassen.',
    remedy:
      'Berichtigen Sie diesen Teil oder lassen Sie ihn weg; die anderen warten, bis sich alle ausführen lassen.',
  },
  'PLB-ENGINE-NAME-NEEDED': {
    message: 'Was mit {name} geht, lässt sich nicht als Ganzes zurücknehmen; es wurde nichts geändert.',
    cause:
      'Darunter ist ein Passwort, das nur ein anderer Knoten lesen kann, oder es ist mehr, als eine Änderung zurückbringen kann.',
    remedy:
      'Sehen Sie an, was mitgeht, und geben Sie dafür den Namen {name} an: bei der Prüfung oder auf der Befehlszeile mit --yes {name}.',
  },
  'PLB-ENGINE-STYLE-BODY-TOO-LARGE': {
    message: 'Die Stildatei hat {bytes} Byte, mehr als die in einer Nachricht erlaubten {limit}.',
    cause: 'Nachrichten tragen nur Konfiguration. In einem so großen Inhalt stecken meist Daten oder Bilder.',
    remedy:
      'Legen Sie Eingebettetes in Dateien, auf die der Stil verweist, und verteilen Sie diese außerhalb des Clusters.',
  },
  'PLB-ENGINE-EVENT-UNEXPECTED': {
    message: 'Das Ereignis ließ sich wegen eines Fehlers in Plumbline nicht anwenden ({fault}).',
    cause:
      'Das Ereignis enthält etwas, wofür Plumbline nicht gemacht wurde. Die dahinter wurden nicht aufgehalten.',
    remedy:
      'Melden Sie es mit der rohen Nachricht, und gleichen Sie den Knoten ab: Die Nachricht selbst bleibt erhalten.',
  },
  'PLB-ENGINE-NEEDED-OBJECT-REFUSED': {
    message: 'Das Ereignis braucht {needed}; es fehlt hier, weil sein eigenes Ereignis scheiterte: {reason}',
    cause: 'Ein Objekt braucht ein anderes; ohne jenes hat dieses Ereignis keinen Ort.',
    remedy:
      'Bringen Sie auf dem Master in Ordnung, was das gescheiterte Ereignis brachte, und gleichen Sie diesen Knoten ab.',
  },
  'PLB-ENGINE-INSTANCE-NAME-IN-USE': {
    message: 'Der Instanzname {instanceName} gehört schon {owner}.',
    cause: 'Zwei Knoten eines Namens nähmen einander die Nachrichten weg und überhörten einander.',
    remedy:
      'Geben Sie diesem Knoten in {file} einen anderen instanceName, oder halten Sie den anderen Knoten an.',
  },
  'PLB-ENGINE-INSTANCE-NAME-SHARED': {
    message:
      'Ein anderer Knoten benutzt den Instanznamen {instanceName}: Er hat am {sentAt} eine Nachricht veröffentlicht.',
    cause:
      'Ein GeoServer läuft mit einer Kopie dieser cluster.properties. Beide nehmen Nachrichten aus einer Warteschlange, sodass jedem fehlt, was der andere nahm.',
    remedy:
      'Geben Sie einem der beiden einen anderen instanceName, starten Sie ihn neu, und vergleichen Sie beide mit ihrem Master.',
  },
  'PLB-ENGINE-BROKER-NOT-REACHED': {
    message: 'Der Broker {broker} war nicht erreichbar (Versuche: {attempts}).',
    cause:
      'Er läuft nicht, oder er ist von hier nicht zu erreichen; der Grund des letzten Versuchs steht darunter.',
    remedy: '{advice} connection.retry und connection.maxwait sagen, wie lange gewartet wird.',
  },
  'PLB-ENGINE-NODE-NOT-RUNNING': {
    message: 'Auf {directory} läuft kein Knoten.',
    cause:
      'Der Knoten wurde nicht gestartet, wurde angehalten, oder hat seine Cluster-Konfiguration anderswo.',
    remedy:
      'Starten Sie ihn mit `plumbline node --data-dir {directory}`, oder setzen Sie CLUSTER_CONFIG_DIR wie beim Knoten.',
  },
  'PLB-ENGINE-CONTROL-FAILED': {
    message: 'Der Knoten auf {directory} hat nicht geantwortet, wie er sollte: {reason}.',
    cause: 'Er wurde mitten im Aufruf angehalten, oder er läuft mit einer anderen Version von Plumbline.',
    remedy: 'Sehen Sie sich die Ausgabe des Knotens an, und versuchen Sie es erneut.',
  },
  'PLB-ENGINE-CONTROL-UNPROVED': {
    message:
      'Was anstelle des Knotens auf {directory} antwortet, konnte nicht beweisen, dass es der Knoten ist.',
    cause:
      'Der Knoten wurde abgeschossen, und ein anderes Programm lauscht an dem Port, den er hatte. Ihm wurde nichts gesagt.',
    remedy:
      'Starten Sie den Knoten mit `plumbline node --data-dir {directory}` neu, und versuchen Sie es erneut.',
  },
  'PLB-ENGINE-CONTROL-LOST': {
    message: 'Der Knoten auf {directory} wurde gefragt, und die Verbindung brach ab, bevor er antwortete.',
    cause:
      'Er wurde mitten im Aufruf angehalten oder abgeschossen. Ob er tat, worum er gebeten wurde, ist nicht bekannt.',
    remedy: 'Sehen Sie mit `plumbline status --data-dir {directory}` nach, sobald er wieder läuft.',
  },
  'PLB-ENGINE-EDIT-UNKNOWN': {
    message:
      'Ob die Änderung {request} gemacht wurde, ist nicht bekannt: Der Knoten auf {directory} ging verloren, bevor er antwortete.',
    cause:
      'Er wurde angehalten oder abgeschossen, nachdem er gefragt wurde. Was er angenommen hatte, bringt er beim nächsten Start zu Ende.',
    remedy:
      'Starten Sie den Knoten und wiederholen Sie den Befehl mit `--request {request}`: Die Änderung wird nur einmal gemacht, und Sie erfahren, was aus ihr wurde.',
  },
  'PLB-ENGINE-REQUEST-REUSED': {
    message: 'Die Anfrage {request} galt einer anderen Änderung: {summary}.',
    cause:
      'Eine Kennung steht für eine Änderung, damit sie sich wiederholen lässt, ohne zweimal gemacht zu werden.',
    remedy: 'Lassen Sie --request weg; jede Änderung erhält ihre eigene Kennung.',
  },
  'PLB-ENGINE-SAME-DIRECTORY': {
    message: 'Slave und Referenz sind dasselbe Verzeichnis, {directory}.',
    cause: 'Ein Abgleich vergleicht zwei Knoten.',
    remedy: 'Nennen Sie als Referenz das Datenverzeichnis des Masters oder einer getreuen Replik.',
  },
  'PLB-ENGINE-REFERENCE-UNREADABLE': {
    message: 'Die Referenz {directory} ist nicht vollständig lesbar: {path}: {reason}',
    cause:
      'Was sich nicht auflisten lässt, sähe aus, als hätte die Referenz es nicht, und würde auf dem Slave entfernt.',
    remedy:
      'Bringen Sie zuerst die Referenz in Ordnung, oder nennen Sie ein anderes Verzeichnis mit der ganzen Konfiguration.',
  },
  'PLB-ENGINE-REFERENCE-UNSETTLED': {
    message: 'Die Referenz {directory} kommt nicht zur Ruhe: Sie änderte sich bei jedem Lesen.',
    cause:
      'Etwas schreibt immer weiter hinein: eine Wiederherstellung, eine Kopie, oder eine Änderung nach der anderen an ihrem Knoten.',
    remedy: 'Warten Sie, bis das vorüber ist, und vergleichen Sie erneut.',
  },
  'PLB-ENGINE-REFERENCE-SHRUNK': {
    message:
      'Die Referenz {directory} hat seit dem ersten Lesen ein Objekt verloren: {object}. | Die Referenz {directory} hat seit dem ersten Lesen {count} Objekte verloren, darunter: {object}.',
    cause:
      'Sie wurden dort inzwischen entfernt, ihre Dateien werden gerade ersetzt, oder ihr Datenträger ist fort. Es wurde nichts mehr gesendet; was vorher gesendet wurde, wird angewandt.',
    remedy:
      'Sehen Sie sich die Referenz an. Ist sie, wie sie sein soll, vergleichen Sie erneut, und sehen Sie sich den neuen Plan an.',
  },
  'PLB-ENGINE-REFERENCE-EMPTY': {
    message: 'Die Referenz {directory} enthält keine Konfiguration.',
    cause:
      'Der Pfad wurde falsch geschrieben, oder der Datenträger, auf dem sie liegt, ist nicht eingehängt.',
    remedy: 'Nennen Sie das Datenverzeichnis des Masters oder einer getreuen Replik.',
  },
  'PLB-ENGINE-RESYNC-TIMEOUT': {
    message:
      'Der Slave {instanceName} hat {taken} von {sent} Ereignissen geholt und dann {seconds} s lang keines mehr.',
    cause:
      'Er läuft nicht, ist nicht mit dem Broker verbunden, oder kann sein Datenverzeichnis nicht beschreiben.',
    remedy:
      'Starten Sie den Slave oder sehen Sie sich seine Ausgabe an; die übrigen Ereignisse warten in seiner Warteschlange und werden dann angewendet.',
  },
  'PLB-CONFIGURATION-NO-DATA-DIRECTORY': {
    message: 'Es gibt kein Datenverzeichnis {path}.',
    cause: 'Der Pfad wurde falsch geschrieben, oder der Datenträger, auf dem es liegt, ist nicht eingehängt.',
    remedy:
      'Prüfen Sie den Pfad und ob das Laufwerk eingehängt ist. Plumbline legt das Verzeichnis nicht selbst an, denn auf einem nicht eingehängten Laufwerk bekäme der Knoten eine neue Identität.',
  },
  'PLB-CONFIGURATION-DIRECTORY-OUTSIDE': {
    message: 'CLUSTER_CONFIG_DIR ist {value} und führt aus dem Datenverzeichnis {dataDirectory} hinaus.',
    cause: 'Ein relativer Pfad gilt ab dem Datenverzeichnis, und dieser führt aus ihm hinaus.',
    remedy: 'Setzen Sie CLUSTER_CONFIG_DIR auf einen absoluten Pfad oder auf einen im Datenverzeichnis.',
  },
  'PLB-CONFIGURATION-DAMAGED': {
    message: '{path} ist als Java-Properties-Datei nicht lesbar. Zeile {line} enthält {problem}.',
    cause:
      'Die Datei wurde mit einem Programm bearbeitet, das ihre Kodierung änderte, oder sie wurde überschrieben.',
    remedy:
      'Berichtigen Sie Zeile {line} von {path}, oder legen Sie die Fassung aus Ihrer Sicherung zurück. Die Datei wurde nicht angerührt.',
  },
  'PLB-CONFIGURATION-INVALID': {
    message: 'Die Cluster-Konfiguration {path} ist nicht verwendbar: {problems}.',
    cause: 'Ein Wert wurde in der Datei oder in einer Umgebungsvariablen gleichen Namens falsch geschrieben.',
    remedy: 'Berichtigen Sie jeden genannten Wert. Nichts wurde geschrieben.',
  },
  'PLB-CONFIGURATION-OVERRIDDEN': {
    message: '{keys} lassen sich in {path} nicht ändern: Gleichnamige Umgebungsvariablen setzen sie.',
    cause:
      'Eine solche Variable geht der Datei vor, sodass die Änderung beim nächsten Start wieder verloren wäre.',
    remedy: 'Ändern oder entfernen Sie die Umgebungsvariablen {keys} dort, wo der Knoten gestartet wird.',
  },
  'PLB-GEOSERVER-UNREACHABLE': {
    message: 'Der GeoServer unter {url} ist nicht erreichbar: {reason}.',
    cause: 'Er läuft nicht, wartet beim Start auf seinen Broker, oder das Netz lässt uns nicht durch.',
    remedy:
      'Öffnen Sie {url} auf diesem Rechner in einem Browser; berichtigen Sie die URL im Profil, wenn sie anders lautet.',
  },
  'PLB-GEOSERVER-SILENT': {
    message: 'Der GeoServer unter {url} hat nicht innerhalb von {milliseconds} geantwortet.',
    cause:
      'Er startet gerade, hat zu viel zu tun oder wartet auf seinen Broker: Eine Änderung, die veröffentlicht werden soll, wartet auf ihn, und alle anderen mit ihr.',
    remedy: 'Sehen Sie nach, ob sein Broker erreichbar ist, und in sein Log.',
  },
  'PLB-GEOSERVER-CREDENTIALS': {
    message: 'Der GeoServer unter {url} hat Benutzername und Passwort für {path} nicht angenommen.',
    cause: 'Sie sind falsch, oder das Konto ist gesperrt.',
    remedy: 'Geben Sie im Profil Benutzername und Passwort eines Administrators ein.',
  },
  'PLB-GEOSERVER-NOT-ADMINISTRATOR': {
    message: 'Der GeoServer unter {url} kennt den Benutzer, der {path} aber nicht benutzen darf.',
    cause:
      'Alles unter /rest verlangt die Rolle ADMIN. Ein GeoServer, der mit einem leeren Datenverzeichnis gestartet wurde, lehnt alle ab, bis er neu gestartet wird.',
    remedy:
      'Geben Sie das Login eines Administrators ein, oder geben Sie dem Benutzer in rest.properties die Rolle ADMIN.',
  },
  'PLB-GEOSERVER-ADDRESS-REFUSED': {
    message: '„{address}“ ist keine Adresse eines GeoServers: {reason}.',
    cause: 'Eine Adresse ist die der Weboberfläche ohne /web, und es steht keine Anmeldung darin.',
    remedy:
      'Schreiben Sie http://host:8080/geoserver, oder mehrere mit einem Muster in geschweiften Klammern, wie das Handbuch zeigt.',
  },
  'PLB-GEOSERVER-NOT-FOUND': {
    message: 'Der GeoServer unter {url} hat kein {path}.',
    cause:
      'Die URL endet nicht auf den Kontext von GeoServer (/geoserver), oder das Modul ist nicht installiert.',
    remedy: 'Berichtigen Sie die URL im Profil; es ist die der Weboberfläche ohne /web.',
  },
  'PLB-GEOSERVER-UNEXPECTED': {
    message: 'Der GeoServer unter {url} hat auf {path} unerwartet geantwortet: {reason}.',
    cause:
      'Etwas dazwischen antwortet an seiner Stelle, oder er ist von einer Version, die Plumbline nicht kennt.',
    remedy: 'Öffnen Sie dieselbe Adresse auf diesem Rechner in einem Browser und sehen Sie, was antwortet.',
  },
  'PLB-MAPS-REFUSED': {
    message:
      'Der GeoServer unter {url} antwortet bei {service} nicht so, wie Kartenclients es brauchen: {reason}.',
    cause:
      'Der Dienst ist ausgeschaltet, oder das, woraus er zeichnen soll, lässt sich nicht öffnen: eine Datendatei fehlt, eine Datenbank ist nicht erreichbar, ein Stil oder eine Grafik darin ist beschädigt.',
    remedy: 'Sehen Sie sich Store und Stil des Layers auf diesem Knoten an, und sein Protokoll.',
  },
  'PLB-MAPS-RUNNING': {
    message: 'Die Karten dieses Clusters werden bereits angesehen.',
    cause: 'Sie werden nur einmal zugleich angesehen, damit kein Knoten zu viel gefragt wird.',
    remedy: 'Warten Sie, bis es fertig ist, oder brechen Sie es ab.',
  },
  'PLB-GEOSERVER-TOO-LARGE': {
    message:
      'Der GeoServer unter {url} hat für {path} mehr als die {limit} Byte gesendet, die Plumbline nimmt.',
    cause:
      'Die Datei ist keine Konfiguration von GeoServer, oder die Antwort kommt nicht von einem GeoServer.',
    remedy: 'Sehen Sie sich {path} auf dem Server an; gehört es dorthin, melden Sie dies.',
  },
  'PLB-GEOSERVER-NAME-UNSAFE': {
    message: 'Ein Objekt der Art {kind} darf nicht „{name}“ heißen.',
    cause:
      'GeoServer nimmt einen solchen Namen an und behält dann das halbe Objekt oder eines, das sich nie ansprechen lässt.',
    remedy:
      'Wählen Sie einen Namen ohne Schräg- und Doppelpunkt; der eines Arbeitsbereichs ist auch ohne Leerzeichen.',
  },
  'PLB-GEOSERVER-URI-SHARED': {
    message:
      '{object} ist isoliert und hat dieselbe URI wie {other}; jeder Slave würde statt dessen diesen ändern.',
    cause:
      'Ein Slave sucht den Namensraum einer Nachricht nach seiner URI, unter denen, die nicht isoliert sind, und würde den anderen mit allem, was darin liegt, umbenennen, ändern oder entfernen.',
    remedy:
      'Geben Sie dem anderen für die Dauer dieser Änderung eine andere URI, oder legen Sie einen neuen Arbeitsbereich an und entfernen Sie diesen.',
  },
  'PLB-GEOSERVER-PROPERTY-FIXED': {
    message: 'Die Eigenschaft {property} von {object} lässt sich über REST nicht ändern.',
    cause: 'GeoServer lehnt es ab, oder antwortet, es sei getan, und tut nichts.',
    remedy: 'Legen Sie ein anderes Objekt an und entfernen Sie dieses.',
  },
  'PLB-GEOSERVER-REFERENCE-STAYS': {
    message: '{object} lässt sich über REST nicht ohne {property} lassen.',
    cause: 'GeoServer ließe es auf nichts verweisen und zeigte und zeichnete es dann nicht mehr.',
    remedy: 'Nennen Sie dafür etwas anderes, oder legen Sie das Objekt ohne neu an.',
  },
  'PLB-GEOSERVER-CHANGE-UNSUPPORTED': {
    message: '{object} lässt sich über REST weder hinzufügen noch entfernen.',
    cause: 'GeoServer hat es immer, oder es kommt und geht mit einem anderen Objekt.',
    remedy: 'Ändern Sie es, oder fügen Sie das hinzu oder entfernen Sie das, wozu es gehört.',
  },
  'PLB-GEOSERVER-MEMBER-WITHOUT-STYLE': {
    message: 'In {object} hat ein Mitglied keinen Stil.',
    cause:
      'GeoServer liest die Mitglieder und die Stile einer Gruppe nebeneinander und gäbe einem Mitglied den Stil eines anderen.',
    remedy: 'Nennen Sie für jedes Mitglied einen Stil, oder einen leeren für eines, das keinen eigenen hat.',
  },
  'PLB-GEOSERVER-RULES-UNREADABLE': {
    message: 'Die Regeln von {object} sind kein Stildokument.',
    cause:
      'Sie sind nicht lesbar, oder ihr oberstes Element ist ein anderes; GeoServer behielte sie trotzdem.',
    remedy: 'Berichtigen Sie die Regeln.',
  },
  'PLB-GEOSERVER-WRITE-REFUSED': {
    message: 'Der GeoServer unter {url} hat {path} mit dem Status {status} abgelehnt und gesagt: {answer}.',
    cause: 'Er kann nicht, was verlangt wurde; ein Teil davon kann dennoch getan und veröffentlicht sein.',
    remedy: 'Lesen Sie den Knoten noch einmal und sehen Sie nach, was er jetzt hat.',
  },
  'PLB-GEOSERVER-DISCONNECTED': {
    message:
      'Der GeoServer unter {url} hat seinen Cluster verlassen und nimmt keine Nachrichten an: connection=disabled.',
    cause:
      'Beim Start hielt ihn sein Broker oder eine Nachricht, die er nicht übernehmen kann, länger auf als connection.retry mal connection.maxwait; dann schrieb er selbst connection=disabled und bleibt dabei.',
    remedy:
      'Setzen Sie in seiner cluster.properties connection=enabled, starten Sie ihn neu und stellen Sie ihn dann noch einmal wieder her: Was gesendet wurde, wartet in seiner Warteschlange.',
  },
  'PLB-GEOSERVER-STYLES-BLOCKED': {
    message:
      'Der GeoServer unter {url} schreibt keine Datei in styles, sodass niemand sagen kann, wann er seine Nachrichten übernommen hat.',
    cause: 'In seinem Datenverzeichnis ist styles kein Verzeichnis: eine Datei, oder ein Verweis ins Leere.',
    remedy:
      'Erlauben Sie den Schritt der Wiederherstellung, der die Datei entfernt; ein Verweis ist von Hand zu entfernen. GeoServer legt das Verzeichnis neu an.',
  },
  'PLB-GEOSERVER-UNLISTED': {
    message: 'Der GeoServer kann das Verzeichnis {path} seines Datenverzeichnisses nicht auflisten.',
    cause:
      'Dafür genügt ein Link darin, der ins Leere führt. Was dort ausgeliefert wird, wurde mit seinen Namen erfragt; Dateien, die niemand ausliefert, wurden nicht gesehen.',
    remedy: 'Auf dem Rechner des Knotens nach einem solchen Link suchen und ihn von Hand entfernen.',
  },
  'PLB-GEOSERVER-WITHOUT-FILE': {
    message: '{object} wird bedient, hat aber keine Datei, die sich lesen lässt.',
    cause:
      'Es wurde ohne das gelöscht, was von ihm abhängt, oder das Speichern scheiterte, sodass Arbeitsspeicher und Dateien auseinandergehen.',
    remedy:
      'Laden Sie den Knoten neu: Dann ist in seinem Speicher, was seine Dateien sagen; ein Angleichen bietet es an.',
  },
  'PLB-GEOSERVER-SERVED-OTHERWISE': {
    message: '{object} wird anders bedient, als die Datei sagt.',
    cause:
      'Seine Datei wurde von Hand geändert, oder das Speichern scheiterte, sodass Arbeitsspeicher und Dateien auseinandergehen: Was davon gilt, ist nicht bekannt.',
    remedy:
      'Laden Sie den Knoten neu: Dann sind beide eins; ein Angleichen bietet es an. Globale Einstellungen bleiben, wie sie bedient werden, alles andere wird, was die Dateien sagen.',
  },
  'PLB-GEOSERVER-LEFT-OUT': {
    message: '{object} wird bedient, fehlt aber in den Capabilities von WMS: Kartenclients finden es nicht.',
    cause:
      'Dem Knoten wurde ein von einem anderen WMS weitergereichter Layer in einer Form geschickt, die den gemeinsamen Stil all dieser Layer verdirbt; er lässt sie weg, solange er läuft.',
    remedy: 'Starten Sie den GeoServer neu; weder neu laden noch eine Nachricht bringt es zurück.',
  },
  'PLB-GEOSERVER-REVEALED': {
    message: '{object} wird gezeigt, obwohl eine undurchsichtige Gruppe es verbirgt.',
    cause:
      'Der Knoten las seine Dateien neu, während etwas in der Gruppe unbrauchbar war, und verbirgt seitdem nichts davon.',
    remedy: 'Starten Sie den GeoServer neu; weder neu laden noch eine Nachricht verbirgt es.',
  },
  'PLB-GEOSERVER-NAME-UNASKABLE': {
    message: '{object} wird bedient, aber nach dem Namen lässt sich nicht fragen; bekannt ist davon nichts.',
    cause:
      'GeoServer lehnt Anfragen ab, deren Pfad einen Schrägstrich, einen umgekehrten Schrägstrich, ein Prozentzeichen oder ein Semikolon enthält.',
    remedy: 'Benennen Sie es über die Webseiten des Knotens um.',
  },
  'PLB-GEOSERVER-CHANGE-UNREAD': {
    message:
      'Was aus {object} wurde, ist nicht bekannt: eine Anfrage der Änderung wurde angenommen, und dann: {reason}. | Was aus {object} wurde, ist nicht bekannt: {count} Anfragen der Änderung wurden angenommen, und dann: {reason}.',
    cause: 'Die Verbindung ging verloren, oder der Knoten fiel aus, mitten in einer Änderung.',
    remedy:
      'Warten Sie, bis der Knoten wieder antwortet, sehen Sie das Objekt an, und wiederholen Sie, was fehlt.',
  },
  'PLB-GEOSERVER-CHANGE-INCOMPLETE': {
    message: '{object} ist nicht, wie es sein sollte: {left}. Getan wurde: {done}.',
    cause: 'GeoServer lehnte einen Schritt ab, oder nahm ihn an und tat etwas anderes.',
    remedy:
      'Sehen Sie an, was das Objekt jetzt ist und was seine Slaves haben; wiederholen Sie, was fehlt, oder nehmen Sie es zurück.',
  },
  'PLB-GEOSERVER-CHANGE-UNTOLD': {
    message:
      '{object} ist, wie es sein sollte, aber der GeoServer antwortete mit einem Fehler, sodass sein Cluster vielleicht nichts davon erfuhr: {reason}. Getan wurde: {done}.',
    cause:
      'GeoServer ändert zuerst und sagt es dann seinem Cluster. Wo er das nicht kann, wie ohne seinen Broker, antwortet er mit einem Fehler, und kein Slave erfährt von der Änderung.',
    remedy:
      'Sorgen Sie dafür, dass der Broker antwortet, vergleichen Sie die Slaves, und gleichen Sie an, wem die Änderung fehlt.',
  },
  'PLB-GEOSERVER-REQUEST-HALF-MADE': {
    message:
      'Die Anforderung {request} ist zum Teil getan, und der Rest kann nicht folgen: {reason}. Getan wurde: {done}.',
    cause: 'Sie wurde unterbrochen, oder der GeoServer lehnte einen ihrer Schritte ab.',
    remedy:
      'Nehmen Sie zurück, was getan wurde, über den Verlauf eines dieser Objekte, was alles zurücknimmt, und fordern Sie es erneut an; oder fordern Sie, was fehlt, unter einer anderen Kennung an.',
  },
  'PLB-GEOSERVER-REPAIR-INCOMPLETE': {
    message: '{object} ließ sich nicht angleichen: {left}.',
    cause:
      'Es hat dort eine andere Kennung, oder der Knoten behält etwas, was keine Anfrage und keine Datei ändert.',
    remedy: 'Vergleichen Sie den Slave als Ganzes, und gleichen Sie ihn an.',
  },
  'PLB-GEOSERVER-SILENT-GROUP-TAKEN': {
    message: 'Die Gruppe {group} taugt nicht dazu, eine Änderung vom Cluster fernzuhalten.',
    cause: 'Es ist die Gruppe des Clusters selbst, oder eine Anfrage nennt schon eine.',
    remedy: 'Wählen Sie eine Gruppe, die kein Knoten hat.',
  },
  'PLB-SERVE-PORT-IN-USE': {
    message: 'Port {port} von {host} wird benutzt von {occupant}.',
    cause: 'Plumbline läuft bereits, oder ein anderes Programm lauscht an diesem Port.',
    remedy:
      'Beenden Sie jenes Programm, oder nennen Sie mit --port einen anderen Port; --port 0 nimmt einen freien.',
  },
  'PLB-SERVE-CANNOT-LISTEN': {
    message: 'Plumbline konnte nicht auf Port {port} von {host} lauschen: {reason}.',
    cause: 'Die Adresse ist keine dieses Rechners, oder das Konto darf diesen Port nicht benutzen.',
    remedy: 'Nennen Sie mit --host eine Adresse dieses Rechners und mit --port einen Port über 1023.',
  },
  'PLB-SERVE-NEEDS-TLS': {
    message: '{host} ist keine Loopback-Adresse, und es gibt kein Zertifikat.',
    cause: 'Ohne TLS könnten alle im Netz lesen und ändern, was gesendet wird, auch Passwörter.',
    remedy:
      'Geben Sie --tls-cert und --tls-key an, oder bleiben Sie bei 127.0.0.1 und leiten Sie den Port mit `ssh -L` weiter.',
  },
  'PLB-SERVE-TLS-UNUSABLE': {
    message: 'Das Zertifikat {certificate} mit dem Schlüssel {key} ist nicht verwendbar: {reason}.',
    cause:
      'Eine der Dateien fehlt, ist nicht in PEM-Form oder verschlüsselt, oder sie gehören nicht zusammen.',
    remedy:
      'Prüfen Sie beide Dateien; der Schlüssel muss unverschlüsseltes PEM sein, das dieses Konto lesen kann.',
  },
  'PLB-SERVE-NO-USER-INTERFACE': {
    message: 'Die Oberfläche ließ sich nicht vorbereiten: {reason}.',
    cause:
      'Sie wird gebaut, wenn sie zum ersten Mal gebraucht wird, und das gelang nicht; vielleicht lief `npm install` nie.',
    remedy:
      'Führen Sie mit dem Konto, dem die Installation gehört, `npm install` und `npm run build:renderer` aus, und versuchen Sie es erneut.',
  },
  'PLB-COMMAND-NO-CLUSTER': {
    message: 'An {addresses} antwortet nichts Brauchbares: {reason}',
    cause:
      'Die Adresse oder die Anmeldung ist falsch, oder kein GeoServer dort hat das Cluster-Modul und nennt einen Broker.',
    remedy: 'Sehen Sie nach, was `plumbline connect` zu diesen Adressen sagt.',
  },
  'PLB-COMMAND-USAGE': {
    message: 'Die Befehlszeile ist nicht verständlich: {reason}.',
    cause: 'Ein Befehl, eine Option oder ein Argument fehlt, ist unbekannt oder hat nicht die nötige Form.',
    remedy: '`{help}` zeigt mit Beispielen, was es gibt.',
  },
  'PLB-COMMAND-INTERRUPTED': {
    message: 'Unterbrochen durch {signal}.',
    cause: 'Jemand hat Strg-C gedrückt, oder das System hat den Befehl zum Ende aufgefordert.',
    remedy: 'Führen Sie es erneut aus; was schon getan ist, schadet nicht, wenn es zweimal geschieht.',
  },
  'PLB-COMMAND-UNEXPECTED': {
    message: 'Etwas ist schiefgegangen, das Plumbline nicht kennt: {reason}.',
    cause: 'Dies ist ein Fehler in Plumbline selbst.',
    remedy:
      'Melden Sie es mit der ganzen Ausgabe und damit, was Sie getan haben; versuchen Sie es dann erneut.',
  },
  'PLB-COMMAND-NOT-A-DIRECTORY': {
    message: '{path} ist kein Verzeichnis.',
    cause: 'Wo ein Datenverzeichnis erwartet wurde, liegt eine Datei.',
    remedy: 'Nennen Sie das Verzeichnis, das global.xml und workspaces enthält.',
  },
  'PLB-COMMAND-DIRECTORY-UNREAD': {
    message:
      'Eine Datei von {path} ließ sich nicht lesen ({files}), daher wurde nichts geplant. | {count} Dateien von {path} ließen sich nicht lesen ({files}), daher wurde nichts geplant.',
    cause: 'Was eine solche Datei sagt, weiß niemand, und was nicht gelesen wird, gälte als nicht vorhanden.',
    remedy: 'Berichtigen Sie die aufgeführten Dateien oder lassen Sie sie weg.',
  },
  'PLB-COMMAND-DIRECTORY-NOT-EMPTY': {
    message: 'Das Verzeichnis {path} ist nicht leer, daher wurde nichts hineingeschrieben.',
    cause: 'Dateien eines früheren Exports blieben liegen und gälten als Konfiguration.',
    remedy: 'Nennen Sie ein Verzeichnis, das es nicht gibt oder das leer ist.',
  },
  'PLB-COMMAND-LINE-DAMAGED': {
    message: 'Zeile {line} von {file} ist keine archivierte Nachricht: {reason}.',
    cause: 'Die Datei wurde abgeschnitten oder bearbeitet, oder sie ist von anderer Art.',
    remedy:
      'Archivieren Sie die Nachrichten erneut, oder nehmen Sie die Zeile heraus, wenn ihre Nachricht entbehrlich ist.',
  },
  'PLB-HOOK-REFUSED': {
    message: '{hook} ließ sich einen Befund nicht melden: {reason}.',
    cause: 'Es ist nicht da, will etwas anderes oder scheitert.',
    remedy: 'Versuchen Sie es von Hand mit JSON auf der Standardeingabe oder im Rumpf eines POST.',
  },
  'PLB-HOOK-NOT-TOLD': {
    message: '{hook} erfuhr nicht, dass {id} eintrat oder endete ({event}): {reason}',
    cause: 'Es lehnte bei jedem Versuch ab oder antwortete nicht.',
    remedy: 'Beheben Sie es; was offen ist, wird beim nächsten Start des Befehls wieder gemeldet.',
  },
  'PLB-COMMAND-SECRET-UNUSABLE': {
    message: '{path} enthält nicht {what} und sonst nichts.',
    cause: 'Was geheim ist, wird aus einer Datei mit einer Zeile gelesen, nie von der Befehlszeile.',
    remedy: 'Schreiben Sie die Datei so, und nehmen Sie sie allen anderen weg: chmod 600 {path}.',
  },
  'PLB-COMMAND-LOGIN-UNUSABLE': {
    message: 'Aus {path} lässt sich keine Anmeldung lesen: {reason}.',
    cause: 'In die Datei gehört user:password in einer Zeile, lesbar nur für dieses Konto.',
    remedy: 'Schreiben Sie die Datei so, und nehmen Sie sie allen anderen weg: chmod 600 {path}.',
  },
  'PLB-CONFIGURATION-INCOMPLETE': {
    message: 'In der Clusterkonfiguration {path} fehlt {missing}.',
    cause:
      'Die Datei ist leer, wurde beim Schreiben abgeschnitten, oder von Hand geschrieben und nicht beendet.',
    remedy:
      'Stellen Sie die Datei aus Ihrer Sicherung wieder her, oder ergänzen Sie {missing}. Es wurde nichts geschrieben: Ein Knoten mit erfundenem Namen, erfundener Rolle oder erfundenem Broker würde seinem Cluster schaden.',
  },
  'PLB-CONFIGURATION-FOREIGN': {
    message: '{path} enthält keinen Schlüssel des Moduls jms-cluster: Die Datei gehört zu {owner}.',
    cause: 'Andere Module haben eine Datei gleichen Namens am selben Ort.',
    remedy:
      'Geben Sie diesem Knoten mit CLUSTER_CONFIG_DIR ein eigenes Verzeichnis. Es wurde nichts geschrieben und der Knoten nicht gestartet.',
  },
  'PLB-COMMAND-NO-SUCH-CODE': {
    message: 'Es gibt keinen Fehler {code}.',
    cause: 'Der Code wurde falsch geschrieben, oder er stammt aus einer anderen Version von Plumbline.',
    remedy: '`plumbline errors` führt alle Codes auf.',
  },
} as const
