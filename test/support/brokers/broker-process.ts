import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { accessSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { freeze } from '../processes/freeze.ts'

const startDeadline = 90_000
const stopDeadline = 15_000
const keptLogLines = 2000

export interface BrokerCommand {
  readonly program: string
  readonly parameters: readonly string[]
  readonly directory: string
  readonly environment?: Readonly<Record<string, string>>
  /** As whom it runs, where that is not who runs the test. */
  readonly user?: { readonly uid: number; readonly gid: number }
}

/** A broker of another make, running in the foreground for a test. */
export class BrokerProcess {
  readonly #command: () => BrokerCommand
  readonly #saysStarted: (line: string) => boolean
  readonly #lines: string[] = []
  #process: ChildProcessByStdio<null, Readable, Readable> | undefined
  #exited: Promise<unknown> = Promise.resolve()

  /**
   * @param command asked at each start
   * @param saysStarted told of each line the broker writes; whether it says by it that it takes connections
   */
  constructor(command: () => BrokerCommand, saysStarted: (line: string) => boolean) {
    this.#command = command
    this.#saysStarted = saysStarted
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  /**
   * Starts it, for the first time or again.
   * @param patience how long that may take, in milliseconds
   * @returns once it says that it has started
   */
  async start(patience = startDeadline): Promise<void> {
    if (this.#process !== undefined) throw new Error('the broker is still running')
    const { program, parameters, directory, environment, user } = this.#command()
    const child = spawn(program, parameters, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: directory,
      env: { ...process.env, ...environment },
      ...user,
    })
    this.#process = child
    const endWithParent = () => child.kill('SIGKILL')
    process.once('exit', endWithParent)
    this.#exited = once(child, 'exit').finally(() => {
      process.removeListener('exit', endWithParent)
      if (this.#process === child) this.#process = undefined
    })
    // An early exit is reported by #ready; nobody may be awaiting this promise yet.
    this.#exited.catch(() => undefined)
    await this.#ready(child, patience)
  }

  /** Ends the process at once (SIGKILL), as a crash would. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL')
    await this.#exited
  }

  /** Ends the process cleanly (SIGTERM) and waits for it. */
  async stop(): Promise<void> {
    const child = this.#process
    if (child === undefined) return
    child.kill('SIGCONT')
    child.kill('SIGTERM')
    const forced = setTimeout(() => child.kill('SIGKILL'), stopDeadline)
    await this.#exited
    clearTimeout(forced)
  }

  /** See {@link freeze}. */
  freeze(): Promise<void> {
    return freeze(this.#process)
  }

  thaw(): void {
    this.#process?.kill('SIGCONT')
  }

  /** The last lines it wrote, for a failing test's message. */
  log(): string {
    return this.#lines.join('\n')
  }

  async #ready(child: ChildProcessByStdio<null, Readable, Readable>, patience: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const fail = (why: string) => {
      reject(new Error(`The broker did not start: ${why}\n${this.log()}`))
    }
    const deadline = setTimeout(() => {
      fail(`it did not say so within ${patience} ms`)
    }, patience)
    child.once('error', (error) => {
      fail(error.message)
    })
    child.once('exit', (code, signal) => {
      fail(`it exited with ${code ?? signal}`)
    })
    const read = (line: string) => {
      this.#lines.push(line)
      if (this.#lines.length > keptLogLines) this.#lines.shift()
      if (this.#saysStarted(line)) resolve()
    }
    createInterface({ input: child.stdout }).on('line', read)
    createInterface({ input: child.stderr }).on('line', read)
    try {
      await promise
    } catch (error) {
      await this.kill()
      throw error
    } finally {
      clearTimeout(deadline)
    }
  }
}

/** Whether a program can be started by its name. */
export function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program))
      return true
    } catch {
      return false
    }
  })
}
