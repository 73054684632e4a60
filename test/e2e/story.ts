import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { oneAfterAnother } from './one-after-another.ts'
import type { Operator } from './operator.ts'
import {
  comparedEqual,
  compareNode,
  messageLines,
  nodeLine,
  notification,
  openNode,
  openObject,
  publish,
  searchMessages,
  writeStyleBody,
} from './tasks.ts'

/** A master and two slaves, each with a data directory of its own that holds the style. */
export interface StoryCluster {
  readonly master: string
  /** In the order of their names; the first is stopped and wrecked. */
  readonly slaves: readonly [string, string]
  readonly style: string
  readonly dataDirectory: (node: string) => string
}

export interface Story {
  readonly title: string
  /** Why it cannot be told on this machine, when it cannot. */
  readonly unavailable?: string | undefined
  readonly as: (page: Page) => Operator
  /** Goes from the welcome screen to an open cluster. */
  readonly open: (operator: Operator, app: ServedApp) => Promise<StoryCluster>
  /** Looks at the page at moments worth a picture. */
  readonly look?: (page: Page, moment: string) => Promise<void>
}

/**
 * The life of a cluster as an operator sees it, from the first start to a slave that was wrecked and is proved equal
 * again. Everything is done at the screens but the wrecking.
 */
export function tellStory({ title, unavailable = chromiumUnavailable(), as, open, look }: Story): void {
  if (unavailable !== undefined) process.stderr.write(`Skipped: ${title}, ${unavailable}\n`)
  describe.skipIf(unavailable !== undefined)(title, () => {
    let app: ServedApp
    let operator: Operator
    let page: Page
    let complaints: readonly string[]
    let cluster: StoryCluster
    let event: string

    beforeAll(async () => {
      app = await ServedApp.start()
      ;({ page, complaints } = await app.open())
      operator = as(page)
    })
    afterAll(async () => {
      await app.stop()
    })
    oneAfterAnother(title, () => page)

    it('starts with every slave compared equal', async () => {
      await page.getByRole('heading', { level: 1, name: 'Welcome to Plumbline' }).waitFor()
      await look?.(page, 'welcome')
      cluster = await open(operator, app)
      event = `style ${cluster.style} modified: body`
      await comparedEqual(page)
      await operator.show('Findings')
      await comparedEqual(page)
      await operator.show('Nodes')
      await nodeLine(page, cluster.master, 'publishing').waitFor()
      for (const slave of cluster.slaves) await nodeLine(page, slave, 'in sync').waitFor()
      const heading = page.getByRole('columnheader', { name: 'Instance', exact: true })
      await operator.use(heading.getByRole('button'))
      await expect.poll(() => heading.getAttribute('aria-sort')).toBe('ascending')
    })

    it('shows an edit of the master as a message, and that both slaves took it', async () => {
      await editStyle('2.5')
      await searchMessages(operator, cluster.style)
      const line = messageLines(page, event, 'taken', 'taken').last()
      await operator.use(line)
      const details = page.getByRole('complementary', { name: 'Details of the message' })
      await details.getByRole('heading', { name: event }).waitFor()
      await operator.use(details.getByRole('tab', { name: 'Delivery' }))
      for (const slave of cluster.slaves) {
        await details
          .getByRole('listitem')
          .filter({ hasText: slave })
          .filter({ hasText: /taken|applied|verified/ })
          .waitFor()
      }
      await look?.(page, 'delivered')
    })

    it('keeps the messages of a stopped slave, which takes them when it is started', async () => {
      const [slave] = cluster.slaves
      const details = await openNode(operator, slave)
      await operator.use(details.getByRole('button', { name: 'Stop' }))
      await notification(page, `${slave} was stopped.`).waitFor()
      await editStyle('4')
      await searchMessages(operator, cluster.style)
      await messageLines(page, event, 'pending', 'taken').last().waitFor()

      await openNode(operator, slave)
      await nodeLine(page, slave, 'stopped [1-9]').waitFor()
      await look?.(page, 'stopped')
      await operator.use(details.getByRole('button', { name: 'Start' }))
      await notification(page, `${slave} was started.`).waitFor()
      await nodeLine(page, slave, 'in sync 0').waitFor()
      expect(bodyAt(slave)).toBe(bodyAt(cluster.master))
      await searchMessages(operator, cluster.style)
      await expect.poll(() => messageLines(page, event, 'taken', 'taken').count()).toBe(2)
    })

    it('says that a slave has drifted after a file of it was wrecked by hand', async () => {
      const [slave] = cluster.slaves
      writeFileSync(bodyPath(slave), bodyAt(slave).slice(0, 200))
      const comparison = await compareNode(operator, slave)
      await comparison.getByText('one object differs').waitFor()
      await comparison.getByRole('listitem').filter({ hasText: cluster.style }).waitFor()
      await nodeLine(page, slave, 'drifted').waitFor()
      await look?.(page, 'drifted')
    })

    it('brings the slave back by messages to it alone, and proves it equal', async () => {
      const [slave] = cluster.slaves
      await operator.show('Overview')
      const attention = page.getByRole('region', { name: 'Needs attention' })
      await attention.getByText(`${slave} has drifted: 1 object differs from ${cluster.master}.`).waitFor()
      await operator.use(attention.getByRole('button', { name: `Review ${slave}` }))
      const details = page.getByRole('complementary', { name: slave, exact: true })
      await operator.use(details.getByRole('button', { name: 'Resync' }))

      const drift = page.getByRole('tree', { name: `What differs between ${slave} and ${cluster.master}` })
      await operator.use(drift.getByRole('treeitem', { name: new RegExp(cluster.style) }).first())
      const difference = page.getByRole('complementary', { name: 'The difference' })
      await difference.getByRole('region', { name: 'style body' }).waitFor()
      const plan = page.getByRole('list', { name: `What the resync of ${slave} would do` })
      await plan
        .getByRole('listitem')
        .filter({ hasText: `modify style ${cluster.style}` })
        .waitFor()
      await look?.(page, 'planned')
      await operator.use(page.getByRole('button', { name: /^Send \d+ messages? to queue Consumer\./ }))

      const proof = page.getByRole('region', { name: 'Proof' })
      await proof.getByText(`${slave} equals ${cluster.master}:`).waitFor()
      await look?.(page, 'proved')
      expect(bodyAt(slave)).toBe(bodyAt(cluster.master))
    })

    it('shows everything verified, and what was done in the audit', async () => {
      const [slave, other] = cluster.slaves
      const comparison = await compareNode(operator, other)
      await comparison.getByText(/^Equal: [\d,]+ objects compared$/).waitFor()
      await nodeLine(page, slave, 'in sync').waitFor()
      await searchMessages(operator, cluster.style)
      await expect.poll(() => messageLines(page, event, 'verified', 'verified').count()).toBe(2)
      await operator.show('Overview')
      await comparedEqual(page)
      await operator.show('Audit')
      for (const action of [`Stop ${slave}`, `Start ${slave}`, `Resync ${slave}`]) {
        await page.getByRole('row', { name: new RegExp(` done ${action} `) }).waitFor()
      }
      expect(complaints).toEqual([])
    })

    async function editStyle(width: string): Promise<void> {
      const { master, style } = cluster
      const body = bodyAt(master).replace(/(stroke-width">)[^<]+/, `$1${width}`)
      await operator.show('Configuration')
      await openObject(operator, style, 'style')
      await writeStyleBody(operator, style, body)
      await publish(operator, event)
      expect(bodyAt(master)).toBe(body)
    }

    function bodyPath(node: string): string {
      return join(cluster.dataDirectory(node), 'styles', `${cluster.style}.sld`)
    }

    function bodyAt(node: string): string {
      return readFileSync(bodyPath(node), 'utf8')
    }
  })
}
