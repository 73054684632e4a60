import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityProblems, chromiumUnavailable, ServedApp } from '../support/served-app.ts'

const pictures = join(import.meta.dirname, '../.output/e2e')
const screens = [
  'overview',
  'nodes',
  'configuration',
  'messages',
  'resync',
  'brokers',
  'audit',
  'diagnostics',
  'settings',
] as const
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`The app is not looked at: ${unavailable}.\n`)

describe.skipIf(unavailable !== undefined)('the app in a browser', () => {
  let app: ServedApp
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
  }, 120_000)
  afterAll(async () => {
    await app.stop()
  })

  async function show(screen: string): Promise<void> {
    // The app lies below a path only this browser knows.
    await page.goto(`${page.url().split('#')[0] ?? ''}#/${screen}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }

  it('greets whoever comes first and starts the demo cluster with one click', async () => {
    const demo = page.getByRole('button', { name: /demo/i }).first()
    await demo.waitFor()
    await page.screenshot({ path: join(pictures, 'welcome.png') })
    expect(await accessibilityProblems(page)).toEqual([])
    await demo.click()
    await page.getByText(/Everything compared equal/).waitFor({ timeout: 60_000 })
  })

  it('has every screen alive and accessible, light and dark, small and large', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const size of sizes) {
        await page.setViewportSize(size)
        for (const screen of screens) {
          await show(screen)
          await page.waitForLoadState('networkidle')
          await page.screenshot({ path: join(pictures, `${screen}-${colorScheme}-${size.width}.png`) })
          if (size.width === 1280) {
            expect(await accessibilityProblems(page), `${screen}, ${colorScheme}`).toEqual([])
          }
        }
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    expect(complaints).toEqual([])
  }, 180_000)

  it('goes on to another screen from an object that is open', async () => {
    await show('configuration')
    await page.getByPlaceholder('Search the catalog').fill('roads')
    await page
      .getByRole('treeitem', { name: /roads.*layer/ })
      .first()
      .click()
    await page.getByRole('combobox', { name: 'Default style' }).waitFor()
    await show('overview')
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    expect(complaints).toEqual([])
  })
})
