import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Node } from '../../electron/engine/node/node.ts'
import { ControlClient } from '../../electron/nodes/control/client.ts'
import { demoCatalog, demoPassword } from '../../electron/services/demo/catalog.ts'
import { damage } from '../../electron/services/demo/changes.ts'
import { makeSeedDirectory } from '../../electron/services/demo/seed.ts'
import { driftBetween } from '../support/cluster.ts'
import { plumbline } from '../support/command-line.ts'
import { caseDirectory } from '../support/data-directories.ts'
import { NodeProcesses } from '../support/node-processes.ts'
import { RunningCommand } from '../support/running-command.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'

const filled = mkdtempSync(join(tmpdir(), 'plumbline-filled-'))

/** Makes the catalog of the demo once; tests copy it. */
beforeAll(async () => {
  makeSeedDirectory(filled)
  const node = await Node.open({ dataDirectory: filled, environment: {} })
  for (const edit of demoCatalog()) editAsPlanned(node, edit, 'test')
  await node.stop()
  rmSync(join(filled, 'cluster'), { recursive: true })
})

afterAll(() => {
  rmSync(filled, { recursive: true, force: true })
})

/** The data directory of a master that does not run and holds the catalog of the demo. */
function filledMaster(cluster: NodeProcesses): string {
  const master = cluster.makeMaster()
  cpSync(filled, master, { recursive: true })
  return master
}

describe('plumbline resync', () => {
  it('shows what it would do, then does it, and no other queue hears of it', async () => {
    const cluster = await NodeProcesses.start()
    const master = filledMaster(cluster)
    const [slave, other] = [cluster.makeSlave('s1'), cluster.makeSlave('s2')]
    await cluster.node(slave)
    await cluster.node(other)
    const words = ['resync', '--slave', slave, '--from', master]

    const dry = await plumbline(...words, '--dry-run')
    expect(dry.code).toBe(1)
    expect(dry.stdout).toContain('missing workspace transport')
    expect(dry.stdout).toMatch(/plan: \d+ operations, \d+ messages/)
    expect(dry.stdout).toContain('add data store transport:transport_db — it is missing')
    expect(dry.stderr).toBe('nothing was sent: this was a dry run\n')
    expect(cluster.enqueued('s1')).toBe(0)

    const unasked = await plumbline(...words)
    expect(unasked.code).toBe(2)
    expect(unasked.stderr).toContain('--yes is needed')
    expect(cluster.enqueued('s1')).toBe(0)

    const real = await plumbline(...words, '--yes')
    expect(real.code).toBe(0)
    expect(real.stdout).toMatch(/verified: read back, \d+ objects compared, 0 differ/)
    const [, messages] = /plan: \d+ operations, (\d+) messages/.exec(real.stdout) ?? []
    expect(cluster.enqueued('s1')).toBe(Number(messages))
    expect(cluster.enqueued('s2')).toBe(0)
    expect(driftBetween(master, slave).entries).toEqual([])
    for (const { stdout, stderr } of [dry, unasked, real]) expect(stdout + stderr).not.toContain(demoPassword)

    const again = await plumbline(...words, '--yes', '--json')
    expect(again.code).toBe(0)
    expect(JSON.parse(again.stdout)).toMatchObject({ slave: 's1', sent: false, plan: [], messages: 0 })
  })

  it('mends files that were cut off, removed, changed and added by hand, without a reload before', async () => {
    const cluster = await NodeProcesses.start()
    const [master, slave] = [filledMaster(cluster), cluster.makeSlave()]
    cpSync(filled, slave, { recursive: true })
    await cluster.node(slave)
    damage(slave)
    const resync = await plumbline('resync', '--slave', slave, '--from', master, '--yes', '--json')
    expect(resync.code).toBe(0)
    expect(resync.stdout).not.toContain(demoPassword)
    expect(JSON.parse(resync.stdout)).toMatchObject({
      messages: 5,
      verified: true,
      cancelled: false,
      after: { entries: [] },
    })
    expect(driftBetween(master, slave).entries).toEqual([])
  })

  it('stops between two operations when interrupted, tells what is left, and goes on the next time', async () => {
    const cluster = await NodeProcesses.start()
    const [master, slave] = [filledMaster(cluster), cluster.makeSlave()]
    const node = await cluster.node(slave)
    const words = ['resync', '--slave', slave, '--from', master, '--yes']
    const first = new RunningCommand(words)
    await node.says('received   applied')
    expect(await first.end('SIGINT')).toEqual({ code: 130, signal: null })
    expect(first.text).toMatch(/interrupted: \d+ differences left/)
    expect(driftBetween(master, slave).equal).toBe(false)
    expect((await plumbline(...words)).code).toBe(0)
    expect(driftBetween(master, slave).entries).toEqual([])
  })

  it('refuses what it could not do, or would do harm with', async () => {
    const cluster = await NodeProcesses.start()
    const [master, slave] = [cluster.makeMaster(), cluster.makeSlave()]
    const resync = async (from: string, to: string) =>
      plumbline('resync', '--slave', to, '--from', from, '--yes')
    const nowhere = join(cluster.directory, 'nowhere')

    writeFileSync(join(master, 'logging.xml'), '<logging><level>QUIET_LOGGING</level></logging>')
    expect(await resync(master, slave)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Its engine does not run') as unknown,
    })
    await cluster.node(slave)
    const refusals = [
      [slave, join(slave, '..', 's1'), 'PLB-ENGINE-SAME-DIRECTORY'],
      [slave, master, 'It is a master'],
      [nowhere, slave, 'PLB-STORAGE-FILE-MISSING'],
      [cluster.directory, slave, 'PLB-ENGINE-REFERENCE-EMPTY'],
    ] as const
    for (const [from, to, text] of refusals) {
      const refused = await resync(from, to)
      expect(refused.code, text).toBe(2)
      expect(refused.stderr).toContain(text)
    }

    expect(cluster.enqueued('s1')).toBe(0)
  })

  it('removes nothing a damaged file of the reference may hold, does the rest, and says so', async () => {
    const cluster = await NodeProcesses.start()
    const [master, slave] = [cluster.makeMaster(), cluster.makeSlave()]
    // What cannot be read of the reference looks as if the slave had it too much.
    writeFileSync(join(master, 'styles/line.xml'), '<style>')
    rmSync(join(slave, 'wms.xml'))
    await cluster.node(slave)
    const resync = await plumbline('resync', '--slave', slave, '--from', master, '--yes')
    expect(resync.code).toBe(1)
    expect(resync.stderr).toContain('not read on the reference: styles/line.xml')
    expect(resync.stdout).toContain(
      'not sent remove style line — the reference may have it in styles/line.xml',
    )
    expect(resync.stdout).toContain('add service wms')
    expect(cluster.enqueued('s1')).toBe(1)
    expect(driftBetween(master, slave).entries).toMatchObject([{ type: 'extra', title: 'line' }])
  })

  it('names what no message can carry and what nobody has, and sends all the rest', async () => {
    const cluster = await NodeProcesses.start()
    const slave = cluster.makeSlave()
    await cluster.node(slave)
    const unknown = caseDirectory('09-unknown-service-file/D')
    const resync = async (from: string) => plumbline('resync', '--slave', slave, '--from', from, '--yes')
    const first = await resync(unknown)
    expect(first.code).toBe(1)
    expect(first.stdout).toContain('not sent add service w3ds — no message can carry a service of type w3ds')
    expect(first.stdout + first.stderr).not.toContain('The message was kept')
    expect(driftBetween(unknown, slave).entries).toMatchObject([{ type: 'missing', title: 'w3ds' }])

    const dangling = caseDirectory('10-dangling-references/D')
    const second = await resync(dangling)
    expect(second.stdout).toContain('verified')
    expect(second.stdout).toContain('it refers to st-gone, which neither node has')
    expect(second.stdout).toContain('it refers to l-gone, which neither node has')
    expect(second.code).toBe(0)
    expect(driftBetween(dangling, slave).entries).toEqual([])
    const status = await plumbline('status', '--data-dir', slave, '--json')
    expect(JSON.parse(status.stdout)).toMatchObject([{ status: { inbox: { parked: 0, failed: 0 } } }])
  })

  it('does not begin while the slave has no broker', async () => {
    const cluster = await NodeProcesses.start()
    const [master, slave] = [cluster.makeMaster(), cluster.makeSlave()]
    rmSync(join(master, 'styles/line.xml'))
    const node = await cluster.node(slave)
    await cluster.stopBroker()
    await node.says('has no broker')
    const refused = await plumbline('resync', '--slave', slave, '--from', master, '--yes')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('It has no broker')
  })

  it('takes the password of the broker from the configuration of the slave, and shows it nowhere', async () => {
    const cluster = await NodeProcesses.start({ login: 'reader', passcode: 'top-secret' })
    const brokerURL = `stomp://reader:top-secret@127.0.0.1:${cluster.port}`
    const [master, slave] = [cluster.makeMaster(), cluster.makeSlave('s1', { brokerURL })]
    rmSync(join(slave, 'wfs.xml'))
    const node = await cluster.node(slave)
    const resync = await plumbline('resync', '--slave', slave, '--from', master, '--yes')
    expect(resync.code).toBe(0)
    const status = await plumbline('status', '--data-dir', slave)
    expect(status.stdout).toContain('stomp://reader:••••••@127.0.0.1')
    for (const text of [node.text, resync.stdout, resync.stderr, status.stdout]) {
      expect(text).not.toContain('top-secret')
    }
  })
})

describe('a node that was killed', () => {
  it('counts as not running, even when another program took its control port', async () => {
    const cluster = await NodeProcesses.start()
    const slave = cluster.makeSlave()
    const node = await cluster.node(slave)
    await node.end('SIGKILL')
    expect((await plumbline('status', '--data-dir', slave)).stdout).toContain('✕ not running')
    const server = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('no port')
      writeFileSync(
        join(slave, 'cluster/plumbline/control.json'),
        JSON.stringify({ port: address.port, secret: 'x'.repeat(43), pid: 1 }),
      )
      await expect(ControlClient.find(slave, {}).call('status', {})).rejects.toMatchObject({
        code: 'PLB-ENGINE-CONTROL-UNPROVED',
      })
      expect((await plumbline('status', '--data-dir', slave)).stdout).toContain('✕ not running')
    } finally {
      server.close()
    }
  })
})
