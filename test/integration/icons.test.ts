import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { draw, images } from '../../build/make-icons.ts'
import { chromiumUnavailable, launchChromium } from '../support/browser.ts'

const repository = join(import.meta.dirname, '../..')
const missing = chromiumUnavailable() ?? ''

/** Runs in a page: how much of two images differs to the eye. */
const shareOfDifference = `async (images) => {
  const [one, other] = await Promise.all(images.map(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes]))
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    context.drawImage(bitmap, 0, 0)
    return context.getImageData(0, 0, bitmap.width, bitmap.height).data
  }))
  if (one.length !== other.length) return 1
  return one.filter((value, index) => Math.abs(value - other[index]) > 32).length / one.length
}`

test.skipIf(missing !== '')(`Every image is what its one source draws ${missing}`, async () => {
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const drawing = await browser.newPage()
  const comparing = await browser.newPage()
  for (const image of images) {
    const drawn = await draw(drawing, image)
    const kept = readFileSync(join(repository, image.path))
    const difference = await comparing.evaluate<number>(
      `(${shareOfDifference})(${JSON.stringify([drawn, kept].map((each) => each.toString('base64')))})`,
    )
    // Browsers of different versions smooth edges a little differently.
    expect(difference, image.path).toBeLessThan(0.02)
  }
})

test('No image is there that its source does not draw', () => {
  const kept = ['build/icons', 'resources/icons'].flatMap((folder) =>
    readdirSync(join(repository, folder)).map((name) => `${folder}/${name}`),
  )
  expect(kept.toSorted()).toEqual(images.map(({ path }) => path).toSorted())
})
