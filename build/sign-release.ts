import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { digestOf, signatureOf } from '../electron/desktop/update-signature.ts'

/**
 * Signs the packages of a release, so that installed apps take them as updates:
 *
 *     node build/sign-release.ts --new-key <file>             makes a key, and prints what belongs into resources/updates.json
 *     node build/sign-release.ts <directory> <private key>    signs what the descriptions of the feed (*.yml) there name
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const release = z.looseObject({
  version: z.string(),
  files: z.array(z.looseObject({ url: z.string(), sha512: z.string() })).min(1),
})

function makeKey(file: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { flag: 'wx', mode: 0o600 })
  console.log(`Keep ${file} outside of every repository. The public key, for resources/updates.json:`)
  console.log(publicKey.export({ format: 'der', type: 'spki' }).toString('base64'))
}

function readKey(file: string): KeyObject {
  const way = relative(realpathSync(root), realpathSync(file))
  if (!way.startsWith('..')) throw new Error(`${file} lies in the repository; keep the key outside of it.`)
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by other accounts; run: chmod 600 ${file}`)
  }
  const key = createPrivateKey(readFileSync(file))
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no Ed25519 key.`)
  return key
}

function signDescription(directory: string, name: string, key: KeyObject): void {
  const path = join(directory, name)
  const { version, files, ...others } = release.parse(parse(readFileSync(path, 'utf8')))
  const signed = files.map((file) => {
    if (file.url !== basename(file.url))
      throw new Error(`${name} names ${file.url}, which is no file beside it.`)
    if (digestOf(join(directory, file.url)) !== file.sha512) {
      throw new Error(`${file.url} is not what ${name} says; pack it again.`)
    }
    return { ...file, signature: signatureOf(version, file.sha512, key) }
  })
  writeFileSync(path, stringify({ version, files: signed, ...others }, { lineWidth: 0 }))
  for (const { url } of signed) console.log(`signed ${url} of ${version} in ${name}`)
}

function signRelease(directory: string, keyFile: string): void {
  const key = readKey(keyFile)
  const descriptions = readdirSync(directory).filter((name) => /^latest.*\.yml$/.test(name))
  if (descriptions.length === 0) throw new Error(`There is no latest*.yml in ${directory}.`)
  for (const name of descriptions) signDescription(directory, name, key)
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' })
  console.log(`key ${createHash('sha256').update(publicKey).digest('hex').slice(0, 16)}`)
}

const [first, second] = process.argv.slice(2)
try {
  if (first === undefined || second === undefined) {
    throw new Error(
      'Usage: node build/sign-release.ts (--new-key <file> | <directory of packages> <private key>)',
    )
  }
  if (first === '--new-key') makeKey(second)
  else signRelease(first, second)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
