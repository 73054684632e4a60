import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Node } from '../../electron/engine/node/node.ts'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import { brokerKinds, eventually, TestCluster, type TestBroker } from '../support/cluster.ts'
import { sld } from '../support/styles.ts'
import { english } from '../../electron/sentences/english.ts'

let broker: TestBroker
let cluster: TestCluster

beforeEach(async () => {
  const [embedded] = brokerKinds
  if (embedded === undefined) throw new Error('There is no broker.')
  broker = await embedded.start()
  cluster = new TestCluster(broker)
})
afterEach(async () => {
  await cluster.close()
  await broker.stop()
})

async function start(directory: string): Promise<Node> {
  const node = await cluster.open(directory, { fileInterval: 20 })
  await node.start()
  return node
}

function publishAnyway(node: Node, request: EditRequest): void {
  node.edit(request, { plan: node.plan(request).digest, publishAnyway: true }, 'test')
}

it('A style GeoServer cannot draw with is applied and named, with place and reason, as long as a node has it', async () => {
  const master = await start(cluster.makeDirectory('master', { toggleSlave: 'false' }))
  const slave = await start(cluster.makeDirectory('slave', { toggleMaster: 'false' }))
  const broken = sld('red').replace('</Rule>', '')
  publishAnyway(master, { verb: 'add', kind: 'style', input: '{"name":"red"}', styleBody: broken })
  const remark = /cannot draw with the style red: Line 1, column \d+: .*Rule.* is not closed/
  for (const node of [master, slave]) {
    await eventually('it is remarked', () => remark.test(node.status.reasons.map(english).join(' ')))
    // It is what the master wanted, so that the nodes are well all the same.
    expect(node.status.health).toBe('ok')
  }
  const path = slave.status.dataDirectory
  expect(readFileSync(join(path, 'styles/red.sld'), 'utf8')).toBe(broken)
  await cluster.stop(slave)
  const again = await start(path)
  await eventually('it is remarked after a restart', () =>
    remark.test(again.status.reasons.map(english).join(' ')),
  )
  publishAnyway(master, { verb: 'modify', kind: 'style', name: 'red', styleBody: sld('red') })
  await eventually('it is mended', () => again.status.reasons.length === 0)
  // As somebody breaks it by hand.
  writeFileSync(join(path, 'styles/red.sld'), `${sld('red')}<second/>`)
  await eventually('it is remarked again', () =>
    /the style red: Line 1, column \d+: There is more than one root/.test(
      again.status.reasons.map(english).join(' '),
    ),
  )
  publishAnyway(master, { verb: 'remove', kind: 'style', name: 'red' })
  await eventually('it is gone', () => again.status.reasons.length === 0)
})
