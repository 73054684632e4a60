import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { screenNames } from '../../electron/contract/screens.ts'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { lookAt, picture } from './look-at.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: empty lists, ${unavailable}\n`)

/** Nothing listens there. */
const nowhere = 'stomp://127.0.0.1:9'
const away = /The broker has been away since .+: nothing is heard until it is back\./

/** What a screen says where it has nothing to list, and what leads on from there. */
type Expected = Readonly<Record<string, readonly [words: string | RegExp, onward: string]>>

const withoutBroker: Expected = {
  nodes: [away, 'Diagnostics'],
  configuration: ['No node’s catalog can be shown', 'Edit Maps…'],
  messages: [away, 'Diagnostics'],
  resync: ['No slave can be resynced from here', 'Nodes'],
  maps: ['No node of this cluster draws maps', 'Another cluster…'],
}
const withBroker: Expected = {
  ...withoutBroker,
  overview: [/^No node was heard of yet\./, 'Diagnostics'],
  findings: [/^No node was heard of yet\./, 'Nodes'],
  nodes: [/^No node was heard of yet\./, 'Diagnostics'],
  messages: ['No message yet', 'Configuration'],
}

describe.skipIf(unavailable !== undefined)('a screen with nothing to list', () => {
  let app: ServedApp
  let page: Page
  let complaints: readonly string[]

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
  })
  afterAll(async () => {
    await app.stop()
  })

  async function openCluster(name: string, brokerUrl: string): Promise<void> {
    const profile = {
      ...{ name, stripe: 'none', brokerUrl, login: null, nodes: [] },
      ...{ topicName: 'VirtualTopic.geoserver', group: 'geoserver-cluster', observer: `observer-of-${name}` },
    }
    await page.goto(`${page.url().split('#')[0] ?? ''}#/welcome`)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Import a profile' }).click()
    const buffer = Buffer.from(JSON.stringify({ format: 'plumbline-profile', version: 1, profile }))
    await (await chooser).setFiles({ name: 'empty.plumbline', mimeType: 'application/json', buffer })
    await page.getByRole('button', { name: 'Import and open' }).click()
    // The app goes there by itself.
    await page.waitForURL(/#\/overview/)
    await page.getByRole('button', { name: `Switch cluster: ${name}` }).waitFor()
  }

  async function show(screen: string): Promise<void> {
    await page.goto(`${page.url().split('#')[0] ?? ''}#/${screen}`)
    const heading = `${screen.charAt(0).toUpperCase()}${screen.slice(1)}`
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' })
  }

  /** Looks at every screen: what it should say is there, and no place without rows is without words and a way on. */
  async function expectReasons(expected: Expected, pictures: string): Promise<void> {
    for (const screen of screenNames) {
      await show(screen)
      const [words, onward] = expected[screen] ?? []
      const main = page.getByRole('main')
      if (words !== undefined) await main.getByText(words).first().waitFor()
      if (onward !== undefined) await main.getByRole('link', { name: onward, exact: true }).first().waitFor()
      await page.screenshot({ path: picture(`${pictures}-${screen}`) })
      await page.waitForFunction(`(() => {
        const places = [...document.querySelectorAll('main :is(.empty, .nothing)')]
        const isWhole = (each) => each.textContent.trim() !== '' && each.querySelector('a, button') !== null
        return places.every((each) => each.offsetParent === null || isWhole(each))
      })()`)
    }
  }

  it('says since when the broker is away, and where to look, in place of nothing and of live', async () => {
    await openCluster('Maps', nowhere)
    // Until it was tried once, it is not said to be away.
    await show('nodes')
    await page.getByText(/broker away since .+, what it tells is as of then/).waitFor()
    await expectReasons(withoutBroker, 'empty-away')
    // No chart without a line in it, but why there is none.
    await show('overview')
    const overTime = page.getByRole('region', { name: 'Over time' })
    await overTime.getByText(away).waitFor()
    expect(await overTime.locator('canvas').count()).toBe(0)
    await show('messages')
    const subtitle = page.locator('.subtitle')
    await subtitle.getByText(/no message · broker away since /).waitFor()
    expect(await subtitle.textContent()).not.toMatch(/live/)
    for (const screen of ['nodes', 'messages', 'brokers']) {
      await show(screen)
      await page.getByText(/broker away since /).waitFor()
      await lookAt(page, `broker-away-${screen}`)
    }
  })

  it('says the same in German, and clears a filter that leaves nothing', async () => {
    await show('settings')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de')
    await page.goto(`${page.url().split('#')[0] ?? ''}#/nodes`)
    await page.getByText(/Der Broker ist seit .+ weg: Bis er wieder da ist, ist nichts zu hören\./).waitFor()
    await page.getByText(/Broker weg seit .+, was er sagt, ist von da/).waitFor()
    await page.screenshot({ path: picture('empty-away-german') })
    await page.goto(`${page.url().split('#')[0] ?? ''}#/settings`)
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en')
    await page.goto(`${page.url().split('#')[0] ?? ''}#/audit?filter=nothinghasthis`)
    await page.getByText('Nothing matches the filter.').waitFor()
    const table = page.getByRole('grid', { name: 'What operators did, newest first' })
    await table.getByRole('button', { name: 'Clear the filter' }).click()
    await page.getByText('Nothing matches the filter.').waitFor({ state: 'detached' })
  })

  it('says what fills it where the broker is there and nobody was heard of', async () => {
    // Its own, which is there at once.
    await openCluster('Quiet', '')
    await expectReasons({ ...withBroker, configuration: [/./, 'Edit Quiet…'] }, 'empty-quiet')
    await show('messages')
    await page.locator('.subtitle').getByText('no message · live').waitFor()
    expect(complaints).toEqual([])
  })
})
