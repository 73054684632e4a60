import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'
import { executablePath, quietArguments } from '../browser.ts'
import { recorded } from './controls.ts'

/** Chromium knows no scheme of ours, so pages of `app://plumbline` are shown under this origin. */
const shownOrigin = 'https://app.plumbline.test'
const appOrigin = 'app://plumbline'

/** The address as the app knows it. */
export function asApp(address: string): string {
  return address.startsWith(shownOrigin) ? appOrigin + address.slice(shownOrigin.length) : address
}

/** The address as Chromium knows it. */
export function asShown(address: string): string {
  return address.startsWith(appOrigin) ? shownOrigin + address.slice(appOrigin.length) : address
}

/** Electron hands this on to Chromium. */
const askedPort = process.argv
  .find((word) => word.startsWith('--remote-debugging-port='))
  ?.replace(/^.*=/, '')

let started: Promise<BrowserContext> | undefined

/** The one Chromium of this process; the test is told where to connect to it. */
export function chromiumContext(): Promise<BrowserContext> {
  started ??= start()
  return started
}

export async function closeChromium(): Promise<void> {
  await (await started)?.close()
}

async function start(): Promise<BrowserContext> {
  const profile = mkdtempSync(join(tmpdir(), 'plumbline-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    viewport: { width: 1280, height: 800 },
    // The app decides what becomes of these.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [...quietArguments, `--remote-debugging-port=${askedPort ?? 0}`],
  })
  context.once('close', () => rmSync(profile, { recursive: true, force: true }))
  const port = askedPort ?? readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]
  recorded('chromium', { endpoint: `http://127.0.0.1:${port}` })
  return context
}
