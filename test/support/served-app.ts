import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import { launchChromium } from './browser.ts'
import { startPlumbline } from './command-line.ts'
import { patience } from './patience.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const ready = z.object({ type: z.literal('ready'), link: z.string(), origin: z.string() })

/** The app, served by a process of its own on a state directory of its own, and a browser to look at it with. */
export class ServedApp {
  readonly #process: ReturnType<typeof startPlumbline>
  readonly #browser: Browser
  /** Also of one that ends by itself, which a test is to tell and not to wait for. */
  readonly #closed: Promise<unknown>
  readonly stateDirectory: string
  readonly link: string
  readonly origin: string

  private constructor(
    child: ReturnType<typeof startPlumbline>,
    browser: Browser,
    stateDirectory: string,
    address: z.output<typeof ready>,
  ) {
    this.#process = child
    this.#browser = browser
    this.#closed = new Promise((resolve) => child.once('close', resolve))
    child.stdout.resume()
    child.stderr.resume()
    this.stateDirectory = stateDirectory
    this.link = address.link
    this.origin = address.origin
  }

  static async start(): Promise<ServedApp> {
    const stateDirectory = mkdtempSync(join(tmpdir(), 'plumbline-app-'))
    const child = startPlumbline(['serve', '--port', '0', '--json'], { PLUMBLINE_STATE_DIR: stateDirectory })
    const address = await readyLine(child)
    const browser = await launchChromium()
    return new ServedApp(child, browser, stateDirectory, address)
  }

  /** A page on the app, let in by the printed address; what its console complains of is collected. */
  async open(locale = 'en-GB'): Promise<{ readonly page: Page; readonly complaints: string[] }> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      locale,
    })
    context.setDefaultTimeout(patience)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(this.link)
    return { page, complaints }
  }

  /** Keeps the app from answering until it is thawed; nobody is told. */
  freeze(): void {
    this.#process.kill('SIGSTOP')
  }

  thaw(): void {
    this.#process.kill('SIGCONT')
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    this.#process.kill('SIGTERM')
    this.thaw()
    await this.#closed
    rmSync(this.stateDirectory, { recursive: true, force: true })
  }
}

async function readyLine(child: ReturnType<typeof startPlumbline>): Promise<z.output<typeof ready>> {
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) {
    const parsed = ready.safeParse(JSON.parse(line))
    if (parsed.success) return parsed.data
  }
  throw new Error('serve ended before it was ready')
}

const violations = z.array(
  z.object({
    id: z.string(),
    help: z.string(),
    nodes: z.array(z.object({ target: z.array(z.unknown()), html: z.string() })),
  }),
)

/** Every text a page shows or says to who does not see it. */
export async function shownTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(() => {
    const texts = []
    const read = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node.data.trim())
      for (const element of root.querySelectorAll('*')) {
        for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '')
        // Editors keep what they show to themselves.
        if (element.shadowRoot !== null) read(element.shadowRoot)
      }
    }
    read(document.body)
    return [...new Set(texts)]
  })()`)
}

/** What axe finds wrong with a page as it is now, one line each. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  const found = violations.parse(await page.evaluate('axe.run().then((result) => result.violations)'))
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
  )
}
