import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Node } from '../../electron/engine/node/node.ts'
import { brokerKinds, driftBetween, eventually, TestCluster, type TestBroker } from '../support/cluster.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { failureOf } from '../support/failures.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { english } from '../../electron/sentences/english.ts'

let broker: TestBroker
let cluster: TestCluster
let at: Readonly<Record<'master' | 'slave', string>>
let master: Node
let slave: Node

beforeEach(async () => {
  const [embedded] = brokerKinds
  if (embedded === undefined) throw new Error('There is no broker.')
  broker = await embedded.start()
  cluster = new TestCluster(broker)
  at = {
    master: cluster.makeDirectory('master', { toggleSlave: 'false' }),
    slave: cluster.makeDirectory('slave', { toggleMaster: 'false' }),
  }
  master = await start(at.master)
  slave = await start(at.slave)
  for (const name of ['one', 'two', 'three']) add(master, name)
  await eventually('the slave has all', () => slave.status.inbox.applied === 6)
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

const add = (node: Node, name: string) =>
  editAsPlanned(node, { verb: 'add', kind: 'workspace', input: JSON.stringify({ name }) }, 'test')

const reasonsOf = (node: Node) => node.status.reasons.map(english).join(' ')

/** Takes the configuration out of a directory, and leaves what is the node's own. */
function empty(directory: string, into: string): void {
  mkdirSync(into, { recursive: true })
  for (const name of readdirSync(directory)) {
    if (name !== 'cluster') renameSync(join(directory, name), join(into, name))
  }
}

describe('a data directory that is emptied while its node runs', () => {
  it('makes a slave wait, and say why, until the files are back; then it lacks nothing', async () => {
    const aside = join(temporaryDirectory(), 'aside')
    empty(at.slave, aside)
    await eventually('the slave notices', () => slave.status.health === 'trouble')
    expect(reasonsOf(slave)).toContain('The configuration was taken away from under the node')
    add(master, 'four')
    await eventually('the master has published it', () => master.status.outbox.applied === 0)
    // What somebody puts there in part does not make it whole.
    mkdirSync(join(at.slave, 'styles'))
    writeFileSync(join(at.slave, 'global.xml'), readFileSync(join(aside, 'global.xml')))
    expect(slave.status).toMatchObject({ health: 'trouble', inbox: { applied: 6, received: 0 } })
    cpSync(aside, at.slave, { recursive: true })
    await eventually('the slave goes on', () => slave.status.inbox.applied === 8)
    await eventually('the slave is well', () => slave.status.health === 'ok')
    expect(driftBetween(at.master, at.slave).equal).toBe(true)
  })

  it('lets a slave go on that is told to read it again, and calls it diverged until it is proved equal', async () => {
    empty(at.slave, join(temporaryDirectory(), 'aside'))
    await eventually('the slave notices', () => slave.status.health === 'trouble')
    await slave.reload()
    add(master, 'four')
    await eventually('the slave goes on', () => slave.status.inbox.applied === 8)
    expect(slave.status.health).toBe('diverged')
    expect(reasonsOf(slave)).toContain('The data directory held 0 objects when it was read')
    const again = await cluster.restart((await cluster.stop(slave), slave))
    expect(again.status.health).toBe('diverged')
    again.provedEqual(Date.now())
    expect(again.status).toMatchObject({ health: 'ok', reasons: [] })
  })

  it('makes a master accept nothing until the files are back', async () => {
    const aside = join(temporaryDirectory(), 'aside')
    empty(at.master, aside)
    await eventually('the master notices', () => master.status.health === 'trouble')
    expect(failureOf(() => add(master, 'four')).code).toBe('PLB-ENGINE-DIRECTORY-EMPTIED')
    cpSync(aside, at.master, { recursive: true })
    await eventually('the master is well', () => master.status.health === 'ok')
    add(master, 'four')
    await eventually('the slave has it', () => slave.status.inbox.applied === 8)
  })
})

it('A data directory that was emptied while its node did not run is not taken for all there ever was', async () => {
  await cluster.stop(master)
  const aside = join(temporaryDirectory(), 'aside')
  empty(at.master, aside)
  const emptied = await cluster.restart(master)
  expect(emptied.status.health).toBe('diverged')
  add(emptied, 'four')
  await cluster.stop(emptied)
  const again = await cluster.restart(emptied)
  expect(again.status.health).toBe('diverged')
  expect(reasonsOf(again)).toMatch(/held 0 objects when it was read, and \d+ before/)
  await cluster.stop(again)
  cpSync(aside, at.master, { recursive: true })
  const restored = await cluster.restart(again)
  expect(restored.status.health).toBe('ok')
})

describe('what a node keeps of its own, taken away while it runs,', () => {
  const keyOf = (directory: string) => join(directory, 'cluster/plumbline/key')

  it('as its key, makes it take and accept nothing, publish what it has, and go on with the same key', async () => {
    const keys = { master: readFileSync(keyOf(at.master)), slave: readFileSync(keyOf(at.slave)) }
    rmSync(keyOf(at.slave))
    expect(slave.status).toMatchObject({ health: 'trouble' })
    expect(reasonsOf(slave)).toContain('is gone')
    add(master, 'four')
    rmSync(keyOf(at.master))
    expect(failureOf(() => add(master, 'five')).code).toBe('PLB-STORAGE-KEY-MISSING')
    await eventually('the master publishes what it has', () => master.status.outbox.applied === 0)
    expect(master.status.health).toBe('trouble')
    expect(slave.status.inbox).toMatchObject({ applied: 6, received: 0 })
    writeFileSync(keyOf(at.slave), Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 })
    expect(reasonsOf(slave)).toContain('sealed with another key')
    writeFileSync(keyOf(at.slave), keys.slave, { mode: 0o600 })
    writeFileSync(keyOf(at.master), keys.master, { mode: 0o600 })
    await eventually('the slave goes on', () => slave.status.inbox.applied === 8)
    await eventually('both are well', () => slave.status.health === 'ok' && master.status.health === 'ok')
    add(master, 'five')
    await eventually('the slave has it', () => slave.status.inbox.applied === 10)
    expect(driftBetween(at.master, at.slave).equal).toBe(true)
  })

  it('as its journal, makes it acknowledge nothing that would be lost with the process', async () => {
    const journal = join(at.slave, 'cluster/plumbline/node.sqlite')
    renameSync(journal, `${journal}.aside`)
    expect(slave.status.health).toBe('trouble')
    expect(reasonsOf(slave)).toContain('was deleted or replaced while it was open')
    add(master, 'four')
    await eventually('the slave refuses to take it', () => reasonsOf(slave) !== '')
    await eventually('the master has published it', () => master.status.outbox.applied === 0)
    expect(slave.status.inbox).toMatchObject({ applied: 6, received: 0 })
    renameSync(`${journal}.aside`, journal)
    await eventually('the slave goes on', () => slave.status.inbox.applied === 8)
    await eventually('the slave is well', () => slave.status.health === 'ok')
  })
})
