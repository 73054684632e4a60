import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** The browser pages are looked at with: the one that has no windows, which takes a fifth less of processor, where it is installed. */
export const executablePath =
  process.env['CHROMIUM'] ??
  ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path)) ??
  '/usr/bin/chromium'

/** Why pages cannot be looked at here, when they cannot. */
export function chromiumUnavailable(): string | undefined {
  return existsSync(executablePath) ? undefined : `Chromium is not installed (${executablePath} is missing)`
}

/** Arguments of a Chromium without a window, which asks nobody else for anything. */
export const quietArguments: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium with {@link quietArguments}. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...quietArguments] })
}
