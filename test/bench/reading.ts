import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { GeoServerClient } from '../../electron/geoserver/client.ts'
import { inParallel } from '../../electron/geoserver/in-parallel.ts'
import { readStockCatalog } from '../../electron/geoserver/reading/read-catalog.ts'
import { administrator } from '../../electron/imitation/serve.ts'
import { median } from './measure.ts'

export interface ReadingSpeed {
  readonly requests: number
  /** Requests a second of asking for the same documents, four at once, and doing nothing with them. */
  readonly floor: number
  readonly reading: number
  /** The same when nothing changed since it was read. */
  readonly again: number
}

const width = 4
const rounds = 5

/** How fast the catalog of a stock node is read, against asking a process of its own for the same and no more. */
export async function readingSpeed(layers: number): Promise<ReadingSpeed> {
  const script = join(import.meta.dirname, 'stock-node-process.ts')
  const child = spawn(process.execPath, [script, String(layers)], { stdio: ['pipe', 'pipe', 'inherit'] })
  try {
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
    const asked: string[] = []
    const recording: typeof fetch = (input, init) => {
      if (typeof input === 'string') asked.push(input)
      return fetch(input, init)
    }
    await readStockCatalog(new GeoServerClient({ url, ...administrator, fetch: recording }))
    const client = new GeoServerClient({ url, ...administrator })
    const previous = await readStockCatalog(client)
    const [floors, readings, agains]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await speedOf(asked.length, () => bareFetch(asked)))
      readings.push(await speedOf(asked.length, () => readStockCatalog(client)))
      agains.push(await speedOf(asked.length, () => readStockCatalog(client, { previous })))
    }
    return {
      requests: asked.length,
      floor: median(floors),
      reading: median(readings),
      again: median(agains),
    }
  } finally {
    child.stdin.end()
    await once(child, 'exit')
  }
}

async function speedOf(requests: number, action: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await action()
  return requests / ((performance.now() - started) / 1000)
}

async function bareFetch(urls: readonly string[]): Promise<void> {
  const login = Buffer.from(`${administrator.user}:${administrator.password}`).toString('base64')
  const answers = inParallel(urls, width, async (url) => {
    const response = await fetch(url, { headers: { authorization: `Basic ${login}` } })
    return (await response.arrayBuffer()).byteLength
  })
  for await (const _ of answers);
}
