import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import type { Node } from '../../electron/engine/node/node.ts'
import { driftBetween, eventually, TestCluster } from '../support/cluster.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { saying } from '../support/saying.ts'
import { sld } from '../support/styles.ts'

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

const stateOf = (directory: string) => join(directory, 'cluster/plumbline')

const lostTimes: readonly { readonly what: string; readonly lose: (state: string, copy: string) => void }[] =
  [
    {
      what: 'its journal',
      lose(state) {
        rmSync(join(state, 'node.sqlite'))
      },
    },
    {
      what: 'its journal and the time beside it',
      lose(state) {
        for (const name of ['node.sqlite', 'time']) rmSync(join(state, name), { force: true })
      },
    },
    {
      what: 'what its journal says since it was copied',
      lose(state, copy) {
        cpSync(copy, join(state, 'node.sqlite'))
      },
    },
  ]

describe('a master whose clock is set back two days', () => {
  it.each(lostTimes)('loses $what; its next changes are the latest all the same', async ({ lose }) => {
    const { directories, master: first, slave } = await masterAndSlave()
    const copy = join(temporaryDirectory(), 'copy')
    await cluster.stop(first)
    cpSync(join(stateOf(directories.master), 'node.sqlite'), copy)
    const second = await startNode(directories.master)
    const style = { kind: 'style', name: 'changed' } as const
    editAsPlanned(second, { ...style, verb: 'add', input: '{"name":"changed"}', styleBody: sld('red') })
    editAsPlanned(second, { ...style, verb: 'modify', styleBody: sld('blue') })
    editAsPlanned(second, { verb: 'remove', kind: 'workspace', name: 'one' })
    await eventually('the broker has it', () => second.status.outbox.applied === 0)
    const isEqual = () => driftBetween(directories.master, directories.slave).equal
    await eventually('the slave has it', isEqual)
    await cluster.stop(second)
    lose(stateOf(directories.master), copy)
    ahead = -2 * 86_400_000
    const third = await startNode(directories.master)
    expect(third.status).toMatchObject({ health: 'gap' })
    editAsPlanned(third, { ...style, verb: 'modify', styleBody: sld('green') })
    add(third, 'one')
    await eventually('the broker has what is new', () => third.status.outbox.applied === 0)
    await eventually('the slave is equal again', isEqual)
    await eventually('the slave knows why it was in doubt', () =>
      slave.status.gaps.some(({ kind, sender }) => kind === 'new journal' && sender === 'master'),
    )
    // Once a comparison has proved it, nothing of it is left to say.
    for (const node of [third, slave]) {
      node.provedEqual(Date.now())
      expect(node.status.health).toBe('ok')
    }
    await cluster.stop(third)
    const fourth = await startNode(directories.master)
    expect(fourth.status.reasons).toEqual([])
    editAsPlanned(fourth, { ...style, verb: 'remove' })
    await eventually('the broker has the removal', () => fourth.status.outbox.applied === 0)
    await eventually('the slave is equal in the end', isEqual)
  })
})
