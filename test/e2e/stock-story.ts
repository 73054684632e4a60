import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { RunningNode } from '../../electron/imitation/serve.ts'
import { textElement } from '../../electron/xml/element.ts'
import { change, find, memoryDrift, takeAway } from '../support/stock-node/resync-trio.ts'
import { lookAt } from './look-at.ts'
import type { Operator } from './operator.ts'

/** Wrecks the slave `gs-one` of the master `gs-master` past the cluster and brings it back: a step at a time agreed to, proved, and nobody else touched. */
export async function wreckAndResync(operator: Operator, nodes: readonly RunningNode[]): Promise<void> {
  const { page } = operator
  const [master, one, two] = nodes
  if (master === undefined || one === undefined || two === undefined) throw new Error('no nodes')
  takeAway(one.node, find(one.node, 'wmtsStore', 'cascmts', 'topp'))
  takeAway(one.node, find(one.node, 'dataStore', 'pg', 'topp'))
  change(one.node, find(one.node, 'layerGroup', 'grp'), textElement('title', 'Wrecked'))
  const [askedBefore, filesBefore] = [two.asked.length, two.node.core.memory.files.snapshot()]

  await operator.show('Resync')
  await operator.choose(page.getByRole('combobox', { name: 'Slave to bring back' }), 'gs-one')
  await operator.use(page.getByRole('button', { name: 'Compare gs-one with gs-master' }))
  const drift = page.getByRole('tree', { name: 'What differs between gs-one and gs-master' })
  await operator.use(drift.getByRole('treeitem', { name: /grp/ }).first())
  const difference = page.getByRole('complementary', { name: 'The difference' })
  await difference.getByText('Wrecked').waitFor()
  const plan = page.getByRole('list', { name: 'What the resync of gs-one would do' })
  for (const store of ['add WMTS store topp:cascmts', 'add data store topp:pg']) {
    const step = plan.getByRole('listitem').filter({ hasText: store })
    await step.getByText('over REST, silently').waitFor()
    // Each step is the operator's to allow.
    const allowed = step.getByRole('checkbox')
    await allowed.uncheck()
    await allowed.check()
  }
  await plan
    .getByRole('listitem')
    .filter({ hasText: 'modify layer group grp' })
    .getByText('1 message')
    .waitFor()
  await operator.use(drift.getByRole('treeitem', { name: /^Cannot be known/ }))
  await drift
    .getByText(/^(?:one object|\d+ objects): /)
    .first()
    .waitFor()
  await lookAt(page, 'stock-resync-planned')
  await operator.use(page.getByRole('button', { name: 'Do 3 steps on gs-one, 2 not by message' }))
  const proof = page.getByRole('region', { name: 'Proof' })
  await proof.getByText('gs-one equals gs-master:').waitFor()
  await proof.getByText('Nobody else was touched').waitFor()
  await lookAt(page, 'stock-resync-proved')
  const saving = page.waitForEvent('download')
  await operator.use(proof.getByRole('button', { name: 'Report as Markdown' }))
  const report = readFileSync(await (await saving).path(), 'utf8')
  for (const said of ['over REST, silently', 'cascmts', 'Who else was touched'])
    expect(report).toContain(said)
  expect(memoryDrift(master.node, one.node)).toEqual([])
  expect(two.node.core.memory.files.snapshot()).toEqual(filesBefore)
  expect(two.asked.slice(askedBefore).every((each) => each.startsWith('GET '))).toBe(true)
}
