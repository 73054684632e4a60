import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import type { Application } from '../../electron/contract/features/application.ts'
import { everyMessage, type MessageRow } from '../../electron/contract/features/messages.ts'
import { prepareRenderer, builtRenderer, installationRoot } from '../../electron/serve/vite-build.ts'
import { createApplication } from '../../electron/services/application.ts'
import { ApplicationServer } from '../../electron/serve/server.ts'
import { launchChromium } from '../support/browser.ts'
import { withLongLog } from '../support/long-log.ts'
import { withManyNodes } from '../support/many-nodes.ts'
import { median } from './measure.ts'

/**
 * What the user interface costs its reader: the built renderer in Chromium, served as it ships over a real WebSocket,
 * with the application and its demo behind it, whose log is made longer and whose slaves are made more than any demo's.
 *
 *     node test/bench/renderer.ts [seconds of the flood] [messages in the log] [nodes of the cluster]
 *
 * A task counts with the processor time of the page's main thread: that a machine has other things to do is not the
 * page's doing.
 */

const perSecond = 5_000
const floodInterval = 50
const megabyte = 1024 * 1024

/** Prints every measurement beside its target. */
export async function rendererCosts(seconds = 60, messages = 1_000_000, nodes = 500): Promise<void> {
  const flood = new Flood()
  const stateDirectory = mkdtempSync(join(tmpdir(), 'plumbline-renderer-'))
  const running = await createApplication({
    stateDirectory,
    environment: process.env,
    shell: 'serve',
    operator: 'bench',
    report: (error) => console.error(error),
    embeddedBrokerPort: 0,
  })
  const application = await withManyNodes(await withLongLog(running.application, messages), nodes)
  const files = await prepareRenderer(installationRoot, (message) => console.log(message))
  const server = await ApplicationServer.start({
    host: '127.0.0.1',
    port: 0,
    files,
    onNewLink: () => undefined,
    application: { ...application, sources: { ...application.sources, messages: { live: flood.source } } },
    isReadOnly: () => false,
    clusterOf: () => undefined,
    record: () => undefined,
    report: (error) => console.error(error),
  })
  const browser = await launchChromium()
  try {
    const page = await measureFirstScreen(browser, server.link)
    const session = await page.context().newCDPSession(page)
    await measureScreens(page, session)
    await openLog(page)
    await measureScrolling(page, session)
    flood.sample = await newestRow(application)
    await measureFlood(page, session, flood, seconds)
  } finally {
    await browser.close()
    await server.stop()
    await running.close()
    rmSync(stateDirectory, { recursive: true, force: true })
  }
}

/** New messages, many a second, for everyone who follows the log. */
class Flood {
  sample: MessageRow | undefined
  sent = 0
  /** How long it lasted. */
  seconds = 0
  readonly #readers = new Set<(rows: readonly MessageRow[]) => void>()
  #timer: NodeJS.Timeout | undefined

  readonly source: Application['sources']['messages']['live'] = (_input, emit, signal) => {
    this.#readers.add(emit)
    signal.addEventListener('abort', () => this.#readers.delete(emit), { once: true })
  }

  start(): void {
    const { sample } = this
    if (sample === undefined) throw new Error('There is no message to begin with.')
    const begin = performance.now()
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begin) * perSecond) / 1000)
      const rows = Array.from({ length: due - this.sent }, (_, index) => ({
        ...sample,
        sequence: sample.sequence + this.sent + index + 1,
        at: Date.now(),
      }))
      this.sent = due
      this.seconds = (performance.now() - begin) / 1000
      for (const emit of this.#readers) emit(rows)
    }, floodInterval)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

async function newestRow({ services }: Application): Promise<MessageRow | undefined> {
  const filter = { ...everyMessage, all: true }
  const call = { signal: new AbortController().signal, progress: () => undefined }
  const { rows } = await services.messages.page({ filter, before: null, after: null, limit: 1 }, call)
  return rows[0]
}

const painted = 'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))'

async function measureFirstScreen(browser: Browser, link: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const scripts = new Set<string>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.endsWith('.js')) scripts.add(pathname.replace(/^\/[^/]+\//, ''))
  })
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const began = performance.now()
  await page.goto(link)
  await page.locator('h1').first().waitFor()
  // Painted, and the page answers.
  await page.evaluate(painted)
  const milliseconds = performance.now() - began
  const processor = await processorOf(session)
  const bytes = [...scripts].map((name) =>
    readFileSync(join(installationRoot, builtRenderer.directory, name)),
  )
  const kilobytes = bytes.reduce((sum, each) => sum + gzipSync(each).length, 0) / 1024
  print('first screen, interactive', `${milliseconds.toFixed(0)} ms`, milliseconds / 1500)
  print('first screen, processor of the page', `${processor.toFixed(0)} ms`)
  print(`first screen, ${scripts.size} scripts, gzipped`, `${kilobytes.toFixed(0)} KB`, kilobytes / 250)
  return page
}

/** Milliseconds the page's main thread has worked. */
async function processorOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
}

const screens = ['overview', 'nodes', 'messages'] as const

/** Each is opened, and looked at for a moment. */
async function measureScreens(page: Page, session: CDPSession): Promise<void> {
  for (const screen of screens) {
    const tasks = await tasksDuring(session, async () => {
      await page.goto(`${page.url().split('#')[0] ?? ''}#/${screen}`)
      // The heading of the screen before is there until its own is; a list is drawn some rows a picture.
      await page.getByRole('heading', { level: 1, name: new RegExp(screen, 'i') }).waitFor()
      for (let picture = 0; picture < 10; picture += 1) await page.evaluate(painted)
    })
    sayTasks(`opening ${screen}`, tasks)
  }
}

async function openLog(page: Page): Promise<void> {
  await page.goto(`${page.url().split('#')[0] ?? ''}#/messages`)
  await page.locator('[role="grid"] [role="row"][aria-selected]').nth(5).waitFor()
}

const wheelTurns = 400
const jumps = 40

async function measureScrolling(page: Page, session: CDPSession): Promise<void> {
  const grid = page.getByRole('grid')
  await grid.hover()
  const turning = await tasksDuring(session, async () => {
    for (let turn = 0; turn < wheelTurns; turn += 1) await page.mouse.wheel(0, turn % 100 < 80 ? -240 : 600)
  })
  sayTasks(`scrolling by ${wheelTurns} turns of the wheel`, turning)
  const jumping = await tasksDuring(session, async () => {
    for (let jump = 0; jump < jumps; jump += 1) {
      const share = ((jump * 37) % 97) / 97
      await page.evaluate(
        `{ const grid = document.querySelector('[role="grid"]'); grid.scrollTop = grid.scrollHeight * ${share} }`,
      )
      await page.locator('[role="grid"] .gap').first().waitFor({ state: 'detached' })
    }
  })
  sayTasks(`dragging the scrollbar to ${jumps} places`, jumping)
}

const keyInterval = 250

async function measureFlood(page: Page, session: CDPSession, flood: Flood, seconds: number): Promise<void> {
  await page.keyboard.press('End')
  await page.getByRole('combobox').first().focus()
  await page.evaluate(watchKeys)
  const before = await heap(session)
  const heaps: number[] = []
  const quarter = (seconds * 1000) / 4
  flood.start()
  const tasks = await tasksDuring(session, async () => {
    const begin = performance.now()
    while (performance.now() - begin < seconds * 1000) {
      await page.keyboard.press('ArrowLeft')
      await page.waitForTimeout(keyInterval)
      if (performance.now() - begin > quarter * (heaps.length + 1)) heaps.push(await heap(session))
    }
  })
  flood.stop()
  const delays = z.array(z.number()).parse(await page.evaluate('window.keyDelays'))
  const after = await heap(session)
  print('flood', `${(flood.sent / flood.seconds).toFixed(0)} messages/s for ${flood.seconds.toFixed(0)} s`)
  print('flood, heap before', `${(before / megabyte).toFixed(1)} MB`)
  print('flood, heap on the way', `${heaps.map((each) => (each / megabyte).toFixed(1)).join(', ')} MB`)
  print('flood, heap after', `${(after / megabyte).toFixed(1)} MB`)
  print(
    `flood, from key to picture, ${delays.length} keys`,
    `median ${median(delays).toFixed(0)} ms, longest ${Math.max(0, ...delays).toFixed(0)} ms`,
  )
  sayTasks('flood', tasks)
}

/** Notes how long after each key the next picture was painted. */
const watchKeys = `
  window.keyDelays = []
  addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const painted = new MessageChannel()
      painted.port1.onmessage = () => window.keyDelays.push(performance.now() - timeStamp)
      painted.port2.postMessage(null)
    })
  }, { capture: true })
`

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}

const traceEvent = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).loose().optional(),
})

interface Task {
  /** Milliseconds. */
  readonly duration: number
  readonly processor: number
}

/** The tasks of the page's main thread while an action runs. */
async function tasksDuring(session: CDPSession, action: () => Promise<void>): Promise<readonly Task[]> {
  const events: z.output<typeof traceEvent>[] = []
  const collect = ({ value }: { readonly value: readonly unknown[] }): void => {
    for (const each of value) {
      const event = traceEvent.safeParse(each)
      if (event.success && (event.data.name === 'RunTask' || event.data.name === 'thread_name'))
        events.push(event.data)
    }
  }
  session.on('Tracing.dataCollected', collect)
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'] },
  })
  await action()
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await complete
  session.off('Tracing.dataCollected', collect)
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const ofPage = new Set(threads.map(({ pid, tid }) => `${pid}/${tid}`))
  return events.flatMap(({ name, pid, tid, dur, tdur }) =>
    name === 'RunTask' && ofPage.has(`${pid}/${tid}`)
      ? [{ duration: (dur ?? 0) / 1000, processor: (tdur ?? 0) / 1000 }]
      : [],
  )
}

function sayTasks(name: string, tasks: readonly Task[]): void {
  const longest = Math.max(0, ...tasks.map(({ processor }) => processor))
  const long = tasks.filter(({ processor }) => processor > 50).length
  const late = tasks.filter(({ duration }) => duration > 50).length
  print(
    `${name}, ${tasks.length} tasks`,
    `longest ${longest.toFixed(1)} ms of processor, ${long} over 50 ms (${late} by the clock)`,
    longest / 50,
  )
}

/** @param ratio to the target: below 1 is met */
function print(name: string, value: string, ratio?: number): void {
  const beside = ratio === undefined ? '' : `   ${ratio.toFixed(2)} of the target`
  console.log(`${name.padEnd(52)} ${value}${beside}`)
}

if (import.meta.main) {
  const [seconds, messages, nodes] = process.argv.slice(2).map(Number)
  await rendererCosts(seconds, messages, nodes)
}
