import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import type { Client } from '../../renderer/api/client.ts'
import bundleProcesses, { bundled } from '../support/processes/bundle.ts'
import { openRemoteApplication } from '../support/remote-application.ts'
import type { MainThreadReport } from './main-thread.ts'

const repository = join(import.meta.dirname, '../..')
const megabyte = 1024 * 1024

const ready = z.object({ type: z.literal('ready'), link: z.string() })

/** What a while cost. */
export interface Costs {
  /** Milliseconds each turn of the loop took that kept it, the longest first. */
  readonly blocks: readonly number[]
  /** Megabytes of the process: at its most, at the end, and of the heap of its main thread. */
  readonly peak: number
  readonly now: number
  readonly heap: number
  /** Milliseconds of processor. */
  readonly processor: number
}

/** The app, in the few files it is shipped in, in a process of its own whose main thread is watched. */
export class WatchedApp {
  readonly client: Client
  readonly #process: ChildProcess
  readonly #directory: string
  readonly #sampling: NodeJS.Timeout
  #peak = 0

  static async start(): Promise<WatchedApp> {
    const directory = mkdtempSync(join(tmpdir(), 'plumbline-app-'))
    const words = ['serve', '--port', '0', '--json', '--state-dir', directory]
    await bundleProcesses()
    const watching = ['--import', join(import.meta.dirname, 'main-thread.ts')]
    const script = bundled('plumbline') ?? ''
    const child = spawn(process.execPath, ['--max-semi-space-size=4', ...watching, script, ...words], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(repository, 'node_modules/.cache/compile') },
    })
    if (child.stdout === null) throw new Error('The app has no output.')
    for await (const line of createInterface({ input: child.stdout })) {
      const parsed = ready.safeParse(JSON.parse(line))
      if (!parsed.success) continue
      child.stdout.resume()
      return new WatchedApp(child, await openRemoteApplication(parsed.data.link), directory)
    }
    throw new Error('The app ended before it was ready.')
  }

  private constructor(child: ChildProcess, client: Client, directory: string) {
    this.#process = child
    this.client = client
    this.#directory = directory
    this.#sampling = setInterval(() => (this.#peak = Math.max(this.#peak, residentMemory(child))), 100)
    const listener = { items: () => undefined }
    client.subscribe('inventory', 'nodes', {}, listener)
    client.subscribe('messages', 'live', { filter: everyMessage }, listener)
  }

  /** What it cost since it was asked last. */
  async costs(): Promise<Costs> {
    const answer = once(this.#process, 'message')
    this.#process.send({})
    const [{ blocks, memory, processor }] = (await answer) as [MainThreadReport]
    const now = memory.rss / megabyte
    const peak = Math.max(this.#peak, now)
    this.#peak = 0
    return { blocks, peak, now, heap: memory.heapUsed / megabyte, processor }
  }

  async stop(): Promise<void> {
    clearInterval(this.#sampling)
    this.client.close()
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await ended
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

const pageSize = 4096

/** Megabytes; 0 where the system does not tell. */
function residentMemory({ pid }: ChildProcess): number {
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')
    return (Number(pages) * pageSize) / megabyte
  } catch {
    return 0
  }
}
