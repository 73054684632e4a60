import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { accessibilityProblems, shownTexts } from '../support/served-app.ts'
import { layoutProblems } from './layout.ts'

const directory = join(import.meta.dirname, '../.output/e2e')

/** Where a picture of that name is put; nothing there belongs to the repository. */
export function picture(name: string): string {
  mkdirSync(directory, { recursive: true })
  return join(directory, `${name}.png`)
}

const narrow = { width: 800, height: 600 }
const smallest = { width: 1280, height: 800 }
const largest = { width: 1920, height: 1080 }

/** What no sentence says: a value nobody made words of. */
const wordless = /\[object |\bundefined\b|\bNaN\b|"key":/

/**
 * Takes pictures of the page in both themes, small and large, and expects axe to find nothing wrong with either theme,
 * nothing to lie over anything, and words for everything.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // How things lie depends on no theme.
    const isFirst = colorScheme === 'light'
    for (const size of isFirst ? [largest, narrow, smallest] : [largest, smallest]) {
      await page.setViewportSize(size)
      await page.screenshot({ path: picture(`${name}-${colorScheme}-${size.width}`) })
      if (isFirst) expect.soft(await layoutProblems(page), `${name}, ${size.width}`).toEqual([])
    }
    expect(await accessibilityProblems(page), `${name}, ${colorScheme}`).toEqual([])
  }
  expect(
    (await shownTexts(page)).filter((text) => wordless.test(text)),
    name,
  ).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
}
