import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { textOfProperty } from '../../electron/catalog/object.ts'
import type { StockNode } from '../../electron/imitation/stock-node.ts'
import { textElement } from '../../electron/xml/element.ts'
import { eventually } from '../support/cluster.ts'
import { finished, startPlumbline } from '../support/command-line.ts'
import { readOpenMetrics } from '../support/open-metrics.ts'
import { change, find, memoryDrift, takeAway } from '../support/stock-node/resync-trio.ts'
import { stockCommandCluster } from '../support/stock-node/stock-command-cluster.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const findingEvent = z.object({ event: z.string(), node: z.string() }).loose()

function wreck(slave: StockNode): void {
  takeAway(slave, find(slave, 'wmtsStore', 'cascmts', 'topp'))
  takeAway(slave, find(slave, 'dataStore', 'pg', 'topp'))
  change(slave, find(slave, 'layerGroup', 'grp'), textElement('title', 'Wrecked'))
}

describe('the command line on a cluster of GeoServers, by their addresses', () => {
  it('tells of status and drift, and brings a wrecked slave back while the other hears nothing', async () => {
    const { master, slave, other, cluster, run } = await stockCommandCluster()
    const status = await run(['status', ...cluster, '--json'])
    expect(status).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(status.stdout)).toMatchObject([
      { instanceName: 'm', health: 'ok', roles: ['master'], version: '2.26.2' },
      { instanceName: 's1', health: 'ok', roles: ['slave'] },
      { instanceName: 's2', health: 'ok' },
    ])
    wreck(slave.node)
    const untouched = other.node.core.memory.files.snapshot()
    const drift = await run(['drift', ...cluster, '--json'])
    expect(drift.code).toBe(1)
    expect(JSON.parse(drift.stdout)).toMatchObject([
      { slave: 's1', reference: 'm', drift: { equal: false } },
      { slave: 's2', reference: 'm', drift: { equal: true } },
    ])
    const repair = ['resync', ...cluster, '--slave', slave.url, '--from', 'm']
    const resync = await run([...repair, '--yes', '--json'])
    expect(resync.code).toBe(0)
    const report = JSON.parse(resync.stdout) as { plan: { way: string }[] }
    expect(new Set(report.plan.map(({ way }) => way))).toEqual(new Set(['message', 'rest']))
    expect(report).toMatchObject({
      verified: true,
      others: [{ instanceName: 's2', state: 'untouched' }],
    })
    expect(memoryDrift(master.node, slave.node)).toEqual([])
    expect(other.node.core.memory.files.snapshot()).toEqual(untouched)
  })

  it('changes the only master and waits for the change at every slave', async () => {
    const { slave, cluster, run } = await stockCommandCluster()
    const edit = ['edit', 'modify', 'layer-group', 'grp', '--set', 'title=Renamed']
    const done = await run([...edit, ...cluster, '--wait', '--json'])
    expect(done).toMatchObject({ code: 0, stderr: '' })
    const { arrived } = JSON.parse(done.stdout) as { arrived: { instanceName: string; state: string }[] }
    expect(new Set(arrived.map(({ instanceName, state }) => `${instanceName} ${state}`))).toEqual(
      new Set(['s1 equal', 's2 equal']),
    )
    expect(slave.node.core.memory.files.text('layergroups/grp.xml')).toContain('Renamed')
    const refused = await run([...edit, ...cluster, '--on', 's1'])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('PLB-ENGINE-NOT-A-MASTER')
  })

  it('names what is wrong with doctor and watch, and exits with 1', async () => {
    const { slave, cluster, run } = await stockCommandCluster()
    const well = await run(['doctor', ...cluster])
    expect(well).toMatchObject({ code: 0, stderr: '' })
    // Of a cluster that is not saved nothing is recorded; whether its topic reaches anybody was tried.
    expect(well.stdout.match(/^not seen .*--profile/gm)).toHaveLength(1)
    takeAway(slave.node, find(slave.node, 'style', 'blue'))
    const doctor = await run(['doctor', ...cluster, '--json'])
    expect(doctor.code).toBe(1)
    const problems = JSON.parse(doctor.stdout) as { node: string | null; severity: string }[]
    expect(new Set(problems.map(({ node, severity }) => (severity === 'unseen' ? severity : node)))).toEqual(
      new Set(['s1', 'unseen']),
    )
    const watch = await run(['watch', ...cluster, '--times', '2', '--interval', '1', '--json'])
    expect(watch.code).toBe(1)
    const records = watch.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(records).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ node: 's1', state: 'drifted' }),
        expect.objectContaining({ node: 's2', state: 'in sync' }),
      ]),
    )
    // Nothing became otherwise between the two looks.
    expect(new Set(records.map((each) => JSON.stringify({ ...each, at: 0 }))).size).toBe(records.length)
  })

  it('watches without anybody before it: findings go to a webhook and a program, measurements to who shows the token', async () => {
    const { slave, cluster, environment } = await stockCommandCluster()
    const directory = temporaryDirectory()
    const posted: { readonly event: string; readonly node: string }[] = []
    const receiver = createServer((request, response) => {
      void text(request).then((body) => {
        posted.push(findingEvent.parse(JSON.parse(body)))
        response.writeHead(204).end()
      })
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void receiver.close())
    await once(receiver, 'listening')
    const address = receiver.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const [hook, program, told, token] = ['hook', 'told.sh', 'told', 'token'].map((name) =>
      join(directory, name),
    ) as [string, string, string, string]
    writeFileSync(hook, `http://127.0.0.1:${port}/hush-hush\n`, { mode: 0o600 })
    writeFileSync(program, `#!/bin/sh\ncat >> ${told}\n`, { mode: 0o700 })
    const words = ['--interval', '1', '--webhook', hook, '--command', program]
    const watch = startPlumbline(
      ['watch', ...cluster, ...words, '--metrics-port', '0', '--metrics-token', token],
      environment,
    )
    let said = ''
    for (const stream of [watch.stdout, watch.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => (said += part))
    const has = (event: string) => posted.some((each) => each.event === event && each.node === 's1')

    const metrics = async () => {
      const [, url = ''] = /(http:\S+metrics)\n/.exec(said) ?? []
      if (url === '') return undefined
      const headers = { authorization: `Bearer ${readFileSync(token, 'utf8').trim()}` }
      return readOpenMetrics(await (await fetch(url, { headers })).text())
    }
    const of = { cluster: 'command', node: 's1' }
    const titled = (title: string) =>
      change(slave.node, find(slave.node, 'layerGroup', 'grp'), textElement('title', title))
    const differing = async () => (await metrics())?.value('plumbline_node_differing_objects', of)
    await eventually('it is seen to be equal', async () => (await differing()) === 0)
    titled('Wrecked')
    await eventually('the webhook is told that it is opened', () => has('opened'))
    await eventually('it is seen to differ', async () => ((await differing()) ?? 0) > 0)
    titled('G2')
    await eventually('the webhook is told that it is closed', () => has('closed'))

    watch.kill('SIGINT')
    const [code] = (await once(watch, 'close')) as [number | null]
    expect([0, 1]).toContain(code)
    expect(
      readFileSync(told, 'utf8')
        .trim()
        .split('\n')
        .map((line) => findingEvent.parse(JSON.parse(line))),
    ).toEqual(posted)
    expect(said).not.toContain('hush')
  })

  it('tries a broker with doctor, and says by its exit what came of it', async () => {
    const run = (words: readonly string[]) => finished(startPlumbline(words, {}))
    const broker = await EmbeddedBroker.start({
      database: ':memory:',
      credentials: { login: 'ops', passcode: 'hush' },
    })
    onTestFinished(() => broker.stop())
    const login = join(temporaryDirectory(), 'broker.login')
    writeFileSync(login, 'ops:hush\n', { mode: 0o600 })
    const url = `tcp://127.0.0.1:${broker.port}`
    const well = await run(['doctor', url, '--login', login, '--json'])
    expect(well).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(well.stdout)).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Topic', outcome: 'ok' })]),
    )
    expect(broker.destinations()).toEqual([])
    const refused = await run(['doctor', `failover:(${url})`])
    expect(refused).toMatchObject({ code: 1, stderr: '' })
    expect(refused.stdout).toMatch(/failed {4}Login: .*PLB-BROKER-CREDENTIALS\n {2}try: /)
    for (const words of [
      ['mqtt://127.0.0.1'],
      [url, '--profile', 'Maps'],
      ['--topic', 'x', '--profile', 'Maps'],
    ])
      expect((await run(['doctor', ...words])).code).toBe(2)
  })

  it('takes secrets from the environment or a file of its own alone, and says 2 when it cannot work', async () => {
    const { master, cluster, run } = await stockCommandCluster()
    const secret = { PLUMBLINE_GEOSERVER_PASSWORD: 'geoserver' }
    const by = (user: string) => ['status', '--node', master.url, '--user', user]
    expect((await run(by('admin'), secret)).code).toBe(0)
    const refused = await run(by('nobody'), { PLUMBLINE_GEOSERVER_PASSWORD: 'wrong-one' })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('PLB-COMMAND-NO-CLUSTER')
    expect(refused.stderr).not.toContain('wrong-one')
    expect((await run(['drift', ...cluster, '--password', 'x'])).code).toBe(2)
    for (const command of ['status', 'drift', 'doctor', 'watch', 'edit', 'resync']) {
      const { code, stdout } = await run([command, '--help'])
      expect([code, stdout.includes('--node <address...>'), stdout.includes('--profile')]).toEqual([
        0,
        true,
        true,
      ])
    }
  })
})

/** What cron may run, with what it exits when nothing is wrong. */
const commands: readonly (readonly [readonly string[], number])[] = [
  [['status'], 0],
  [['drift'], 0],
  [['doctor'], 0],
  [['watch', '--times', '1'], 0],
  [['edit', 'modify', 'layer-group', 'grp', '--set', 'title=Other', '--dry-run'], 0],
  [['edit', 'modify', 'layer-group', 'nobody', '--set', 'title=Other'], 2],
  [['resync', '--slave', 's1', '--from', 'm', '--dry-run'], 0],
  [['resync', '--slave', 'nobody', '--from', 'm', '--dry-run'], 2],
]

describe('the command line on a saved cluster of GeoServers', () => {
  it('takes it for the same as its addresses, command by command', async () => {
    const { cluster, run } = await stockCommandCluster()
    expect((await run(['connect', ...cluster.slice(1), '--save', 'Maps'])).code).toBe(0)
    for (const [words, code] of commands) {
      for (const way of [cluster, ['--profile', 'Maps']]) {
        const ran = await run([...words, ...way, '--json'])
        expect([words, way[0], ran.code, ran.stderr]).toEqual([words, way[0], code, expect.anything()])
        if (code === 0) expect(ran.stderr).toBe('')
        for (const line of words[0] === 'watch' ? ran.stdout.trim().split('\n') : [ran.stdout])
          if (code === 0) expect(JSON.parse(line)).toBeDefined()
      }
    }
  })

  it('tells what somebody acknowledged in the app as known, and calls nobody for it', async () => {
    const { slave, cluster, run, environment } = await stockCommandCluster()
    expect(await run(['connect', ...cluster.slice(1), '--save', 'Maps'])).toMatchObject({ code: 0 })
    takeAway(slave.node, find(slave.node, 'style', 'blue'))
    const found = z.array(z.object({ id: z.string(), severity: z.string() }).loose())
    const doctor = await run(['doctor', 'Maps', '--json'])
    expect(doctor.code).toBe(1)
    const problems = found.parse(JSON.parse(doctor.stdout)).filter(({ severity }) => severity !== 'unseen')
    // As the list of findings names it.
    expect(problems).toContainEqual(expect.objectContaining({ id: 'drifted-s1', note: null }))
    const state = environment.PLUMBLINE_STATE_DIR
    const [saved = ''] = readdirSync(join(state, 'clusters'))
    const note = { reason: 'Ordered anew.', by: 'a colleague', at: Date.now(), until: null }
    const notes = Object.fromEntries(problems.map(({ id }) => [id, note]))
    writeFileSync(
      join(state, 'clusters', saved, 'findings.json'),
      JSON.stringify({ version: 1, notes, accepted: [] }),
    )
    const known = await run(['doctor', 'Maps'])
    expect(known.code).toBe(0)
    expect(known.stdout).toMatch(/^known +s1: /m)
    expect(known.stdout).toContain('known to a colleague: Ordered anew.')
    const watch = await run(['watch', 'Maps', '--times', '1', '--json'])
    expect(watch.code).toBe(0)
    expect(watch.stdout).toContain('Ordered anew.')
  })

  it('calls nobody for what differs where all of it is accepted, until something else differs', async () => {
    const { slave, cluster, run, environment } = await stockCommandCluster()
    expect(await run(['connect', ...cluster.slice(1), '--save', 'Maps'])).toMatchObject({ code: 0 })
    const blue = find(slave.node, 'style', 'blue')
    takeAway(slave.node, blue)
    expect((await run(['doctor', 'Maps'])).code).toBe(1)
    const state = environment.PLUMBLINE_STATE_DIR
    const [saved = ''] = readdirSync(join(state, 'clusters'))
    const accepted = {
      ...{ id: '1', instanceName: 's1', kind: 'style', object: blue.id, title: 'blue', property: null },
      ...{ reason: 'Not drawn here.', by: 'a colleague', at: Date.now(), until: null },
    }
    writeFileSync(
      join(state, 'clusters', saved, 'findings.json'),
      JSON.stringify({ version: 1, notes: {}, accepted: [accepted] }),
    )
    const [program, told] = [join(state, 'told.sh'), join(state, 'told')]
    writeFileSync(program, `#!/bin/sh\ncat >> ${told}\n`, { mode: 0o700 })
    const looked = await run(['watch', 'Maps', '--times', '1', '--command', program])
    expect(looked.stdout).toMatch(/^known +s1: /m)
    expect(looked.code).toBe(0)
    expect(existsSync(told)).toBe(false)
    const known = await run(['doctor', 'Maps'])
    expect(known.code).toBe(0)
    expect(known.stdout).toMatch(/^known +s1: /m)
    takeAway(slave.node, find(slave.node, 'layerGroup', 'grp'))
    const doctor = await run(['doctor', 'Maps'])
    expect(doctor.code).toBe(1)
    expect(doctor.stdout).not.toMatch(/^known +s1: .*differ/m)
  })

  it('calls no change what a directory leaves out and a GeoServer keeps as an empty text', async () => {
    const { master, cluster, run } = await stockCommandCluster()
    const directory = join(temporaryDirectory(), 'exported')
    expect((await run(['export', directory, ...cluster])).code).toBe(0)
    change(master.node, find(master.node, 'featureType', 'cities', 'topp'), textElement('cqlFilter', ''))
    const plan = await run(['plan', directory, ...cluster])
    expect(plan).toMatchObject({ code: 0, stderr: '' })
    expect(plan.stdout).toContain('nothing is to be changed')
  })

  it('works as on addresses', async () => {
    const { master, slave, cluster, run } = await stockCommandCluster()
    const addresses = cluster.slice(1)
    expect((await run(['connect', ...addresses, '--save', 'Maps'])).code).toBe(0)
    const words = ['--profile', 'Maps']
    expect((await run(['status', ...words])).code).toBe(0)
    expect(await run(['doctor', 'Maps'])).toEqual(await run(['doctor', ...words]))
    const group = ['layer-group', 'grp', ...words]
    const titleAtMaster = () => textOfProperty(find(master.node, 'layerGroup', 'grp'), 'title')
    const before = titleAtMaster()
    expect((await run(['edit', 'modify', ...group, '--set', 'title=Other', '--wait'])).code).toBe(0)
    expect(titleAtMaster()).toBe('Other')
    for (const verb of ['history', 'undo', 'again']) {
      const kept = await run(['edit', verb, 'layer-group', 'grp', ...cluster])
      expect(kept.code).toBe(2)
      expect(kept.stderr).toContain('--profile')
    }
    const history = await run(['edit', 'history', ...group, '--json'])
    expect(JSON.parse(history.stdout)).toMatchObject([{ id: 1, verb: 'modify' }])
    expect((await run(['edit', 'history', ...group])).stdout).toMatch(
      /^1 {2}\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3} {2}/,
    )
    expect(await run(['edit', 'undo', ...group, '--wait'])).toMatchObject({ code: 0, stderr: '' })
    expect(titleAtMaster()).toBe(before)
    const again = ['edit', 'again', ...group, '--change', '1', '--wait']
    expect(await run(again)).toMatchObject({ code: 0, stderr: '' })
    expect(titleAtMaster()).toBe('Other')
    // What is so already is neither written nor noted.
    const updates = () => textOfProperty(find(master.node, 'global', 'global'), 'updateSequence')
    const count = updates()
    expect(await run(['edit', 'modify', ...group, '--set', 'title=Other', '--wait'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing is to be changed') as string,
    })
    expect(updates()).toBe(count)
    expect(JSON.parse((await run(['edit', 'history', ...group, '--json'])).stdout)).toHaveLength(3)
    change(slave.node, find(slave.node, 'layerGroup', 'grp'), textElement('title', 'Wrecked'))
    expect((await run(['drift', ...words])).code).toBe(1)
    const resync = await run(['resync', ...words, '--slave', 's1', '--from', 'm', '--yes'])
    expect(resync).toMatchObject({ code: 0 })
    expect((await run(['drift', ...words])).code).toBe(0)
    expect(await run(['edit', 'remove', ...group, '--yes', 'grp'])).toMatchObject({ code: 0 })
    const ofRemoved = await run(['edit', 'history', ...group, '--json'])
    expect(JSON.parse(ofRemoved.stdout)).toContainEqual(expect.objectContaining({ verb: 'remove' }))
    // Of a group a master adds, a slave keeps copies it cannot draw, until it is told anew.
    const undone = await run(['edit', 'undo', ...group, '--wait'])
    expect(undone).toMatchObject({ code: 1, stderr: '' })
    expect(undone.stdout).toMatch(/s1 +different +layer group grp: members, styles/)
    expect(titleAtMaster()).toBe('Other')
    for (const each of ['s1', 's2'])
      expect(await run(['resync', ...words, '--slave', each, '--from', 'm', '--yes'])).toMatchObject({
        code: 0,
      })
    expect(await run(['drift', ...words])).toMatchObject({ code: 0 })
  })
})
