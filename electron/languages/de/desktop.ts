import shell from './screens/shell.ts'
import type { DesktopTexts } from '../en/desktop.ts'

export const desktop: DesktopTexts = {
  file: 'Datei',
  edit: 'Bearbeiten',
  view: 'Ansicht',
  go: 'Gehe zu',
  window: 'Fenster',
  help: 'Hilfe',
  palette: 'Befehlspalette …',
  settings: 'Einstellungen …',
  shortcuts: 'Tastenkürzel',
  screens: shell.screens,
  couldNotStart: 'Plumbline ließ sich nicht starten',
  show: 'Plumbline zeigen',
  quit: 'Plumbline beenden',
  noCluster: 'kein Cluster ist geöffnet',
  severities: {
    ok: 'alles in Ordnung',
    stale: 'seit dem Vergleich hat sich etwas geändert',
    unknown: 'noch nicht alles verglichen',
    pending: 'Nachrichten warten',
    attention: 'etwas braucht Aufmerksamkeit',
    failed: 'etwas ist fehlgeschlagen',
  },
  diverged: (node) => `${node} weicht von seinem Master ab`,
  lag: (node, waiting) => `${node} liegt zurück: ${waiting} Nachrichten warten`,
  deadLetter: 'Die Dead Letter Queue ist nicht leer',
  brokerLost: (where) => `Die Verbindung zu ${where} ist abgebrochen`,
  updateReady: (version) => `Plumbline ${version} liegt bereit und wird beim Beenden installiert`,
}
