import type { Help } from '../../en/commands/help.ts'

/** Befehle, die vergleichen und ändern, was Knoten enthalten. */
export const catalogCommands: Pick<
  Help['commands'],
  'edit' | 'export' | 'plan' | 'drift' | 'maps' | 'diff' | 'resync' | 'reload' | 'apply'
> = {
  edit: {
    summary: 'die Konfiguration über einen laufenden Master ändern',
    description:
      'Legt ein Objekt des Katalogs an, ändert oder entfernt es, oder macht einen Arbeitsbereich zum Standard. Der Master, ' +
      'der auf dem Datenverzeichnis läuft, nimmt die Änderung an, schreibt sie und veröffentlicht sie, spätestens wenn sein ' +
      'Broker wieder da ist. Schreibt für jedes veröffentlichte Ereignis eine Zeile. Was mit einer Entfernung mitgeht, wird ' +
      'vorher aufgeführt, und der Name des Objekts wird verlangt, wo nicht alles davon zurückkommen könnte, etwa ein ' +
      'Passwort, das nur ein anderer Knoten lesen kann. Der ' +
      'Rumpf eines Stils wird nach seiner Sprache geprüft. Ein GeoServer, der Master ist, wird über REST geändert. Arten: ' +
      'workspace, dataStore, coverageStore, wmsStore, wmtsStore, featureType, coverage, wmsLayer, wmtsLayer, layer, ' +
      'layerGroup, style, settings, service, global, logging, namespace. Namen nennen ihren Arbeitsbereich (topp:roads). ' +
      'Ein Slave lehnt all das ab. history zeigt, was an einem Objekt geändert wurde, jede Änderung mit ihrer Nummer; undo ' +
      'nimmt zurück, was eine davon geändert hat, mit allem, was zusammen mit ihr geändert wurde, und lässt, was seither geändert wurde; again macht eine davon noch einmal, auf ' +
      'dem, was das Objekt inzwischen ist. duplicate legt eine Kopie unter dem Namen von --as an. Mehrere Teile sind eine ' +
      'Änderung, ganz oder gar nicht gemacht, als eine veröffentlicht und zurückgenommen: ein Name mit * steht für jedes ' +
      'Objekt, auf das er passt, und several liest eine Liste aus --input, jeder Teil mit verb, kind, name, input, body, ' +
      'recurse. Was an GeoServern geändert wurde, liegt beim gespeicherten Cluster, für die App und diese drei gemeinsam.',
    parameters: {
      verb: 'was zu tun ist',
      kind: 'welche Art von Objekt, etwa layer oder data-store',
      name: 'welches; bei einem neuen, wie es heißen soll',
      on: 'ohne --data-dir: welcher Knoten des Clusters (sonst: sein einziger Master)',
      wait: 'bei einem GeoServer: nachsehen, bis seine Slaves die Änderung haben; endet mit 1, wenn einer sie nicht hat',
      input: 'seine Eigenschaften als XML oder JSON, mit den Namen von GeoServer; - für die Standardeingabe',
      set:
        'eine Eigenschaft; eine Liste lässt sich Stück für Stück angeben, ein Eintrag als ' +
        'connectionParameters.host=…; andere Benutzer dieses Rechners können es sehen, Passwörter gehören also in --input',
      change: 'für undo und again: welche Änderung, wie history sie aufführt (sonst: die letzte)',
      whole: 'für undo: zu dem zurück, was vor jener Änderung war, samt allem, was seither geändert wurde',
      body: 'die Regeln eines Stils (SLD, CSS, …)',
      service: 'bei einem Dienst: wms, wfs, wcs, wmts, wps, csw',
      as: 'für duplicate: wie die Kopie heißt, ohne ihren Arbeitsbereich',
      reason: 'warum, für Verlauf und Protokoll',
      recurse: 'auch entfernen, was von dem Objekt abhängt',
      request: 'wiederholt die Änderung mit dieser ID, die nur einmal gemacht wird (sonst: eine neue ID)',
      yes:
        'einer Entfernung zustimmen, mit der anderes mitgeht, durch den vollen Namen des Objekts (topp, topp:roads); am ' +
        'Terminal wird danach gefragt, wo niemand gefragt werden kann, ist es nötig',
      publishAnyway:
        'einen Stil veröffentlichen, obwohl GeoServer mit seinem Rumpf nicht zeichnen kann; der Verlauf vermerkt es',
      dryRun: 'nur zeigen, was geändert und veröffentlicht würde',
      author: 'für den Verlauf (sonst: der jetzige Benutzer)',
    },
    examples: [
      'einen Arbeitsbereich anlegen',
      'einem Layer einen anderen Stil geben',
      'einen Speicher mit seinem Passwort anlegen, aus einer Datei',
      'einen Stil anlegen',
      'sehen, was mit einem Arbeitsbereich mitginge',
      'ihn und alles darin entfernen, in einem Skript',
      'die letzte Änderung einer Gruppe zurücknehmen',
      'eine Kopie eines Layers und seines Feature-Typs anlegen',
      'eine Eigenschaft vieler Layer ändern, mit dem Grund',
      'die Teile einer Datei als eine Änderung machen',
    ],
  },
  export: {
    summary: 'die Konfiguration als Verzeichnis schreiben',
    description:
      'Schreibt, was ein Knoten enthält, oder einen seiner Arbeitsbereiche mit allem, worauf er verweist, in ein leeres ' +
      'Verzeichnis, im Format von GeoServer selbst und mit verborgenen Passwörtern, damit es bei anderem Code liegen kann.',
    parameters: {
      directory: 'wohin, ein Verzeichnis, das leer ist oder das es noch nicht gibt',
      from: 'ohne --data-dir: welcher Knoten des Clusters (sonst: sein einziger Master)',
      workspace: 'nur dieser Arbeitsbereich, mit dem, worauf er verweist',
    },
    examples: ['alles schreiben', 'einen Arbeitsbereich schreiben'],
  },
  plan: {
    summary: 'einen Master enthalten lassen, was ein Verzeichnis sagt, oder nur sehen, was abweicht',
    description:
      'Zeigt die eine Änderung, nach der ein Master enthielte, was ein Verzeichnis sagt, im Format von GeoServer und von ' +
      'export. Objekte sind dieselben, wenn Art und Name es sind; ein verborgenes Passwort lässt das gespeicherte stehen. ' +
      'Mit --apply wird die Änderung gemacht, nach den Regeln und Zusagen von edit. Endet mit 0, wenn nichts zu ändern ist ' +
      'oder es geändert wurde, mit 1, wenn etwas zu ändern ist, und mit 2, wenn es abgelehnt würde.',
    parameters: {
      directory: 'was er enthalten soll',
      on: 'ohne --data-dir: welcher Knoten des Clusters (sonst: sein einziger Master)',
      workspace: 'für --remove: nur in diesem Arbeitsbereich',
      remove: 'auch entfernen, was das Verzeichnis nicht hat',
      apply: 'die Änderung machen',
      reason: 'warum, für Verlauf und Protokoll',
      yes:
        'einer Entfernung zustimmen, mit der anderes mitgeht, durch den vollen Namen des ersten solchen Objekts; am ' +
        'Terminal wird danach gefragt, wo niemand gefragt werden kann, ist es nötig',
      author: 'für den Verlauf (sonst: der jetzige Benutzer)',
    },
    examples: [
      'sehen, was abweicht, als Schritt einer fortlaufenden Integration',
      'alles sehen, was in einem Arbeitsbereich abweicht, mit einem Programm',
      'es so machen',
    ],
  },
  drift: {
    summary: 'die Slaves eines Clusters mit ihrem Master vergleichen',
    description:
      'Vergleicht jeden Slave eines Clusters, oder die genannten, mit seinem Master, Objekt für Objekt und Eigenschaft für ' +
      'Eigenschaft. Nichts wird geändert. Endet mit 0, wenn alle ihm gleichen, mit 1, wenn einer abweicht, und mit 2, wenn ' +
      'einer sich nicht vergleichen ließ. Passwörter werden verglichen, aber nie gezeigt.',
    parameters: {
      slaves: 'welche (sonst: alle, die sich lesen lassen)',
      from: 'wem sie gleichen sollen (sonst: ihrem Master)',
    },
    examples: [
      'sehen, ob die Slaves eines gespeicherten Clusters ihrem Master gleichen',
      'GeoServer über ihre Adressen ansehen, in einem Skript',
    ],
  },
  maps: {
    summary: 'die Karten ansehen, die die Knoten zeichnen, und vergleichen',
    description:
      'Fragt jeden GeoServer eines Clusters, oder die genannten, so wie Kartenclients es tun: nach den Capabilities von ' +
      'WMS, WFS und WCS und nach einem kleinen Bild jedes Layers. Vergleicht sie mit denen des Masters und nennt die ' +
      'Layer, die fehlschlagen, fehlen oder anders aussehen. Nichts wird geändert. Endet mit 0, wenn alles stimmt, mit 1, ' +
      'wenn etwas nicht stimmt, und mit 2, wenn ein Knoten sich nicht fragen ließ.',
    parameters: {
      nodes: 'welche (sonst: alle, die Karten zeichnen)',
      layer: 'nur diesen Layer, wie die Capabilities ihn nennen: topp:roads; auch mehrmals',
    },
    examples: [
      'die Karten eines gespeicherten Clusters ansehen',
      'einen Layer auf GeoServern über ihre Adressen ansehen, in einem Skript',
    ],
  },
  diff: {
    summary: 'zwei Datenverzeichnisse vergleichen',
    description:
      'Vergleicht, was zwei Datenverzeichnisse enthalten, Objekt für Objekt und Eigenschaft für Eigenschaft. Endet mit 0, ' +
      'wenn nichts abweicht, und mit 1, wenn etwas abweicht oder sich nicht lesen ließ. Passwörter werden verglichen, aber ' +
      'nie gezeigt. Knoten, die auf den Verzeichnissen eines Masters und seines Slaves laufen und melden, dass Ereignisse ' +
      'fehlen könnten, erfahren, wenn nichts abweicht.',
    parameters: {
      left: 'was es sein soll, meist vom Master',
      right: 'was es ist, meist von einem Slave',
    },
    examples: ['sehen, worin ein Slave abgewichen ist', 'die Unterschiede mit einem Programm lesen'],
  },
  resync: {
    summary: 'einen Slave seinem Master wieder gleich machen',
    description:
      'Vergleicht das Datenverzeichnis eines Slaves mit dem seines Masters oder einer anderen getreuen Replik, zeigt, was ' +
      'abweicht und was gesendet würde, fragt, sendet es an die Warteschlange dieses einen Slaves, wartet, bis der Slave es ' +
      'angewandt hat, und vergleicht erneut. Kein anderer Knoten empfängt etwas. Endet mit 0, wenn der Slave nachweislich ' +
      'gleich ist, und mit 1, wenn noch etwas abweicht (mit --dry-run: wenn etwas abweicht). Eine Unterbrechung beendet ihn ' +
      'zwischen zwei Operationen; was gesendet ist, wird trotzdem angewandt.',
    parameters: {
      slave: 'Datenverzeichnis des Slaves, der laufen muss',
      from: 'Datenverzeichnis dessen, dem er gleichen soll',
      broker: 'der Broker des Slaves (sonst: der, mit dem der Slave verbunden ist)',
      byFiles:
        'bei einem GeoServer: alles durch Dateien und einmal Neuladen, wie ein neuer oder geleerter gefüllt wird',
      reload:
        'bei einem GeoServer: auch, was geschriebene Dateien und Neuladen braucht und sonst ausgelassen wird',
      leaveOut: 'eine Operation, die nicht ausgeführt wird, nach ihrem Schlüssel im Plan mit --json',
      dryRun: 'nur zeigen, was abweicht und was gesendet würde',
      yes: 'nicht fragen; nötig, wo niemand gefragt werden kann',
    },
    examples: [
      'sehen, was ein Resync täte',
      'ihn ausführen, nach einer Rückfrage',
      'ihn in einem Skript ausführen',
      'einen GeoServer zurückholen',
    ],
  },
  reload: {
    summary: 'einen laufenden Slave sein Datenverzeichnis neu lesen lassen',
    description:
      'Lässt den Slave, der auf einem Datenverzeichnis läuft, es neu lesen, nachdem jemand Dateien von Hand geändert hat. ' +
      'Ein Master wird nie neu geladen: was er fände, wurde nie veröffentlicht. Endet mit 0, wenn sich alles lesen ließ, ' +
      'und mit 1, wenn etwas sich nicht lesen ließ.',
    parameters: {},
    examples: ['einen Slave neu laden'],
  },
  apply: {
    summary: 'archivierte Nachrichten auf ein Datenverzeichnis anwenden',
    description:
      'Wendet die Nachrichten eines Archivs auf ein Datenverzeichnis an, wie ein Slave es täte, wer immer sie gesendet hat. ' +
      'Das ganze Archiv wird geprüft, bevor etwas geschrieben wird. Es zweimal anzuwenden schadet nicht. Endet mit 0, wenn ' +
      'jede Nachricht angewandt wurde oder nichts zu sagen hatte, und mit 1, wenn welche scheiterten oder noch warten. Ein ' +
      'Verzeichnis, auf dem ein Knoten von Plumbline läuft, wird abgelehnt; einen GeoServer, der es benutzt, stoppen Sie ' +
      'vorher.',
    parameters: {
      archive: 'archivierte Nachrichten, ein JSON-Objekt je Zeile',
      dataDir: 'das Datenverzeichnis; es muss da sein',
      until: 'nach der Nachricht mit dieser seq aufhören',
      verbose: 'auch sagen, was zu angewandten Nachrichten zu wissen ist',
    },
    examples: ['eine Kopie auf den neuesten Stand bringen', 'sehen, wie es nach Nachricht 83 war'],
  },
}
