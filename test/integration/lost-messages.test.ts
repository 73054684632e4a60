import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import type { Node } from '../../electron/engine/node/node.ts'
import { driftBetween, eventually, TestCluster } from '../support/cluster.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { saying } from '../support/saying.ts'

let database: string
let broker: EmbeddedBroker
let cluster: TestCluster
/** How far the nodes' clocks are ahead. */
let ahead: number

beforeEach(async () => {
  ahead = 0
  database = join(temporaryDirectory(), 'broker.sqlite')
  broker = await EmbeddedBroker.start({ database })
  cluster = new TestCluster({ url: broker.url, restart: () => loseMessages(), stop: () => broker.stop() })
})
afterEach(async () => {
  await cluster.close()
  await broker.stop()
})

/** The broker dies, somebody deletes what it held, and it comes back. */
async function loseMessages(): Promise<void> {
  const { port } = broker
  await broker.stop()
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true })
  broker = await EmbeddedBroker.start({ database, port })
}

async function startNode(directory: string): Promise<Node> {
  const node = await cluster.open(directory, { now: () => Date.now() + ahead })
  await node.start()
  return node
}

const add = (node: Node, name: string) =>
  editAsPlanned(node, { verb: 'add', kind: 'workspace', input: JSON.stringify({ name }) }, 'test')

async function masterAndSlave() {
  const directories = {
    master: cluster.makeDirectory('master', { toggleSlave: 'false' }),
    slave: cluster.makeDirectory('slave', { toggleMaster: 'false' }),
  }
  const master = await startNode(directories.master)
  const slave = await startNode(directories.slave)
  add(master, 'one')
  await eventually('the slave has it', () => slave.status.inbox.applied === 2)
  return { directories, master, slave }
}

describe('messages that are lost', () => {
  it('at a broker whose store was deleted are missed by the slave, by number, until it is proved equal', async () => {
    const { directories, master, slave } = await masterAndSlave()
    expect(slave.status.health).toBe('ok')
    await cluster.stop(slave)
    add(master, 'two')
    await eventually('the broker has it', () => master.status.outbox.sent === 4)
    await loseMessages()
    const again = await startNode(directories.slave)
    add(master, 'three')
    await eventually('what follows arrives', () => again.status.inbox.applied === 4)
    ahead = 60_000
    expect(again.status).toMatchObject({ health: 'gap', gaps: [{ sender: 'master', first: 3, last: 4 }] })
    expect(again.status.reasons[0]).toEqual('Events 3 to 4 of master never arrived.')
    expect(driftBetween(directories.master, directories.slave).equal).toBe(false)
    // It is not forgotten with the process.
    await cluster.stop(again)
    const third = await startNode(directories.slave)
    expect(third.status.health).toBe('gap')
    third.provedEqual(Date.now() + ahead)
    expect(third.status).toMatchObject({ health: 'ok', gaps: [], reasons: [] })
  })

  it('are missed although nothing follows them, once the master and the slave are back at the broker', async () => {
    const { directories, master, slave } = await masterAndSlave()
    await cluster.stop(slave)
    add(master, 'two')
    await eventually('the broker has it', () => master.status.outbox.sent === 4)
    await cluster.stop(master)
    await loseMessages()
    const again = await startNode(directories.slave)
    await startNode(directories.master)
    ahead = 60_000
    await eventually('the slave misses them', () => {
      ahead += 60_000
      return again.status.gaps.length > 0
    })
    expect(again.status.gaps).toMatchObject([{ kind: 'missing', first: 3, last: 4 }])
    expect(again.status.inbox).toMatchObject({ failed: 0, parked: 0 })
  })

  it('with a journal are admitted by the master, and noticed by the slave when it publishes again', async () => {
    const { directories, master, slave } = await masterAndSlave()
    await cluster.stop(master)
    rmSync(join(directories.master, 'cluster/plumbline/node.sqlite'))
    const again = await startNode(directories.master)
    expect(again.status).toMatchObject({
      health: 'gap',
      reasons: [saying(/journal of this node is gone/), expect.anything()],
    })
    add(again, 'two')
    await eventually('the slave has it', () => slave.status.inbox.applied === 4)
    expect(slave.status).toMatchObject({ health: 'gap', gaps: [{ kind: 'new journal', sender: 'master' }] })
    for (const node of [again, slave]) {
      node.provedEqual(Date.now())
      expect(node.status.health).toBe('ok')
    }
  })
})
