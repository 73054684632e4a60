import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
import { Wanted, type Change } from './wanted.ts'

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
    const wanted = new Wanted(random, (change) => ask(master.dataDirectory, change))
    const ended = new AbortController()
    const changing = wanted.changeUntil(ended.signal)
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
    const faults = nodes.flatMap(({ name, dataDirectory }) => wanted.faultsOf(name, dataDirectory))
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

async function planned(control: ControlClient, change: Change) {
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
