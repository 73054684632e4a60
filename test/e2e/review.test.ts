import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { beginDemo } from './story-clusters.ts'
import { comparedEqual, notification, openObject, treeLine, writeStyleBody } from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: the review of every change, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('an operator reviews', () => {
  let app: ServedApp
  let page: Page
  let operator: MouseOperator
  let complaints: readonly string[]

  const body = () => readFileSync(join(app.stateDirectory, 'demo/master/styles/river.sld'), 'utf8')
  const publishButton = () => page.getByRole('button', { name: 'Publish to 2 slaves' })
  const isBlocked = async () => (await publishButton().getAttribute('aria-disabled')) === 'true'

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
    operator = new MouseOperator(page)
    await beginDemo(operator, app)
    await comparedEqual(page)
    await operator.show('Configuration')
  })
  afterAll(async () => {
    await app.stop()
  })
  oneAfterAnother('review', () => page)

  it('a style with a missing end tag, which is shown where it is and not published', async () => {
    await openObject(operator, 'river', 'style')
    const before = body()
    await writeStyleBody(operator, 'river', before.replace('</Stroke>', ''))
    const problem = /<Stroke>, opened in line \d+, is not closed before <\/LineSymbolizer>/
    await page.getByRole('textbox', { name: 'Body of style river' }).getByText(problem).waitFor()
    await lookAt(page, 'style-broken')
    await operator.use(page.getByRole('button', { name: /^Review changes/ }))
    await page
      .getByRole('region', { name: 'What the style body has against it' })
      .getByText(problem)
      .waitFor()
    expect(await isBlocked()).toBe(true)
    await lookAt(page, 'review-style-broken')
    expect(body()).toBe(before)
  })

  it('and goes back to where it was edited', async () => {
    await operator.use(page.getByRole('button', { name: 'Back', exact: true }))
    await page.getByRole('tab', { name: 'Style body', selected: true }).waitFor()
  })

  it('and publishes it anyway, which the history and the audit keep', async () => {
    await operator.use(page.getByRole('button', { name: /^Review changes/ }))
    await page.getByRole('switch', { name: 'Publish it anyway' }).click()
    await operator.use(publishButton())
    await notification(page, 'Published: style river modified: body').first().waitFor()
    await operator.use(page.getByRole('tab', { name: 'History' }))
    await page
      .getByText(/published anyway/)
      .first()
      .waitFor()
    await operator.show('Audit')
    await page.getByText('Publish anyway on master: style river modified: body').first().waitFor()
  })

  it('the way back from it, and the way back to it', async () => {
    await operator.show('Configuration')
    await openObject(operator, 'river', 'style')
    await operator.use(page.getByRole('tab', { name: 'History' }))
    await operator.use(page.getByRole('button', { name: 'Undo this change' }))
    await page.getByRole('heading', { name: 'Review the way back from a change: style river' }).waitFor()
    expect(body()).not.toContain('</Stroke>')
    await operator.use(publishButton())
    await publishButton().waitFor({ state: 'hidden' })
    await expect.poll(body).toContain('</Stroke>')
    await operator.use(page.getByRole('tab', { name: 'History' }))
    const changes = page.getByRole('tabpanel', { name: 'History' }).getByRole('listitem')
    await expect.poll(() => changes.count()).toBe(2)
    await operator.use(page.getByRole('button', { name: 'Undo this change' }))
    // What was published anyway does not come back unasked.
    await page.getByRole('region', { name: 'What the style body has against it' }).waitFor()
    expect(await isBlocked()).toBe(true)
    await operator.use(page.getByRole('button', { name: 'Back', exact: true }))
  })

  it('several edits as one change, of one property on many, and takes them back as one', async () => {
    const title = page.getByRole('textbox', { name: 'Title' }).first()
    await openObject(operator, 'alpine_countries', 'layer group')
    await operator.write(title, 'Lands of the Alps')
    await operator.use(page.getByRole('button', { name: 'Collect', exact: true }))
    const collected = page.getByRole('region', { name: 'Collected edits' })
    await collected.getByText('layer group alpine_countries').waitFor()
    await page.reload()
    await collected.getByText('layer group alpine_countries').waitFor()

    await openObject(operator, 'river', 'style')
    await operator.use(page.getByRole('button', { name: 'Actions' }))
    await operator.use(page.getByRole('menuitem', { name: 'Duplicate' }))
    await operator.write(page.getByRole('textbox', { name: 'Name of the copy' }), 'brook')
    await operator.use(page.getByRole('button', { name: 'Review', exact: true }))
    await page.getByRole('heading', { name: 'Duplicate style river' }).waitFor()
    await operator.use(publishButton())
    await page.getByRole('region', { name: 'style brook', exact: true }).waitFor()

    const abstract = page.getByRole('textbox', { name: 'Abstract' }).first()
    await operator.write(page.getByRole('searchbox', { name: 'Search the catalog' }), 'roads_austria')
    await operator.use(page.getByRole('treeitem', { name: treeLine('roads_austria', 'feature type') }))
    await page.getByRole('region', { name: 'feature type transport:roads_austria', exact: true }).waitFor()
    await operator.write(abstract, 'Surveyed anew.')
    await operator.use(page.getByRole('button', { name: 'Others as well' }))
    await lookAt(page, 'change-others')
    const others = page.getByRole('grid', { name: 'Objects of the same kind' })
    await others.getByRole('checkbox').nth(1).click()
    await others.getByRole('checkbox').nth(2).click()
    await operator.use(page.getByRole('button', { name: 'Review the change of 3 objects' }))
    await page.getByRole('heading', { name: 'Review 4 collected edits as one change' }).waitFor()
    await operator.write(
      page.getByRole('textbox', { name: 'Reason, for the history and the audit' }),
      'season',
    )
    await lookAt(page, 'review-several')
    await operator.use(publishButton())
    await publishButton().waitFor({ state: 'hidden' })
    await collected.waitFor({ state: 'detached' })
    await openObject(operator, 'alpine_countries', 'layer group')
    await operator.use(page.getByRole('tab', { name: 'History' }))
    await page.getByText('season').first().waitFor()
    await operator.use(page.getByRole('button', { name: 'Undo this change of 4 objects' }))
    await page.getByRole('heading', { name: /^Review the way back from a change/ }).waitFor()
    await operator.use(publishButton())
    await publishButton().waitFor({ state: 'hidden' })
    await operator.use(page.getByRole('tab', { name: 'Form' }))
    await expect.poll(() => title.inputValue()).not.toBe('Lands of the Alps')
  })

  it('a form whose first part is what people use, with a reference system found by where it is used', async () => {
    await operator.write(page.getByRole('searchbox', { name: 'Search the catalog' }), 'roads_austria')
    await operator.use(page.getByRole('treeitem', { name: treeLine('roads_austria', 'feature type') }))
    await page.getByRole('region', { name: 'feature type transport:roads_austria', exact: true }).waitFor()
    const rest = page.getByRole('textbox', { name: 'Max features' })
    expect(await rest.isVisible()).toBe(false)
    const system = page.getByRole('combobox', { name: 'Declared SRS' })
    await operator.write(system, 'nowhere at all')
    await page.getByText('No reference system matches.').waitFor()
    const store = page.getByRole('combobox', { name: 'Store', exact: true })
    await operator.write(store, 'nowhere at all')
    await page.getByText('No object matches.').waitFor()
    await page.keyboard.press('Escape')
    await operator.write(system, 'austria lambert')
    await page.getByRole('option', { name: /EPSG:31287/ }).click()
    await page.getByText('MGI / Austria Lambert').first().waitFor()
    expect(await system.inputValue()).toBe('EPSG:31287')
    const box = page.getByRole('group', { name: 'Bounding box (longitude, latitude)' })
    const west = box.getByRole('textbox', { name: 'West' })
    const before = await west.inputValue()
    await operator.use(box.getByRole('button', { name: 'On a map' }))
    const map = await box.getByRole('img').boundingBox()
    if (map === null) throw new Error('There is no map.')
    const draw = async (button: 'left' | 'right') => {
      await page.mouse.move(map.x + map.width / 4, map.y + map.height / 4)
      await page.mouse.down({ button })
      await page.mouse.move(map.x + map.width / 2, map.y + map.height / 2)
    }
    const corner = box.locator('rect')
    const seen = await corner.getAttribute('x')
    await draw('right')
    await page.mouse.up({ button: 'right' })
    await page.keyboard.press('Escape')
    await draw('left')
    await expect.poll(() => corner.getAttribute('x')).not.toBe(seen)
    await page.keyboard.press('Escape')
    await expect.poll(() => corner.getAttribute('x')).toBe(seen)
    await page.mouse.up()
    expect(await west.inputValue()).toBe(before)
    await draw('left')
    await page.mouse.up()
    await expect.poll(() => west.inputValue()).not.toBe(before)
    // What is typed is seen, wherever it lies.
    const view = () => box.getByRole('img').getAttribute('viewBox')
    const drawnIn = await view()
    await operator.write(west, '-170')
    await expect.poll(view).not.toBe(drawnIn)
    await operator.use(page.getByText(/^More \(\d+\)$/))
    await rest.waitFor()
    await operator.use(page.getByRole('button', { name: 'Discard', exact: true }))
    expect(await system.inputValue()).not.toBe('EPSG:31287')
  })

  it('a workspace exported as a directory, and what was edited in its files as one change', async () => {
    const path = join(app.stateDirectory, 'exported')
    const directory = page.getByRole('button', { name: 'As a directory' })
    await operator.use(directory)
    await operator.use(page.getByRole('menuitem', { name: 'Export to a directory' }))
    await operator.write(page.getByRole('textbox', { name: 'Into the directory' }), path)
    await page.getByRole('combobox', { name: 'What' }).selectOption('settlements')
    await lookAt(page, 'export-directory')
    await operator.use(page.getByRole('main').getByRole('button', { name: 'Export', exact: true }))
    await page.getByText(/objects are in .*exported/).waitFor()
    await operator.use(page.getByRole('button', { name: 'Close', exact: true }))

    const file = join(path, 'workspaces/settlements/workspace.xml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('<isolated>false</isolated>', '<isolated>true</isolated>'))
    expect(readFileSync(file, 'utf8')).not.toBe(text)
    await operator.use(directory)
    await operator.use(page.getByRole('menuitem', { name: 'Plan from a directory' }))
    await operator.write(page.getByRole('textbox', { name: 'Directory', exact: true }), path)
    await lookAt(page, 'plan-directory')
    await operator.use(page.getByRole('button', { name: 'Review', exact: true }))
    await page.getByRole('heading', { name: /^Review what makes master hold/ }).waitFor()
    await page.getByText('workspace settlements modified: isolated').first().waitFor()
    await operator.use(publishButton())
    await notification(page, 'Published: workspace settlements modified').first().waitFor()
  })

  // Of one that the demo leaves alone: what it changes meanwhile would have to be reviewed again.
  it('the removal of a workspace, with everything that goes along, and its way back', async () => {
    await openObject(operator, 'settlements', 'workspace')
    await operator.use(page.getByRole('button', { name: 'Actions' }))
    await operator.use(page.getByRole('menuitem', { name: 'Remove workspace settlements' }))
    await page.getByRole('heading', { name: 'Review the removal of workspace settlements' }).waitFor()
    await page.getByRole('list', { name: /^\d+ other objects are removed with it$/ }).waitFor()
    await lookAt(page, 'review-removal')
    await page.reload()
    await page.getByRole('heading', { name: 'Review the removal of workspace settlements' }).waitFor()
    await operator.use(page.getByRole('button', { name: 'Back', exact: true }))
    await page.getByRole('region', { name: 'workspace settlements', exact: true }).waitFor()
    await operator.use(page.getByRole('button', { name: 'Actions' }))
    await operator.use(page.getByRole('menuitem', { name: 'Remove workspace settlements' }))
    await operator.use(publishButton())
    // That of the change before may still be there; what is pointed at stays.
    const done = notification(page, 'Published: workspace settlements removed').first()
    await done.hover()
    await page.getByRole('treeitem', { name: /^settlements / }).waitFor({ state: 'detached' })
    await operator.use(done.getByRole('button', { name: 'Undo' }))
    await page.getByRole('heading', { name: 'Review the return of an object that was removed' }).waitFor()
    await operator.use(publishButton())
    await page
      .getByRole('treeitem', { name: /^settlements / })
      .first()
      .waitFor()
  })

  it('in German, too', async () => {
    await operator.show('Settings')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de')
    await page.getByRole('link', { name: 'Konfiguration' }).click()
    await page.getByRole('searchbox').fill('river')
    await page.getByRole('treeitem', { name: treeLine('river', 'Stil') }).click()
    await page.getByRole('button', { name: 'Aktionen' }).click()
    await page.getByRole('menuitem', { name: 'Stil river entfernen' }).click()
    await page.getByRole('heading', { name: 'Entfernen prüfen: Stil river' }).waitFor()
    await lookAt(page, 'review-removal-german')
  })

  it('and the browser complained about nothing', () => {
    expect(complaints).toEqual([])
  })
})
