import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { parseBrokerUrl } from '../../electron/broker/broker-url.ts'
import { topic } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import type { ClusterState } from '../../electron/contract/features/profiles.ts'
import packageJson from '../../package.json' with { type: 'json' }
import type { Client } from '../../renderer/api/client.ts'
import type { OutputFor } from '../../renderer/api/types.ts'
import { masterMessages } from '../support/recorded-messages.ts'
import { openRemoteApplication } from '../support/remote-application.ts'
import type { MainThreadReport } from './main-thread.ts'

/**
 * What the app costs while the demo cluster runs in it: memory of the main process, and how long it keeps its event
 * loop, see main-thread.ts.
 *
 *     node test/bench/app.ts [seconds of the flood]
 */

const repository = join(import.meta.dirname, '../..')
const slave = 'slave-b'
const pair = { reference: 'master', instanceName: slave }
const longestBlock = 50
const mostMemory = 250
const megabyte = 1024 * 1024

/** Prints every measurement beside its target. */
export async function appCosts(seconds = 20): Promise<void> {
  const app = await WatchedApp.start()
  try {
    const { client } = app
    await app.report('open the app')
    const state = await client.call('profiles', 'startDemo', {})
    await app.report('start the demo')
    await app.settle()
    await app.report('the demo for 20 seconds')
    for (let times = 0; times < 3; times += 1) await client.call('inventory', 'compare', pair)
    await app.report('compare three times')
    const nodes = await client.call('inventory', 'nodes', {})
    const agreed = nodes.find(({ instanceName }) => instanceName === slave)?.dataDirectory ?? ''
    await client.call('inventory', 'stop', { instanceName: slave, agreed })
    await client.call('configuration', 'tree', { instanceName: slave })
    await app.report('stop a slave and read its configuration')
    await client.call('inventory', 'start', { instanceName: slave, agreed })
    await client.call('inventory', 'reload', { instanceName: slave, agreed })
    await app.report('start it and have it read its files')
    await client.call('profiles', 'breakDemoSlave', {})
    const plan = await client.call('resync', 'plan', pair)
    await client.call('resync', 'run', { plan: plan.id, instanceName: slave, leaveOut: [] })
    await app.report('damage and resync it')
    await scroll(client)
    await app.report('scroll the log')
    const sent = await flood(state, seconds)
    await app.report(`flood of ${Math.round(sent / seconds)} messages/s`)
    await app.settle()
    await app.report('20 seconds after the flood')
  } finally {
    await app.stop()
  }
}

async function scroll(client: Client): Promise<void> {
  let before: number | null = null
  for (let pages = 0; pages < 50; pages += 1) {
    const page: OutputFor<'messages', 'page'> = await client.call('messages', 'page', {
      filter: everyMessage,
      before,
      limit: 100,
    })
    before = page.more ? (page.rows.at(-1)?.sequence ?? null) : null
  }
}

const messagesUnderWay = 2_000

/** Recorded messages as fast as the broker takes them, 5,000 a second at most. @returns how many it took */
async function flood({ broker, profile }: ClusterState, seconds: number): Promise<number> {
  const url = parseBrokerUrl(`tcp://${broker.where.replace(/^.*\/\//, '')}`)
  if (url.kind !== 'network' || profile === null) throw new Error(`There is no broker at ${broker.where}.`)
  const session = new BrokerSession(url)
  await session.connect()
  const recorded = masterMessages()
  const destination = topic(profile.topicName)
  const begin = performance.now()
  const underWay = new Set<Promise<void>>()
  let taken = 0
  for (let sent = 0; performance.now() - begin < seconds * 1000;) {
    const due = Math.floor((performance.now() - begin) * 5)
    for (; sent < due && underWay.size < messagesUnderWay; sent += 1) {
      const message = recorded[sent % recorded.length]
      if (message === undefined) throw new Error('There are no recorded messages.')
      const { body, properties } = message
      const publishing: Promise<void> = session
        .publish({ destination, properties: Object.fromEntries(properties), body })
        .then(() => {
          taken += 1
          underWay.delete(publishing)
        })
      underWay.add(publishing)
    }
    await pause(10)
  }
  await Promise.all(underWay)
  await session.close()
  return taken
}

const ready = z.object({ type: z.literal('ready'), link: z.string() })

/** The app in a process of its own whose main thread is watched. */
class WatchedApp {
  readonly client: Client
  readonly #process: ChildProcess
  readonly #directory: string
  readonly #sampling: NodeJS.Timeout
  #peak = 0

  static async start(): Promise<WatchedApp> {
    const directory = mkdtempSync(join(tmpdir(), 'plumbline-app-'))
    const words = ['serve', '--port', '0', '--json', '--state-dir', directory]
    const began = performance.now()
    const [, ...started] = packageJson.scripts.plumbline.split(' ')
    const child = spawn(
      process.execPath,
      ['--import', join(import.meta.dirname, 'main-thread.ts'), ...started, ...words],
      {
        cwd: repository,
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
        // So that what watches is kept compiled, too.
        env: { ...process.env, NODE_COMPILE_CACHE: join(repository, 'node_modules/.cache/compile') },
      },
    )
    if (child.stdout === null) throw new Error('The app has no output.')
    for await (const line of createInterface({ input: child.stdout })) {
      const parsed = ready.safeParse(JSON.parse(line))
      if (!parsed.success) continue
      console.log(`ready after ${(performance.now() - began).toFixed(0)} ms`)
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

  /** Lets it go on by itself for a while. */
  async settle(): Promise<void> {
    await pause(20_000)
  }

  /** Prints what happened on the main thread since the last report, and the memory of the process. */
  async report(name: string): Promise<void> {
    const answer = once(this.#process, 'message')
    this.#process.send({})
    const [{ blocks, memory, processor }] = (await answer) as [MainThreadReport]
    const over = blocks.filter((each) => each > longestBlock)
    const now = memory.rss / megabyte
    console.log(
      `${name.padEnd(42)} loop kept ${(blocks[0] ?? 0).toFixed(0).padStart(4)} ms at most, ${over.length} times over ` +
        `${longestBlock}; memory ${now.toFixed(0)} MB, peak ${Math.max(this.#peak, now).toFixed(0)} MB ` +
        `(${(now / mostMemory).toFixed(2)} of ${mostMemory}), heap ${(memory.heapUsed / megabyte).toFixed(0)} MB; ` +
        `processor ${processor.toFixed(0)} ms`,
    )
    this.#peak = 0
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

if (import.meta.main) await appCosts(Number(process.argv[2] ?? 20))
