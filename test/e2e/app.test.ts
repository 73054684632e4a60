import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import type { ScreenName } from './operator.ts'
import { beginDemo } from './story-clusters.ts'
import { comparedEqual } from './tasks.ts'

const screens: readonly ScreenName[] = [
  'Overview',
  'Nodes',
  'Configuration',
  'Messages',
  'Resync',
  'Brokers',
  'Maps',
  'Audit',
  'Diagnostics',
  'Settings',
]

/** Each is a way to the server and back, which is what a first screen waits for. */
const mostScripts = 6
/** All of them together, with gzip. */
const mostKilobytes = 250

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`The app is not looked at: ${unavailable}.\n`)

describe.skipIf(unavailable !== undefined)('the app in a browser', () => {
  let app: ServedApp
  let page: Page
  let operator: MouseOperator
  let complaints: readonly string[]

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
    operator = new MouseOperator(page)
    await beginDemo(operator, app)
    await comparedEqual(page)
  })
  afterAll(async () => {
    await app.stop()
  })

  it('has its first screen from a handful of scripts', async () => {
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    const scripts = await page.evaluate<string[]>(
      "performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.js'))",
    )
    // What draws lines comes with the first that are drawn, beside the screen that is there.
    const first = scripts.filter((each) => !each.includes('/new-chart-'))
    expect(first.length).toBeLessThanOrEqual(mostScripts)
    const bytes = await Promise.all(first.map(async (each) => (await page.request.get(each)).body()))
    const kilobytes = bytes.reduce((sum, each) => sum + gzipSync(each).length, 0) / 1024
    expect(kilobytes).toBeGreaterThan(100)
    expect(kilobytes).toBeLessThanOrEqual(mostKilobytes)
  })

  it.each(screens)('shows %s alive and accessible, light and dark, small and large', async (screen) => {
    await operator.show(screen)
    await page.waitForLoadState('networkidle')
    await lookAt(page, screen.toLowerCase())
    expect(complaints).toEqual([])
  })

  it('speaks the language of a browser until one is chosen', async () => {
    await page.addInitScript(
      "Object.defineProperty(navigator, 'languages', { get: () => ['fr-FR', 'de-AT'] })",
    )
    await page.goto(`${page.url().split('#')[0] ?? ''}#/overview`)
    // What the browser remembers is what it was told before.
    await page.evaluate('localStorage.clear()')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Übersicht' }).waitFor()
    await page.getByRole('button', { name: /^Cluster wechseln/ }).waitFor()
    await page.goto(`${page.url().split('#')[0] ?? ''}#/settings`)
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en')
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: /^Switch cluster/ }).waitFor()
    expect(await page.getByRole('combobox', { name: 'Language' }).inputValue()).toBe('en')
  })
})
