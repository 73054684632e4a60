import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { beginDemo } from './story-clusters.ts'
import { openObject } from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: the editor of styles, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('an operator writes a style', () => {
  let app: ServedApp
  let page: Page
  let operator: MouseOperator
  let complaints: readonly string[]

  const editor = () => page.getByRole('textbox', { name: 'Body of style river' })
  const suggestions = () => page.getByRole('listbox', { name: 'Suggestions' })
  const isOffered = (name: string) => suggestions().getByRole('option', { name, exact: true }).waitFor()

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
    operator = new MouseOperator(page)
    await beginDemo(operator, app)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await operator.show('Configuration')
    await openObject(operator, 'river', 'style')
    await operator.use(page.getByRole('tab', { name: 'Style body' }))
  })
  afterAll(async () => {
    await app.stop()
  })
  oneAfterAnother('styles', () => page)

  it('and is offered what may stand there, by the keyboard alone', async () => {
    const line = '        </Rule>\n'
    const body = readFileSync(join(app.stateDirectory, 'demo/master/styles/river.sld'), 'utf8')
    const [before = ''] = body.split(line)
    await operator.write(editor(), before)
    await page.keyboard.press('Control+End')
    await page.keyboard.type('<Poi')
    await isOffered('PointSymbolizer')
    await lookAt(page, 'style-suggestions')
    await page.keyboard.press('Enter')
    await page.keyboard.type('><Graphic><Mark><WellKnownName>ci')
    await isOffered('circle')
    await page.keyboard.press('Escape')
    await suggestions().waitFor({ state: 'hidden' })
    // The editor is still there, and what was typed too.
    await editor().getByText('<PointSymbolizer><Graphic><Mark><WellKnownName>ci').waitFor()
  })

  it('and sees how each rule draws, a moment after typing', async () => {
    const body = readFileSync(join(app.stateDirectory, 'demo/master/styles/river.sld'), 'utf8')
    const line = /<Stroke>.*<\/Stroke>/.exec(body)?.[0] ?? ''
    expect(line).not.toBe('')
    const drawn = body
      .replace(
        line,
        '<Stroke><CssParameter name="stroke">#ff0000</CssParameter><CssParameter name="stroke-width">9</CssParameter></Stroke>',
      )
      .replace('</LineSymbolizer>', '<VendorOption name="labelObstacle">true</VendorOption></LineSymbolizer>')
      .replace(
        '</FeatureTypeStyle>',
        '<Rule><Name>flag</Name><PointSymbolizer><Graphic><ExternalGraphic><Format>image/png</Format></ExternalGraphic></Graphic></PointSymbolizer></Rule></FeatureTypeStyle>',
      )
    await operator.write(editor(), drawn)
    const preview = page.getByRole('region', { name: 'Preview' })
    // What it cannot draw it names.
    for (const what of ['VendorOption labelObstacle', 'ExternalGraphic'])
      await preview.getByText(what, { exact: true }).waitFor()
    await preview.getByRole('img', { name: 'flag, drawn on a point' }).waitFor()
    const sample = preview.getByRole('img', { name: 'all, drawn on a line' })
    await expect.poll(() => redPoints(sample)).toBeGreaterThan(500)
    await lookAt(page, 'style-preview')
  })

  it('and keeps the last picture in sight while the style is broken', async () => {
    await operator.write(editor(), '<StyledLayerDescriptor>\n<NamedLayer>')
    const preview = page.getByRole('region', { name: 'Preview' })
    await preview.getByText(/^What stands there now is no style/).waitFor()
    expect(await redPoints(preview.getByRole('img').first())).toBeGreaterThan(500)
  })

  it('in the language that was just chosen for it, in the form or in the XML', async () => {
    await operator.use(page.getByRole('button', { name: 'Discard', exact: true }))
    await operator.use(page.getByRole('tab', { name: 'Form' }))
    await operator.choose(page.getByRole('combobox', { name: 'Format', exact: true }).first(), 'css')
    await operator.use(page.getByRole('tab', { name: 'Style body' }))
    await page.getByText(/^CSS, /).waitFor()
    await operator.write(editor(), '* {\n')
    await page.keyboard.press('Control+End')
    await page.keyboard.type('stroke-wi')
    await isOffered('stroke-width')
    await page.keyboard.press('Enter')
    await page.keyboard.type(': 2; ')
    await page.getByText('The bracket that opens here lacks its }.').first().waitFor()
    await lookAt(page, 'style-in-css')
    // What it draws is seen as of SLD.
    await operator.write(
      editor(),
      '* { stroke: red; stroke-width: 9 }\n/* @title Great */\n[great = true] { mark: symbol(star); mark-size: [width / 2] }',
    )
    const preview = page.getByRole('region', { name: 'Preview' })
    const sample = preview.getByRole('img', { name: '*, drawn on a line' })
    await expect.poll(() => redPoints(sample)).toBeGreaterThan(500)
    await preview.getByRole('img', { name: 'Great, drawn on a line' }).waitFor()
    await preview.getByText('mark-size: [width / 2]', { exact: true }).waitFor()
    await lookAt(page, 'style-in-css-drawn')
    await operator.use(page.getByRole('button', { name: 'Discard', exact: true }))
    await page.getByText(/^SLD, /).waitFor()
    await operator.use(page.getByRole('tab', { name: 'XML' }))
    const xml = page.getByRole('textbox', { name: 'XML of river' })
    const written = readFileSync(join(app.stateDirectory, 'demo/master/styles/river.xml'), 'utf8')
    await operator.write(xml, written.replace('<format>sld</format>', '<format>css</format>'))
    await operator.use(page.getByRole('tab', { name: 'Style body' }))
    await page.getByText(/^CSS, /).waitFor()
    await operator.use(page.getByRole('button', { name: 'Discard', exact: true }))
  })

  it('and the page had nothing to complain of', () => {
    expect(complaints).toEqual([])
  })
})

/** How many points of what is seen of an element are red. */
async function redPoints(element: Locator): Promise<number> {
  const { data } = PNG.sync.read(await element.screenshot())
  let red = 0
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at] ?? 0) > 200 && (data[at + 1] ?? 0) < 60 && (data[at + 2] ?? 0) < 60) red += 1
  }
  return red
}
