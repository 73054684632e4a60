import { createHash, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { signatureOf } from '../../electron/desktop/update-signature.ts'
import { createCertificates } from './certificates.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** What a feed offers: a sound version, or one there is something wrong with. */
export type Offer = 'sound' | 'unsigned' | 'stranger' | 'relabelled' | 'false' | 'swapped'

/** Feeds of updates over TLS, one an offer, and the key their versions should be signed with. */
export async function startUpdateFeed(version: string, content: string) {
  const ours = generateKeyPairSync('ed25519')
  const theirs = generateKeyPairSync('ed25519')
  const directory = temporaryDirectory()
  const { authority, serverCertificate, serverKey } = await createCertificates(directory)
  const authorityFile = join(directory, 'authority.pem')
  writeFileSync(authorityFile, authority)
  const name = `plumbline-${version}.AppImage`
  const hash = createHash('sha512').update(content).digest('base64')
  const wrongHash = hash.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
  const describe = (as: string, sha512: string, signature?: string) =>
    `version: ${as}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${content.length}\n${
      signature === undefined ? '' : `    signature: ${signature}\n`
    }releaseDate: '2026-01-01'\n`
  const sign = (as: string, sha512 = hash) => signatureOf(as, sha512, ours.privateKey)
  const descriptions: Readonly<Record<Offer, string>> = {
    sound: describe(version, hash, sign(version)),
    unsigned: describe(version, hash),
    stranger: describe(version, hash, signatureOf(version, hash, theirs.privateKey)),
    relabelled: describe(version, hash, sign('0.0.1')),
    // Signed by mistake: the package is not what was signed.
    false: describe(version, wrongHash, sign(version, wrongHash)),
    swapped: describe(version, hash, sign(version)),
  }
  const files = new Map(
    Object.entries(descriptions).flatMap(([offer, description]) => [
      [`/${offer}/latest-linux.yml`, description],
      [`/${offer}/${name}`, offer === 'swapped' ? `${content.slice(0, -1)}!` : content],
    ]),
  )
  const server = createServer({ cert: serverCertificate, key: serverKey }, (request, response) => {
    const found = files.get(new URL(request.url ?? '', 'https://localhost').pathname)
    response.writeHead(found === undefined ? 404 : 200).end(found)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const key = ours.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  return { feed: (offer: Offer) => `https://localhost:${port}/${offer}/`, key, authorityFile }
}
