import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { topic } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { networkUrl } from '../support/broker-session.ts'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { makeDataDirectory } from '../support/services.ts'
import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { beginDemo } from './story-clusters.ts'
import { comparedEqual, nodeLine, openNode } from './tasks.ts'

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
    await bar.getByText(/^Done with 2 of 2/).waitFor()
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

  it('are stopped and started together, those it can be done with', async () => {
    const more = bar.getByRole('button', { name: 'More actions', exact: true })
    await operator.use(bar.getByRole('button', { name: 'Choose none' }))
    await boxOf('slave-a').click()
    await boxOf('slave-b').click({ modifiers: ['Shift'] })
    await operator.use(more)
    await operator.use(page.getByRole('menuitem', { name: 'Stop 2 nodes' }))
    const question = page.getByRole('alertdialog', { name: 'Stop 2 nodes' })
    await operator.use(question.getByRole('button', { name: 'Stop 2 nodes' }))
    await bar.getByText('Done with 2 of 2').waitFor()
    for (const slave of ['slave-a', 'slave-b']) await nodeLine(page, slave, 'stopped').waitFor()
    await operator.use(more)
    await operator.use(page.getByRole('menuitem', { name: 'Start 2 nodes' }))
    for (const slave of ['slave-a', 'slave-b'])
      await nodeLine(page, slave, 'stopped').waitFor({ state: 'detached' })
    expect((await outcomes()).toSorted()).toEqual(['slave-a', 'slave-b'])
    await operator.use(bar.getByRole('button', { name: 'Close the report' }))
  })

  it('that drifted are all resynced by what was planned and shown, with one report', async () => {
    const body = (node: string) => join(app.stateDirectory, `demo/${node}/styles/river.sld`)
    const wanted = readFileSync(body('master'), 'utf8')
    for (const slave of ['slave-a', 'slave-b']) writeFileSync(body(slave), wanted.slice(0, 200))
    const all = page.getByRole('button', { name: 'With all nodes' })
    await operator.use(all)
    await operator.use(page.getByRole('menuitem', { name: 'Compare all slaves' }))
    await bar.getByText('Done with 2 of 2, 2 differ').waitFor()
    await operator.use(all)
    await operator.use(page.getByRole('menuitem', { name: 'Resync all 2 that drifted' }))
    const plan = page.getByRole('list', { name: 'What a resync would do to each' })
    for (const slave of ['slave-a', 'slave-b'])
      await plan.getByRole('listitem').filter({ hasText: slave }).waitFor()
    await lookAt(page, 'several-plan')
    await operator.use(bar.getByRole('button', { name: /^Resync 2 nodes/ }))
    await bar.getByText('Done with 2 of 2').waitFor()
    expect((await outcomes()).toSorted()).toEqual(['slave-a', 'slave-b'])
    for (const slave of ['slave-a', 'slave-b']) expect(readFileSync(body(slave), 'utf8')).toBe(wanted)
    await operator.use(bar.getByRole('button', { name: 'Close the report' }))
  })

  it('are chosen by Shift over many rows, exported as a table, and forgotten after one question', async () => {
    const [address] = /127\.0\.0\.1:\d+/.exec(await page.getByRole('banner').innerText()) ?? []
    const sender = new BrokerSession(networkUrl(`stomp://${address}`))
    onTestFinished(() => sender.close())
    await sender.connect()
    const strangers = Array.from(
      { length: 120 },
      (_, index) => `geo-${String(index + 1).padStart(3, '0')}.example`,
    )
    for (const instanceName of strangers) {
      const roles = { toggleMaster: 'true', toggleSlave: 'false' }
      const properties = {
        instanceName,
        ...roles,
        group: 'of others',
        JMSEventHandlerSPI: 'JMSLoggingHandlerSPI',
      }
      await sender.publish({ destination: topic('VirtualTopic.geoserver'), properties, body: '<x/>' })
    }
    await page.getByText('123 nodes').first().waitFor()
    await operator.use(bar.getByRole('button', { name: 'Choose none' }))
    await boxOf('geo-001.example').click()
    await boxOf('geo-012.example').click({ modifiers: ['Shift'] })
    await bar.getByText('12 chosen').waitFor()
    const download = page.waitForEvent('download')
    await operator.use(bar.getByRole('button', { name: 'Export' }))
    const [, ...lines] = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines.map((line) => /geo-\d+\.example/.exec(line)?.[0])).toEqual(strangers.slice(0, 12))
    await operator.write(page.getByRole('searchbox', { name: 'Filter nodes' }), 'geo-')
    await page.getByRole('grid', { name: 'Nodes' }).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await bar.getByText('120 chosen').waitFor()
    await operator.use(bar.getByRole('button', { name: 'More actions', exact: true }))
    await operator.use(page.getByRole('menuitem', { name: 'Forget 120 nodes' }))
    const question = page.getByRole('alertdialog', { name: 'Forget 120 nodes' })
    await question.getByText(strangers.join(', ')).waitFor()
    await lookAt(page, 'several-forget')
    const forget = question.getByRole('button', { name: 'Forget 120 nodes' })
    // However many are named, what one decides is in sight.
    await page.setViewportSize({ width: 800, height: 600 })
    const { y = 0, height = 0 } = (await forget.boundingBox()) ?? {}
    expect(y + height).toBeLessThan(600)
    await operator.use(forget)
    await bar.getByText('Done with 120 of 120').waitFor()
    expect((await outcomes()).toSorted()).toEqual(strangers)
    await page.getByText('0 of 3 nodes').waitFor()
  })

  it('and what was resynced is listed, each with the same by its … and the right button', async () => {
    await operator.show('Resync')
    const past = page.getByRole('region', { name: 'Earlier resyncs' })
    const line = past.getByRole('listitem').filter({ hasText: 'slave-b' }).first()
    const offered = async (): Promise<readonly string[]> => {
      const entries = await page.getByRole('menu').getByRole('menuitem').allInnerTexts()
      await page.keyboard.press('Escape')
      await page.getByRole('menu').waitFor({ state: 'detached' })
      return entries
    }
    await operator.use(line.getByRole('button', { name: /^Actions of / }))
    await page.getByRole('menu').waitFor()
    const below = await offered()
    expect(below).toHaveLength(3)
    await line.getByText('slave-b').first().click({ button: 'right' })
    await page.getByRole('menu').waitFor()
    expect(await offered()).toEqual(expect.arrayContaining([...below]))
  })
})

describe.skipIf(unavailable !== undefined)('many nodes at once', () => {
  const slaves = Array.from({ length: 24 }, (_, index) => `slave-${String(index + 1).padStart(2, '0')}`)
  const drifted = slaves.filter((_, index) => index % 8 === 0)
  let app: ServedApp
  let page: Page

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page } = await app.open())
    const nodes = ['master', ...slaves].map((name) => {
      const isMaster = name === 'master'
      const roles = { toggleMaster: String(isMaster), toggleSlave: String(!isMaster) }
      const dataDirectory = makeDataDirectory(app.stateDirectory, name, roles)
      const title = drifted.includes(name) ? 'Past its master' : 'Rivers'
      const style = `<style>\n  <id>StyleInfoImpl-river</id>\n  <name>${title}</name>\n  <filename>river.sld</filename>\n</style>\n`
      writeFileSync(join(dataDirectory, 'styles/river.xml'), style)
      return { type: 'local', dataDirectory, run: false }
    })
    const names = { topicName: 'VirtualTopic.geoserver', group: 'geoserver-cluster', observer: 'plumbline' }
    // Directories are compared without their broker.
    const profile = {
      ...{ name: 'Many', stripe: 'none', brokerUrl: 'stomp://127.0.0.1:9', login: null },
      ...{ ...names, nodes },
    }
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Import a profile' }).click()
    const buffer = Buffer.from(JSON.stringify({ format: 'plumbline-profile', version: 1, profile }))
    await (await chooser).setFiles({ name: 'many.plumbline', mimeType: 'application/json', buffer })
    const open = page.getByRole('button', { name: 'Import and open' })
    await open.waitFor()
    // However many nodes there are, what one decides is in sight.
    expect((await open.boundingBox())?.y).toBeLessThan(760)
    await open.click()
    await page.getByRole('button', { name: 'Switch cluster: Many' }).waitFor()
  })
  afterAll(async () => {
    await app.stop()
  })
  oneAfterAnother('many', () => page)

  it('are all chosen by Ctrl+A, also those that are not drawn, and have one progress and one report', async () => {
    await new MouseOperator(page).show('Nodes')
    const bar = page.getByRole('region', { name: 'What is done with several nodes' })
    const grid = page.getByRole('grid', { name: 'Nodes' })
    await page.getByText('25 nodes').first().waitFor()
    await grid.focus()
    await page.keyboard.press('ControlOrMeta+a')
    await bar.getByText('25 chosen').waitFor()
    await bar.getByRole('button', { name: 'Compare', exact: true }).click()
    // The master is what the others are compared with.
    await bar.getByText('Done with 24 of 24, 3 differ').waitFor()
    expect(await page.getByRole('progressbar').count()).toBe(0)
    const told = page.getByRole('list', { name: 'What became of each' }).getByRole('listitem')
    const names = await told.locator('b').allInnerTexts()
    expect(names.slice(0, 3).toSorted()).toEqual(drifted)
    expect(names.toSorted()).toEqual(slaves)
    await lookAt(page, 'many-report')
  })

  it('and the report is there for who looked elsewhere meanwhile', async () => {
    const operator = new MouseOperator(page)
    const bar = page.getByRole('region', { name: 'What is done with several nodes' })
    await operator.use(bar.getByRole('button', { name: 'Close the report' }))
    await bar.getByText('Done with').waitFor({ state: 'detached' })
    await operator.use(page.getByRole('button', { name: 'With all nodes' }))
    await operator.use(page.getByRole('menuitem', { name: 'Compare all slaves' }))
    await operator.show('Overview')
    await operator.show('Nodes')
    await bar.getByText('Done with 24 of 24, 3 differ').waitFor()
    await operator.use(bar.getByRole('button', { name: 'Close the report' }))
    await bar.waitFor({ state: 'detached' })
  })

  it('and one that somebody knows of needs no attention any more, on the overview and above every screen', async () => {
    const operator = new MouseOperator(page)
    await operator.show('Findings')
    await operator.use(page.getByRole('row', { name: /^slave-01 has drifted/ }))
    // What to do is the action above: there is no line that says nothing.
    const details = page.getByRole('complementary', { name: /^slave-01 has drifted/ })
    expect(await details.getByRole('definition').allInnerTexts()).not.toContain('–')
    const reason = page.getByRole('textbox', { name: 'Reason' })
    await operator.write(reason, 'Being looked into')
    // What was typed is not lost by a key.
    await page.keyboard.press('Escape')
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' })
    await operator.use(question.getByRole('button', { name: 'Stay' }))
    await question.waitFor({ state: 'detached' })
    expect(await reason.inputValue()).toBe('Being looked into')
    await expect.poll(() => reason.evaluate((field) => field === document.activeElement)).toBe(true)
    const span = details.getByRole('combobox', { name: 'For how long' })
    await operator.choose(span, 'a week')
    await details.getByRole('button', { name: 'Snooze' }).waitFor()
    await operator.choose(span, 'until it is taken back')
    await operator.use(details.getByRole('button', { name: 'Acknowledge' }))
    await page.getByText('Being looked into').waitFor()
    // The form is gone with the button that was pressed; the keyboard is where it was.
    const taken = details.getByRole('button', { name: 'Reopen' })
    await expect.poll(() => taken.evaluate((button) => button === document.activeElement)).toBe(true)
    await operator.show('Overview')
    const attention = page.getByRole('region', { name: 'Needs attention' })
    await attention.getByText('One known finding').waitFor()
    // The first list of the screen is where the keys that move in lists begin.
    await page.evaluate('document.activeElement?.blur()')
    await page.keyboard.press('j')
    const holdsFocus = (region: Element) => region.contains(document.activeElement)
    await expect.poll(() => attention.evaluate(holdsFocus)).toBe(true)
    const told = async () => /\d+/.exec(await attention.getByRole('heading').innerText())?.[0]
    const above = async () => /(\d+) need attention/.exec(await page.getByRole('banner').innerText())?.[1]
    await expect.poll(async () => (await above()) === (await told())).toBe(true)
  })

  it('and a difference is accepted by a form that comes into view, and listed with its reason', async () => {
    const operator = new MouseOperator(page)
    const details = await openNode(operator, 'slave-09')
    await operator.use(details.getByRole('tab', { name: 'Comparison' }))
    await operator.use(details.getByRole('button', { name: 'Accept …' }))
    const reason = details.getByRole('textbox', { name: 'Reason' })
    await expect.poll(() => reason.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('Its own title')
    const accept = details.getByRole('button', { name: 'Accept', exact: true })
    await expect.poll(async () => ((await accept.boundingBox())?.y ?? Infinity) < 740).toBe(true)
    await operator.use(accept)
    await details.getByText('accepted: Its own title').waitFor()
    const end = details.getByRole('button', { name: 'Accept no longer' })
    await expect.poll(() => end.evaluate((button) => button === document.activeElement)).toBe(true)
    expect(await details.getByRole('button', { name: 'Accept …' }).count()).toBe(0)
    await details.getByText('Accepted: 1 of 1.').waitFor()
    await operator.show('Findings')
    await page.getByText('Its own title').waitFor()
    await lookAt(page, 'accepted-difference')
    await operator.show('Nodes')
    const row = page.getByRole('row', { name: /slave-09/ })
    await row.getByText('one differs, one accepted').waitFor()
    // Which has drifted in what is seen on the smallest screen, too.
    await page.setViewportSize({ width: 800, height: 600 })
    await row.getByText('one differs, one accepted').waitFor()
    await page.getByRole('columnheader', { name: 'Drift' }).waitFor()
    await lookAt(page, 'drift-accepted')
  })

  it('and an address of what is no more says so, until it is closed', async () => {
    for (const [screen, named] of [
      ['nodes', 'selected'],
      ['findings', 'selected'],
      ['audit', 'selected'],
      ['resync', 'node'],
    ] as const) {
      await page.goto(`${page.url().split('#')[0] ?? ''}#/${screen}?${named}=no-more`)
      const told = page.getByRole('status').filter({ hasText: 'is not here any more' })
      await told.waitFor()
      await lookAt(page, `gone-${screen}`)
      await told.getByRole('button', { name: 'Close' }).click()
      await told.waitFor({ state: 'detached' })
    }
  })
})
