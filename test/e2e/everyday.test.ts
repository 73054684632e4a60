import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { beginDemo } from './story-clusters.ts'
import {
  comparedEqual,
  messageLines,
  notification,
  openObject,
  publish,
  searchMessages,
  writeStyleBody,
} from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: an operator's day, ${unavailable}\n`)

/** A cluster whose broker is nowhere. */
const elsewhere = {
  format: 'plumbline-profile',
  version: 1,
  profile: {
    name: 'Maps elsewhere',
    stripe: 'red',
    brokerUrl: 'stomp://ops:hush-hush@127.0.0.1:9',
    login: null,
    topicName: 'VirtualTopic.geoserver',
    group: 'geoserver-cluster',
    observer: 'plumbline',
    nodes: [],
  },
}

describe.skipIf(unavailable !== undefined)('an operator', () => {
  let app: ServedApp
  let page: Page
  let operator: MouseOperator
  let complaints: readonly string[]

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
    operator = new MouseOperator(page)
  })
  afterAll(async () => {
    await app.stop()
  })
  oneAfterAnother('everyday', () => page)

  it('imports the profile of a cluster once it was shown, which opens although its broker is away', async () => {
    const choose = async () => {
      const chooser = page.waitForEvent('filechooser')
      await operator.use(page.getByRole('button', { name: 'Import a profile' }))
      const buffer = Buffer.from(JSON.stringify(elsewhere))
      await (await chooser).setFiles({ name: 'maps.plumbline', mimeType: 'application/json', buffer })
    }
    await choose()
    const preview = page.getByRole('form', { name: 'Import the profile Maps elsewhere?' })
    await preview.getByText('stomp://127.0.0.1:9').waitFor()
    expect(await page.content()).not.toContain('hush')
    expect(existsSync(join(app.stateDirectory, 'profiles.json'))).toBe(false)
    await lookAt(page, 'import-profile')
    await operator.use(preview.getByRole('button', { name: 'Cancel' }))
    expect(existsSync(join(app.stateDirectory, 'profiles.json'))).toBe(false)
    await choose()
    await operator.use(preview.getByRole('button', { name: 'Import and open' }))
    await page.getByRole('button', { name: 'Switch cluster: Maps elsewhere' }).waitFor()
    const attention = page.getByRole('region', { name: 'Needs attention' })
    await attention.getByText(/^The broker stomp:\/\/ops:•+@127\.0\.0\.1:9 is not connected\.$/).waitFor()
  })

  it('exports a cluster with its passwords from its row, takes it back with the passphrase, and removes it', async () => {
    const row = (name: string) =>
      page.getByRole('region', { name: 'Saved clusters' }).getByRole('button', { name: `Actions of ${name}` })
    await operator.use(page.getByRole('button', { name: /^Switch cluster/ }))
    await operator.use(page.getByRole('menuitem', { name: 'Another cluster…' }))
    // The palette offers what the row does.
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('dialog', { name: 'Commands' }).waitFor()
    await page.keyboard.type('export maps')
    for (const name of ['Export Maps elsewhere to a file', 'Export Maps elsewhere with its passwords…'])
      await page.getByRole('option', { name }).waitFor()
    await page.keyboard.press('Escape')
    await operator.use(row('Maps elsewhere'))
    await operator.use(page.getByRole('menuitem', { name: 'Export Maps elsewhere with its passwords…' }))
    const question = page.getByRole('alertdialog')
    const hasFocus = (element: Element) => element === document.activeElement
    const passphrase = question.getByLabel('Passphrase', { exact: true })
    await expect.poll(() => passphrase.evaluate(hasFocus)).toBe(true)
    await page.keyboard.type('correct horse battery')
    await page.keyboard.press('Tab')
    await page.keyboard.type('correct horse battery')
    await lookAt(page, 'export-passwords')
    // Whoever chooses another language beside it is asked in that one, and loses nothing of what was typed.
    const beside = await page.context().newPage()
    await beside.goto(`${page.url().split('#')[0] ?? ''}#/settings`)
    await beside.getByRole('combobox', { name: 'Language' }).selectOption('de')
    await question.getByRole('heading', { name: 'Maps elsewhere mit Passwörtern exportieren?' }).waitFor()
    await beside.getByRole('combobox', { name: 'Sprache' }).selectOption('en')
    await beside.close()
    await question.getByRole('heading', { name: 'Export Maps elsewhere with its passwords?' }).waitFor()
    const download = page.waitForEvent('download')
    await page.keyboard.press('Enter')
    const path = join(app.stateDirectory, 'maps.plumbline')
    await (await download).saveAs(path)
    await expect.poll(() => row('Maps elsewhere').evaluate(hasFocus)).toBe(true)
    expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/)
    const chooser = page.waitForEvent('filechooser')
    await operator.use(page.getByRole('button', { name: 'Import a profile' }))
    await (await chooser).setFiles(path)
    await expect.poll(() => page.getByLabel('Passphrase').evaluate(hasFocus)).toBe(true)
    await page.keyboard.type('another passphrase')
    await page.keyboard.press('Enter')
    await page.getByText('This passphrase does not open it.').waitFor()
    await operator.write(page.getByLabel('Passphrase'), 'correct horse battery')
    await operator.use(page.getByRole('button', { name: 'Open the file' }))
    await page.getByText('The file brings the password of the broker.').waitFor()
    await operator.use(page.getByRole('button', { name: 'Import and open' }))
    await operator.use(page.getByRole('button', { name: 'Switch cluster: Maps elsewhere (2)' }))
    await operator.use(page.getByRole('menuitem', { name: 'Another cluster…' }))
    await operator.use(row('Maps elsewhere (2)'))
    const doors = await page.getByRole('main').getByRole('heading', { level: 1 }).elementHandle()
    await operator.use(page.getByRole('menuitem', { name: 'Remove Maps elsewhere (2)' }))
    await operator.use(question.getByRole('button', { name: 'Remove Maps elsewhere (2)' }))
    await row('Maps elsewhere (2)').waitFor({ state: 'detached' })
    // The keyboard goes on at the row that is left.
    const open = page
      .getByRole('region', { name: 'Saved clusters' })
      .getByRole('button', { name: /^\w+ Maps elsewhere$/ })
    await expect.poll(() => open.evaluate(hasFocus)).toBe(true)
    await page.getByRole('button', { name: /^Switch cluster: [^(]+$/ }).waitFor()
    // Another cluster is shown, or none; the page, and what an operator has opened on it, stays.
    expect(await doors?.evaluate((element) => element.isConnected)).toBe(true)
  })

  it('leaves what is behind the doors by Escape from any field, and is asked before what was typed is lost', async () => {
    const doors = page.getByRole('heading', { level: 1, name: 'Welcome to Plumbline' })
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' })
    const hasFocus = (element: Element) => element === document.activeElement
    const field = page.getByRole('main').getByRole('textbox').first()
    const leaves = async (door: string, typed: string) => {
      const enter = page.getByRole('button', { name: door })
      await operator.use(enter)
      await field.focus()
      await page.keyboard.press('Escape')
      await doors.waitFor()
      await operator.use(enter)
      await operator.write(field, typed)
      await field.focus()
      await page.keyboard.press('Escape')
      await question.waitFor()
      // Asked once more, one stays.
      await page.keyboard.press('Escape')
      await question.waitFor({ state: 'detached' })
      expect(await field.inputValue()).toBe(typed)
      await expect.poll(() => field.evaluate(hasFocus)).toBe(true)
      await page.keyboard.press('Escape')
      await operator.use(question.getByRole('button', { name: 'Drop the changes' }))
      await doors.waitFor()
      // The keyboard is at the door one came through.
      await expect.poll(() => enter.evaluate(hasFocus)).toBe(true)
    }
    await leaves('Paste what you have', 'gs1:8080')
    await leaves('Connect to brokers', 'Maps')
    await leaves('Open a data directory', '/srv/geoserver')

    const chooser = page.waitForEvent('filechooser')
    await operator.use(page.getByRole('button', { name: 'Import a profile' }))
    await (await chooser).setFiles(join(app.stateDirectory, 'maps.plumbline'))
    const passphrase = page.getByLabel('Passphrase')
    await operator.write(passphrase, 'correct horse battery')
    await passphrase.focus()
    await page.keyboard.press('Escape')
    await operator.use(question.getByRole('button', { name: 'Drop the changes' }))
    await doors.waitFor()
    await page.getByRole('button', { name: 'Actions of Maps elsewhere', exact: true }).waitFor()
  })

  it('looks at another cluster in read-only mode, which changes nothing', async () => {
    await operator.use(page.getByRole('button', { name: /^Switch cluster/ }))
    await operator.use(page.getByRole('menuitem', { name: 'Another cluster…' }))
    await beginDemo(operator, app)
    await comparedEqual(page)
    await operator.use(page.getByRole('button', { name: 'Turn read-only mode on' }))
    await operator.show('Configuration')
    await openObject(operator, 'lake', 'style')
    expect(await page.getByRole('textbox', { name: 'Filename' }).isEditable()).toBe(false)

    for (const cluster of ['Maps elsewhere', 'Demo cluster']) {
      await operator.use(page.getByRole('button', { name: /^Switch cluster/ }))
      await operator.use(page.getByRole('menuitemcheckbox', { name: cluster }))
      await page.getByRole('button', { name: `Switch cluster: ${cluster}` }).waitFor()
    }
    await comparedEqual(page)
    const activity = page.getByRole('region', { name: 'Recent activity' })
    expect(await activity.getByText(/^No broker/).count()).toBe(0)
    await operator.use(page.getByRole('button', { name: 'read-only on' }))
  })

  it('sees from one cluster how another one is that is open, and closes that one', async () => {
    const switcher = page.getByRole('button', { name: /^Switch cluster/ })
    await page.getByRole('img', { name: 'Maps elsewhere: something failed' }).waitFor()
    await operator.use(switcher)
    const item = (name: string) => page.getByRole('menuitemcheckbox', { name })
    await item('Maps elsewhere').getByRole('img', { name: 'failed' }).waitFor()
    await lookAt(page, 'switcher')
    await operator.use(item('Maps elsewhere'))
    await operator.use(page.getByRole('button', { name: 'Switch cluster: Maps elsewhere' }))
    await operator.use(page.getByRole('menuitem', { name: 'Close Maps elsewhere' }))
    await page.getByRole('button', { name: 'Show Demo cluster' }).waitFor()
    await page.getByRole('button', { name: 'Open Maps elsewhere' }).waitFor()
    await page.getByRole('img', { name: 'Maps elsewhere: something failed' }).waitFor({ state: 'detached' })
    await operator.use(page.getByRole('button', { name: 'Actions of Maps elsewhere' }))
    const closing = page.getByRole('menuitem', { name: 'Close Maps elsewhere' })
    expect(await closing.getAttribute('aria-disabled')).toBe('true')
    expect(await closing.getAttribute('title')).toBe('Maps elsewhere is not open.')
    await lookAt(page, 'closed-cluster-menu')
    await page.keyboard.press('Escape')
  })

  it('completes a filter by the arrows, with who came since, and whatever comes meanwhile', async () => {
    await operator.show('Messages')
    const search = page.getByRole('combobox', { name: 'Filter of the messages' })
    const options = page.getByRole('listbox', { name: 'Filter of the messages' }).getByRole('option')
    const chosen = page.getByRole('option', { selected: true }).filter({ hasText: /^by:/ })
    await operator.write(search, 'by:')
    await expect.poll(() => options.allInnerTexts()).toEqual(['by:demo'])
    const other = new MouseOperator(await page.context().newPage())
    await other.page.goto(page.url())
    await other.show('Configuration')
    await openObject(other, 'alpine_countries', 'layer group')
    await other.write(other.page.getByRole('textbox', { name: 'Abstract' }).first(), 'All eight.')
    await publish(other, 'layer group alpine_countries modified: abstract')
    await other.page.close()
    await expect.poll(() => options.count()).toBe(2)
    await page.keyboard.press('ArrowDown')
    await chosen.waitFor()
    const isChosen = await chosen.innerText()
    const counted = page.getByRole('contentinfo').getByText(/^archive [\d,]+ messages?$/)
    const before = await counted.innerText()
    await expect.poll(() => counted.innerText()).not.toBe(before)
    expect(await chosen.allInnerTexts()).toEqual([isChosen])
    await page.keyboard.press('Escape')
    await chosen.waitFor({ state: 'hidden' })
    await page.keyboard.press('ArrowDown')
    await chosen.waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: `Remove ${isChosen}` }).waitFor()
    await operator.use(page.getByRole('button', { name: 'Clear the filter' }))
  })

  it('merges with what someone else changed meanwhile', async () => {
    await operator.show('Configuration')
    await openObject(operator, 'alpine_countries', 'layer group')
    const other = new MouseOperator(await page.context().newPage())
    await other.page.goto(page.url())
    const title = (at: Page) => at.getByRole('textbox', { name: 'Title' }).first()
    const abstract = (at: Page) => at.getByRole('textbox', { name: 'Abstract' }).first()
    await operator.write(title(page), 'Countries of the Alps')
    await operator.write(abstract(page), 'Eight of them.')
    // What is said of the object follows by itself.
    await operator.use(page.getByRole('tab', { name: 'On each node' }))
    const last = page.getByText(/^Last change by the messages: /)
    await last.waitFor()
    await other.write(title(other.page), 'The Alps')
    await publish(other, 'layer group alpine_countries modified: title')
    await other.page.close()
    await last.getByText('layer group alpine_countries modified: title').waitFor()
    await operator.use(page.getByRole('tab', { name: 'Form' }))

    await page.getByText('Someone else changed this object').waitFor()
    await operator.use(page.getByRole('button', { name: /^Review changes/ }))
    const merge = page.getByRole('region', { name: 'Someone else changed this object meanwhile' })
    await merge.getByText(/^Their change: layer group alpine_countries modified: title/).waitFor()
    await operator.use(merge.getByRole('radio', { name: 'The Alps', exact: true }))
    await operator.use(merge.getByRole('button', { name: 'Merge both changes' }))
    await operator.use(page.getByRole('button', { name: 'Publish to 2 slaves' }))
    await notification(page, 'layer group alpine_countries modified: abstract').waitFor()
    const file = readFileSync(
      join(app.stateDirectory, 'demo/master/layergroups/alpine_countries.xml'),
      'utf8',
    )
    expect(file).toContain('<title>The Alps</title>')
    expect(file).toContain('<abstractTxt>Eight of them.</abstractTxt>')
  })

  it('takes a change back from the history of its object', async () => {
    const body = (node: string) =>
      readFileSync(join(app.stateDirectory, `demo/${node}/styles/lake.sld`), 'utf8')
    const before = body('master')
    await operator.show('Configuration')
    await openObject(operator, 'lake', 'style')
    await writeStyleBody(operator, 'lake', before.replace('Lake', 'Deep lake'))
    await publish(operator, 'style lake modified: body')
    await operator.use(page.getByRole('tab', { name: 'History' }))
    await page.getByRole('textbox', { name: 'After' }).getByText('Deep lake').waitFor()
    await operator.use(page.getByRole('button', { name: 'Undo this change' }))
    await page.getByRole('heading', { name: 'Review the way back from a change: style lake' }).waitFor()
    await page.getByRole('textbox', { name: 'Now on the master' }).getByText('Deep lake').waitFor()
    expect(body('master')).toContain('Deep lake')
    await operator.use(page.getByRole('button', { name: 'Publish to 2 slaves' }))
    for (const node of ['master', 'slave-a', 'slave-b']) {
      await expect.poll(() => body(node)).toBe(before)
    }
  })

  it('makes another workspace the default one, and the former again', async () => {
    await operator.show('Configuration')
    await openObject(operator, 'settlements', 'workspace')
    await operator.use(page.getByRole('button', { name: 'Actions' }))
    await operator.use(page.getByRole('menuitem', { name: 'Make it the default workspace' }))
    await page.getByRole('heading', { name: /^Review another default workspace/ }).waitFor()
    await operator.use(page.getByRole('button', { name: 'Publish to 2 slaves' }))
    const done = notification(page, 'default workspace is settlements')
    // What is pointed at stays.
    await done.hover()
    await page.getByRole('treeitem', { name: /^settlements (?:.+ )?default workspace$/ }).waitFor()
    await operator.use(done.getByRole('button', { name: 'Undo' }))
    await operator.use(page.getByRole('button', { name: 'Publish to 2 slaves' }))
    await page.getByRole('treeitem', { name: /^settlements (?!default)(?:.+ )?workspace$/ }).waitFor()
  })

  it('keeps a filter of the log under a name', async () => {
    await searchMessages(operator, 'kind:style lake')
    const other = new MouseOperator(await page.context().newPage())
    await other.page.goto(page.url())
    await other.page.getByText(/^2 match/).waitFor()
    // Whoever has the list open sees what comes.
    await other.use(other.page.getByRole('button', { name: 'Saved filters' }))
    await other.page.getByRole('dialog', { name: 'Saved filters' }).waitFor()
    await page.bringToFront()
    await operator.use(page.getByRole('button', { name: 'Saved filters' }))
    await operator.write(page.getByRole('textbox', { name: 'Save filter as' }), 'lakes')
    await operator.use(page.getByRole('button', { name: 'Save', exact: true }))
    await page.getByRole('dialog', { name: 'Saved filters' }).waitFor({ state: 'hidden' })
    await other.page.bringToFront()
    await other.page.getByRole('button', { name: /^lakes / }).waitFor()
    await other.page.close()
    await operator.show('Overview')
    await operator.show('Messages')
    await operator.use(page.getByRole('button', { name: 'Saved filters' }))
    await operator.use(page.getByRole('button', { name: /^lakes / }))
    await page.getByText(/^2 match/).waitFor()
  })

  it('sends a message to one slave again', async () => {
    await searchMessages(operator, 'lake')
    await operator.use(messageLines(page, 'style lake modified: body').last())
    await operator.use(page.getByRole('button', { name: 'Replay to' }))
    await operator.use(page.getByRole('menuitem', { name: 'Replay to slave-b' }))
    const question = page.getByRole('alertdialog', { name: 'Send this message again to slave-b?' })
    const queue = 'Consumer.slave-b.VirtualTopic.geoserver'
    await operator.use(question.getByRole('button', { name: `Send 1 message to ${queue}` }))
    await notification(page, `Sent to ${queue}.`).waitFor()
    // Both take what the demo goes on publishing; one of them has taken one more.
    await operator.show('Brokers')
    const rows = page.getByRole('grid').getByRole('row')
    const taken = (lines: readonly string[], slave: string): number =>
      Number(
        lines
          .find((line) => line.includes(`Consumer.${slave}.`))
          ?.match(/\d+/g)
          ?.at(-1),
      )
    await expect
      .poll(async () => {
        const lines = await rows.allInnerTexts()
        return taken(lines, 'slave-b') - taken(lines, 'slave-a')
      })
      .toBe(1)
  })

  it('takes the messages along in a file', async () => {
    await searchMessages(operator, 'lake')
    await page.getByText(/^2 match/).waitFor()
    const download = page.waitForEvent('download')
    await operator.use(page.getByRole('button', { name: 'Export and import' }))
    await operator.use(page.getByRole('menuitem', { name: 'Export as JSONL' }))
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ type: 'ActiveMQObjectMessage' }),
      expect.objectContaining({ type: 'ActiveMQObjectMessage' }),
    ])
  })

  it('is offered nothing by the palette that was found for other words, and Enter waits for what is meant', async () => {
    const options = page.getByRole('dialog', { name: 'Commands' }).getByRole('option')
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('lake')
    await options.filter({ hasText: /^lake \(style\)$/ }).waitFor()
    app.freeze()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('river_danube')
    await expect.poll(() => options.count()).toBe(0)
    await page.keyboard.press('Enter')
    app.thaw()
    await page.getByRole('region', { name: /river_danube$/ }).waitFor()
  })

  it('finds all of it in the audit, and the archive counted in the status bar', async () => {
    await operator.show('Audit')
    // What the demo's other master does comes by, under the name of who asked for it.
    const search = page.getByRole('combobox', { name: 'Search the audit' })
    await page
      .getByRole('row', { name: /seen on the broker .* demo/ })
      .first()
      .waitFor()
    for (const action of [
      'Import the profile Maps elsewhere',
      'Change settings: read-only mode',
      'Send message',
      'Publish on master',
    ]) {
      await operator.write(search, action)
      await page
        .getByRole('row', { name: new RegExp(`done ${action}`) })
        .first()
        .waitFor()
    }
    await page.getByRole('columnheader', { name: 'Cluster' }).waitFor()
    await page
      .getByRole('row', { name: /Publish on master.* Demo cluster/ })
      .first()
      .waitFor()
    await operator.write(search, 'cluster:"Maps elsewhere" ')
    await page
      .getByRole('row', { name: /Publish on master/ })
      .first()
      .waitFor({ state: 'detached' })
    await page
      .getByRole('row', { name: /Close the cluster.* Maps elsewhere/ })
      .first()
      .waitFor()
    await lookAt(page, 'audit-of-cluster')
    // The demo goes on: its list says so, and changes when it is told to.
    await operator.use(page.getByRole('button', { name: 'Clear the filter' }))
    await operator.write(search, 'by:demo ')
    // What was listed before may be there still, and is older.
    await page
      .getByRole('row', { name: /\d done / })
      .first()
      .waitFor({ state: 'detached' })
    const row = page.getByRole('row', { name: /seen on the broker/ }).first()
    await row.waitFor()
    const newest = await row.textContent()
    const news = page.getByRole('button', { name: /^\d+ new( or more)?$/ })
    await news.waitFor()
    expect(await row.textContent()).toBe(newest)
    await operator.use(news)
    await expect.poll(async () => row.textContent()).not.toBe(newest)
    await operator.show('Messages')
    await expect
      .poll(async () => {
        const shown = await page.getByText(/^\d+ messages · live$/).textContent()
        const counted = await page.getByRole('contentinfo').textContent()
        return counted?.includes(`archive ${shown?.split(' ')[0]} messages`)
      })
      .toBe(true)
    expect(complaints).toEqual([])
  })
})
