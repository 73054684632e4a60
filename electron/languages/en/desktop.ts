import shell from './screens/shell.ts'

/** What the main process of the desktop app says itself, in menus, the tray and notifications. */
export const desktop = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  go: 'Go',
  window: 'Window',
  help: 'Help',
  palette: 'Command Palette…',
  settings: 'Settings…',
  shortcuts: 'Keyboard Shortcuts',
  screens: shell.screens,
  couldNotStart: 'Plumbline could not start',
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
  diverged: (node: string) => `${node} has diverged from its master`,
  lag: (node: string, waiting: number) => `${node} lags behind: ${waiting} messages wait`,
  deadLetter: 'The dead letter queue is not empty',
  brokerLost: (where: string) => `The connection to ${where} was lost`,
  updateReady: (version: string) => `Plumbline ${version} is ready and will be installed when you quit`,
}

export type DesktopTexts = typeof desktop
