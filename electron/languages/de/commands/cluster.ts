import type { Help } from '../../en/commands/help.ts'

/** Befehle, die einen Cluster betreiben und nach ihm sehen. */
export const clusterCommands: Pick<
  Help['commands'],
  'serve' | 'demo' | 'connect' | 'profiles' | 'node' | 'status' | 'acknowledge' | 'doctor' | 'watch'
> = {
  serve: {
    summary: 'die App einem Browser bereitstellen',
    description:
      'Stellt die App Browsern auf diesem Rechner bereit, bis der Befehl unterbrochen wird. Er nennt eine Adresse, die ' +
      'einmal einen Browser einlässt; kommt danach jemand ohne Zugang, nennt er eine weitere. Anderen Rechnern wird die ' +
      'App nur mit einem Zertifikat oder über einen weitergeleiteten Port (`ssh -L`) bereitgestellt. Die Oberfläche wird ' +
      'vorher gebaut, wenn sie fehlt oder älter als ihre Quellen ist.',
    parameters: {
      port: '0 für irgendeinen freien (sonst: 8600, oder einer der nächsten, der frei ist)',
      host: 'die Adresse, an der gelauscht wird (sonst: 127.0.0.1)',
      open: 'den Browser öffnen',
      stateDir:
        'wo Einstellungen, Profile und das Archiv aufbewahrt werden (sonst: wie PLUMBLINE_STATE_DIR sagt)',
      browseMessages:
        'so viele Nachrichten einer Warteschlange auf einmal ansehen, in diesem Lauf (sonst: wie eingestellt)',
    },
    examples: [
      'die App im Browser öffnen',
      'anderen Rechnern bereitstellen',
      'Prometheus /metrics abfragen lassen und Befunde einem Webhook melden',
    ],
  },
  demo: {
    summary: 'an einem kleinen eigenen Cluster sehen, was Plumbline tut',
    description:
      'Startet einen Broker, einen Master und zwei Slaves auf diesem Rechner, geht durch, wozu Plumbline da ist, und ' +
      'beweist jeden Schritt, indem es misst. Sonst wird nichts gebraucht, und nichts bleibt zurück. Mit --stock sind die ' +
      'Knoten Nachbildungen von GeoServern mit dem Modul jms-cluster. Endet mit 0, wenn jeder Beweis gelang, und mit 1, ' +
      'wenn einer misslang.',
    parameters: {
      stock:
        'ein Cluster nachgebildeter GeoServer: über REST und Nachrichten gefunden, geändert und repariert',
      keep: 'den Cluster danach weiterlaufen lassen, um ihn anzusehen, bis Strg-C',
      directory: 'wohin damit, neu oder leer (sonst: ein temporäres); mit --keep bleibt es',
    },
    examples: [
      'die Demo ablaufen lassen',
      'sehen, was es für GeoServer tut',
      'einen Cluster zum Ausprobieren haben',
    ],
  },
  connect: {
    summary: 'einen Cluster über irgendetwas finden, das bekannt ist',
    description:
      'Nimmt Adressen von GeoServern, Broker-URLs, Datenverzeichnisse und Dateien cluster.properties und sucht den ' +
      'Rest. Fragt GeoServer, was sie sind: zu welchem Cluster jeder gehört, welche Rollen er hat und was ihn am Arbeiten ' +
      'hindert; fragt dann den Broker, welche weiteren Knoten seine Nachrichten nehmen. Nichts wird ' +
      'geändert. Die Anmeldung ist die eines Administrators: aus einer Datei, oder aus PLUMBLINE_GEOSERVER_USER und ' +
      'PLUMBLINE_GEOSERVER_PASSWORD. Mit --save wird der Cluster zu einem Profil der App. Endet mit 0, wenn alles ist, wie ' +
      'es sein soll, und jeder Knoten des Brokers unter den Adressen ist, sonst mit 1.',
    parameters: {
      addresses:
        'wie http://gs1:8080/geoserver, auch mit Mustern wie http://gs{1..5}:8080/geoserver und mit den Optionen ' +
        'von Broker-URLs für Zertifikate und Wege: https://gs1/geoserver?plumbline.fingerprint=…',
      login:
        'eine Datei mit benutzer:passwort in einer Zeile, die nur dieses Konto lesen kann; weitere Zeilen ADRESSE ' +
        'benutzer:passwort gelten für einen GeoServer mit eigener Anmeldung',
      brokerLogin: 'eine Datei mit benutzer:passwort des Brokers, die nur dieses Konto lesen kann',
      save: 'den Cluster als Profil dieses Namens speichern',
      stateDir: 'wo Profile aufbewahrt werden (sonst: wie PLUMBLINE_STATE_DIR sagt)',
    },
    examples: [
      'sehen, was drei GeoServer sind',
      'aus einem Cluster ein Profil machen, das sich in der App öffnen lässt',
      'sehen, wessen Warteschlangen ein Broker hat',
      'ein Profil des Clusters machen, zu dem ein Datenverzeichnis gehört',
    ],
  },
  profiles: {
    summary: 'gespeicherte Cluster auflisten, zeigen, hinzufügen, entfernen, exportieren und importieren',
    description:
      'Arbeitet an den gespeicherten Clustern der App, die sie nicht offen haben darf, während einer geändert wird. ' +
      'Hinzufügen sieht sich wie `connect` an, was angegeben ist, und speichert es. Ein Export enthält Passwörter nur, wo er mit ' +
      'einer Passphrase verschlüsselt ist, aus einer Datei oder aus PLUMBLINE_PASSPHRASE. Wohin eine Datei führen würde, wird ' +
      'vor dem Importieren gezeigt.',
    parameters: {
      action: 'was zu tun ist (sonst: list)',
      what: 'der Cluster, mit Namen oder Id; beim Importieren die Datei, oder - für die Standardeingabe',
      addresses: 'eines Clusters, der hinzugefügt wird: was von ihm bekannt ist, wie es `connect` nimmt',
      brokerLogin: 'eine Datei mit benutzer:passwort des Brokers, die nur dieses Konto lesen kann',
      passphrase: 'eine Datei mit der Passphrase in einer Zeile, die nur dieses Konto lesen kann',
      output: 'eines Exports: die Datei, die geschrieben wird (sonst: Standardausgabe)',
      confirm:
        'der Name des Clusters, wo niemand gefragt werden kann, bevor er entfernt oder importiert wird',
    },
    examples: [
      'die gespeicherten Cluster auflisten',
      'den Cluster dreier GeoServer speichern',
      'einen Cluster mit seinen Passwörtern auf einen anderen Rechner bringen',
      'ihn dort übernehmen',
      'ihn hier entfernen',
    ],
  },
  node: {
    summary: 'einen Knoten eines Clusters auf einem Datenverzeichnis betreiben',
    description:
      'Betreibt einen Knoten eines Clusters auf einem Datenverzeichnis, wie dessen cluster.properties sagt: ein Master ' +
      'nimmt Änderungen an und veröffentlicht sie, ein Slave wendet an, was sein Master veröffentlicht. Er wartet auf den ' +
      'Broker und läuft dann, bis er unterbrochen wird. Die Standardausgabe hat für alles, was er tut, eine Zeile. Endet ' +
      'mit 0, wenn er gestoppt wurde, und mit 130, wenn er unterbrochen wurde, bevor er bereit war.',
    parameters: {
      broker: 'der Broker statt brokerURL in cluster.properties',
      brokerPort: 'Port des eingebauten Brokers, der ohne Broker-URL benutzt wird (sonst: 61613)',
    },
    examples: ['einen Knoten betreiben, wie seine cluster.properties sagt', 'mit diesen Brokern betreiben'],
  },
  status: {
    summary: 'sagen, wie es den Knoten eines Clusters geht',
    description:
      'Sagt, wie es Knoten geht: Zustand, Broker, was sie enthalten, was sie empfangen und veröffentlicht haben, und jedes ' +
      'Ereignis, das sie nicht abschließen konnten, mit dem Grund. Endet mit 0, wenn alle in Ordnung sind, und mit 1, wenn ' +
      'einer es nicht ist oder nicht läuft. Dass ein Knoten in Ordnung ist, heißt, dass er alles Empfangene angewandt hat; ' +
      'ob er seinem Master gleicht, sagt `plumbline diff`. Von den Knoten eines gespeicherten Clusters wird auch gesagt, ' +
      'was ihr letzter Vergleich ergab, und einer, der abwich, ist nicht in Ordnung.',
    parameters: { dataDir: 'ein Datenverzeichnis oder mehrere' },
    examples: [
      'sehen, wie es einem Knoten geht',
      'sehen, wie es allen Knoten eines gespeicherten Clusters geht',
      'sehen, wie es GeoServern geht',
      'sehen, wie es allen Knoten dieses Rechners geht',
      'Zahlen mit einem Programm lesen',
    ],
  },
  acknowledge: {
    summary: 'sagen, dass Konflikte eines Masters gesehen wurden',
    description:
      'Sagt, dass jemand gesehen hat, dass Änderungen des Masters auf einem Datenverzeichnis nicht gelten, weil ein anderer ' +
      'Master zur selben Zeit dasselbe geändert hat; `plumbline status` führt sie mit ihren Nummern auf. Was geändert ' +
      'wurde, bleibt im Verlauf des Masters und kann von dort erneut veröffentlicht werden.',
    parameters: { conflicts: 'Nummern von Konflikten, wie `plumbline status` sie aufführt' },
    examples: ['sagen, dass der dritte gesehen wurde'],
  },
  doctor: {
    summary: 'in einem Cluster oder bei einem Broker nachsehen, was nicht stimmt',
    description:
      'Fragt jeden Knoten und den Broker eines Clusters, wie es ihnen geht, vergleicht die Slaves mit ihrem Master und ' +
      'nennt, was in Clustern von GeoServern schiefgeht, jeweils mit der Ursache, dem, was davon zu sehen war, und dem, was ' +
      'zu tun ist. Was nur Nachrichten verraten, kommt aus dem Archiv, das die App von einem gespeicherten Cluster führt; was ' +
      'nicht anzusehen war, wird gesagt. Nichts wird geändert. Mit der URL eines Brokers wird dieser geprüft, wie beim Test eines gespeicherten ' +
      'Clusters: jeder Server, sein Zertifikat, die Anmeldung, Nachrichten, das Topic und was er über sich sagt; dort ' +
      'bleibt nichts zurück. Endet mit 0, wenn nichts gefunden wurde, und mit 1, wenn etwas gefunden wurde.',
    parameters: {
      broker:
        'ein gespeicherter Cluster der App, wie mit --profile, oder statt eines Clusters die URL eines Brokers',
      topic: 'bei einem Broker: das Topic des Clusters (sonst: VirtualTopic.geoserver)',
    },
    examples: [
      'einen gespeicherten Cluster ansehen',
      'GeoServer ansehen, in einem Skript',
      'einen Broker prüfen',
    ],
  },
  watch: {
    summary: 'immer wieder nach einem Cluster sehen und sagen, was anders wird',
    description:
      'Tut in Abständen, was doctor tut, und schreibt eine Zeile für jeden Knoten, dessen Zustand ein anderer wurde, für ' +
      'jedes Problem, das aufkam, und für jedes, das weg ist; mit --json jeweils einen Wert. Befunde gehen auf Wunsch auch ' +
      'an einen Webhook und ein Programm, Messwerte an Prometheus. Läuft, bis es unterbrochen ' +
      'wird oder so oft nachgesehen hat, wie --times sagt. Endet mit 0, wenn beim letzten Mal nichts falsch war, und mit 1, ' +
      'wenn etwas falsch war.',
    parameters: {
      cluster: 'ein gespeicherter Cluster der App, wie mit --profile',
      interval: 'zwischen zwei Malen (sonst: 60)',
      times: 'wie oft nachgesehen wird (sonst: bis zur Unterbrechung)',
      metricsPort:
        'mit --metrics-token: der Port, an dem es /metrics gibt, nur für diesen Rechner (sonst: 9637; 0 für irgendeinen)',
    },
    examples: [
      'einen gespeicherten Cluster verfolgen',
      'einen Webhook und Prometheus davon wissen lassen, als Dienst des Systems',
      'in einem Skript zehn Minuten lang nachsehen',
    ],
  },
}
