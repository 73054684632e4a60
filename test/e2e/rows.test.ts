import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { queue } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { chromiumUnavailable } from '../support/browser.ts'
import { networkUrl } from '../support/broker-session.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { beginDemo } from './story-clusters.ts'
import { comparedEqual, notification, openNode, openObject, publish, writeStyleBody } from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: the menus of rows, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('an operator at a row', () => {
  let app: ServedApp
  let page: Page
  let operator: MouseOperator
  let complaints: readonly string[]

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
    operator = new MouseOperator(page)
    await beginDemo(operator, app)
    await comparedEqual(page)
  })
  afterAll(async () => {
    await app.stop()
  })
  oneAfterAnother('rows', () => page)

  /** What the menu offers that is open; it is closed again. */
  async function offered(): Promise<readonly string[]> {
    const menu = page.getByRole('menu')
    await menu.waitFor()
    const entries = await menu.locator('[role^="menuitem"]').allInnerTexts()
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'detached' })
    return entries
  }

  /** Opens the menu by the right button and by the row's `…`, and expects the same of both, besides a value to copy. */
  async function menuOf(row: Locator, cell: Locator): Promise<readonly string[]> {
    const button = row.getByRole('button', { name: /^Actions of / })
    await button.click()
    const below = await offered()
    await cell.click({ button: 'right' })
    expect(await offered()).toEqual([...below, expect.stringMatching(/^Copy ./)])
    await button.click()
    return below
  }

  /** Somebody else's session with the broker of the demo, for as long as the test. */
  async function sessionWithBroker(): Promise<BrokerSession> {
    const [address] = /127\.0\.0\.1:\d+/.exec(await page.getByRole('banner').innerText()) ?? []
    const session = new BrokerSession(networkUrl(`stomp://${address}`))
    onTestFinished(() => session.close())
    await session.connect()
    return session
  }

  it('of the history finds the ways to compare and to go back', async () => {
    await operator.show('Configuration')
    await openObject(operator, 'lake', 'style')
    const body = readFileSync(join(app.stateDirectory, 'demo/master/styles/lake.sld'), 'utf8')
    await writeStyleBody(operator, 'lake', body.replace('Lake', 'Deep lake'))
    await publish(operator, 'style lake modified: body')
    await operator.use(page.getByRole('tab', { name: 'On each node' }))
    await page.getByText(/^Last change by the messages: style lake modified: body master · /).waitFor()
    await operator.use(page.getByRole('tab', { name: 'History' }))
    const row = page.getByRole('listitem').filter({ hasText: 'style lake modified: body' })
    const entries = await menuOf(row, row.getByText('style lake modified: body'))
    expect(entries).toEqual(['What this change did', 'That state with the present one', 'Undo this change'])
    await operator.use(page.getByRole('menuitem', { name: 'Undo this change' }))
    await page.getByRole('heading', { name: 'Review the way back from a change: style lake' }).waitFor()
    await operator.use(page.getByRole('button', { name: 'Back', exact: true }))
    await lookAt(page, 'history-rows')
  })

  it('of the messages of a node finds what a line of the log has', async () => {
    const details = await openNode(operator, 'slave-a')
    await operator.use(details.getByRole('tab', { name: 'Messages' }))
    // Lines move down as messages come; what has the focus, or is meant by itself, does not lose it by that.
    const row = details
      .getByRole('list', { name: 'Newest messages of slave-a' })
      .getByRole('listitem')
      .filter({ hasText: 'style lake modified: body' })
    const button = row.getByRole('button', { name: /^Actions of / })
    await button.focus()
    await page.keyboard.press('Enter')
    const below = await offered()
    const wanted = [
      'Its messages',
      'Copy a link to this message',
      expect.stringMatching(/^Replay to slave-a/),
    ]
    expect(below).toEqual(expect.arrayContaining(wanted))
    await row.getByRole('link').dispatchEvent('contextmenu')
    expect(await offered()).toEqual([...below, 'Copy style lake modified: body'])
    await button.focus()
    await page.keyboard.press('Enter')
    await operator.use(page.getByRole('menuitem', { name: 'Its entries in the audit' }))
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
  })

  it('of what a node could not finish copies what happened, and why', async () => {
    const sender = await sessionWithBroker()
    const properties = { instanceName: 'geo-5', JMSEventHandlerSPI: 'JMSCatalogAddEventHandlerSPI' }
    const destination = queue('Consumer.slave-a.VirtualTopic.geoserver')
    await sender.publish({
      destination,
      properties: { ...properties, group: 'plumbline-demo' },
      body: '<x/>',
    })
    const details = await openNode(operator, 'slave-a')
    await operator.use(details.getByRole('tab', { name: /^Unfinished/ }))
    const row = details.getByRole('list', { name: 'one unfinished event' }).getByRole('listitem')
    const entries = await menuOf(row, row.getByRole('paragraph').first())
    expect(entries).toEqual(['Copy what happened', 'Copy the reason'])
    await lookAt(page, 'unfinished-rows')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await operator.use(page.getByRole('menuitem', { name: 'Copy the reason' }))
    const reason = await row.getByRole('paragraph').nth(1).innerText()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(reason)
  })

  it('of the uses finds everything known of the other object', async () => {
    await operator.show('Configuration')
    await openObject(operator, 'lake', 'style')
    await operator.use(page.getByRole('tab', { name: /^Where used/ }))
    const row = page
      .getByRole('tabpanel', { name: /^Where used/ })
      .getByRole('listitem')
      .first()
    const entries = await menuOf(row, row.locator('span').first())
    expect(entries).toEqual([
      ...['Open the object', 'On each node', 'Its messages', 'Its entries in the audit'],
      'Copy a link to the object',
    ])
    await lookAt(page, 'uses-rows')
    await operator.use(page.getByRole('menuitem', { name: 'Its messages' }))
    await page.getByRole('heading', { level: 1, name: 'Messages' }).waitFor()
  })

  it('of the log is opened by a click where the log is scrolled, too', async () => {
    await page.setViewportSize({ width: 1280, height: 360 })
    await operator.show('Messages')
    const log = page.getByRole('grid', { name: 'Messages' })
    await expect.poll(() => log.evaluate((each) => each.scrollTop)).toBeGreaterThan(0)
    const bottom = await log.evaluate((each) => each.clientHeight)
    await log.click({ position: { x: 300, y: bottom - 10 } })
    await page.getByRole('tab', { name: 'Delivery' }).waitFor()
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('of the catalog copies the name of the object, without its kind', async () => {
    await operator.show('Configuration')
    await operator.write(page.getByPlaceholder('Search the catalog'), 'kind:style lake')
    const line = page.getByRole('treeitem', { name: /^lake/ })
    await line.click({ button: 'right' })
    expect(await offered()).toContain('Copy lake')
    await operator.write(page.getByPlaceholder('Search the catalog'), '')
  })

  it('of the brokers shows a name that is cut off as a whole to who points at it', async () => {
    await operator.show('Brokers')
    const name = 'Consumer.plumbline-demo-observer.VirtualTopic.geoserver'
    const cut = page.getByRole('gridcell', { name }).locator('.truncate')
    await cut.hover()
    expect(await cut.getAttribute('title')).toBe(name)
    const whole = page
      .getByRole('gridcell', { name: 'Consumer.slave-a.VirtualTopic.geoserver' })
      .locator('.truncate')
    await whole.hover()
    expect((await whole.getAttribute('title')) ?? '').toBe('')
  })

  it('of an editor searches it with Ctrl+F', async () => {
    await operator.show('Configuration')
    await openObject(operator, 'lake', 'style')
    for (const [tab, editor] of [
      ['Style body', 'Body of style lake'],
      ['XML', /XML/],
    ] as const) {
      await operator.use(page.getByRole('tab', { name: tab, exact: true }))
      await page.getByRole('textbox', { name: editor }).click()
      await page.keyboard.press('ControlOrMeta+f')
      await page.getByRole('textbox', { name: 'Find' }).fill('name')
      await page.keyboard.press('Escape')
      await page.getByRole('textbox', { name: 'Find' }).waitFor({ state: 'detached' })
    }
  })

  it('of a queue and of the dead letters moves one message and discards another', async () => {
    const sender = await sessionWithBroker()
    const [left, dead] = ['Consumer.geo-9.VirtualTopic.geoserver', 'ActiveMQ.DLQ']
    const properties = { instanceName: 'geo-5', JMSEventHandlerSPI: 'JMSLoggingHandlerSPI' }
    for (const name of [left, dead, dead])
      await sender.publish({ destination: queue(name), properties, body: '<x/>' })

    await operator.show('Brokers')
    const open = (name: string) =>
      operator.use(page.getByRole('grid').getByRole('row').filter({ hasText: name }))
    const rows = () => page.getByRole('complementary').getByRole('row').filter({ hasText: 'geo-5' })
    const changes = ['Open', 'Chosen', `Move to ${left}`, 'Discard']
    await open(dead)
    const entries = await menuOf(rows().first(), rows().first().getByText('geo-5'))
    expect(entries).toEqual(expect.arrayContaining(['Copy the id of the message', ...changes]))
    await lookAt(page, 'dead-letter-rows')
    await operator.use(page.getByRole('menuitem', { name: `Move to ${left}` }))
    const question = page.getByRole('alertdialog', { name: `Move one message to ${left}?` })
    await operator.write(question.getByRole('textbox'), left)
    await operator.use(question.getByRole('button', { name: 'Move' }))
    await notification(page, '1 of 1 messages done.').waitFor()
    await expect.poll(() => rows().count()).toBe(1)

    await open(left)
    const line = rows().first()
    expect(await menuOf(line, line.getByText('geo-5'))).toContain('Discard')
    await operator.use(page.getByRole('menuitem', { name: 'Discard' }))
    const asked = page.getByRole('alertdialog', { name: 'Discard one message?' })
    await operator.write(asked.getByRole('textbox'), left)
    await operator.use(asked.getByRole('button', { name: 'Discard' }))
    await expect.poll(() => rows().count()).toBe(1)
  })

  it('of the palette finds a setting by the words it is explained with, and leads to it', async () => {
    await page.keyboard.press('ControlOrMeta+k')
    const palette = page.getByRole('dialog', { name: 'Commands' })
    await palette.waitFor()
    await page.keyboard.type('older archive')
    await operator.use(palette.getByRole('option', { name: 'Archive: Keep messages for' }))
    await expect
      .poll(() => page.getByLabel('Keep messages for').evaluate((field) => field === document.activeElement))
      .toBe(true)
    expect(complaints).toEqual([])
  })

  it('of the palette finds objects and messages by what lists are narrowed by', async () => {
    await page.keyboard.press('ControlOrMeta+k')
    const palette = page.getByRole('dialog', { name: 'Commands' })
    await palette.waitFor()
    await page.keyboard.type('kind:style lake')
    await palette.getByRole('option', { name: 'lake (style)', exact: true }).waitFor()
    await palette
      .getByRole('option', { name: /^style lake modified: body/ })
      .first()
      .waitFor()
    expect(await palette.getByRole('option', { name: /\(layer\)/ }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await palette.waitFor({ state: 'detached' })
  })

  it('of the palette takes what is typed before it is there, and Enter before it has found anything', async () => {
    const palette = await heldPalette(page)
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('go to audiz')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('t')
    await page.keyboard.press('Enter')
    palette.load()
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
    await palette.release()
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('lake')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#\/configuration\?.*selected=/)
    await page.getByRole('heading', { name: 'lake', exact: true }).waitFor()
    expect(complaints).toEqual([])
  })

  it('of the palette keeps what was typed before it was there when it is', async () => {
    const palette = await heldPalette(page)
    await page.reload()
    await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('go to ')
    palette.load()
    const search = page.locator('.palette input:focus')
    await search.waitFor()
    await page.keyboard.type('audit')
    expect(await search.inputValue()).toBe('go to audit')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
    await palette.release()
    expect(complaints).toEqual([])
  })
})

/** Keeps the palette's script from a page until it is let go. */
async function heldPalette(page: Page) {
  const loaded = Promise.withResolvers<undefined>()
  const script = /\/CommandPalette-[^/]*\.js/
  await page.route(script, async (route) => {
    await loaded.promise
    await route.continue()
  })
  return { load: () => loaded.resolve(undefined), release: () => page.unroute(script) }
}
