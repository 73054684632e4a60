import type { Help } from '../../en/commands/help.ts'
import { catalogCommands } from './catalog.ts'
import { clusterCommands } from './cluster.ts'
import { messagesCommands } from './messages.ts'

/** Was die Hilfe der Befehlszeile sagt. */
export const help: Help = {
  commands: { ...clusterCommands, ...catalogCommands, ...messagesCommands },
  /** Zu Argumenten und Optionen, die mehrere Befehle haben. */
  parameters: {
    dataDir: 'das Datenverzeichnis des Knotens',
    body: 'auch den Rumpf zeigen',
    format: 'eines Exports (sonst: jsonl)',
    tlsCert: 'ein Zertifikat mit seiner Kette, als PEM',
    tlsKey: 'dessen Schlüssel, als PEM',
    authority: 'Zertifikate, denen statt denen dieses Rechners vertraut wird, als PEM',
    profile:
      'ein gespeicherter Cluster der App; statt Verzeichnissen werden dann die Instanznamen seiner Knoten angegeben',
    broker: 'ohne gespeicherten Cluster: die URL eines Brokers',
    login:
      'statt beidem: eine Datei mit benutzer:passwort in einer Zeile, die nur dieses Konto lesen kann; weitere ' +
      'Zeilen ADRESSE benutzer:passwort gelten für einen GeoServer mit eigener Anmeldung',
    topic: 'dessen Warteschlangen die von Knoten sind (sonst: VirtualTopic.geoserver)',
    node:
      'ohne gespeicherten Cluster: Adressen von GeoServern, etwa http://gs{1..3}:8080/geoserver, mit den Optionen ' +
      'von Broker-URLs für Zertifikate und Wege (?plumbline.fingerprint=…, ?plumbline.via=…); sie heißen dann so ' +
      'oder nach den Instanznamen, die sie nennen',
    user:
      'wer sie fragt, ein Administrator (sonst: PLUMBLINE_GEOSERVER_USER, oder admin); das Passwort steht in ' +
      'PLUMBLINE_GEOSERVER_PASSWORD',
    jolokia:
      'wo die Verwaltung des Brokers über HTTP gefragt wird, etwa http://broker:8161/api/jolokia, mit den Optionen ' +
      'von Broker-URLs für Zertifikate und Wege (sonst: wie der gespeicherte Cluster sagt)',
    jolokiaLogin:
      'wer sie fragt: eine Datei mit benutzer:passwort in einer Zeile, die nur dieses Konto lesen kann (sonst: niemand)',
    metricsToken:
      'GET /metrics (OpenMetrics) dem beantworten, der das Kennwort dieser Datei als `Authorization: Bearer …` zeigt; fehlt die Datei, wird sie angelegt',
    webhook:
      'jeden Befund, der eintritt oder endet, als JSON an die Adresse in dieser Datei senden, die nur dieses Konto lesen kann',
    command: 'für jeden davon dieses Programm ausführen, mit dem JSON auf seiner Standardeingabe',
    quick: 'ohne zu vergleichen, was am längsten dauert',
  },
  program: {
    summary: 'Hält Cluster von GeoServern ihrem Master gleich.',
    version: 'die Version zeigen',
    help: 'diese Hilfe zeigen',
    helpCommand: 'die Hilfe zu einem Befehl zeigen',
    json: 'Daten als JSON ausgeben, das in jeder Sprache englisch bleibt',
    noColor: 'ohne Farben, wie mit der Umgebungsvariablen NO_COLOR',
    language: 'in ihr wird gesprochen (sonst: wie PLUMBLINE_LANG, LC_ALL, LC_MESSAGES oder LANG sagen)',
    exitCodes:
      'Exit-Codes: 0 alles in Ordnung; 1 die Antwort ist nein (Abweichung, etwas ließ sich nicht anwenden);\n' +
      '2 der Befehl konnte seine Arbeit nicht tun; 130 unterbrochen.',
  },
  headings: {
    Usage: 'Aufruf:',
    Arguments: 'Argumente:',
    Options: 'Optionen:',
    'Global Options': 'Allgemeine Optionen:',
    Commands: 'Befehle:',
    Examples: 'Beispiele:',
    options: 'Optionen',
    command: 'Befehl',
  },
}
