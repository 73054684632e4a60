import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

const recorded = z.object({
  method: z.string(),
  path: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  auth: z.null().optional(),
})

/** Answers of a real GeoServer 2.26.2, in the order they were recorded. */
export const recordedAnswers = readFileSync(
  join(import.meta.dirname, '../fixtures/geoserver-2.26-rest/responses.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => recorded.parse(JSON.parse(line)))

type Answer = (path: string, response: ServerResponse) => void

/** A server at `<url>/geoserver` that lets `admin` with `geoserver` in; the answer sees the path below it. */
export async function serveRest(answer: Answer): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = []
  const expected = `Basic ${Buffer.from('admin:geoserver').toString('base64')}`
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/geoserver/, '')
    asked.push(`${request.method} ${path}`)
    if (request.headers.authorization !== expected) response.writeHead(401).end('Unauthorized')
    else answer(path, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}/geoserver`, asked }
}

/** Answers what was recorded as it was recorded. */
export const replay: Answer = (path, response) => {
  const found = recordedAnswers.find(
    (each) => each.method === 'GET' && each.auth === undefined && isSame(each.path, path),
  )
  if (found === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Undefined resource path.')
    return
  }
  const type = found.headers['Content-Type'] ?? found.headers['content-type'] ?? 'text/plain'
  response.writeHead(found.status, { 'content-type': type }).end(found.body ?? '')
}

function isSame(recordedPath: string, path: string): boolean {
  // A name with a pattern in it was recorded decoded.
  return recordedPath === path || recordedPath === decodeURIComponent(path)
}
