import { safeStorage } from 'electron'
import { join } from 'node:path'
import { z } from 'zod'
import { failure, textOf } from '../errors/failure.ts'
import { JsonFile, type StateFiles } from '../state/json-file.ts'
import { memorySecretStore, type SecretStore } from '../services/profiles/secret-store.ts'
import { say } from '../sentences/say.ts'

type SafeStorage = Pick<
  typeof safeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

/**
 * Keeps passwords encrypted with a key of the system's key chain. Where there is none, they are kept in memory until
 * the application ends, and a notice says so: a key that lies in the program itself protects nothing.
 */
export async function keychainSecretStore(
  options: StateFiles & {
    readonly directory: string
    readonly platform?: NodeJS.Platform
    readonly storage?: SafeStorage
  },
): Promise<SecretStore> {
  const { platform = process.platform, storage = safeStorage, ...files } = options
  if (!(await hasKeychain(storage, platform))) {
    files.notices.add(say('notices.noKeyChain'))
    return memorySecretStore()
  }
  const file = new JsonFile({
    ...files,
    path: join(files.directory, 'keychain.json'),
    schema: z.record(z.string(), z.base64()),
    initial: {},
  })
  const set = async (reference: string, secret: string): Promise<void> => {
    let sealed: Buffer
    try {
      sealed = await storage.encryptStringAsync(secret)
    } catch (error) {
      throw failure('PLB-SECRET-REFUSED', { reason: textOf(error) }, error)
    }
    file.set({ ...file.value, [reference]: sealed.toString('base64') })
  }
  return {
    isPersistent: true,
    set,
    get: async (reference) => {
      const sealed = Object.hasOwn(file.value, reference) ? file.value[reference] : undefined
      if (sealed === undefined) return undefined
      try {
        const { result, shouldReEncrypt } = await storage.decryptStringAsync(Buffer.from(sealed, 'base64'))
        if (shouldReEncrypt) await set(reference, result)
        return result
      } catch (error) {
        throw failure('PLB-SECRET-UNAVAILABLE', { reference, reason: textOf(error) }, error)
      }
    },
    remove: async (reference) => {
      const { [reference]: _, ...rest } = file.value
      file.set(rest)
    },
  }
}

async function hasKeychain(storage: SafeStorage, platform: NodeJS.Platform): Promise<boolean> {
  try {
    if (!(await storage.isAsyncEncryptionAvailable())) return false
    // Without a secret service Chromium encrypts with a key everyone knows.
    return platform !== 'linux' || storage.getSelectedStorageBackend() !== 'basic_text'
  } catch {
    return false
  }
}
