import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { Identity, Recipient } from 'age-encryption'
import { failure } from '../../errors/failure.ts'

/**
 * Files that a passphrase opens, in the format of age (age-encryption.org), so that its tools read and write them, too.
 * The key is derived by the scrypt of Node, off the event loop; the library's own would keep everything else waiting.
 */
const kind = 'scrypt'
const label = Buffer.from('age-encryption.org/v1/scrypt')
const saltBytes = 16
/** The logarithm of the work: what age takes by itself is the most that is read, so that no file can take all memory. */
const work = { written: 17, most: 18 }
const maxmem = 1100 * 2 ** work.most
const cipher = 'chacha20-poly1305'
const tagBytes = 16
/** Of a file's own key, which is sealed once. */
const fileKeyBytes = 16
const nonce = Buffer.alloc(12)
const firstLine = '-----BEGIN AGE ENCRYPTED FILE-----'

/** Read when it is needed: with the curves it brings, no other library takes as much memory. */
const age = () => import('age-encryption')

const derive = promisify<Buffer, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
)

/** Whether a text is a file of age. */
export function isEncrypted(text: string): boolean {
  return text.trimStart().startsWith(firstLine)
}

/**
 * Encrypts a text so that only the passphrase opens it.
 * @param factor the logarithm of the work to derive its key
 */
export async function encrypt(
  text: string,
  passphrase: string,
  factor: number = work.written,
): Promise<string> {
  const { armor, Encrypter } = await age()
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipientFor(passphrase, factor))
  return armor.encode(await encrypter.encrypt(text))
}

/**
 * Opens a text again.
 * @throws PLB-PROFILE-FILE-LOCKED when the passphrase is another one, or the file is damaged
 */
export async function decrypt(text: string, passphrase: string): Promise<string> {
  const { armor, Decrypter } = await age()
  const decrypter = new Decrypter()
  decrypter.addIdentity(identityFor(passphrase))
  try {
    return await decrypter.decrypt(armor.decode(text.trim()), 'text')
  } catch (error) {
    throw failure('PLB-PROFILE-FILE-LOCKED', {}, error)
  }
}

function recipientFor(passphrase: string, factor: number): Recipient {
  return {
    wrapFileKey: async (fileKey) => {
      const { Stanza } = await age()
      const salt = randomBytes(saltBytes)
      const sealing = createCipheriv(cipher, await keyOf(passphrase, salt, factor), nonce, {
        authTagLength: tagBytes,
      })
      const body = Buffer.concat([sealing.update(fileKey), sealing.final(), sealing.getAuthTag()])
      return [new Stanza([kind, unpadded(salt), String(factor)], body)]
    },
  }
}

function identityFor(passphrase: string): Identity {
  return {
    unwrapFileKey: async ([stanza, ...others]) => {
      const [found, salt = '', factor = ''] = stanza?.args ?? []
      if (stanza === undefined || others.length > 0 || found !== kind) return null
      const key = Buffer.from(salt, 'base64')
      const isReadable =
        key.length === saltBytes &&
        /^[1-9]\d?$/.test(factor) &&
        Number(factor) <= work.most &&
        stanza.body.length === fileKeyBytes + tagBytes
      if (!isReadable) return null
      const opening = createDecipheriv(cipher, await keyOf(passphrase, key, Number(factor)), nonce, {
        authTagLength: tagBytes,
      })
      opening.setAuthTag(stanza.body.subarray(fileKeyBytes))
      return Buffer.concat([opening.update(stanza.body.subarray(0, fileKeyBytes)), opening.final()])
    },
  }
}

async function keyOf(passphrase: string, salt: Buffer, factor: number): Promise<Buffer> {
  const N = 2 ** factor
  return derive(Buffer.from(passphrase), Buffer.concat([label, salt]), 32, {
    N,
    r: 8,
    p: 1,
    maxmem,
  })
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
