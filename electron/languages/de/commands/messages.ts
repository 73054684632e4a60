import type { Help } from '../../en/commands/help.ts'

/** Befehle, die an Nachrichten arbeiten, und die Erklärung von Fehlern. */
export const messagesCommands: Pick<
  Help['commands'],
  'tail' | 'archive' | 'queues' | 'dlq' | 'broker' | 'errors'
> = {
  tail: {
    summary: 'verfolgen, was ein Knoten tut oder was über ein Topic geht',
    description:
      'Mit --data-dir: zeigt, was der dort laufende Knoten tut, während es geschieht. Mit --broker und --as: zeigt jedes ' +
      'Ereignis, das auf einem Topic veröffentlicht wird, aus einer eigenen Consumer-Warteschlange. Diese Warteschlange ' +
      'gibt es von da an, und sie sammelt Nachrichten, solange niemand sie liest, sodass es beim nächsten Mal zeigt, was ' +
      'verpasst wurde; löschen Sie sie am Broker, wenn Sie sie nicht mehr brauchen. Geben Sie nie den Instanznamen eines ' +
      'Knotens an: tail nähme ihm seine Nachrichten. Läuft, bis es unterbrochen wird, und endet dann mit 0.',
    parameters: {
      dataDir: 'des Knotens, der verfolgt wird',
      broker: 'der Broker, dessen Topic verfolgt wird',
      as: 'Name der Warteschlange: Consumer.<name>.<topic>',
      topic: 'das Topic (sonst: VirtualTopic.geoserver)',
      group: 'nur Ereignisse dieser Gruppe zeigen',
      all: 'auch Ereignisse zeigen, die nur sagen, dass der Zähler der Änderungen weiterging',
    },
    examples: ['einen Knoten verfolgen', 'alles verfolgen, was veröffentlicht wird'],
  },
  archive: {
    summary: 'in ein Archiv von Nachrichten sehen, es exportieren oder füllen',
    description:
      'Arbeitet an dem Archiv, das die App von jeder Nachricht eines Topics führt. info sagt, was darin ist; list zeigt die ' +
      'neuesten passenden Nachrichten, jede mit ihrer Nummer; show sagt alles zu der Nachricht mit dieser Nummer; export ' +
      'schreibt die passenden Nachrichten auf die Standardausgabe, ohne Passwörter; import nimmt die Nachrichten einer ' +
      'Datei auf, oder bei - der Standardeingabe, und legt das Archiv an, wenn sein Name auf .sqlite endet. Alles außer ' +
      'import liest nur, auch während die App das Archiv geöffnet hat. Der Schlüssel zu den Rümpfen wird aus archive.key ' +
      'neben dem Archiv gelesen, oder aus PLUMBLINE_KEY. list und export enden mit 1, wenn keine Nachricht passt.',
    parameters: {
      action: 'was zu tun ist',
      archive:
        'seine Datei oder das Verzeichnis, in dem es liegt, oder der Name eines in der App gespeicherten Clusters',
      what: 'bei show eine Nummer, bei import eine Datei',
      text: 'Wörter, "eine Wendung" oder der Anfang eines letzten Wortes',
      kind: 'über Objekte dieser Art, etwa layer',
      workspace: 'über Objekte in diesem Arbeitsbereich',
      node: 'gesendet von diesem Knoten',
      by: 'Änderungen von diesem Bediener, wie Knoten von Plumbline sagen',
      verb: 'die das taten',
      state: 'die bei einem Slave in diesem Zustand sind',
      slave: 'wessen Zustand --state meint (sonst: irgendeines)',
      object: 'der ganze Verlauf des Objekts mit dieser ID',
      since: 'ein Zeitpunkt nach ISO 8601, oder wie lange es her ist: 90m, 12h, 7d',
      until: 'ebenso, für die neuesten',
      all: 'auch Ereignisse, die nur Änderungen zählen',
      limit: 'wie viele aufgeführt werden (sonst: 50)',
      before: 'aufführen, was vor dieser Nachricht kam',
      stateDir: 'wo die App ihre Cluster aufbewahrt (sonst: wie PLUMBLINE_STATE_DIR sagt)',
    },
    examples: [
      'sehen, was das Archiv eines gespeicherten Clusters enthält',
      'sehen, was einem Slave fehlt',
      'eine Nachricht ganz sehen',
      'eine Woche exportieren',
      'auf einem anderen Rechner darin suchen',
    ],
  },
  queues: {
    summary:
      'die Warteschlangen eines Brokers aufführen, eine anlegen, die einem Slave fehlt, oder eine entfernen, die niemand braucht',
    description:
      'list zeigt jede Warteschlange mit dem, was darin wartet, wer von welcher Adresse daraus nimmt und wem sie gehört. Es endet mit ' +
      '1, wenn eine Warteschlange verlassen ist (niemand ist als ihr Besitzer bekannt, und niemand nimmt ihre Nachrichten) ' +
      'oder fehlt (ein Slave hat keine), oder Unzustellbares wartet. make legt die eines Slaves an, der nie gestartet wurde, ' +
      'damit auf ihn wartet, was vorher veröffentlicht wird. remove nimmt eine verlassene Warteschlange oder eine mit Unzustellbarem vom Broker, über ' +
      'OpenWire, nachdem ihr Inhalt neben dem Archiv des Clusters archiviert ist, in taken-from-queues; ohne Terminal wird ' +
      'ihr Name mit --confirm noch einmal angegeben.',
    parameters: {
      action: 'was zu tun ist (sonst: list)',
      queue: 'bei make und remove: welche',
      confirm: 'der Name der Warteschlange noch einmal',
      login:
        'wer diesen Broker fragt: eine Datei mit benutzer:passwort in einer Zeile, die nur dieses Konto lesen kann',
    },
    examples: [
      'die Warteschlangen eines gespeicherten Clusters aufführen',
      'die irgendeines Brokers aufführen, in einem Skript',
      'die eines Slaves vor seinem ersten Start anlegen',
      'die Warteschlange eines Knotens entfernen, den es nicht mehr gibt',
    ],
  },
  dlq: {
    summary: 'Unzustellbares ansehen, erneut senden oder verwerfen',
    description:
      'Arbeitet an den Nachrichten, die ein Broker nicht zustellen konnte, oder an denen einer verlassenen Warteschlange. ' +
      'list zeigt sie, die ältesten zuerst, jede mit ihrer ID; show sagt alles zu einer; export schreibt sie auf die ' +
      'Standardausgabe, ohne Passwörter. resend verschiebt sie in eine Warteschlange, discard entfernt sie endgültig: die ' +
      'mit den angegebenen IDs, oder --all. Jede wird vorher archiviert, in taken-from-queues neben dem Archiv des Clusters, ' +
      'und von jeder wird gesagt, was aus ihr wurde: erledigt, nicht mehr da, liegen gelassen, oder unbekannt, wenn der ' +
      'Broker unterwegs verloren ging. Ohne Terminal nennt --confirm die Warteschlange, in die sie kommen, oder beim ' +
      'Verwerfen die, in der sie liegen. Endet mit 1, wenn keine Nachricht passt oder nicht alle erledigt wurden.',
    parameters: {
      action: 'was zu tun ist',
      messages: 'IDs, wie list sie zeigt',
      queue: 'wo sie liegen (sonst: ActiveMQ.DLQ)',
      text: 'die aufführen oder exportieren, in denen all das vorkommt',
      limit: 'wie viele aufgeführt werden (sonst: 100)',
      to: 'wohin resend sie verschiebt',
      all: 'alle, die jetzt in der Warteschlange liegen',
      confirm: 'die Warteschlange noch einmal, etwa für ein Skript',
      login:
        'wer diesen Broker fragt: eine Datei mit benutzer:passwort in einer Zeile, die nur dieses Konto lesen kann',
    },
    examples: [
      'das Unzustellbare eines gespeicherten Clusters sehen',
      'alles davon einem Knoten geben',
      'eine Nachricht endgültig entfernen',
    ],
  },
  broker: {
    summary: 'nur den eingebauten Broker betreiben',
    description:
      'Betreibt den eingebauten Broker für die Knoten dieses Rechners, bis er unterbrochen wird. Er lauscht an der ' +
      'Loopback-Adresse; an anderen nur mit einer Anmeldung und über TLS, wofür Clients ssl:// oder stomp+ssl:// schreiben. ' +
      'Nennt seine URL, die als brokerURL in cluster.properties kommt. Knoten und Befehle desselben Kontos lässt ein ' +
      'Geheimnis dieses Kontos ein; wer sonst eingelassen wird, hat Benutzer und Passwort: GeoServer mit ' +
      'brokerURL=tcp://HOST:PORT?jms.userName=USER&jms.password=PASSWORD.',
    parameters: {
      database: 'wo er Nachrichten aufbewahrt; wird angelegt, wenn sie fehlt',
      port: 'sonst: 61613; 0 für irgendeinen freien',
      login: 'eine Datei mit benutzer:passwort in einer Zeile, für Clients, die nicht Plumbline sind',
      announce:
        'gibt ihn durch Multicast bekannt, sodass Plumbline ihn aufführt; GeoServer mit eigenem Broker versuchen ihn auch',
      host: 'sonst: 127.0.0.1; andere brauchen --login, --tls-cert und --tls-key',
    },
    examples: ['einen Broker an Port 61613 betreiben'],
  },
  errors: {
    summary: 'einen Fehlercode erklären, oder alle aufführen',
    description:
      'Erklärt, was ein Fehlercode bedeutet, warum es dazu kommt und was zu tun ist; führt ohne Code alle auf.',
    parameters: { code: 'etwa PLB-BROKER-REFUSED' },
    examples: ['einen Fehler erklären', 'den ganzen Katalog mit einem Programm lesen'],
  },
}
