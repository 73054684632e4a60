import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below those the system gives to whoever connects, so that nobody gets them while their broker is away. Each worker of
 * the test runner has its own, for a program listens only some time after its port was found free.
 */
const [lowest, perWorker, workers] = [20_000, 1_500, 8] as const
const first = lowest + (Number(process.env['VITEST_POOL_ID'] ?? 0) % workers) * perWorker
const given = new Set<number>()

/** Ports of loopback nobody listens on, for programs that cannot choose one themselves, or are to keep it. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = randomInt(first, first + perWorker)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    ports.push(port)
  }
  return ports
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  await once(server.close(), 'close')
  return true
}
