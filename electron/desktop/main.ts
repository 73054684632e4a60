import '../state/home-variable.ts'
import '../state/lean-heap.ts'
import Store from 'electron-store'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createApplication } from '../services/application.ts'
import { defaultStateDirectory, operatorName } from '../state/state-directory.ts'
import { keychainSecretStore } from './keychain.ts'
import { startUp } from './startup.ts'
import { findUpdateSource } from './update-source.ts'

/** What Electron runs. The build puts it into dist/desktop, beside the preload script and what it reads. */
const directory = join(import.meta.dirname, '../..')
/** In a clone of the repository it lies beside the app. */
const packed = join(directory, 'renderer')
const stateDirectory = defaultStateDirectory(process.env)
const updates = findUpdateSource(join(directory, 'resources/updates.json'), process.env)

startUp({
  directory,
  renderer: existsSync(packed) ? packed : join(directory, '../renderer'),
  stateDirectory,
  openApplication: (report) =>
    createApplication({
      stateDirectory,
      environment: process.env,
      shell: 'desktop',
      reopens: true,
      canUpdate: updates.source !== undefined,
      operator: operatorName(stateDirectory, process.env),
      report,
      openSecrets: keychainSecretStore,
      openSettingsFile: (options) => new Store(options),
    }),
  updates: { ...updates, load: async () => (await import('electron-updater')).default.autoUpdater },
})
