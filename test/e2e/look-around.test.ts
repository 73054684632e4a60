import type { Locator, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt, picture } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { openObject } from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: looking around in maps, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('an operator looks around in maps', () => {
  let app: ServedApp
  let page: Page
  let operator: MouseOperator
  let complaints: readonly string[]

  const map = () => page.getByRole('application')

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
    operator = new MouseOperator(page)
    await operator.use(page.getByRole('button', { name: 'Try it with imitated GeoServers' }))
    // It begins with differences, which is said before somebody looks for what is broken.
    await page.getByText('its slaves begin with differences no message').waitFor()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
  })
  afterAll(async () => {
    await app.stop()
  })
  oneAfterAnother('look-around', () => page)

  it('of a node, by the keyboard', async () => {
    await operator.show('Maps')
    await operator.use(page.getByRole('button', { name: 'Compare maps' }).first())
    await operator.use(page.getByRole('button', { name: 'Look around' }))
    await operator.choose(page.getByRole('combobox', { name: 'Layer', exact: true }), 'water:river_danube')
    await page.getByRole('application', { name: /water:river_danube/ }).waitFor()
    await expect.poll(() => drawnPoints(map())).toBeGreaterThan(100)
    await lookAt(page, 'look-around')
    const whole = await drawnPoints(map())
    await map().focus()
    // Further away there is less of it, also where keys come faster than a picture.
    await pressAtOnce(map(), ['-', '-', '-'])
    await expect.poll(() => drawnPoints(map())).toBeLessThan(whole / 16)
    await pressAtOnce(map(), ['+', '+', '+'])
    await expect.poll(() => drawnPoints(map())).toBeGreaterThan(whole / 2)
    await pressAtOnce(
      map(),
      Array.from({ length: 8 }, () => 'ArrowRight'),
    )
    await expect.poll(() => drawnPoints(map())).toBeLessThan(whole / 16)
    await operator.use(page.getByRole('button', { name: 'All of it' }))
    await expect.poll(() => drawnPoints(map())).toBeGreaterThan(whole / 2)
    await page.setViewportSize({ width: 800, height: 700 })
    await page.screenshot({ path: picture('look-around-800') })
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('of the node and in the layer that is wrong, from its row or from its details', async () => {
    await operator.use(page.getByRole('button', { name: 'Close', exact: true }))
    const row = page.getByRole('row', { name: /^transport:.* gs-b / }).first()
    // The demo changes what its slaves cannot take, some time after it began.
    const compare = page.getByRole('button', { name: 'Compare maps' })
    await expect
      .poll(async () => {
        if (await compare.isVisible()) await compare.click()
        return row.count()
      })
      .toBeGreaterThan(0)
    const layer = (await row.getByRole('gridcell').first().innerText()).trim()
    const isThere = async () => {
      await page.getByRole('application', { name: new RegExp(layer) }).waitFor()
      const node = page.getByRole('complementary').getByRole('combobox', { name: 'Node', exact: true })
      expect(await node.inputValue()).toBe('gs-b')
      await expect.poll(() => drawnPoints(map())).toBeGreaterThan(100)
    }
    await row.click({ button: 'right' })
    await operator.use(page.getByRole('menuitem', { name: 'Look around' }))
    await isThere()
    await operator.use(page.getByRole('button', { name: 'Close', exact: true }))
    await operator.use(row)
    await page.getByRole('img', { name: `Layer ${layer} as gs-b draws it` }).waitFor()
    // What differs is said once.
    await expect
      .poll(() =>
        page
          .getByRole('complementary')
          .getByText(/points look different/)
          .count(),
      )
      .toBe(1)
    await operator.use(page.getByRole('button', { name: 'Look around' }))
    await isThere()
  })

  it('and leaves it before it is drawn', async () => {
    app.freeze()
    await operator.use(page.getByRole('button', { name: 'Draw again' }))
    await page.getByText('Drawing', { exact: true }).waitFor()
    await operator.use(page.getByRole('button', { name: 'Close', exact: true }))
    await map().waitFor({ state: 'detached' })
    app.thaw()
  })

  it('beside a style, in which its layers are drawn', async () => {
    await operator.show('Configuration')
    await openObject(operator, 'river', 'style')
    await operator.use(page.getByRole('tab', { name: 'Style body' }))
    await expect.poll(() => drawnPoints(map())).toBeGreaterThan(20)
    await lookAt(page, 'style-on-a-node')
  })

  it('also beside one in a language that only GeoServer draws', async () => {
    await operator.use(page.getByRole('tab', { name: 'Form' }))
    await operator.choose(page.getByRole('combobox', { name: 'Format', exact: true }).first(), 'ysld')
    await operator.use(page.getByRole('tab', { name: 'Style body' }))
    await page.getByText(/^GeoServer alone reads this language/).waitFor()
    await expect.poll(() => drawnPoints(map())).toBeGreaterThan(20)
    await operator.use(page.getByRole('button', { name: 'Discard', exact: true }))
  })

  it('and is told in a sentence what a node elsewhere has not here, which is no failure', async () => {
    await operator.show('Nodes')
    await operator.use(page.getByRole('row', { name: /gs-a/ }))
    const details = page.getByRole('complementary', { name: 'gs-a' })
    await operator.use(details.getByRole('tab', { name: 'Properties' }))
    await details.getByText('Its cluster.properties does not lie on this machine').waitFor()
    expect(await details.getByRole('alert').count()).toBe(0)
  })

  it('and the page had nothing to complain of', () => {
    expect(complaints).toEqual([])
  })
})

/** Presses keys one after the other with nothing between them, as a key that is held may. */
async function pressAtOnce(element: Locator, keys: readonly string[]): Promise<void> {
  await element.evaluate((target, pressed) => {
    for (const key of pressed) target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  }, keys)
}

/** How many points of what is seen of an element are drawn, and not the light paper below. */
async function drawnPoints(element: Locator): Promise<number> {
  const { data } = PNG.sync.read(await element.screenshot())
  let drawn = 0
  for (let at = 0; at < data.length; at += 4) {
    if (Math.min(...data.subarray(at, at + 3)) < 180) drawn += 1
  }
  return drawn
}
