import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { LocalServer } from '../../electron/channel/local-socket.ts'
import { nodeContract, type ProcedureInput } from '../../electron/contract/node-control.ts'
import { ControlClient } from '../../electron/nodes/control/client.ts'
import { freePorts } from '../support/brokers/free-ports.ts'
import { driftBetween, eventually } from '../support/cluster.ts'
import { finished, plumbline, startPlumbline } from '../support/command-line.ts'
import { NodeProcesses } from '../support/node-processes.ts'
import { RunningCommand } from '../support/running-command.ts'
import { logIn, scriptedBroker, type ScriptedBroker } from '../unit/broker/stomp/scripted-broker.ts'
import { sld } from '../support/styles.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { plainCall } from '../support/services.ts'
import { AuditLog } from '../../electron/services/audit/audit.ts'
import { Notices } from '../../electron/state/notices.ts'
import { english } from '../../electron/sentences/english.ts'
import { defaultStateDirectory, operatorName } from '../../electron/state/state-directory.ts'

/** A broker that cannot translate: as ActiveMQ without XStream, it hangs up when a translation is asked for. */
async function brokerWithoutTranslation(): Promise<ScriptedBroker> {
  const broker = await scriptedBroker(async (client) => {
    await logIn(client)
    await client.heard('transformation:')
    client.socket.destroy()
  })
  onTestFinished(() => broker[Symbol.asyncDispose]())
  return broker
}

describe('plumbline node', () => {
  it('says what it is, what it cannot read and when it is ready, and stops when asked to', async () => {
    const cluster = await NodeProcesses.start()
    const directory = cluster.makeSlave()
    writeFileSync(join(directory, 'styles/line.xml'), '<style><id>half')
    const node = await cluster.node(directory)
    expect(node.text).toContain('node s1, slave of group geoserver-cluster')
    expect(node.text).toContain(`data directory ${directory}, with 10 objects`)
    expect(node.text).toMatch(/warning: not read styles\/line\.xml: .*\(PLB-XML-/)
    expect(node.text).toContain(
      'node s1 is ready: slave of group geoserver-cluster, consuming Consumer.s1.VirtualTopic.geoserver',
    )
    expect(await node.end('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(existsSync(join(directory, 'cluster/plumbline/control.json'))).toBe(false)
  })

  it('writes JSON lines when asked to, up to and with its end', async () => {
    const cluster = await NodeProcesses.start()
    const node = new RunningCommand(['node', '--data-dir', cluster.makeMaster(), '--json'])
    await node.says('"type":"ready"')
    await node.end('SIGINT')
    const types = node.lines.map((line) => (JSON.parse(line) as { readonly type: string }).type)
    expect([...new Set(types)]).toEqual(['node', 'activity', 'ready', 'stopped'])
  })

  it('refuses an instance name another node has, and says who has it', async () => {
    const cluster = await NodeProcesses.start()
    await cluster.node(cluster.makeSlave('s1'))
    const second = cluster.makeDirectory('s1', {}, 'another')
    const refused = await plumbline('node', '--data-dir', second)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/The instance name s1 is in use by tcp:\/\/127\.0\.0\.1:\d+/)
    expect(refused.stderr).toContain(
      `Give this node another instanceName in ${second}/cluster/cluster.properties`,
    )
  })

  it('refuses a data directory another node runs on', async () => {
    const cluster = await NodeProcesses.start()
    const directory = cluster.makeSlave()
    await cluster.node(directory)
    const refused = await plumbline('node', '--data-dir', directory)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('PLB-STORAGE-DATABASE-IN-USE')
  })

  it.each([
    { retry: 0, attempts: 1, reason: 'PLB-BROKER-CONNECTION-LOST' },
    { retry: 2, attempts: 3, reason: 'PLB-BROKER-NO-XSTREAM' },
  ])(
    'gives up after $attempts attempts when the broker cannot translate',
    async ({ retry, attempts, reason }) => {
      const cluster = await NodeProcesses.start()
      const broker = await brokerWithoutTranslation()
      const brokerURL = `stomp://127.0.0.1:${broker.port}`
      const directory = cluster.makeSlave('s1', {
        brokerURL,
        'connection.retry': String(retry),
        'connection.maxwait': '1',
      })
      const refused = await plumbline('node', '--data-dir', directory)
      expect(refused.code).toBe(2)
      expect(refused.stderr).toContain('PLB-ENGINE-BROKER-NOT-REACHED')
      expect(refused.stderr).toMatch(new RegExp(`translate.*\\(${reason}\\)`))
      expect(broker.clients).toHaveLength(attempts)
    },
  )

  it('stops at the first signal while a broker that cannot translate keeps it waiting', async () => {
    const cluster = await NodeProcesses.start()
    const broker = await brokerWithoutTranslation()
    const brokerURL = `failover:(stomp://127.0.0.1:${broker.port})?maxReconnectDelay=600000&initialReconnectDelay=600000`
    const node = new RunningCommand(['node', '--data-dir', cluster.makeSlave('s1', { brokerURL })])
    await node.says('has no broker; tries again in')
    expect(await node.end('SIGTERM')).toEqual({ code: 130, signal: null })
    expect(node.text).toContain('stopped')
  })

  it('waits for a broker that comes later, and says so', async () => {
    const cluster = await NodeProcesses.start()
    const [port = 0] = await freePorts(1)
    const directory = cluster.makeSlave('s1', { brokerURL: `stomp://127.0.0.1:${port}` })
    const node = new RunningCommand(['node', '--data-dir', directory])
    await node.says('has no broker; tries again in 1 s — Nothing accepts connections')
    const waiting = await plumbline('status', '--data-dir', directory)
    expect(waiting.code).toBe(1)
    expect(waiting.stdout).toContain('◐ starting')
    const broker = await EmbeddedBroker.start({ database: ':memory:', port })
    onTestFinished(() => broker.stop())
    await node.says('node s1 is ready')
  })

  it('can be interrupted while it waits for the broker', async () => {
    const cluster = await NodeProcesses.start()
    const [port = 0] = await freePorts(1)
    const node = new RunningCommand([
      ...['node', '--data-dir', cluster.makeSlave(), '--broker', `stomp://127.0.0.1:${port}`],
    ])
    await node.says('has no broker')
    expect(await node.end('SIGINT')).toEqual({ code: 130, signal: null })
  })

  it('gives up on a broker after as many attempts as its configuration allows', async () => {
    const cluster = await NodeProcesses.start()
    const directory = cluster.makeSlave('s1', { 'connection.retry': '2' })
    const [port = 0] = await freePorts(1)
    const refused = await plumbline(
      ...['node', '--data-dir', directory, '--broker', `stomp://127.0.0.1:${port}`],
    )
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('was not reached (attempts: 3)')
  })

  it('does not consume while connection=disabled, says so, and leaves that as it is', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    const slave = cluster.makeSlave()
    // The queue comes to be when the slave consumes for the first time.
    await (await cluster.node(slave)).end('SIGTERM')
    const properties = join(slave, 'cluster/cluster.properties')
    writeFileSync(
      properties,
      `${readFileSync(properties, 'utf8').replace(/^connection=.*$/m, '')}\nconnection=disabled\n`,
    )
    const node = await cluster.node(slave)
    expect(node.text).toContain('warning: connection=disabled: this node does not consume')
    await cluster.node(master)
    await plumbline('edit', 'add', 'workspace', 'topp', '--data-dir', master)
    await eventually('both messages wait', () => cluster.waitingFor('s1') === 2)
    expect(existsSync(join(slave, 'workspaces/topp'))).toBe(false)
    await node.end('SIGTERM')
    expect(readFileSync(properties, 'utf8')).toContain('connection=disabled')
  })

  it('ends with 0 when it is told to stop through its control server', async () => {
    const cluster = await NodeProcesses.start()
    const directory = cluster.makeSlave()
    const node = await cluster.node(directory)
    await ControlClient.find(directory, {}).call('stop', {})
    expect(await node.ended).toEqual({ code: 0, signal: null })
  })
})

describe('a master and a slave', () => {
  it('share a change, and edit, status and tail tell of it', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    const slave = cluster.makeSlave()
    await cluster.node(master)
    await cluster.node(slave)
    const nodeTail = new RunningCommand(['tail', '--data-dir', slave])
    const topicTail = new RunningCommand(['tail', '--broker', cluster.broker.url, '--as', 'watcher'])
    await nodeTail.says('following node s1')
    await topicTail.says('exists from now on')
    const edit = await plumbline(
      ...['edit', 'add', 'workspace', 'topp', '--set', 'uri=http://example.org/topp', '--data-dir', master],
    )
    expect(edit).toMatchObject({ code: 0, stdout: 'workspace topp added\nnamespace topp added\n' })
    await nodeTail.says('received   applied     namespace topp added (from m1)')
    await topicTail.says(
      `m1            namespace topp added, by ${operatorName(defaultStateDirectory(process.env), process.env)} (geoserver-cluster)`,
    )
    await cluster.settled(master, slave)
    const status = await plumbline('status', '--data-dir', master, slave)
    expect(status.code).toBe(0)
    expect(status.stdout).toMatch(/● ok +m1 +master of group geoserver-cluster/)
    expect(status.stdout).toContain('2 sent')
    expect(status.stdout).toContain('2 applied')
    expect(driftBetween(master, slave).entries).toEqual([])
    expect(await topicTail.end('SIGINT')).toEqual({ code: 0, signal: null })
    expect(await nodeTail.end('SIGINT')).toEqual({ code: 0, signal: null })
  })

  it('keep what a tail has not shown for the next one with that name', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    await cluster.node(master)
    const tail = ['tail', '--broker', cluster.broker.url, '--as', 'watcher', '--json']
    const first = new RunningCommand(tail)
    await first.says('exists from now on')
    await first.end('SIGINT')
    await plumbline('edit', 'add', 'workspace', 'topp', '--data-dir', master)
    const second = new RunningCommand(tail)
    await second.says('"summary":"namespace topp added"')
    await eventually('it is acknowledged', () => cluster.waitingFor('watcher') === 0)
  })

  it('refuse a tail that would take the messages of a running node', async () => {
    const cluster = await NodeProcesses.start()
    await cluster.node(cluster.makeSlave())
    const refused = await plumbline('tail', '--broker', cluster.broker.url, '--as', 's1')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('PLB-BROKER-CLIENT-ID-IN-USE')
  })

  it('take changes on the master only', async () => {
    const cluster = await NodeProcesses.start()
    const slave = cluster.makeSlave()
    await cluster.node(slave)
    const refused = await plumbline('edit', 'add', 'workspace', 'topp', '--data-dir', slave)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('s1 is a slave; it accepts changes from its master only.')
  })

  it('do not call a change refused whose answer was lost, and make it once when it is repeated', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    const node = await cluster.node(master)
    const address = join(master, 'cluster/plumbline/control.json')
    const original = readFileSync(address, 'utf8')
    // A door to the node that takes the change and is shut before its answer.
    const secret = 's'.repeat(43)
    const real = ControlClient.find(master, {})
    const door = await LocalServer.start({
      secret,
      contract: nodeContract,
      application: {
        services: {
          node: {
            status: async () => real.call('status', {}),
            plan: async (edit: ProcedureInput<'plan'>) => real.call('plan', edit),
            edit: async (edit: ProcedureInput<'edit'>) => {
              await real.call('edit', edit)
              void door.stop()
              return new Promise(() => undefined)
            },
          },
        },
        sources: {},
      },
    })
    writeFileSync(address, JSON.stringify({ port: door.port, secret, pid: process.pid }))
    const words = ['edit', 'add', 'workspace', 'topp', '--data-dir', master]
    const lost = await plumbline(...words)
    expect(lost.code).toBe(2)
    expect(lost.stderr).toContain('PLB-ENGINE-EDIT-UNKNOWN')
    expect(lost.stderr).not.toContain('No node is running')
    const request = /--request ([\w-]+)/.exec(lost.stderr)?.[1] ?? ''
    writeFileSync(address, original)
    const repeated = await plumbline(...words, '--request', request)
    expect(repeated).toMatchObject({ code: 0, stdout: 'workspace topp added\nnamespace topp added\n' })
    const history = await ControlClient.find(master, {}).call('history', {})
    expect(history.map(({ summary }) => english(summary))).toEqual(['namespace topp added'])
    expect(statSync(address).mode & 0o777).toBe(0o600)
    expect(statSync(join(master, 'cluster/plumbline/node.sqlite.lock')).mode & 0o777).toBe(0o600)
    await node.end('SIGTERM')
  })

  it('are all in the audit log, several at once and beside the app', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    await cluster.node(master)
    const directory = join(temporaryDirectory(), 'state')
    const app = new AuditLog({
      ...{ directory, operator: 'ops', now: Date.now, notices: new Notices(), language: () => 'en' },
    })
    onTestFinished(() => app.close())
    const names = ['one', 'two']
    const made = await Promise.all(
      names.map((name) =>
        finished(
          startPlumbline(['edit', 'add', 'workspace', name, '--data-dir', master], {
            PLUMBLINE_STATE_DIR: directory,
          }),
        ),
      ),
    )
    expect(made.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      names.map(() => ({ code: 0, stderr: '' })),
    )
    app.record({ action: 'profiles.close', input: {}, outcome: 'done' })
    const { entries } = await app.service.page({ text: '', before: null, limit: 10 }, plainCall())
    expect(entries.map(({ action }) => action).toSorted()).toEqual([
      ...names.map(() => 'configuration.publish'),
      'profiles.close',
    ])
  })

  it('list what goes along with a removal, and take all of it back', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    await cluster.node(master)
    const edit = (...words: string[]) => plumbline('edit', ...words, '--data-dir', master)
    await edit('add', 'workspace', 'topp')
    await edit('add', 'data-store', 'topp:db', '--set', 'type=PostGIS')
    const remove = ['remove', 'workspace', 'topp'] as const
    const listed = 'goes along, removed: data store topp:db\n'
    const inUse = await edit(...remove)
    expect(inUse).toMatchObject({ code: 2, stdout: '' })
    expect(inUse.stderr).toContain(listed)
    expect(inUse.stderr).toContain('PLB-ENGINE-IN-USE')
    const dry = await edit(...remove, '--recurse', '--dry-run')
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('workspace topp removed\n') as string,
    })
    const removed = await edit(...remove, '--recurse')
    expect(removed.stderr).toContain(listed)
    expect(removed).toMatchObject({
      code: 0,
      stdout: 'data store topp:db removed\nnamespace topp removed\nworkspace topp removed\n',
    })
    // All of it comes back, and goes again.
    expect(await edit('undo', 'workspace', 'topp')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/workspace topp added[^]*data store topp:db added/) as string,
    })
    expect(await edit(...remove, '--recurse')).toMatchObject({ code: 0 })

    // Several edits are one change, and go back as one.
    const file = join(temporaryDirectory(), 'changes.json')
    const store = (name: string) => ({ verb: 'add', kind: 'dataStore', name, input: { type: 'PostGIS' } })
    const changes = [{ verb: 'add', kind: 'workspace', name: 'town' }, store('town:a'), store('town:b')]
    writeFileSync(file, JSON.stringify(changes))
    const made = await edit('several', '--input', file, '--reason', 'the town joins')
    expect(made).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('data store town:b added') as string,
    })
    // It is written as a directory, and made so again after it was changed.
    const directory = join(temporaryDirectory(), 'town')
    expect(await plumbline('export', directory, '--workspace', 'town', '--data-dir', master)).toMatchObject({
      code: 0,
    })
    const disabled = await edit('modify', 'data-store', 'town:*', '--set', 'enabled=false')
    expect(disabled.stdout.split('\n').filter((line) => line !== '')).toEqual(
      ['a', 'b'].map(
        (name) => expect.stringContaining(`data store town:${name} modified: enabled`) as string,
      ),
    )
    const plan = (...words: string[]) => plumbline('plan', directory, ...words, '--data-dir', master)
    const differs = await plan()
    expect(differs).toMatchObject({ code: 1 })
    expect(differs.stdout).toBe(disabled.stdout)
    expect(await plan('--apply', '--reason', 'as it was')).toMatchObject({ code: 0, stdout: disabled.stdout })
    expect(await plan()).toMatchObject({ code: 0 })
    expect((await edit('modify', 'data-store', 'town:*', '--set', 'enabled=false')).code).toBe(0)
    expect((await edit('duplicate', 'data-store', 'town:a', '--as', 'c')).stdout).toContain('town:c added')
    const history = await edit('history', 'data-store', 'town:b')
    expect(history.stdout).toContain('the town joins')
    const undone = await edit('undo', 'data-store', 'town:b')
    expect(undone.stdout).toContain('data store town:a modified: enabled')
    // What is gone goes by its name, its workspace gone or not.
    expect((await edit('remove', 'data-store', 'town:c', '--yes', 'town:c')).code).toBe(0)
    expect((await edit('remove', 'workspace', 'town', '--recurse', '--yes', 'town')).code).toBe(0)
    expect((await edit('history', 'data-store', 'town:c')).stdout).toContain('data store town:c removed')
    expect((await edit('undo', 'data-store', 'town:d')).stderr).toContain('PLB-ENGINE-OBJECT-NOT-FOUND')
    expect((await edit('undo', 'workspace', 'town')).stdout).toContain('workspace town added')
  })

  it('publish no style GeoServer cannot draw with, unless they are told to', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    await cluster.node(master)
    const body = join(temporaryDirectory(), 'red.sld')
    writeFileSync(body, `${sld('red')}\n${sld('blue')}`)
    const add = ['edit', 'add', 'style', 'red', '--body', body, '--data-dir', master]
    const refused = await plumbline(...add)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('error: line 2, column 1: There is more than one root element')
    expect(refused.stderr).toContain('PLB-ENGINE-STYLE-BROKEN')
    expect(await plumbline(...add, '--publish-anyway')).toMatchObject({ code: 0 })
    const history = await ControlClient.find(master, {}).call('history', {})
    expect(english(history[0]?.summary ?? '')).toContain('published anyway')
  })

  it('hand on no password that only one node can read', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    await cluster.node(master)
    const edit = (...words: string[]) => plumbline('edit', ...words, '--data-dir', master)
    await edit('add', 'workspace', 'topp')
    const refused = await edit('add', 'wms-store', 'topp:far', '--set', 'password=crypt1:abc')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('PLB-WIRE-PASSWORD-ENCRYPTED')
    expect(await edit('add', 'wms-store', 'topp:far', '--set', 'password=abc')).toMatchObject({ code: 0 })
  })

  it('tell in status what could not be applied, and why', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    const slave = cluster.makeSlave()
    await cluster.node(master)
    await plumbline('edit', 'add', 'workspace', 'topp', '--data-dir', master)
    await eventually('it is published', async () => {
      const { outbox } = await ControlClient.find(master, {}).call('status', {})
      return outbox.sent === 2
    })
    // The slave was not there for the workspace; a store in it has to wait.
    await cluster.node(slave)
    await plumbline('edit', 'add', 'data-store', 'topp:db', '--set', 'type=PostGIS', '--data-dir', master)
    await cluster.settled(master, slave)
    const status = await plumbline('status', '--data-dir', slave)
    expect(status.code).toBe(1)
    expect(status.stdout).toContain('▲ diverged')
    expect(status.stdout).toMatch(/parked +data store topp:db added — waits for the workspace topp/)
  })

  it('reload the slave, never the master', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    const slave = cluster.makeSlave()
    await cluster.node(master)
    await cluster.node(slave)
    expect(await plumbline('reload', '--data-dir', slave)).toMatchObject({ code: 0, stderr: 'reloaded\n' })
    writeFileSync(join(slave, 'wms.xml'), 'not XML')
    const damaged = await plumbline('reload', '--data-dir', slave)
    expect(damaged.code).toBe(1)
    expect(damaged.stdout).toContain('not read wms.xml')
    const refused = await plumbline('reload', '--data-dir', master)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('PLB-ENGINE-RELOAD-ON-MASTER')
  })

  it('lose nothing when the slave is killed again and again amid 1,000 changes', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    const slave = cluster.makeSlave()
    await cluster.node(master)
    let node = await cluster.node(slave)
    const control = ControlClient.find(master, {})
    await edit(control, { verb: 'add', kind: 'workspace', input: '{"name":"w0"}' })
    const progress = { made: 0 }
    const changing = changeManyTimes(control, 1000, progress)
    for (let kill = 0; kill < 3; kill += 1) {
      await node.until((lines) => lines.filter((line) => line.includes('received   applied')).length >= 100)
      expect(progress.made).toBeLessThan(1000)
      expect(await node.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })
      node = await cluster.node(slave)
    }
    await changing
    await cluster.settled(master, slave)
    const { inbox } = await ControlClient.find(slave, {}).call('status', {})
    expect(inbox).toMatchObject({ failed: 0, parked: 0, received: 0 })
    const { entries, compared } = driftBetween(master, slave)
    expect(entries).toEqual([])
    // 11 of the seed and w0 with its namespace; of the 1,000 changes, 250 made a style that is still there.
    expect(compared).toBe(13 + 250)
  })

  it('lose nothing when the master is killed after it accepted and before it could publish', async () => {
    const cluster = await NodeProcesses.start()
    const master = cluster.makeMaster()
    const slave = cluster.makeSlave()
    const node = await cluster.node(master)
    await cluster.node(slave)
    await cluster.stopBroker()
    const edit = await plumbline('edit', 'add', 'workspace', 'topp', '--data-dir', master)
    expect(edit.code).toBe(0)
    await node.end('SIGKILL')
    const status = await plumbline('status', '--data-dir', master)
    expect(status).toMatchObject({ code: 1 })
    expect(status.stdout).toMatch(/✕ not running +m1 +master of group/)
    expect(existsSync(join(slave, 'workspaces/topp'))).toBe(false)
    await cluster.startBroker()
    await cluster.node(master)
    await cluster.settled(master, slave)
    expect(existsSync(join(slave, 'workspaces/topp/workspace.xml'))).toBe(true)
    expect(driftBetween(master, slave).entries).toEqual([])
  })
})

/** Adds styles, and removes every second one and changes the others, until so many changes were made. */
/** Makes a change as whoever agrees to all of its plan does. */
async function edit(control: ControlClient, request: ProcedureInput<'plan'>): Promise<void> {
  const { digest, asksForName } = await control.call('plan', request)
  const agreed = { plan: digest, ...(asksForName === undefined ? {} : { name: asksForName }) }
  await control.call('edit', { ...request, agreed, author: 'test' })
}

async function changeManyTimes(
  control: ControlClient,
  changes: number,
  progress: { made: number },
): Promise<void> {
  const body = sld('red')
  for (let number = 0; number < changes / 2; number += 1) {
    const name = `w0:style${number}`
    const input = JSON.stringify({ name: `style${number}`, workspace: 'w0' })
    const style = { kind: 'style' } as const
    await edit(control, { ...style, verb: 'add', input, styleBody: body })
    if (number % 2 === 0) await edit(control, { ...style, verb: 'remove', name })
    else await edit(control, { ...style, verb: 'modify', name, styleBody: `${body}<!-- ${number} -->` })
    progress.made += 2
  }
}

describe('plumbline status', () => {
  it('says of a node that does not run who it is, and makes nothing', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'empty'))
    const status = await plumbline('status', '--data-dir', join(directory, 'empty'))
    expect(status.code).toBe(1)
    expect(status.stdout).toContain('✕ not running')
    expect(status.stdout).toContain('whether a GeoServer does')
    expect(existsSync(join(directory, 'empty/cluster'))).toBe(false)
  })

  it('exits with 2 when a directory is not there, and tells of the others all the same', async () => {
    const cluster = await NodeProcesses.start()
    const slave = cluster.makeSlave()
    await cluster.node(slave)
    const status = await plumbline(
      'status',
      '--json',
      '--data-dir',
      slave,
      join(cluster.directory, 'nowhere'),
    )
    expect(status.code).toBe(2)
    expect(JSON.parse(status.stdout)).toMatchObject([
      { health: 'ok', status: { instanceName: 's1' } },
      { health: 'error', error: { code: 'PLB-CONFIGURATION-NO-DATA-DIRECTORY' } },
    ])
  })
})

describe('plumbline broker', () => {
  it('prints its URL, serves, and stops when interrupted', async () => {
    const database = join(temporaryDirectory(), 'broker.sqlite')
    const broker = new RunningCommand(['broker', '--database', database, '--port', '0'])
    await broker.says('stomp://127.0.0.1:')
    const tail = new RunningCommand(['tail', '--broker', broker.lines[0] ?? '', '--as', 'watcher'])
    await tail.says('exists from now on')
    await broker.says('plumbline.watcher (')
    expect(await broker.end('SIGINT')).toEqual({ code: 0, signal: null })
  })

  it('refuses an address other machines could reach', async () => {
    const database = join(temporaryDirectory(), 'broker.sqlite')
    const refused = await plumbline('broker', '--database', database, '--port', '0', '--host', '0.0.0.0')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('PLB-EMBEDDED-BROKER-NOT-LOOPBACK')
  })
})
