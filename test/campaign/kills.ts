import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { ControlClient, isUnheard } from '../../electron/nodes/control/client.ts'
import { makeSeedDirectory } from '../../electron/services/demo/seed.ts'
import { seededRandom } from '../simulation/random.ts'
import { startActivemq } from '../support/activemq.ts'
import { startPlumbline, type CommandProcess } from '../support/command-line.ts'
import { startEmbeddedBrokerProcess } from '../support/embedded-broker-process.ts'
import { sld } from '../support/styles.ts'
import type { Random } from './damage.ts'

export interface KillsOptions {
  readonly kills: number
  readonly seed: number
  readonly broker: 'embedded' | 'activemq'
  readonly onKill?: (victim: string, number: number) => void
}

export interface KillsResult {
  readonly kills: number
  /** Changes the master said it had accepted. */
  readonly accepted: number
  /** What a directory lacks, has too much or has otherwise, by what was accepted. */
  readonly faults: readonly string[]
}

interface Broker {
  readonly url: string
  kill(): Promise<void>
  restart(): Promise<void>
  dispose(): Promise<void>
}

const slaves = ['slave-1', 'slave-2'] as const
const settleDeadline = 300_000

/**
 * A master and two slaves, each a process, and a broker in another. Changes are made one after the other while one of
 * the four is killed at a time (SIGKILL) and started again. In the end the directories are judged by what the master
 * accepted, which is kept here: nothing of Plumbline's own comparison is asked.
 */
export async function runKills({ kills, seed, broker: kind, onKill }: KillsOptions): Promise<KillsResult> {
  const random = seededRandom(seed)
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-kills-'))
  const broker = await startBroker(kind)
  const nodes = ['master', ...slaves].map((name) => new KilledNode(name, directory, broker.url))
  const [master] = nodes
  if (master === undefined) throw new Error('There is no master.')
  try {
    await Promise.all(nodes.map((node) => node.start()))
    const wanted = new Wanted(random)
    const ended = new AbortController()
    const changing = wanted.changeUntil(ended.signal, master.dataDirectory)
    const victims = [...nodes, { name: 'broker', kill: () => broker.kill(), start: () => broker.restart() }]
    for (let number = 1; number <= kills; number += 1) {
      await wanted.accepts(1 + random(6))
      const victim = victims[random(victims.length)]
      onKill?.(victim?.name ?? '', number)
      await victim?.kill()
      await victim?.start()
    }
    ended.abort()
    await changing
    await settled(nodes)
    const faults = nodes.flatMap((node) => wanted.faultsOf(node))
    return { kills, accepted: wanted.accepted, faults }
  } finally {
    await Promise.all(nodes.map((node) => node.kill()))
    await broker.dispose()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function startBroker(kind: KillsOptions['broker']): Promise<Broker> {
  const broker = await (kind === 'embedded'
    ? startEmbeddedBrokerProcess()
    : startActivemq({ withXStream: false }))
  const port = kind === 'embedded' ? broker.stompPort : broker.openWirePort
  return {
    url: `failover:(${kind === 'embedded' ? 'stomp' : 'tcp'}://127.0.0.1:${port})`,
    kill: () => broker.kill(),
    restart: () => broker.restart(),
    dispose: () => broker.dispose(),
  }
}

class KilledNode {
  readonly name: string
  readonly dataDirectory: string
  #process: CommandProcess | undefined

  constructor(name: string, directory: string, brokerUrl: string) {
    this.name = name
    this.dataDirectory = join(directory, name)
    makeSeedDirectory(this.dataDirectory)
    mkdirSync(join(this.dataDirectory, 'cluster'))
    const isMaster = name === 'master'
    writeFileSync(
      join(this.dataDirectory, 'cluster/cluster.properties'),
      `instanceName=${name}\nbrokerURL=${brokerUrl}\ntoggleMaster=${isMaster}\ntoggleSlave=${!isMaster}\n` +
        'connection.maxwait=50\nconnection.retry=1000\n',
    )
  }

  /** Starts it and waits until it answers; that it has no broker just now does not matter. */
  async start(): Promise<void> {
    const child = startPlumbline(['node', '--data-dir', this.dataDirectory])
    this.#process = child
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        if (said.length > 20) said.shift()
      })
    }
    while (!(await this.#answers())) {
      if (child.exitCode !== null) throw new Error(`${this.name} ended: ${said.join('\n')}`)
      await delay(20)
    }
  }

  async kill(): Promise<void> {
    const child = this.#process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** Whether nothing is on its way in it. */
  async isAtRest(): Promise<boolean> {
    const { inbox, outbox, broker } = await ControlClient.find(this.dataDirectory, {}).call('status', {})
    return broker.state === 'connected' && inbox.received + outbox.accepted + outbox.applied === 0
  }

  async #answers(): Promise<boolean> {
    try {
      await ControlClient.find(this.dataDirectory, {}).call('status', {})
      return true
    } catch (error) {
      if (isUnheard(error)) return false
      throw error
    }
  }
}

/** What the master accepted, and what must therefore lie in every directory. */
class Wanted {
  accepted = 0
  readonly #random: Random
  readonly #workspaces = new Set<string>()
  readonly #styles = new Map<string, string>()
  #names = 0
  #waiting: { readonly accepted: number; readonly resolve: () => void } | undefined

  constructor(random: Random) {
    // What is changed does not depend on who was killed.
    this.#random = seededRandom(random(2 ** 31))
  }

  /** Waits until so many more changes are accepted. */
  async accepts(more: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting = { accepted: this.accepted + more, resolve }
    await promise
  }

  /** Makes one change after the other; each is asked for until it is answered. */
  async changeUntil(ended: AbortSignal, dataDirectory: string): Promise<void> {
    while (!ended.aborted) {
      await this.#change(dataDirectory)
      this.accepted += 1
      if (this.#waiting !== undefined && this.accepted >= this.#waiting.accepted) this.#waiting.resolve()
    }
  }

  /** What is not in a directory as it was accepted, by its files. */
  faultsOf({ name, dataDirectory }: KilledNode): readonly string[] {
    const faults: string[] = []
    const workspaces = readdirSync(join(dataDirectory, 'workspaces')).filter((each) => /^w\d+$/.test(each))
    for (const each of workspaces)
      if (!this.#workspaces.has(each)) faults.push(`${name} has the workspace ${each}, which was removed`)
    for (const each of this.#workspaces)
      if (!existsSync(join(dataDirectory, 'workspaces', each, 'workspace.xml')))
        faults.push(`${name} lacks the workspace ${each}`)
    const described = readdirSync(join(dataDirectory, 'styles')).filter((file) => /^s\d+\.xml$/.test(file))
    for (const file of described)
      if (!this.#styles.has(file.slice(0, -4))) faults.push(`${name} has ${file}, which was removed`)
    for (const [style, body] of this.#styles) {
      const path = join(dataDirectory, 'styles', `${style}.sld`)
      if (!described.includes(`${style}.xml`)) faults.push(`${name} lacks the style ${style}`)
      else if (!existsSync(path) || readFileSync(path, 'utf8') !== body)
        faults.push(`${name} has other rules of the style ${style}`)
    }
    return faults
  }

  async #change(dataDirectory: string): Promise<void> {
    const choice = this.#random(5)
    const style = one([...this.#styles.keys()], this.#random)
    const workspace = one([...this.#workspaces], this.#random)
    this.#names += 1
    const body = sld(`colour-${this.#names}`)
    if (choice === 0 && workspace !== undefined) {
      await ask(dataDirectory, { verb: 'remove', kind: 'workspace', name: workspace, recurse: true })
      this.#workspaces.delete(workspace)
    } else if (choice === 1 && style !== undefined) {
      await ask(dataDirectory, { verb: 'remove', kind: 'style', name: style })
      this.#styles.delete(style)
    } else if (choice === 2 && style !== undefined) {
      await ask(dataDirectory, { verb: 'modify', kind: 'style', name: style, styleBody: body })
      this.#styles.set(style, body)
    } else if (choice === 3) {
      const name = `w${this.#names}`
      await ask(dataDirectory, { verb: 'add', kind: 'workspace', input: JSON.stringify({ name }) })
      this.#workspaces.add(name)
    } else {
      const name = `s${this.#names}`
      const input = JSON.stringify({ name })
      await ask(dataDirectory, { verb: 'add', kind: 'style', input, styleBody: body })
      this.#styles.set(name, body)
    }
  }
}

type Change = Parameters<typeof planned>[1]

/** Asks for one change until its master has answered: under one id, since a master may have made it and died. */
async function ask(dataDirectory: string, change: Change): Promise<void> {
  const requestId = randomUUID()
  let agreed: Awaited<ReturnType<typeof planned>> | undefined
  for (;;) {
    try {
      const control = ControlClient.find(dataDirectory, {})
      agreed ??= await planned(control, change)
      await control.call('edit', { ...change, agreed, author: 'campaign', requestId })
      return
    } catch (error) {
      if (!isUnheard(error)) throw error
      await delay(20)
    }
  }
}

async function planned(
  control: ControlClient,
  change: {
    readonly verb: 'add' | 'modify' | 'remove'
    readonly kind: 'workspace' | 'style'
    readonly name?: string
    readonly input?: string
    readonly styleBody?: string
    readonly recurse?: boolean
  },
) {
  const { digest, asksForName } = await control.call('plan', change)
  return { plan: digest, ...(asksForName === undefined ? {} : { name: asksForName }) }
}

/** Waits until nothing is on its way any more: seen twice, since a message may be between broker and node. */
async function settled(nodes: readonly KilledNode[]): Promise<void> {
  const late = performance.now() + settleDeadline
  for (let seen = 0; seen < 20;) {
    if (performance.now() > late) return
    const rest = await Promise.all(nodes.map((node) => node.isAtRest()))
    seen = rest.every(Boolean) ? seen + 1 : 0
    await delay(250)
  }
}

function one<Item>(of: readonly Item[], random: Random): Item | undefined {
  return of.length === 0 ? undefined : of[random(of.length)]
}
