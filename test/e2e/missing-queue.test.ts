import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { chromiumUnavailable } from '../support/browser.ts'
import { makeDataDirectory } from '../support/services.ts'
import { ServedApp } from '../support/served-app.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { MouseOperator } from './mouse-operator.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: a queue made from the form, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('the form of a cluster', () => {
  let app: ServedApp
  let broker: EmbeddedBroker

  beforeAll(async () => {
    const credentials = { login: 'ops', passcode: 'p' }
    broker = await EmbeddedBroker.start({ database: ':memory:', credentials })
    app = await ServedApp.start()
  })
  afterAll(async () => {
    await app.stop()
    await broker.stop()
  })

  it('finds a slave without a queue, and makes the queue', async () => {
    const { page, complaints } = await app.open()
    const operator = new MouseOperator(page)
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
