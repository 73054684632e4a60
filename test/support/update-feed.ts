import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createCertificates } from './certificates.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** A feed of updates over TLS: a sound one, and one whose package is not what its description says. */
export async function startUpdateFeed(version: string, content: string) {
  const directory = temporaryDirectory()
  const { authority, serverCertificate, serverKey } = await createCertificates(directory)
  const authorityFile = join(directory, 'authority.pem')
  writeFileSync(authorityFile, authority)
  const name = `plumbline-${version}.AppImage`
  const hash = createHash('sha512').update(content).digest('base64')
  const description = (sha512: string) =>
    `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${content.length}\nreleaseDate: '2026-01-01'\n`
  const files = new Map([
    ['/sound/latest-linux.yml', description(hash)],
    ['/false/latest-linux.yml', description(hash.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')))],
    [`/sound/${name}`, content],
    [`/false/${name}`, content],
  ])
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
  return { feed: (which: 'sound' | 'false') => `https://localhost:${port}/${which}/`, authorityFile }
}
