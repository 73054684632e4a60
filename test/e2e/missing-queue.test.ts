import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { consumerQueue } from '../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { makeQueue } from '../../electron/broker/make-queue.ts'
import { connectionTo } from '../support/broker-session.ts'
import { chromiumUnavailable } from '../support/browser.ts'
import { makeDataDirectory } from '../support/services.ts'
import { ServedApp } from '../support/served-app.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { MouseOperator } from './mouse-operator.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: a queue made from the form, ${unavailable}\n`)

const credentials = { login: 'ops', passcode: 'p' }

describe.skipIf(unavailable !== undefined)('the form of a cluster', () => {
  let app: ServedApp
  let broker: EmbeddedBroker
  let page: Page
  let complaints: readonly string[]

  beforeAll(async () => {
    broker = await EmbeddedBroker.start({ database: ':memory:', credentials })
    app = await ServedApp.start()
    ;({ page, complaints } = await app.open())
  })
  afterAll(async () => {
    await app.stop()
    await broker.stop()
  })

  it('is found by the URL of a broker alone, of whose nodes nothing is told but what is known', async () => {
    const operator = new MouseOperator(page)
    const lonely = await EmbeddedBroker.start({ database: ':memory:', credentials })
    onTestFinished(() => lonely.stop())
    const url = `tcp://ops:p@127.0.0.1:${lonely.port}`
    await operator.use(page.getByRole('button', { name: 'Paste what you have' }))
    const pasted = page.getByRole('textbox', { name: 'Anything you know of the cluster' })
    await operator.write(pasted, url)
    await operator.use(page.getByRole('button', { name: 'Look', exact: true }))
    const found = page.getByRole('region', { name: 'What was found' })
    await found.getByText('The broker, and no node yet').waitFor()
    await found.getByText('The broker has no queue of a node').waitFor()
    await found.getByRole('textbox', { name: 'Addresses of nodes' }).waitFor()
    const maker = await connectionTo(url)
    await makeQueue(maker, consumerQueue('geo-9', 'VirtualTopic.geoserver'))
    await maker.close()
    await operator.use(found.getByRole('button', { name: 'Look at these as well' }))
    await found.getByText('The broker has a queue of geo-9. With its address').waitFor()
    expect(await found.getByText(', too').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('finds a slave without a queue, and makes the queue', async () => {
    const operator = new MouseOperator(page)
    await page.goto(`${page.url().split('#')[0] ?? ''}#/welcome`)
    // Nobody loses what was pasted unasked.
    await operator.use(page.getByRole('button', { name: 'Drop the changes' }))
    const directory = makeDataDirectory(temporaryDirectory(), 'geo-2', { toggleMaster: 'false' })
    const queue = 'Consumer.geo-2.VirtualTopic.geoserver'
    await operator.use(page.getByRole('button', { name: 'Connect to brokers' }))
    await operator.write(page.getByRole('textbox', { name: 'Broker URL' }), `tcp://127.0.0.1:${broker.port}`)
    await operator.write(page.getByLabel('Login', { exact: true }), 'ops')
    await operator.write(page.getByLabel('Passcode', { exact: true }), 'p')
    await operator.use(page.getByRole('button', { name: 'Add a data directory' }))
    const fields = page.getByRole('group', { name: 'Data directory' })
    await operator.write(fields.getByRole('textbox', { name: 'Data directory' }), directory)
    await operator.use(page.getByRole('button', { name: 'Test', exact: true }))
    const row = page.getByRole('listitem').filter({ hasText: queue })
    await row.waitFor()
    expect(broker.destinations().map(({ name }) => name)).not.toContain(queue)
    await operator.use(row.getByRole('button', { name: 'Make queue' }))
    await operator.use(page.getByRole('alertdialog').getByRole('button', { name: 'Make queue' }))
    await page.getByText(`Queue ${queue} was made.`).first().waitFor()
    expect(broker.destinations().map(({ name }) => name)).toContain(queue)
    // It is tested again by itself, and nothing is missing then.
    await page.getByText(`It may be read from ${queue}`).waitFor()
    await row.getByRole('button', { name: 'Make queue' }).waitFor({ state: 'hidden' })
    expect(complaints).toEqual([])
  })
})
