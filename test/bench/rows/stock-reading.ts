import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { inParallel } from '../../../electron/geoserver/in-parallel.ts'
import { NodeReader, type ReadCall } from '../../../electron/geoserver/reading/node-reader.ts'
import { parseAhead } from '../../../electron/geoserver/reading/parsed-files.ts'
import { catalogOf } from '../../../electron/geoserver/reading/read-catalog.ts'
import { readStockCatalog } from '../../support/read-stock-catalog.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import { interleaved, millisecondsOf, row, type Bench } from '../row.ts'

const width = 4
const rounds = 3
const nodes = 3
const layers = 1000

/**
 * The catalogs of several stock nodes, each a process of its own, read over REST; beside asking for the same documents,
 * as many at once, and doing nothing with them. Read again, the count of changes is asked for where that will do, and
 * otherwise every file on condition that it changed.
 */
export const stockReading: Bench = {
  names: ['rest-read', 'rest-reread', 'rest-reread-files'],
  async run() {
    await using started = await startNodes()
    const { urls } = started
    const asked = await Promise.all(urls.map(documentsOf))
    const clients = urls.map((url) => new GeoServerClient({ url, ...administrator }))
    const readers = clients.map((client) => new NodeReader(() => Promise.resolve(client)))
    const readAgain = (will: ReadCall['will']) =>
      Promise.all(readers.map(async (reader) => catalogOf(await reader.read({ will, onFile: parseAhead }))))
    await readAgain('anew')
    const { floor, reading, again, files } = await interleaved(rounds, {
      floor: () => millisecondsOf(() => Promise.all(asked.map(bareFetch))),
      reading: () => millisecondsOf(() => Promise.all(clients.map((client) => readStockCatalog(client)))),
      again: () => millisecondsOf(() => readAgain('counted')),
      files: () => millisecondsOf(() => readAgain('anew')),
    })
    const documents = asked.flat().length
    return [
      row('rest-read', '/s', (documents / reading) * 1000, (documents / floor) * 1000, '≥ 0.7'),
      row('rest-reread', 'ms', again, reading, '≤ 0.05'),
      row('rest-reread-files', 'ms', files, reading, '≤ 1'),
    ]
  },
}

async function startNodes(): Promise<{ readonly urls: readonly string[] } & AsyncDisposable> {
  const script = join(import.meta.dirname, 'stock-node-process.ts')
  const children = Array.from({ length: nodes }, () =>
    spawn(process.execPath, [script, String(layers)], { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  const lines = children.map(async ({ stdout }) => {
    const [url] = (await once(createInterface(stdout), 'line')) as [string]
    return url
  })
  return {
    urls: await Promise.all(lines),
    async [Symbol.asyncDispose]() {
      const ends = children.map((child) => once(child, 'exit'))
      for (const { stdin } of children) stdin.end()
      await Promise.all(ends)
    },
  }
}

/** What reading a node asks it for. */
async function documentsOf(url: string): Promise<readonly string[]> {
  const asked: string[] = []
  const recording: typeof fetch = (input, init) => {
    if (typeof input === 'string') asked.push(input)
    return fetch(input, init)
  }
  await readStockCatalog(new GeoServerClient({ url, ...administrator, fetch: recording }))
  return asked
}

async function bareFetch(urls: readonly string[]): Promise<void> {
  const login = Buffer.from(`${administrator.user}:${administrator.password}`).toString('base64')
  const answers = inParallel(urls, width, async (url) => {
    const response = await fetch(url, { headers: { authorization: `Basic ${login}` } })
    return (await response.arrayBuffer()).byteLength
  })
  for await (const _ of answers);
}
