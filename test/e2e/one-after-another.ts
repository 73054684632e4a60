import type { Page } from 'playwright-core'
import { beforeEach } from 'vitest'
import { picture } from './look-at.ts'

/**
 * For tests that build on each other: after one has failed the others are left out, and a picture shows where it was.
 * @param title names the picture
 */
export function oneAfterAnother(title: string, page: () => Page): void {
  let isBroken = false
  beforeEach(({ skip, onTestFailed }) => {
    skip(isBroken, 'one before has failed')
    onTestFailed(async () => {
      isBroken = true
      await page().screenshot({ path: picture(`failed ${title}`) })
    })
  })
}
