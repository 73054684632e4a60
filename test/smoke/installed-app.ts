import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { freePorts } from '../support/brokers/free-ports.ts'

/**
 * Tries the installed desktop app with the runtime it ships with: `node test/smoke/installed-app.ts <program> [<origin>]`.
 * It must show its page, keep it confined, run the demo cluster, whose comparisons run in threads, and quit.
 */
const program = process.argv[2]
assert.ok(program, 'name the installed program')

const state = mkdtempSync(join(tmpdir(), 'plumbline-smoke-'))
const [port = 0] = await freePorts(1)
const origin = process.argv[3] ?? 'app://plumbline/'

/** One page over Chromium's debugging protocol; what Playwright expects of a browser Electron does not have. */
class DebuggedPage {
  readonly #socket: WebSocket
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  /** @returns the first page of the app, or undefined while there is none */
  static async find(origin: string): Promise<DebuggedPage | undefined> {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`)
    const targets = (await answer.json()) as readonly {
      readonly url: string
      readonly webSocketDebuggerUrl: string
    }[]
    const target = targets.find(({ url }) => url.startsWith(origin))
    if (target === undefined) return undefined
    const socket = new WebSocket(target.webSocketDebuggerUrl)
    await once(socket, 'open')
    return new DebuggedPage(socket)
  }

  /** Runs an expression in the page and waits for what it promises. */
  evaluate(expression: string): Promise<unknown> {
    const id = ++this.#last
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const onMessage = (data: Buffer): void => {
      const { id: answered, result } = JSON.parse(data.toString('utf8')) as {
        readonly id: number
        readonly result: {
          readonly result: { readonly value?: unknown }
          readonly exceptionDetails?: unknown
        }
      }
      if (answered !== id) return
      this.#socket.off('message', onMessage)
      if (result.exceptionDetails === undefined) resolve(result.result.value)
      else reject(new Error(JSON.stringify(result.exceptionDetails)))
    }
    this.#socket.on('message', onMessage)
    const params = { expression, awaitPromise: true, returnByValue: true }
    this.#socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }))
    return promise
  }

  /** Calls a procedure beside what the page itself asks. */
  call(feature: string, procedure: string): Promise<unknown> {
    const id = 1_000_000_000 + this.#last
    return this.evaluate(`new Promise((resolve, reject) => {
      window.plumbline.listen((message) => {
        if (message.id !== ${id} || message.type === 'progress') return
        if (message.type === 'result') resolve(message.output)
        else reject(new Error(JSON.stringify(message)))
      })
      const question = { type: 'call', id: ${id}, feature: '${feature}', procedure: '${procedure}', input: {} }
      window.plumbline.post(question)
    })`)
  }
}

const app = spawn(program, [`--remote-debugging-port=${port}`], {
  env: { ...process.env, PLUMBLINE_STATE_DIR: state },
  stdio: 'inherit',
})
const ended = once(app, 'exit')

try {
  const page = await within(60_000, 'a window', () => DebuggedPage.find(origin))
  await within(30_000, 'a screen', async () => {
    const shown = await page.evaluate("document.querySelector('#app')?.childElementCount ?? 0")
    return shown === 0 ? undefined : shown
  })
  assert.equal(
    await page.evaluate("'require' in window || 'process' in window"),
    false,
    'the page reaches Node',
  )
  const outside = await page.evaluate("fetch('https://example.org/').then(() => 'reached', () => 'refused')")
  assert.equal(outside, 'refused', 'the page reaches out')

  assert.match(JSON.stringify(await page.call('diagnostics', 'about')), /"shell":"desktop"/)
  await page.call('profiles', 'startDemo')
  await within(60_000, 'slaves that equal their master', async () => {
    const nodes = JSON.stringify(await page.call('inventory', 'nodes'))
    return (nodes.match(/"state":"equal"/g) ?? []).length >= 2 ? true : undefined
  })
  console.log('the demo cluster is in sync')

  // A signal would not be a farewell on Windows.
  if (process.platform === 'win32') await page.evaluate('void setTimeout(() => window.close())')
  else app.kill('SIGTERM')
  await Promise.race([
    ended,
    wait(20_000, undefined, { ref: false }).then(() => assert.fail('it did not quit')),
  ])
  assert.match(readFileSync(join(state, 'logs/plumbline.log'), 'utf8'), /"message":"started"/)
  console.log('it quit in good order')
} finally {
  if (app.exitCode === null && app.signalCode === null) app.kill('SIGKILL')
  await ended
  rmSync(state, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}
// The connection to the browser would keep this process.
process.exit(0)

/** Asks until there is an answer. */
async function within<Result>(
  milliseconds: number,
  what: string,
  ask: () => Promise<Result | undefined>,
): Promise<Result> {
  const deadline = Date.now() + milliseconds
  let last: unknown
  while (Date.now() < deadline) {
    try {
      const found = await ask()
      if (found !== undefined) return found
    } catch (error) {
      last = error
    }
    await wait(250)
  }
  throw new Error(`${what} did not come`, { cause: last })
}
