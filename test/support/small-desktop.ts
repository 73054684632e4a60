import { join } from 'node:path'
import { initialSettings } from '../../electron/services/settings/settings.ts'
import type { Application } from '../../electron/contract/features/application.ts'
import { startUp } from '../../electron/desktop/startup.ts'
import { control, recorded } from './electron-stand-in/controls.ts'
import { smallApplication } from './small-application.ts'

/** The desktop app over a small application, run in a process of its own: state directory, renderer, bundle. */
const [stateDirectory = '', renderer = '', directory = ''] = process.argv.slice(2)
const small = smallApplication()

/** A stream the test feeds. */
function fed(name: string) {
  return (_input: unknown, emit: (items: readonly unknown[]) => void, signal: AbortSignal): void => {
    control(`feed.${name}`, (item) => {
      if (!signal.aborted) emit([item])
    })
  }
}

const { services, sources } = small.application
const application = {
  services: {
    ...services,
    profiles: { ...services['profiles'], open: (input: unknown) => recorded('profiles.open', input) },
  },
  sources: {
    ...sources,
    settings: { current: fed('settings') },
  },
}
control('feed.rows', (rows) => small.emitRows(rows as never))

startUp({
  directory,
  renderer,
  stateDirectory,
  openApplication: async () => ({
    // The window uses no more of it than there is.
    application: application as unknown as Application,
    clusters: {
      watch: (tell, signal) => fed('clusters')({}, ([clusters]) => tell(clusters as never), signal),
    },
    settings: () => initialSettings,
    stateDirectory,
    notices: [],
    isReadOnly: () => false,
    clusterOf: () => undefined,
    record: (change) => recorded('audit', change),
    close: async () => recorded('application.close', join(stateDirectory)),
  }),
  updates: { load: () => Promise.reject(new Error('not in this test')) },
})
