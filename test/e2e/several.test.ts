import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { beginDemo } from './story-clusters.ts'
import { comparedEqual } from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined)
  process.stderr.write(`Skipped: what is done with several nodes, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('several nodes at once', () => {
  let app: ServedApp
  let page: Page
  let operator: MouseOperator
  let bar: Locator

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page } = await app.open())
    operator = new MouseOperator(page)
    await beginDemo(operator, app)
    await comparedEqual(page)
    await operator.show('Nodes')
    // By name, so that no line moves while it is chosen.
    await operator.use(page.getByRole('columnheader', { name: 'Instance' }).getByRole('button'))
    bar = page.getByRole('region', { name: 'What is done with several nodes' })
  })
  afterAll(async () => {
    await app.stop()
  })
  oneAfterAnother('several', () => page)

  const boxOf = (name: string) => page.getByRole('checkbox', { name: `Choose ${name}` })

  /** What became of each, once all is done. */
  async function outcomes(): Promise<readonly string[]> {
    const list = page.getByRole('list', { name: 'What became of each' })
    await list.waitFor()
    expect(await page.getByRole('progressbar').count()).toBe(0)
    return list.getByRole('listitem').locator('b').allInnerTexts()
  }

  it('are chosen by their boxes, by Shift from one to another, and all by Ctrl+A', async () => {
    await boxOf('slave-a').click()
    await bar.getByText('one chosen').waitFor()
    await boxOf('master').click({ modifiers: ['Shift'] })
    await bar.getByText('2 chosen').waitFor()
    expect(await boxOf('slave-b').isChecked()).toBe(false)
    await page.getByRole('grid', { name: 'Nodes' }).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await bar.getByText('3 chosen').waitFor()
    // Tooltips are dear where there are some in each row; what a row says when it is pointed at are titles.
    const rows = page.getByRole('grid', { name: 'Nodes' }).locator('[role="row"][aria-selected]')
    await expect.poll(() => rows.count()).toBe(3)
    expect(await rows.locator('[data-grace-area-trigger]').count()).toBe(0)
    expect(await rows.getByRole('button', { name: 'Actions of slave-a' }).getAttribute('title')).toBe(
      'Actions of slave-a',
    )
    await lookAt(page, 'several-chosen')
    await operator.use(bar.getByRole('button', { name: 'Choose none' }))
    await bar.waitFor({ state: 'detached' })
  })

  it('are compared with one report, which says of each what came of it', async () => {
    await page.getByRole('grid', { name: 'Nodes' }).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await operator.use(bar.getByRole('button', { name: 'Compare', exact: true }))
    expect((await outcomes()).toSorted()).toEqual(['slave-a', 'slave-b'])
    await bar.getByText(/^Done with \d of 2$/).waitFor()
    await lookAt(page, 'several-report')
    await operator.use(bar.getByRole('button', { name: 'Close the report' }))
  })

  it('are paused after one question that names them, and go on together', async () => {
    const more = bar.getByRole('button', { name: 'More actions', exact: true })
    await operator.use(more)
    await operator.use(page.getByRole('menuitem', { name: 'Pause 2 nodes' }))
    const question = page.getByRole('alertdialog', { name: 'Pause 2 nodes' })
    await question.getByText('slave-a, slave-b').waitFor()
    await operator.use(question.getByRole('button', { name: 'Pause 2 nodes' }))
    expect((await outcomes()).toSorted()).toEqual(['slave-a', 'slave-b'])
    await operator.use(more)
    await operator.use(page.getByRole('menuitem', { name: 'Resume 2 nodes' }))
    await bar.getByText('Done with 2 of 2').waitFor()
    expect((await outcomes()).toSorted()).toEqual(['slave-a', 'slave-b'])
  })
})
