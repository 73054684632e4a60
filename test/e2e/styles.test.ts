import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { beginDemo } from './story-clusters.ts'
import { comparedEqual, openObject } from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: the editor of styles, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('an operator writes a style', { timeout: 180_000 }, () => {
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
    await comparedEqual(page)
    await operator.show('Configuration')
    await openObject(operator, 'river', 'style')
    await operator.use(page.getByRole('tab', { name: 'Style body' }))
  }, 180_000)
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

  it('and the page had nothing to complain of', () => {
    expect(complaints).toEqual([])
  })
})
