import { EventHub } from '../../electron/services/event-hub.ts'
import type { ApplicationEvents } from '../../electron/services/application-events.ts'
import { Notices } from '../../electron/services/operations/notices.ts'
import { localFileSystem } from '../../electron/storage/files.ts'

/** What every service takes from the application, for a test. A listener that throws fails the test. */
export function servicePlumbing() {
  const hub = new EventHub<ApplicationEvents>((error) => {
    throw error
  })
  return { hub, notices: new Notices(), fileSystem: localFileSystem }
}

/** The second argument of a procedure's handler, for a test that neither cancels nor listens. */
export function plainCall<Progress>(progress: (value: Progress) => void = () => undefined) {
  return { signal: new AbortController().signal, progress }
}
