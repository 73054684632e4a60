import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt, picture } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { beginDemo } from './story-clusters.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: bars over time, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('an operator looks at bars over time', () => {
  let app: ServedApp
  let page: Page
  let operator: MouseOperator
  let complaints: readonly string[]

  const bars = (name: string) => page.getByRole('listbox', { name, exact: true })
  const filled = (name: string) => bars(name).getByRole('option', { name: /: (?:one|\d+)$/ })
  const filter = () => new URL(page.url()).hash

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
    operator = new MouseOperator(page)
    await beginDemo(operator, app)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
  })
  afterAll(async () => {
    await app.stop()
  })
  oneAfterAnother('over-time', () => page)

  it('on an overview without an empty column: what happened last lies below what needs attention', async () => {
    await page.setViewportSize({ width: 1920, height: 1080 })
    const [attention, activity, list] = await Promise.all(
      [
        page.getByRole('region', { name: 'Needs attention' }),
        page.getByRole('region', { name: 'Recent activity' }),
        page.locator('.overview'),
      ].map((each) => each.boundingBox()),
    )
    const bottom = (box: { y: number; height: number } | null | undefined) =>
      (box?.y ?? 0) + (box?.height ?? 0)
    expect(activity?.x).toBe(attention?.x)
    expect(Math.abs((activity?.y ?? 0) - bottom(attention))).toBeLessThan(2)
    expect(Math.abs(bottom(activity) - bottom(list))).toBeLessThan(2)
  })

  it('under the name of the cluster, which has room before what else is told of it', async () => {
    await page.setViewportSize({ width: 1024, height: 768 })
    const name = page.getByRole('button', { name: /^Switch cluster/ }).getByText('Demo cluster')
    expect(await name.evaluate((each) => each.scrollWidth > each.clientWidth)).toBe(false)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('of the messages, chooses one by a click and the whole time again', async () => {
    await operator.show('Messages')
    await filled('Messages over time').first().waitFor()
    await lookAt(page, 'messages-over-time')
    await filled('Messages over time').first().click()
    await expect.poll(filter).toMatch(/since%3A.*until%3A|since:.*until:/)
    await page.getByRole('button', { name: 'Whole time' }).click()
    await expect.poll(filter).not.toContain('since')
  })

  it('by dragging with the first button alone, and Escape gives up what is dragged', async () => {
    const first = bars('Messages over time').getByRole('option').first()
    const chosen = bars('Messages over time').getByRole('option', { selected: true })
    // The menu's button chooses nothing.
    await first.click({ button: 'right' })
    await page.keyboard.press('Escape')
    expect([await chosen.count(), filter().includes('since')]).toEqual([0, false])
    const box = await bars('Messages over time').boundingBox()
    if (box === null) throw new Error('There are no bars.')
    const dragBeyondTheLast = async () => {
      await page.mouse.move(box.x + 1, box.y + 5)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width + 3, box.y + 60)
    }
    await dragBeyondTheLast()
    await expect.poll(() => chosen.count()).toBeGreaterThan(0)
    await page.keyboard.press('Escape')
    await expect.poll(() => chosen.count()).toBe(0)
    await page.mouse.up()
    expect(filter()).not.toContain('since')
    await dragBeyondTheLast()
    await page.mouse.up()
    await expect.poll(filter).toMatch(/since%3A.*until%3A|since:.*until:/)
    await page.getByRole('button', { name: 'Whole time' }).click()
    await expect.poll(filter).not.toContain('since')
  })

  it('of the audit, by the keyboard alone', async () => {
    await operator.show('Audit')
    await filled('Entries over time').first().waitFor()
    // Where nobody gave a reason, what was done is there to be read as a whole.
    const done = page.getByRole('grid').getByText(/^Publish on master: /)
    await done.first().waitFor()
    expect(
      await done.evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length),
    ).toBe(0)
    await bars('Entries over time').press('End')
    await page.keyboard.press('Shift+Home')
    await lookAt(page, 'audit-over-time')
    await page.keyboard.press('Enter')
    await expect.poll(filter).toMatch(/since%3A.*until%3A|since:.*until:/)
    // All of it is still there: the range holds what was chosen, its last bar too.
    await filled('Entries over time').first().waitFor()
    await page.setViewportSize({ width: 800, height: 800 })
    await page.screenshot({ path: picture('audit-over-time-800') })
  })

  it('of what was measured, closely by the keyboard or by dragging, and the whole time again', async () => {
    await operator.show('Overview')
    const overTime = page.getByRole('region', { name: 'Over time' })
    await overTime.getByRole('combobox', { name: 'Time shown' }).selectOption('last 30 days')
    const charts = overTime.getByRole('img', { name: /a double click/ })
    const whole = overTime.getByRole('button', { name: 'Whole time' })
    // A day of which a minute was measured shows that minute, not nothing for the next minutes.
    await charts.nth(1).waitFor()
    expect(await whole.count()).toBe(0)
    await charts.first().press('+')
    await whole.waitFor()
    await lookAt(page, 'chart-closely')
    await operator.use(whole)
    await whole.waitFor({ state: 'detached' })
    await overTime.locator('canvas').nth(1).waitFor()
    const box = await charts.nth(1).boundingBox()
    if (box === null) throw new Error('There is no chart.')
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 3 })
    await page.mouse.up()
    await whole.waitFor()
    await operator.use(whole)
    await whole.waitFor({ state: 'detached' })
  })

  it('and counts nothing that it has not heard of yet', async () => {
    const show = (screen: string) => page.goto(`${page.url().split('#')[0] ?? ''}#/${screen}`)
    const screens = ['Findings', 'Audit', 'Messages', 'Configuration'] as const
    // Their scripts are there before nobody answers.
    for (const screen of screens) await operator.show(screen)
    for (const screen of screens) {
      await show('resync')
      await page.getByRole('heading', { level: 1, name: 'Resync' }).waitFor()
      app.freeze()
      await show(screen.toLowerCase())
      await page.getByRole('heading', { level: 1, name: screen }).waitFor()
      const told = await page.getByRole('main').innerText()
      app.thaw()
      expect(
        told.match(/\b(?:0|no) (?:open|known|entries|messages|objects|difference)/gi) ?? [],
        screen,
      ).toEqual([])
    }
  })

  it('and the page had nothing to complain of', () => {
    expect(complaints).toEqual([])
  })
})
