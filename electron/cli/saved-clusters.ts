import { ProfileStore } from '../services/profiles/profile-store.ts'
import { fileSecretStore } from '../services/profiles/secret-store.ts'
import { Notices } from '../state/notices.ts'
import { defaultStateDirectory, openStateDirectory } from '../state/state-directory.ts'
import { localFileSystem } from '../storage/files.ts'
import type { CommandContext } from './command.ts'

/**
 * Lets a command change the saved clusters, where nobody else has them open.
 * @throws PLB-APP-STATE-TEMPORARY where they cannot be written, or an app that runs has them
 */
export async function withProfileStore<Result>(
  { output, environment }: Pick<CommandContext, 'output' | 'environment'>,
  run: (store: ProfileStore) => Promise<Result>,
): Promise<Result> {
  const notices = new Notices((all) => output.warning(all.at(-1) ?? ''))
  const state = openStateDirectory(
    defaultStateDirectory(environment),
    localFileSystem,
    Date.now,
    new Notices(() => undefined),
  )
  try {
    if (state.temporary !== undefined) throw state.temporary
    const base = { directory: state.path, fileSystem: localFileSystem, now: Date.now, notices }
    return await run(new ProfileStore({ ...base, secrets: fileSecretStore({ ...base, environment }) }))
  } finally {
    state.release()
  }
}
