export default {
  findings: 'nichts gefunden | ein Befund | {count} Befunde',
  again: 'Erneut prüfen',
  checks: 'Prüfungen',
  running: 'Prüfung läuft',
  muted: 'stumm',
  mute: '{title} stumm schalten',
  unmute: '{title} nicht mehr stumm schalten',
  notices: 'Hinweise',
  noNotices: 'Zu diesem Start gibt es nichts zu sagen.',
  remedy: 'Was zu tun ist: {remedy}',
  bundle: 'Support-Paket',
  bundleText:
    'Eine Datei mit Versionen, Einstellungen, Prüfungen und den neuesten Protokollzeilen. Passwörter und Token sind herausgenommen; Namen von Knoten, Warteschlangen und Objekten bleiben darin. Sehen Sie sie durch, bevor Sie sie weitergeben.',
  shells: { desktop: 'Desktop-App', serve: 'im Browser' },
  about: {
    title: 'Über',
    version: 'Plumbline',
    shell: 'Läuft als',
    node: 'Node.js',
    platform: 'Plattform',
    stateDirectory: 'Zustandsverzeichnis',
  },
}
