import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { startStockNode, type RunningNode } from '../../electron/imitation/serve.ts'
import { styleRules } from '../../electron/services/demo/style-rules.ts'
import { chromiumUnavailable } from '../support/browser.ts'
import { goldenPath } from '../support/data-directories.ts'
import { ServedApp } from '../support/served-app.ts'
import { adoptMemory } from '../support/stock-node/resync-trio.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { openObject, writeStyleBody } from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: operators side by side, ${unavailable}\n`)

const style = 'red'

/** Somebody at an app of their own. */
interface Colleague {
  readonly app: ServedApp
  readonly page: Page
  readonly operator: MouseOperator
  readonly complaints: readonly string[]
}

describe.skipIf(unavailable !== undefined)('two operators on one cluster of GeoServers', () => {
  let broker: EmbeddedBroker
  const nodes: RunningNode[] = []
  const colleagues: Colleague[] = []
  const [ada, bob] = [() => colleague(0), () => colleague(1)]

  function colleague(index: number): Colleague {
    const one = colleagues[index]
    if (one === undefined) throw new Error('nobody is there')
    return one
  }

  beforeAll(async () => {
    const credentials = { login: 'geoserver', passcode: 'p' }
    broker = await EmbeddedBroker.start({ database: ':memory:', credentials })
    const login = new URLSearchParams({ 'jms.userName': 'geoserver', 'jms.password': 'p' })
    const brokerURL = `${broker.url.replace('stomp:', 'tcp:')}?${String(login)}`
    for (const [instanceName, toggles] of [
      ['gs-master', { toggleSlave: 'false' }],
      ['gs-one', { toggleMaster: 'false' }],
    ] as const) {
      const properties = { instanceName, brokerURL, ...toggles }
      nodes.push(await startStockNode({ seed: goldenPath('after-build-up/master'), properties }))
    }
    const [master, slave] = nodes
    if (master !== undefined && slave !== undefined) adoptMemory(slave.node, master.node)
    for (let count = 0; count < 2; count += 1) {
      const app = await ServedApp.start()
      const { page, complaints } = await app.open()
      colleagues.push({ app, page, operator: new MouseOperator(page), complaints })
    }
  })
  afterAll(async () => {
    for (const { app } of colleagues) await app.stop()
    for (const node of nodes) await node.close()
    await broker.stop()
  })
  oneAfterAnother('two-operators', () => bob().page)

  /** Finds the cluster by the addresses of its nodes and opens it. */
  async function connect({ page, operator }: Colleague): Promise<void> {
    await operator.use(page.getByRole('button', { name: 'Paste what you have' }))
    const pasted = page.getByRole('textbox', { name: 'Anything you know of the cluster' })
    await operator.write(pasted, nodes.map(({ url }) => url).join(' '))
    await operator.write(page.getByRole('textbox', { name: 'Password' }), 'geoserver')
    await operator.use(page.getByRole('button', { name: 'Look', exact: true }))
    const found = page.getByRole('region', { name: 'What was found' })
    for (const name of ['gs-master', 'gs-one']) await found.getByRole('heading', { name }).waitFor()
    await operator.write(page.getByRole('textbox', { name: 'Name of the cluster' }), 'Maps')
    await operator.use(page.getByRole('button', { name: 'Save and open Maps' }))
    await page.getByText('1 master · 1 slave').waitFor()
  }

  /** Gives a style another title and publishes it. */
  async function changeStyle({ page, operator }: Colleague, title: string): Promise<void> {
    await operator.show('Configuration')
    await openObject(operator, style, 'style')
    const rules = styleRules(title, { shape: 'mark', mark: 'circle', fill: '#336699', size: 8 })
    await writeStyleBody(operator, style, rules)
    await operator.use(page.getByRole('button', { name: /^Review changes/ }))
    await operator.use(page.getByRole('button', { name: 'Publish to 1 slave' }))
    await page.getByRole('region', { name: 'It arrived at every slave.' }).waitFor()
  }

  /** The line of the audit that begins so, with who did it. */
  async function auditLine(
    { page, operator }: Colleague,
    outcome: string,
    summary: string,
  ): Promise<Locator> {
    await operator.show('Audit')
    const line = page
      .getByRole('grid')
      .getByRole('row', { name: new RegExp(`${outcome} Publish on gs-master: ${summary}`) })
      .first()
    await expect
      .poll(async () => {
        // What came by since the list was read is told, and shown when one asks for it.
        await page.getByRole('button', { name: 'Read again' }).click()
        return line.count()
      })
      .toBe(1)
    return line
  }

  /** The name a colleague's own deeds go by. */
  async function nameOf(colleague: Colleague): Promise<string> {
    const line = await auditLine(colleague, 'done', `The rules of style ${style} are written`)
    return /\S+@\S+/.exec(await line.innerText())?.[0] ?? ''
  }

  it('are each known to the broker by a name of their own', async () => {
    await connect(ada())
    await connect(bob())
    const names = []
    for (const { page, operator } of [ada(), bob()]) {
      await operator.show('Brokers')
      const rows = page.getByRole('grid').getByRole('row')
      await rows.filter({ hasText: 'another Plumbline' }).waitFor()
      const own = await rows.filter({ hasText: 'ours' }).innerText()
      names.push(/Consumer\.(plumbline-[0-9a-f]{8})\./.exec(own)?.[1])
    }
    expect(new Set(names).size).toBe(2)
    expect(names).not.toContain(undefined)
  })

  it('see in the audit what the other did, under the name of who did it', async () => {
    await changeStyle(ada(), 'of Ada')
    await changeStyle(bob(), 'of Bob')
    const [nameOfAda, nameOfBob] = [await nameOf(ada()), await nameOf(bob())]
    expect(nameOfAda).not.toBe(nameOfBob)
    for (const [one, other] of [
      [ada(), nameOfBob],
      [bob(), nameOfAda],
    ] as const) {
      const seen = await auditLine(one, 'seen on the broker', `style ${style} modified: body`)
      expect(await seen.innerText()).toContain(other)
    }
  })

  it('follow what the other did to its message', async () => {
    const { page, operator } = bob()
    await operator.use(await auditLine(bob(), 'seen on the broker', `style ${style} modified: body`))
    const details = page.getByRole('complementary', { name: 'Entry of the audit' })
    await details.waitFor()
    await operator.use(details.getByRole('link', { name: 'The message itself' }))
    await page.getByRole('heading', { level: 1, name: 'Messages' }).waitFor()
    await page.getByRole('heading', { name: `style ${style} modified: body` }).waitFor()
  })

  it('and the pages had nothing to complain of', () => {
    expect(colleagues.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
