import type { Settings } from '../contract/features/settings.ts'
import type { Severity } from '../contract/features/shared.ts'

/** What the main process says itself, in menus, the tray and notifications. */
interface Texts {
  readonly file: string
  readonly edit: string
  readonly view: string
  readonly go: string
  readonly window: string
  readonly help: string
  readonly palette: string
  readonly settings: string
  readonly shortcuts: string
  readonly screens: Readonly<Record<ScreenName, string>>
  readonly show: string
  readonly quit: string
  readonly noCluster: string
  readonly severities: Readonly<Record<Severity, string>>
  readonly diverged: (node: string) => string
  readonly lag: (node: string, waiting: number) => string
  readonly deadLetter: string
  readonly brokerLost: (where: string) => string
  readonly updateReady: (version: string) => string
}

export const screenNames = [
  'overview',
  'nodes',
  'configuration',
  'messages',
  'resync',
  'brokers',
  'audit',
  'diagnostics',
] as const
export type ScreenName = (typeof screenNames)[number]

const english: Texts = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  go: 'Go',
  window: 'Window',
  help: 'Help',
  palette: 'Command Palette…',
  settings: 'Settings…',
  shortcuts: 'Keyboard Shortcuts',
  screens: {
    overview: 'Overview',
    nodes: 'Nodes',
    configuration: 'Configuration',
    messages: 'Messages',
    resync: 'Resync',
    brokers: 'Brokers',
    audit: 'Audit',
    diagnostics: 'Diagnostics',
  },
  show: 'Show Plumbline',
  quit: 'Quit Plumbline',
  noCluster: 'no cluster is open',
  severities: {
    ok: 'all is well',
    stale: 'something changed since it was compared',
    unknown: 'not everything was compared yet',
    pending: 'messages are waiting',
    attention: 'something needs attention',
    failed: 'something has failed',
  },
  diverged: (node) => `${node} has diverged from its master`,
  lag: (node, waiting) => `${node} lags behind: ${waiting} messages wait`,
  deadLetter: 'The dead letter queue is not empty',
  brokerLost: (where) => `The connection to ${where} was lost`,
  updateReady: (version) => `Plumbline ${version} is ready and will be installed when you quit`,
}

const german: Texts = {
  file: 'Datei',
  edit: 'Bearbeiten',
  view: 'Ansicht',
  go: 'Gehe zu',
  window: 'Fenster',
  help: 'Hilfe',
  palette: 'Befehlspalette …',
  settings: 'Einstellungen …',
  shortcuts: 'Tastenkürzel',
  screens: {
    overview: 'Übersicht',
    nodes: 'Knoten',
    configuration: 'Konfiguration',
    messages: 'Nachrichten',
    resync: 'Resync',
    brokers: 'Broker',
    audit: 'Protokoll',
    diagnostics: 'Diagnose',
  },
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

const texts: Readonly<Record<Settings['language'], Texts>> = { en: english, de: german }

export function textsIn(language: Settings['language']): Texts {
  return texts[language]
}

export type { Texts }
