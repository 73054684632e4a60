import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EmbeddedBrokerOptions } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { bundled } from './processes/bundle.ts'
import { freeze } from './processes/freeze.ts'

const script = bundled('embedded-broker') ?? join(import.meta.dirname, 'processes/embedded-broker.ts')

/** What a child process is told to run. */
type ProcessOptions = Pick<EmbeddedBrokerOptions, 'limits' | 'credentials'>

export interface EmbeddedBrokerProcess {
  readonly host: string
  readonly stompPort: number
  /** The same: what a client's first bytes are decides. */
  readonly openWirePort: number
  /** Keeps it from doing anything, until `thaw`. */
  freeze(): Promise<void>
  thaw(): void
  /** Ends the process at once (SIGKILL), as a crash would. */
  kill(): Promise<void>
  /** Ends the process cleanly and waits for it. */
  stop(): Promise<void>
  /** Starts it again on the same database and the same port, after `kill` or `stop`. */
  restart(): Promise<void>
  /** Ends the process and removes its directory. */
  dispose(): Promise<void>
}

/** Starts an embedded broker in a child process, on a free loopback port, with a database of its own. */
export async function startEmbeddedBrokerProcess(
  options: ProcessOptions = {},
): Promise<EmbeddedBrokerProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'plumbline-embedded-broker-'))
  const broker = new RunningBroker(directory, options)
  try {
    await broker.restart()
  } catch (error) {
    await broker.dispose()
    throw error
  }
  return broker
}

class RunningBroker implements EmbeddedBrokerProcess {
  readonly host = '127.0.0.1'
  stompPort = 0
  readonly #directory: string
  readonly #options: ProcessOptions
  #child: ChildProcess | undefined
  #exited: Promise<unknown> = Promise.resolve()

  constructor(directory: string, options: ProcessOptions) {
    this.#directory = directory
    this.#options = options
  }

  async restart(): Promise<void> {
    const child = fork(script, {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    this.#child = child
    this.#exited = once(child, 'exit')
    const started: EmbeddedBrokerOptions = {
      ...this.#options,
      database: join(this.#directory, 'broker.db'),
      port: this.stompPort,
    }
    child.send(started)
    const [port] = (await Promise.race([
      once(child, 'message'),
      this.#exited.then(() => Promise.reject(new Error('the broker process ended before it listened'))),
    ])) as unknown[]
    if (typeof port !== 'number') throw new Error(`the broker process did not start: ${String(port)}`)
    this.stompPort = port
  }

  get openWirePort(): number {
    return this.stompPort
  }

  freeze(): Promise<void> {
    return freeze(this.#child)
  }

  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.#exited
  }

  async stop(): Promise<void> {
    if (this.#child?.connected === true) this.#child.disconnect()
    await this.#exited
  }

  async dispose(): Promise<void> {
    await this.kill()
    await rm(this.#directory, { recursive: true, force: true })
  }
}
