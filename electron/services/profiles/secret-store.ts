import { join } from 'node:path'
import { z } from 'zod'
import { failure, wordingOf } from '../../errors/failure.ts'
import { openSealer, type Sealer } from '../../storage/secrets.ts'
import { JsonFile, type StateFiles } from '../../state/json-file.ts'
import { say } from '../../sentences/say.ts'

/** Keeps passwords under names, so that nothing else has to hold one. */
export interface SecretStore {
  /** False when what it keeps is gone after the application ends. */
  readonly isPersistent: boolean
  /** Undefined when there is none. @throws PLB-SECRET-UNAVAILABLE */
  get(reference: string): Promise<string | undefined>
  set(reference: string, secret: string): Promise<void>
  remove(reference: string): Promise<void>
}

/** Keeps passwords until the application ends, where there is no better place. */
export function memorySecretStore(): SecretStore {
  const secrets = new Map<string, string>()
  return {
    isPersistent: false,
    get: (reference) => Promise.resolve(secrets.get(reference)),
    set: (reference, secret) => {
      secrets.set(reference, secret)
      return Promise.resolve()
    },
    remove: (reference) => {
      secrets.delete(reference)
      return Promise.resolve()
    },
  }
}

/** What a store of passwords is made from. */
export interface SecretStoreSurroundings extends StateFiles {
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Keeps passwords sealed in a file only this account can read, for machines without a key chain. The key lies beside
 * it, or in the environment variable PLUMBLINE_KEY; without a usable key they are kept in memory, and a notice says so.
 */
export function fileSecretStore({ directory, environment, ...files }: SecretStoreSurroundings): SecretStore {
  const file = new JsonFile({
    ...files,
    path: join(directory, 'secrets.json'),
    schema: z.record(z.string(), z.base64()),
    initial: {},
  })
  let sealer: Sealer
  try {
    const keyFile = join(directory, 'secrets.key')
    // A new key would open none of those that are there.
    const mayMakeKey = Object.keys(file.value).length === 0
    sealer = openSealer({ keyFile, environment, fileSystem: files.fileSystem, mayMakeKey })
  } catch (error) {
    files.notices.add(say('profiles.passwordsKeptOnlyUntil', { reason: wordingOf(error) }))
    return memorySecretStore()
  }
  return {
    isPersistent: true,
    get: async (reference) => {
      const sealed = Object.hasOwn(file.value, reference) ? file.value[reference] : undefined
      if (sealed === undefined) return undefined
      try {
        return sealer.open(Buffer.from(sealed, 'base64'))
      } catch (error) {
        throw failure('PLB-SECRET-UNAVAILABLE', { reference, reason: wordingOf(error) }, error)
      }
    },
    set: async (reference, secret) => {
      file.set({ ...file.value, [reference]: sealer.seal(secret).toString('base64') })
    },
    remove: async (reference) => {
      const { [reference]: _, ...rest } = file.value
      file.set(rest)
    },
  }
}
