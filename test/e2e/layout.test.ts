import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { screens as germanScreens } from '../../electron/languages/de/screens.ts'
import { screenNames } from '../../electron/contract/screens.ts'
import { chromiumUnavailable } from '../support/browser.ts'
import { foreignWords } from '../support/foreign-words.ts'
import { flat } from '../support/messages.ts'
import { ServedApp, shownTexts } from '../support/served-app.ts'
import { makeDataDirectory } from '../support/services.ts'
import { layoutProblems } from './layout.ts'
import { picture } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { openObject } from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: the layout of screens, ${unavailable}\n`)

/** The last is what is left of 1280 by 800 at 150 %. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 853, height: 533 },
  { width: 800, height: 600 },
]
const longName = (name: string) => `${name}-${'north-'.repeat(40)}`.slice(0, 199) + name.slice(-1)
const [master, slaveA, slaveB] = ['master-m', 'slave-a', 'slave-b'].map(longName)
const times = 'since:2026-01-01T10:00 until:2026-12-31T18:00'
/** Each as it is first, with details beside it, and narrowed by as much as one narrows by. */
const screens = [
  'welcome',
  ...screenNames,
  `nodes?selected=${slaveA}`,
  ...['messages', 'audit'].map((name) => `${name}?filter=${encodeURIComponent(`${times} from:${slaveA}`)}`),
]

/** Without it, what is measured could be the screen before. */
function headingOf(screen: string): string {
  const [name = ''] = screen.split('?')
  return name === 'welcome' ? 'Welcome' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

/** The names of screens that are not there as a whole. */
function cutInRail(page: Page): Promise<readonly string[]> {
  const names = page.getByRole('navigation').first().getByRole('link').locator('span')
  return names.evaluateAll((all) =>
    all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent),
  )
}

/** Whether j takes the keyboard into the list of the screen, where there is one, wherever the screen was left. */
async function isInListAfterJ(page: Page): Promise<boolean> {
  await page.evaluate('document.activeElement?.blur()')
  await page.keyboard.press('j')
  return page.evaluate<boolean>(`(() => {
    const lists = ':is(ul, ol, [role="grid"], [role="tree"], [role="list"], [role="listbox"])'
    const isList = (each) => each.matches('[role="grid"], [role="tree"]') || each.querySelector('button, a') !== null
    const there = [...document.querySelectorAll('main ' + lists)].filter((each) => each.offsetParent !== null)
    const holdsFocus = (each) => each.contains(document.activeElement)
    const main = there.filter((each) => each.matches('[role="grid"], [role="tree"]'))
    if (main.length > 0) return main.some(holdsFocus)
    return !there.some(isList) || document.activeElement.closest(lists) !== null
  })()`)
}

describe.skipIf(unavailable !== undefined)('every screen', () => {
  let app: ServedApp
  let page: Page

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page } = await app.open())
    const nodes = [master, slaveA, slaveB].map((name = '') => ({
      type: 'local',
      dataDirectory: makeDataDirectory(app.stateDirectory, name, {
        toggleMaster: String(name === master),
        toggleSlave: String(name !== master),
      }),
      run: true,
    }))
    const profile = {
      ...{ name: longName('maps').slice(0, 100), stripe: 'red', brokerUrl: '', login: null, nodes },
      ...{ topicName: 'VirtualTopic.geoserver', group: 'geoserver-cluster', observer: 'plumbline' },
    }
    const file = JSON.stringify({ format: 'plumbline-profile', version: 1, profile })
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Import a profile' }).click()
    const buffer = Buffer.from(file)
    await (await chooser).setFiles({ name: 'maps.plumbline', mimeType: 'application/json', buffer })
    await page.getByRole('button', { name: 'Import and open' }).click()
    await page.waitForURL(/#\/overview/)
    await page.getByText('1 master · 2 slaves').waitFor()
  })
  afterAll(async () => {
    await app.stop()
  })

  it.each(screens)('prints nothing over anything and hides nothing sideways: %s', async (screen) => {
    await page.goto(`${page.url().split('#')[0] ?? ''}#/${screen}`)
    await page.getByRole('heading', { level: 1, name: headingOf(screen) }).waitFor()
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    const found: string[] = []
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.screenshot({ path: picture(`layout-${screen.slice(0, 14)}-${size.width}`) })
      found.push(...(await layoutProblems(page)).map((problem) => `${size.width}: ${problem}`))
      found.push(...(await cutInRail(page)).map((word) => `${size.width}: ${word} is cut`))
    }
    expect(found).toEqual([])
    // The log moves by a key of its own, wherever the focus is. Lists of what happens come and go meanwhile.
    if (!screen.startsWith('messages')) await expect.poll(() => isInListAfterJ(page)).toBe(true)
  })

  it.each(['nodes', 'audit', 'brokers'])('gives the keyboard back to the list of %s', async (screen) => {
    await page.goto(`${page.url().split('#')[0] ?? ''}#/${screen}`)
    const list = page.getByRole('main').getByRole('grid')
    await list.getByRole('row').nth(1).waitFor()
    await expect.poll(() => isInListAfterJ(page)).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('separator', { name: 'Resize the details' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => list.evaluate((each) => each === document.activeElement)).toBe(true)
  })

  it('closes details a link has opened by Escape, wherever the keyboard is', async () => {
    await page.goto(`${page.url().split('#')[0] ?? ''}#/nodes?selected=${slaveB}`)
    const details = page.getByRole('separator', { name: 'Resize the details' })
    await details.waitFor()
    await page.evaluate('document.activeElement?.blur()')
    await page.keyboard.press('Escape')
    await details.waitFor({ state: 'detached' })
    const list = page.getByRole('main').getByRole('grid')
    await expect.poll(() => list.evaluate((each) => each === document.activeElement)).toBe(true)
  })

  it('calls what is done with a row by what the row says', async () => {
    await page.goto(`${page.url().split('#')[0] ?? ''}#/audit`)
    const list = page.getByRole('main').getByRole('grid')
    await list.getByRole('button', { name: /^Actions of Import the profile maps-/ }).waitFor()
    expect(await list.getByRole('button', { name: /^Actions of (message-)?\d+$/ }).count()).toBe(0)
  })

  it('leaves the keyboard at a check that is muted, wherever that goes', async () => {
    await page.goto(`${page.url().split('#')[0] ?? ''}#/diagnostics`)
    const checks = page.getByRole('region', { name: 'Checks' }).getByRole('listitem')
    const mute = checks.first().getByRole('button', { name: /^Mute / })
    const title = (await mute.getAttribute('aria-label'))?.replace('Mute ', '') ?? ''
    const name = `Do not mute ${title} any more`
    await mute.focus()
    await page.keyboard.press('Enter')
    const muted = page.getByRole('button', { name, exact: true })
    await expect.poll(() => muted.evaluate((button) => button === document.activeElement)).toBe(true)
    expect(await checks.first().getByRole('button', { name, exact: true }).count()).toBe(0)
    await page.keyboard.press('Enter')
    await muted.waitFor({ state: 'detached' })
  })

  it('prints nothing over anything where an object is open', async () => {
    await page.goto(`${page.url().split('#')[0] ?? ''}#/configuration`)
    await page.setViewportSize({ width: 1280, height: 800 })
    await openObject(new MouseOperator(page), 'raster', 'style')
    const found: string[] = []
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.screenshot({ path: picture(`layout-object-${size.width}`) })
      found.push(...(await layoutProblems(page)).map((problem) => `${size.width}: ${problem}`))
    }
    await page.getByRole('tab', { name: 'On each node' }).click()
    const nodes = page.getByRole('list', { name: 'The object on each node' }).getByRole('listitem')
    await nodes.first().waitFor()
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.screenshot({ path: picture(`layout-across-${size.width}`) })
      found.push(...(await layoutProblems(page)).map((problem) => `${size.width}: ${problem}`))
    }
    expect(found).toEqual([])
  })

  it('says nothing in another language than the one that is chosen', async () => {
    const show = (screen: string) => page.goto(`${page.url().split('#')[0] ?? ''}#/${screen}`)
    await show('configuration')
    await openObject(new MouseOperator(page), 'raster', 'style')
    const object = page.url().split('#/')[1] ?? ''
    await show('settings')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de')
    // A language by its own name, and what is in these data directories, where its tree was there in time.
    const names = [
      'English',
      'base',
      'WMS',
      'WFS',
      'WCS',
      'WMTS',
      'generic',
      'line',
      'point',
      'polygon',
      'raster',
    ]
    const found: string[] = []
    for (const screen of screens) {
      await show(screen)
      const name = flat(germanScreens).get(`shell.screens.${screen.replace(/\?.*/, '')}`) ?? 'Willkommen'
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
      for (const text of await shownTexts(page)) {
        found.push(...foreignWords(text, 'de', names).map((word) => `${screen}: ${word}: ${text}`))
      }
    }
    // What an editor says of its own.
    await show(object)
    await page.getByRole('tab', { name: 'Stildatei' }).click()
    await page.getByRole('textbox', { name: /raster/ }).click()
    await page.keyboard.press('ControlOrMeta+f')
    await page.locator('.cm-search').waitFor()
    await page.screenshot({ path: picture('layout-editor-german') })
    for (const text of await shownTexts(page)) {
      found.push(...foreignWords(text, 'de', names).map((word) => `editor: ${word}: ${text}`))
    }
    expect(found).toEqual([])
  })
})
