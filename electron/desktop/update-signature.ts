import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { z } from 'zod'
import { say } from '../sentences/say.ts'
import type { Sentence } from '../sentences/sentence.ts'

/**
 * What the feed says of a version, as far as it counts: our own signature stands with every file. Packages that are
 * fetched besides the file are signed by nobody, so there may be none.
 */
const description = z.object({
  version: z.string().regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/),
  files: z.array(z.object({ sha512: z.base64(), signature: z.base64() })).min(1),
  packages: z.undefined().optional(),
})

/** What is signed: of which version a file is, and what is in it. */
function signedText(version: string, sha512: string): Buffer {
  return Buffer.from(`plumbline update 1\n${version}\n${sha512}\n`)
}

/** The signature of a file of a version, in base64. */
export function signatureOf(version: string, sha512: string, key: KeyObject): string {
  return sign(null, signedText(version, sha512), key).toString('base64')
}

/**
 * The public key of a packaged file.
 * @param text SubjectPublicKeyInfo in base64
 * @returns undefined when it is no Ed25519 key
 * @throws when it is no key at all
 */
export function publicKeyFrom(text: string): KeyObject | undefined {
  const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
  return key.asymmetricKeyType === 'ed25519' ? key : undefined
}

/**
 * Why a version is not fetched or installed; undefined when it is newer than this one and all of its files are signed.
 * @param info what the feed says of it, of which nothing is believed
 * @param file what was fetched, when it was: it must be one of those files
 */
export function reasonToRefuse(
  info: unknown,
  options: { readonly key: KeyObject; readonly version: string; readonly file?: string | undefined },
): Sentence | undefined {
  const parsed = description.safeParse(info)
  if (!parsed.success) return say('log.noRelease')
  const { version, files } = parsed.data
  if (!isNewer(version, options.version)) return say('log.notNewer', { version, own: options.version })
  const isSigned = files.every(({ sha512, signature }) =>
    verify(null, signedText(version, sha512), options.key, Buffer.from(signature, 'base64')),
  )
  if (!isSigned) return say('log.notOurs')
  const digest = options.file === undefined ? files[0]?.sha512 : digestOf(options.file)
  return files.some(({ sha512 }) => sha512 === digest) ? undefined : say('log.notAsSigned')
}

function isNewer(version: string, than: string): boolean {
  const [left, right] = [version, than].map((each) => each.split('-', 1).join('').split('.').map(Number))
  for (const [at, part] of (left ?? []).entries()) {
    const other = right?.[at] ?? 0
    if (part !== other) return part > other
  }
  return false
}

/** The SHA-512 of a file in base64, read piece by piece: a package is large. */
export function digestOf(path: string): string {
  const hash = createHash('sha512')
  const piece = Buffer.alloc(1024 * 1024)
  const descriptor = openSync(path, 'r')
  try {
    for (;;) {
      const count = readSync(descriptor, piece)
      if (count === 0) return hash.digest('base64')
      hash.update(piece.subarray(0, count))
    }
  } finally {
    closeSync(descriptor)
  }
}
