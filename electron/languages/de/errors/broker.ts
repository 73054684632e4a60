/** Errors about brokers and what stands behind them, in German. */
export const brokerErrors = {
  'PLB-BROKER-URL-MALFORMED': {
    message: 'Die Broker-URL {url} ist nicht lesbar: {reason}.',
    cause: 'Der Text ist keine Broker-URL, wie Clients von ActiveMQ sie schreiben.',
    remedy:
      'Schreiben Sie sie als tcp://host:61616, ssl://host:61617, stomp://host:61613 oder failover:(tcp://first:61616,tcp://second:61616).',
  },
  'PLB-BROKER-URL-UNSUPPORTED': {
    message: 'Die Broker-URL verwendet {scheme}, das Plumbline nicht spricht.',
    cause:
      'Plumbline erreicht Broker über OpenWire oder STOMP, mit TCP oder TLS. Über Multicast findet es die eines Clusters, den es beobachtet; ein eigener Knoten braucht Broker, die genannt sind.',
    remedy: 'Nennen Sie die Broker selbst, zum Beispiel failover:(tcp://first:61616,tcp://second:61616).',
  },
  'PLB-BROKER-GROUP-CLOSED': {
    message: 'Kein Netz dieses Rechners lässt ihn der Gruppe {group} beitreten.',
    cause: 'Kein Netz des Rechners ist in Betrieb, oder keines trägt Multicast.',
    remedy: 'Verbinden Sie den Rechner mit dem Netz des Clusters, oder nennen Sie die Broker selbst.',
  },
  'PLB-BROKER-NONE-HEARD': {
    message: 'Über {group} wurde kein Broker gefunden: {reason}.',
    cause:
      'Broker in GeoServern melden sich zweimal in der Sekunde über Multicast; Datagramme kommen nicht über ihr eigenes Netz hinaus, und Firewalls und viele Netze von Containern verwerfen sie.',
    remedy:
      'Starten Sie einen GeoServer des Clusters, führen Sie Plumbline im selben Netz aus, oder nennen Sie die Broker: static:(tcp://first:61616,tcp://second:61616).',
  },
  'PLB-BROKER-HEARD-ELSEWHERE': {
    message:
      'Die über {group} gefundenen Broker sind nur auf ihren eigenen Rechnern zu erreichen: {machines}.',
    cause:
      'Der Broker in einem GeoServer lauscht an der Loopback-Adresse, solange ihm nichts anderes gesagt wird.',
    remedy:
      'Führen Sie Plumbline auf einem dieser Rechner aus. Oder machen Sie die Broker für andere erreichbar: Lassen Sie in der embedded-broker.properties jedes GeoServers, im Ordner cluster seines Datenverzeichnisses, activemq.transportConnectors.server.uri mit nio://0.0.0.0:61616 statt nio://127.0.0.1:0 beginnen, und starten Sie den GeoServer neu.',
  },
  'PLB-BROKER-DISCOVERY-LOGIN': {
    message: 'An Broker, die über {group} gefunden werden, wird keine Anmeldung gesendet.',
    cause: 'Jeder im Netz kann behaupten, es gebe dort einen Broker, und bekäme das Passwort geschickt.',
    remedy:
      'Lassen Sie die Anmeldung leer, da Broker in GeoServern keine verlangen, oder nennen Sie die Broker: static:(tcp://first:61616,tcp://second:61616).',
  },
  'PLB-BROKER-DESTINATION-REFUSED': {
    message: 'Der Zielname „{name}“ ist nicht verwendbar: {reason}.',
    cause: 'Der Broker liest manche Zeichen in einem Namen als Platzhalter, Listen oder Optionen.',
    remedy: 'Verwenden Sie einen Namen aus Buchstaben, Ziffern, Punkten, Binde- und Unterstrichen.',
  },
  'PLB-BROKER-INSTANCE-NAME-REFUSED': {
    message: 'Der Instanzname „{name}“ kann keine Warteschlange benennen: {reason}.',
    cause:
      'Ein Knoten empfängt aus Consumer.<Instanzname>.<Topic>. Der Broker kopiert Nachrichten nur in Warteschlangen, in deren Namen der Instanzname ein Teil ist, und liest manche Zeichen als Platzhalter oder Listen.',
    remedy: 'Geben Sie dem Knoten einen Instanznamen aus Buchstaben, Ziffern, Binde- und Unterstrichen.',
  },
  'PLB-BROKER-NOT-OURS': {
    message:
      'Was unter {server} antwortet, hat nicht bewiesen, dass es der eingebettete Broker dieses Kontos ist.',
    cause:
      'Ein anderes Programm oder das Plumbline eines anderen Kontos hat den Port belegt. Dorthin wurde nichts gesendet.',
    remedy:
      'Beenden Sie es, oder wählen Sie einen anderen Port für den eingebetteten Broker (--broker-port). Für Knoten mehrerer Konten nehmen Sie ActiveMQ oder einen Broker mit Anmeldung und nennen Sie ihn in brokerURL.',
  },
  'PLB-BROKER-NO-SECRET': {
    message: 'Es gibt nichts, woran der eingebettete Broker unter {server} zu erkennen wäre: {reason}.',
    cause: 'Die Datei mit dem Geheimnis dieses Kontos ist für andere lesbar oder wurde überschrieben.',
    remedy:
      'Entfernen Sie die Datei, dann wird eine neue angelegt; oder nennen Sie eine andere in der Umgebungsvariablen PLUMBLINE_BROKER_SECRET_FILE.',
  },
  'PLB-BROKER-REFUSED': {
    message: 'Unter {server} nimmt niemand Verbindungen an.',
    cause:
      'Der Broker läuft nicht (oder steht für einen anderen bereit), dieser Zugang ist abgeschaltet, oder der Port ist ein anderer.',
    remedy:
      'Starten Sie den Broker und prüfen Sie Host, Port und die transportConnectors in seiner activemq.xml.',
  },
  'PLB-BROKER-HOST-UNKNOWN': {
    message: 'Der Host von {server} hat keine Adresse.',
    cause: 'Der Namensdienst dieses Rechners kennt den Namen nicht.',
    remedy: 'Prüfen Sie die Schreibweise des Hosts und den Namensdienst dieses Rechners.',
  },
  'PLB-BROKER-UNREACHABLE': {
    message: 'Der Broker unter {server} ist nicht erreichbar: {reason}.',
    cause: 'Das Netz zwischen diesem Rechner und dem Broker lässt die Verbindung nicht durch.',
    remedy: 'Prüfen Sie die Route, das VPN und die Firewalls auf dem Weg.',
  },
  'PLB-BROKER-CONNECT-DEADLINE': {
    message: 'Der Broker unter {server} hat {stage} nicht innerhalb von {milliseconds} abgeschlossen.',
    cause:
      'Der Broker ist überlastet oder eingefroren, eine Firewall verwirft die Pakete, oder der Port spricht ein anderes Protokoll (auch ein Port ohne TLS, der nach TLS gefragt wird, schweigt).',
    remedy:
      'Prüfen Sie, ob der Broker anderen antwortet und ob die URL genau dort TLS nennt, wo der Connector es spricht.',
  },
  'PLB-BROKER-CREDENTIALS': {
    message: 'Der Broker unter {server} hat Benutzername und Passwort nicht angenommen.',
    cause: 'Sie sind falsch oder fehlen.',
    remedy: 'Berichtigen Sie Benutzername und Passwort dieser Verbindung.',
  },
  'PLB-BROKER-LOG-IN-UNANSWERED': {
    message: 'Der Broker unter {server} hat die Verbindung geschlossen, ohne die Anmeldung zu beantworten.',
    cause:
      'Er verlangt Benutzernamen und Passwort und bekam keine oder andere, was ActiveMQ nicht immer sagt; oder er nimmt keine Verbindungen mehr an, oder der Port gehört zu einem anderen Dienst.',
    remedy:
      'Prüfen Sie zuerst Benutzername und Passwort dieser Verbindung, dann, ob Host und Port die eines Connectors des Brokers sind, dann das Protokoll des Brokers.',
  },
  'PLB-BROKER-NOT-AUTHORISED': {
    message: 'Der Broker erlaubt das nicht: {reason}.',
    cause: 'Der Benutzer darf dieses Ziel nicht lesen, beschreiben oder anlegen.',
    remedy:
      'Geben Sie dem Benutzer das Recht in der authorizationMap des Brokers (read zum Lesen, write zum Schreiben, admin zum Anlegen und Entfernen), oder verwenden Sie einen anderen Benutzer.',
  },
  'PLB-BROKER-OPENWIRE': {
    message: 'Der Port unter {server} spricht OpenWire.',
    cause: 'Es ist ein anderer Zugang des Brokers als der, den die URL meint.',
    remedy:
      'Schreiben Sie tcp:// vor diesen Host und Port, oder verwenden Sie den Port des STOMP-Connectors.',
  },
  'PLB-BROKER-NOT-OPENWIRE': {
    message: 'Was unter {server} antwortet, spricht weder OpenWire noch STOMP: {reason}.',
    cause:
      'Ein Zugang für OpenWire stellt sich sofort vor. Der Port gehört zu einem anderen Dienst, erwartet TLS oder ein Zertifikat, oder nimmt keine Verbindungen mehr an; oder etwas unterwegs verschluckt, was gesagt wird.',
    remedy:
      'Vergleichen Sie Host und Port mit den transportConnectors in der activemq.xml des Brokers, und ob die URL genau dort TLS verlangt, wo der Connector es spricht.',
  },
  'PLB-BROKER-PROTOCOL': {
    message: 'Was unter {server} antwortet, hält sich nicht an sein Protokoll: {reason}.',
    cause: 'Der Port gehört zu einem anderen Dienst, oder etwas unterwegs hat den Datenstrom beschädigt.',
    remedy: 'Prüfen Sie, ob Host und Port die eines Connectors des Brokers sind.',
  },
  'PLB-BROKER-OTHER-SERVICE': {
    message: 'Was unter {server} antwortet, spricht {service}.',
    cause:
      'Der Port ist der eines anderen Zugangs des Brokers oder eines anderen Dienstes, etwa seiner Weboberfläche.',
    remedy:
      'Nennen Sie den Port seines Anschlusses für OpenWire (unverändert 61616) oder STOMP (61613), wie in den transportConnectors seiner activemq.xml.',
  },
  'PLB-BROKER-WRONG-CONNECTOR': {
    message: '{broker} unter {server} trägt über STOMP keinen Cluster.',
    cause: 'Er reicht weiter, was über STOMP kommt, als Bytes, die kein GeoServer annimmt.',
    remedy: 'Nennen Sie seinen Anschluss für OpenWire, tcp://HOST:PORT; unverändert ist das 61616.',
  },
  'PLB-BROKER-VIRTUAL-HOST': {
    message: 'Der RabbitMQ unter {server} lässt diesen Benutzer in keinen virtuellen Host: {reason}.',
    cause:
      'Weder einer, der wie der Server heißt, noch der voreingestellte (default_vhost) ist da und lässt den Benutzer ein.',
    remedy:
      'Geben Sie dem Benutzer das Recht, in dem virtuellen Host mit dem Namen des Servers oder im voreingestellten (default_vhost) zu konfigurieren, zu schreiben und zu lesen (rabbitmqctl set_permissions).',
  },
  'PLB-BROKER-SELECTS-NOTHING': {
    message: '{broker} zeigt nichts von dem, was in einer Warteschlange liegt.',
    cause: 'Er kennt kein Durchsehen und keine Auswahl: Eine Nachricht sieht nur, wer sie nimmt.',
    remedy: 'Sehen Sie in der Verwaltungskonsole des Brokers nach, oder verwenden Sie ActiveMQ oder Artemis.',
  },
  'PLB-BROKER-NO-VIRTUAL-TOPICS': {
    message: '{broker} unter {server} kann keinen Cluster tragen.',
    cause:
      'Er hat keine virtuellen Topics: Was an das Topic veröffentlicht wird, käme in keine Warteschlange, und keine Nachricht eines GeoServers wäre zu lesen.',
    remedy:
      'Verwenden Sie ActiveMQ 5.9 oder neuer, ActiveMQ 6, oder Artemis mit virtualTopicConsumerWildcards an seinem Acceptor.',
  },
  'PLB-BROKER-NO-XSTREAM': {
    message: 'Der Broker unter {server} schließt die Verbindung, wenn er ObjectMessages übersetzen soll.',
    cause: 'XStream fehlt im Klassenpfad des Brokers, wie bei einer üblichen Installation unter Debian.',
    remedy:
      'Auf dem Broker: Installieren Sie die XStream-Bibliothek (Debian: libxstream-java), verlinken Sie xstream.jar nach lib/optional der ActiveMQ-Installation (Debian: /usr/share/activemq/lib/optional) und starten Sie ihn neu.',
  },
  'PLB-BROKER-CONNECTION-LOST': {
    message: 'Die Verbindung zu {server} ging verloren: {reason}.',
    cause: 'Der Broker wurde beendet oder neu gestartet, oder das Netz brach ab.',
    remedy: 'Nichts, wenn sie von selbst wiederkommt; sonst sehen Sie nach dem Broker und seinem Log.',
  },
  'PLB-BROKER-HEART-BEAT-LOST': {
    message:
      'Der Broker unter {server} schweigt seit {milliseconds}, obwohl er Lebenszeichen versprochen hat.',
    cause: 'Der Broker ist eingefroren oder überlastet, oder das Netz trägt keine Daten mehr.',
    remedy: 'Sehen Sie nach Last, Speicherbereinigung und Platte des Brokers und nach dem Netz.',
  },
  'PLB-BROKER-RECEIPT-DEADLINE': {
    message: 'Der Broker unter {server} hat nicht innerhalb von {milliseconds} bestätigt.',
    cause:
      'Meist ist der Speicher für Nachrichten voll: ActiveMQ hält Sender dann ohne ein Wort hin. Ein überlasteter oder eingefrorener Broker tut dasselbe.',
    remedy:
      'Sehen Sie nach store, memory und temp usage des Brokers; leeren oder löschen Sie verlassene Consumer.*-Warteschlangen, oder heben Sie das Limit von storeUsage an.',
  },
  'PLB-BROKER-STORE-FULL': {
    message: 'Der Broker hat keinen Platz für die Nachricht: {reason}.',
    cause:
      'Die Grenze seines Speichers für Nachrichten oder seines Arbeitsspeichers ist erreicht, oft durch Warteschlangen, die niemand mehr liest.',
    remedy:
      'Leeren oder löschen Sie verlassene Consumer.*-Warteschlangen, oder heben Sie die Limits in systemUsage an.',
  },
  'PLB-BROKER-SELECTOR-REFUSED': {
    message: 'Der Broker kann den Selektor nicht lesen: {reason}.',
    cause: 'Eine Auswahl ist eine Bedingung in der Sprache von JMS, ähnlich dem WHERE von SQL.',
    remedy:
      'Berichtigen Sie ihn; Texte stehen zwischen einfachen Anführungszeichen, und eines darin wird verdoppelt.',
  },
  'PLB-BROKER-NO-SUCH-DESTINATION': {
    message: 'Der Broker kennt nicht, wonach gefragt wurde: {reason}.',
    cause: 'Die Warteschlange, das Topic oder das dauerhafte Abonnement wurde entfernt, oder es gab es nie.',
    remedy: 'Sehen Sie in die Liste der Ziele, und fragen Sie mit dem richtigen Namen noch einmal.',
  },
  'PLB-BROKER-QUEUE-NOT-REMOVABLE': {
    message: 'Warteschlange {queue} lässt sich über STOMP nicht entfernen.',
    cause: 'STOMP kennt keinen Weg, eine Warteschlange zu entfernen.',
    remedy:
      'Nehmen Sie eine Broker-URL von OpenWire (tcp://), oder entfernen Sie die Warteschlange in der Konsole des Brokers.',
  },
  'PLB-BROKER-BRIDGES-OVER-STOMP': {
    message: 'Broker, zwischen denen Brücken bestehen, lassen sich über STOMP nicht beobachten.',
    cause:
      'Jeder würde für die Zuhörer die Nachrichten der anderen holen und Kopien zurücklassen; nur in OpenWire kann ein Zuhörer darum bitten, dass sie es nicht tun.',
    remedy: 'Nennen Sie die OpenWire-Anschlüsse der Broker, tcp://HOST:PORT.',
  },
  'PLB-BROKERS-NOT-KEPT': {
    message: 'Nachricht {messageId} wurde nicht verworfen: Ihr Inhalt lässt sich nicht archivieren.',
    cause: 'Nur Texte lassen sich archivieren; sie enthält etwas anderes, oder ihr Inhalt kam nicht mit.',
    remedy:
      'Verschieben Sie sie in eine andere Warteschlange, oder nehmen Sie statt STOMP eine Broker-URL von OpenWire (tcp://). Die Konsole des Brokers entfernt sie, ohne sie aufzuheben.',
  },
  'PLB-BROKERS-NO-SUCH-MESSAGE': {
    message: 'In {queue} liegt keine Nachricht {messageId}.',
    cause: 'Sie wurde genommen, ist abgelaufen oder wurde entfernt, seit sie aufgelistet wurde.',
    remedy: 'Lassen Sie die Nachrichten der Warteschlange noch einmal auflisten.',
  },
  'PLB-BROKERS-SAME-QUEUE': {
    message: 'Nachrichten lassen sich nicht von {queue} in sie selbst verschieben.',
    cause: 'Die Warteschlange, in die sie sollen, ist die, in der sie liegen.',
    remedy: 'Nennen Sie die Warteschlange des Knotens, für den sie bestimmt waren.',
  },
  'PLB-BROKERS-MAY-NOT-TOUCH': {
    message: 'Die Nachrichten in {queue} bleiben, wo sie sind: {reason}.',
    cause: 'Sie sind auf dem Weg zu jemandem, dem sie fehlen würden.',
    remedy:
      'Lassen Sie sie ihren Knoten holen. Gibt es den Knoten nicht mehr, entfernen Sie ihn zuerst aus dem Cluster.',
  },
  'PLB-BROKER-NOT-COPIED-WHOLE': {
    message:
      'Der Inhalt der Nachricht {messageId} kam nicht an, also wurde keine Kopie gemacht; sie liegt, wo sie lag.',
    cause:
      'Über STOMP kommen manche Arten von Nachrichten ohne ihren Inhalt an: Maps, Streams, Objekte, die kein Text sind.',
    remedy:
      'Nehmen Sie eine Broker-URL von OpenWire (tcp://); darüber wird jede Nachricht kopiert, wie sie ist.',
  },
  'PLB-BROKER-CONSUMER-CLOSED': {
    message: 'Der Broker unter {server} hat das Abonnement von {name} beendet.',
    cause: 'Eine Regel des Brokers wirft zu langsame Empfänger hinaus, oder die Verwaltung hat es getan.',
    remedy:
      'Sehen Sie nach der slowConsumerStrategy des Brokers und in sein Protokoll; abonnieren Sie dann erneut.',
  },
  'PLB-BROKER-REQUEST-REFUSED': {
    message: 'Der Broker hat die Anfrage abgelehnt: {reason}.',
    cause: 'Der Broker konnte nicht tun, worum er gebeten wurde; seine Worte stehen dabei.',
    remedy:
      'Sehen Sie im Log des Brokers zu dieser Zeit nach; berichtigen Sie die Anfrage oder die Konfiguration des Brokers.',
  },
  'PLB-BROKER-SESSION-CLOSED': {
    message: 'Die Verbindung zum Broker ist geschlossen.',
    cause: 'Sie wurde geschlossen, während hierauf gewartet wurde, oder bevor danach gefragt wurde.',
    remedy: 'Verbinden Sie erneut.',
  },
  'PLB-BROKER-ATTEMPTS-EXHAUSTED': {
    message: 'Der Broker war nicht erreichbar (Versuche: {attempts}); beim letzten hieß es: {reason}',
    cause: 'maxReconnectAttempts oder startupMaxReconnectAttempts der Broker-URL beendete die Versuche.',
    remedy: '{advice} In der Broker-URL lassen sich mehr Versuche erlauben.',
  },
  'PLB-BROKER-HEADER-REFUSED': {
    message: 'Die Nachrichteneigenschaft „{name}“ lässt sich nicht senden: {reason}.',
    cause: 'Der Broker begrenzt eine Kopfzeile auf 10240 Bytes und gibt manchen Namen eine eigene Bedeutung.',
    remedy: 'Kürzen Sie die Eigenschaft, benennen Sie sie um, oder lassen Sie sie weg.',
  },
  'PLB-BROKER-MESSAGE-TOO-LARGE': {
    message: 'Die Nachricht hat {bytes} Byte; die Grenze liegt bei {limit}.',
    cause: 'Eine Grenze schützt diesen Prozess davor, dass ihm der Speicher ausgeht.',
    remedy:
      'Heben Sie die Grenze für Nachrichten in den Einstellungen an, wenn Nachrichten dieser Größe zu erwarten sind.',
  },
  'PLB-BROKER-BODY-UNREADABLE': {
    message: 'Der Inhalt der Nachricht ist nicht lesbar: {reason}.',
    cause: 'Der Absender oder etwas unterwegs hat Bytes erzeugt, die kein Text sind.',
    remedy:
      'Sehen Sie sich die Nachricht und ihren Absender an; ein GeoServer-Knoten sendet in jeder Nachricht einen Java-String.',
  },
  'PLB-BROKER-BODY-NOT-TEXT': {
    message: 'Der Inhalt der Nachricht ist kein wohlgeformter Text und lässt sich nicht senden.',
    cause: 'Er enthält ein halbes Ersatzpaar, das in UTF-8 keine Form hat.',
    remedy: 'Finden Sie heraus, wo der Text vor dem Senden abgeschnitten oder beschädigt wurde.',
  },
  'PLB-BROKER-PREFETCH-REFUSED': {
    message: 'Ein Prefetch von {prefetch} Nachrichten wird abgelehnt; möglich sind 1 bis {limit}.',
    cause:
      'Sind mehr Nachrichten zugleich unterwegs, können ActiveMQ und dieser Client einander für immer anhalten.',
    remedy: 'Verwenden Sie einen kleineren Prefetch; 250 ist ein guter.',
  },
  'PLB-BROKER-HANDLER-FAILED': {
    message: 'Das Abonnement von {name} endete, weil eine Nachricht sich nicht verarbeiten ließ: {reason}.',
    cause: 'Der Teil von Plumbline, der diese Nachrichten bearbeitet, hat einen Fehler geworfen.',
    remedy: 'Die Nachricht liegt noch am Broker. Melden Sie den Fehler; starten Sie den Knoten neu.',
  },
  'PLB-BROKER-QUEUE-NOT-KEPT': {
    message: '{broker} behält die Warteschlange {queue} nicht, solange niemand daraus holt.',
    cause:
      'Er entfernt leere Warteschlangen ohne Abnehmer, wie Artemis, wenn nichts anderes eingestellt ist.',
    remedy:
      'Legen Sie sie in der Konfiguration des Brokers an, oder starten Sie ihren Knoten und vergleichen Sie ihn dann mit seinem Master.',
  },
  'PLB-BROKER-CLIENT-ID-IN-USE': {
    message: 'Der Broker hat diese Verbindung abgelehnt: Ihre Client-Kennung gehört gerade {owner}.',
    cause:
      'Ein anderer Prozess verbindet sich unter demselben Namen, oder der Broker hat noch nicht bemerkt, dass ein früherer nicht mehr lebt.',
    remedy: 'Beenden Sie den anderen Prozess, oder geben Sie einem der beiden einen anderen Instanznamen.',
  },
  'PLB-BROKERS-JOLOKIA': {
    message: 'Die Verwaltung des Brokers unter {url} antwortet nicht, wie sie soll: {reason}.',
    cause: 'Sie ist nicht da, lässt niemanden dieses Namens herein oder gehört zu keinem ActiveMQ.',
    remedy:
      'Prüfen Sie die Adresse (in seiner Konsole ist es /api/jolokia) und die Anmeldung, im Profil oder hinter --jolokia und --jolokia-login; gezeigt wird so lange, was der Broker selbst sagt.',
  },
  'PLB-BROKERS-CANNOT-MAKE': {
    message: 'Die Warteschlange {queue} lässt sich nicht anlegen: {reason}.',
    cause:
      'Angelegt wird hier die eines Knotens, der am Broker des Clusters keine hat; wo jeder GeoServer seinen eigenen Broker hat, legt jeder seine selbst an.',
    remedy:
      'Sehen Sie nach, welche Warteschlangen es gibt, und nennen Sie die eines Knotens: Consumer.<Instanzname>.<Topic>.',
  },
  'PLB-BROKERS-CANNOT-DELETE': {
    message: 'Die Warteschlange {queue} lässt sich hier nicht löschen: {reason}.',
    cause: 'STOMP kann keine Warteschlange löschen, und Warteschlangen von Knoten werden gebraucht.',
    remedy:
      'Suchen Sie ihren Namen in der Liste der Warteschlangen. Eine, die es gibt und die sicher kein Knoten nutzt, lässt sich in der Konsole des Brokers löschen.',
  },
  'PLB-EMBEDDED-BROKER-NOT-LOOPBACK': {
    message: 'Der eingebaute Broker lauscht nicht auf {host}: Dort könnten ihn andere Rechner erreichen.',
    cause:
      'Wo andere Rechner ihn erreichen, verlangt der eingebaute Broker eine Anmeldung und spricht nur TLS.',
    remedy:
      'Verwenden Sie 127.0.0.1. Oder geben Sie ihm Anmeldung, Zertifikat und Schlüssel: --login, --tls-cert und --tls-key, oder in der App die Anmeldung des Clusters und die Dateien in den Einstellungen. Für viele Rechner betreiben Sie ActiveMQ.',
  },
  'PLB-EMBEDDED-BROKER-PORT-TAKEN': {
    message:
      'Der eingebaute Broker kann nicht auf {host}:{port} lauschen: Ein anderes Programm tut es schon.',
    cause: 'Ein anderer Broker oder ein anderes Plumbline benutzt den Port.',
    remedy: 'Beenden Sie das andere Programm oder wählen Sie einen anderen Port; Port 0 nimmt einen freien.',
  },
  'PLB-EMBEDDED-BROKER-CANNOT-LISTEN': {
    message: 'Der eingebaute Broker kann nicht auf {host}:{port} lauschen: {reason}.',
    cause: 'Die Adresse ist keine dieses Rechners, oder dieses Konto darf den Port nicht benutzen.',
    remedy: 'Verwenden Sie 127.0.0.1 und einen Port über 1023; Port 0 nimmt einen freien.',
  },
  'PLB-EMBEDDED-BROKER-NOT-ANNOUNCED': {
    message: 'Der eingebaute Broker kann sich im Netz nicht melden: {reason}.',
    cause:
      'Kein Netz dieses Rechners trägt Multicast, oder dieses Konto darf den UDP-Port 6155 nicht benutzen.',
    remedy:
      'Lassen Sie --announce weg, oder schalten Sie das in den Einstellungen aus, und geben Sie die Adresse des Brokers dort ein, wo er gebraucht wird.',
  },
  'PLB-EMBEDDED-BROKER-STORE-UNREADABLE': {
    message:
      'Der eingebaute Broker lässt niemanden ein, bis er wieder lesen kann, was er gespeichert hat: {reason}',
    cause: 'Seine Datenbank wurde beschädigt oder weggenommen, oder der Datenträger verweigert sich.',
    remedy:
      'Machen Sie Platz oder bringen Sie den Datenträger in Ordnung; er versucht es von selbst immer wieder.',
  },
  'PLB-EMBEDDED-BROKER-QUEUE-IN-USE': {
    message: 'Die Warteschlange {queue} lässt sich nicht löschen: Empfänger: {consumers}.',
    cause: 'Ein Knoten oder ein Werkzeug ist verbunden und empfängt aus der Warteschlange.',
    remedy: 'Halten Sie an, was daraus empfängt, und löschen Sie sie dann.',
  },
} as const
