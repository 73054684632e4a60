import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { patience } from './patience.ts'

const repository = join(import.meta.dirname, '../..')
const message = z.object({ type: z.string(), name: z.string().optional(), details: z.unknown().optional() })

/** The desktop app in a process of its own, on the stand-in of Electron. */
export class DesktopProcess {
  readonly #child: ChildProcess
  readonly #records: { readonly name: string; readonly details: unknown }[] = []
  readonly #waiting = new Set<() => void>()
  #said = ''

  /**
   * @param script what Electron would run
   * @param words its command line
   */
  constructor(script: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.#child = fork(script, [...words], {
      execPath: join(repository, 'node_modules/.bin/node'),
      execArgv: ['--import', join(import.meta.dirname, 'electron-stand-in/register.ts')],
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#said += text))
    }
    this.#child.on('message', (received: unknown) => {
      const { type, name = type, details } = message.parse(received)
      this.#records.push({ name, details })
      for (const check of this.#waiting) check()
    })
    this.#child.on('close', () => {
      for (const check of this.#waiting) check()
    })
    onTestFinished(() => this.kill())
  }

  /** What the app asked of Electron under a name, oldest first. */
  recorded(name: string): readonly unknown[] {
    return this.#records.filter((each) => each.name === name).map(({ details }) => details)
  }

  /** Plays the system: see the controls of the stand-in. */
  play(name: string, details?: unknown): void {
    this.#child.send({ name, details })
  }

  /** Waits until a record of this name is like that. @returns its details */
  async until(name: string, isIt: (details: unknown) => boolean = () => true): Promise<unknown> {
    const find = () => this.#records.find((each) => each.name === name && isIt(each.details))
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const check = (): void => {
      const found = find()
      if (found !== undefined) resolve(found.details)
      else if (this.#child.exitCode !== null) reject(new Error(`the app ended first: ${this.#said}`))
    }
    const timer = setTimeout(() => {
      const seen = this.#records.map((each) => `${each.name} ${JSON.stringify(each.details)}`).join('\n')
      reject(new Error(`${name} did not come.\n${seen}\n${this.#said}`))
    }, patience)
    this.#waiting.add(check)
    check()
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(check)
    }
  }

  /** The page of the window, once there is one. */
  async page(): Promise<Page> {
    await this.until('ready')
    const { endpoint } = z.object({ endpoint: z.string() }).parse(await this.until('chromium'))
    const browser = await chromium.connectOverCDP(endpoint)
    onTestFinished(() => browser.close())
    const page = browser.contexts()[0]?.pages()[0]
    if (page === undefined) throw new Error('there is no page')
    await page.waitForURL(/app\.plumbline\.test/)
    return page
  }

  /** Sends the process a signal, as a session that ends does. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** @returns the code the process ended with */
  async ended(): Promise<number | null> {
    if (this.#child.exitCode === null) await once(this.#child, 'close')
    return this.#child.exitCode
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.play('app.quit')
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5000)
    await once(this.#child, 'close')
    clearTimeout(timer)
  }
}
