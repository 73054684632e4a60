import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import { english } from '../../electron/sentences/english.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { eventually } from '../support/cluster.ts'
import { finished, plumbline, startPlumbline } from '../support/command-line.ts'
import { NodeProcesses } from '../support/node-processes.ts'
import { publishAsPreviewed } from '../support/publish-as-previewed.ts'
import { openApplication, openCluster, plainCall } from '../support/services.ts'

const unavailable = activemqAvailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: nodes elsewhere on ActiveMQ, ${unavailable}\n`)

let activemq: ActivemqBroker
beforeAll(async () => {
  if (unavailable === undefined) activemq = await startActivemq()
})
afterAll(async () => {
  if (unavailable === undefined) await activemq.stop()
})

/** The application on a profile of a master and a slave whose directories lie here and which it does not run. */
async function world(brokerUrl: (cluster: NodeProcesses) => string, run = false) {
  const cluster = await NodeProcesses.start()
  const url = brokerUrl(cluster)
  const directories = [
    cluster.makeDirectory('m1', { toggleSlave: 'false', brokerURL: url }),
    cluster.makeDirectory('s1', { toggleMaster: 'false', brokerURL: url }),
  ]
  const application = await openApplication({ stateDirectory: cluster.directory })
  await openCluster(application, [], {
    brokerUrl: url,
    nodes: directories.map((dataDirectory) => ({ type: 'local', dataDirectory, run })),
  })
  const { services } = application
  const node = async (instanceName: string) => {
    const found = (await services.inventory.nodes({}, plainCall())).find(
      (each) => each.instanceName === instanceName,
    )
    if (found === undefined) throw new Error(`There is no ${instanceName}.`)
    return found
  }
  const whyNot = async (instanceName: string) =>
    Object.fromEntries(
      (await node(instanceName)).actions.map(({ action, why }) => [
        action,
        why === null ? null : english(why),
      ]),
    )
  const edit = async (input: object) =>
    publishAsPreviewed(services.configuration, {
      instanceName: 'm1',
      draft: {
        verb: 'add',
        kind: 'workspace',
        service: null,
        id: null,
        input: JSON.stringify(input),
        styleBody: null,
        recurse: false,
        version: null,
      },
    })
  /** What became at the slave of every message in the archive. */
  const deliveries = async () => {
    const { rows } = await services.messages.page(
      { filter: everyMessage, before: null, after: null, limit: 100 },
      plainCall(),
    )
    const details = rows.map(async ({ sequence }) => services.messages.details({ sequence }, plainCall()))
    return (await Promise.all(details)).map(({ delivery }) =>
      delivery.find(({ instanceName }) => instanceName === 's1'),
    )
  }
  return { cluster, directories, services, node, whyNot, edit, deliveries }
}

const brokers = [
  ['the embedded broker', (cluster: NodeProcesses) => cluster.broker.url],
  ['ActiveMQ', () => `failover:(stomp://127.0.0.1:${activemq.stompPort})`],
] as const

for (const [name, brokerUrl] of brokers) {
  describe.skipIf(name === 'ActiveMQ' && unavailable !== undefined)(
    `a master and a slave that other processes run, on ${name}`,
    () => {
      it('are shown as they are, edited, delivered to, compared, resynced and reloaded', async () => {
        const { cluster, directories, services, node, whyNot, edit, deliveries } = await world(brokerUrl)
        const [master = '', slave = ''] = directories
        expect((await whyNot('m1'))['edit']).toMatch(/does not run. Start it with: plumbline node --data-dir/)
        await cluster.node(master)
        await cluster.node(slave)
        await eventually('both are noticed', async () => {
          const found = [await node('m1'), await node('s1')]
          return found.every(({ elsewhere, connection }) => elsewhere && connection.effective === 'connected')
        })
        expect(await node('m1')).toMatchObject({
          type: 'plumbline',
          roles: ['master'],
          running: true,
          state: 'publishing',
          connection: { configured: 'enabled', effective: 'connected' },
        })
        expect(await node('s1')).toMatchObject({
          roles: ['slave'],
          running: true,
          group: 'geoserver-cluster',
        })
        expect((await node('s1')).version).toMatch(/^\d+\.\d+/)
        await eventually(
          'the queue of the slave was looked into',
          async () => (await node('s1')).pending === 0,
        )
        expect(await whyNot('m1')).toMatchObject({ edit: null, stop: null })
        expect((await whyNot('m1'))['start']).toMatch(/another process/)
        expect(await whyNot('s1')).toMatchObject({ resync: null, compare: null, reload: null })

        const agreed = { instanceName: 's1', agreed: slave }
        await services.inventory.pause(agreed, plainCall())
        expect(await whyNot('s1')).toMatchObject({ resume: null })
        await services.inventory.resume(agreed, plainCall())
        expect(await whyNot('s1')).toMatchObject({ pause: null })

        const begun = Date.now()
        await edit({ name: 'topp' })
        // What the master counts up later comes after these, and has its own time.
        await eventually('the slave said what became of every message, and when', async () => {
          const all = await deliveries()
          return (
            all.length > 0 &&
            all.every(
              (each) =>
                ['taken', 'applied', 'verified'].includes(each?.state ?? '') && (each?.at ?? 0) >= begun,
            )
          )
        })
        expect((await node('s1')).lastTakenAt).toBeGreaterThanOrEqual(begun)

        const compare = () => services.inventory.compare({ reference: 'm1', instanceName: 's1' }, plainCall())
        await eventually('they are equal', async () => (await compare()).equal)
        await eventually('it says so', async () => (await node('s1')).drift.state === 'equal')

        rmSync(join(slave, 'workspaces/topp'), { recursive: true })
        await services.inventory.reload({ instanceName: 's1', agreed: slave }, plainCall())
        const tree = await services.configuration.tree({ instanceName: 's1' }, plainCall())
        expect(tree.map(({ title }) => title)).not.toContain('topp')
        expect(await compare()).toMatchObject({ equal: false })
        const plan = await services.resync.plan({ instanceName: 's1', reference: 'm1' }, plainCall())
        expect(plan.operations.map(({ verb, kind }) => `${verb} ${kind}`)).toContain('add workspace')
        const report = await services.resync.run(
          { plan: plan.id, instanceName: 's1', leaveOut: [] },
          plainCall(),
        )
        expect(report).toMatchObject({ verified: true, cancelled: false })
        expect(readdirSync(join(slave, 'workspaces'))).toContain('topp')
        const { path, properties } = await services.inventory.properties({ instanceName: 's1' }, plainCall())
        expect(path).toBe(join(slave, 'cluster/cluster.properties'))
        expect(properties.find(({ key }) => key === 'toggleMaster')?.value).toBe('false')
      })
    },
  )
}

describe('a data directory of the profile that the app is to run', () => {
  it('is left to the process that runs it, and started here when that ends', async () => {
    const cluster = await NodeProcesses.start()
    const slave = cluster.makeSlave('s1')
    const other = await cluster.node(slave)
    const application = await openApplication({ stateDirectory: cluster.directory })
    await openCluster(application, [slave], { brokerUrl: cluster.broker.url })
    const node = async () => (await application.services.inventory.nodes({}, plainCall()))[0]
    await eventually('that process is noticed', async () => (await node())?.elsewhere === true)
    await other.end('SIGINT')
    await eventually('it runs here', async () => {
      const found = await node()
      return found?.running === true && !found.elsewhere && found.state !== 'starting'
    })
    await application.services.inventory.stop({ instanceName: 's1', agreed: slave }, plainCall())
    await cluster.node(slave)
    await eventually('it is noticed', async () => (await node())?.elsewhere === true)
    // What another process runs can be stopped from here, and is not started again for it.
    await application.services.inventory.stop({ instanceName: 's1', agreed: slave }, plainCall())
    expect(await node()).toMatchObject({ running: false, elsewhere: false, state: 'stopped' })
  })

  it('can be asked by other processes while the app runs it', async () => {
    const cluster = await NodeProcesses.start()
    const slave = cluster.makeSlave('s1')
    const application = await openApplication({ stateDirectory: cluster.directory })
    await openCluster(application, [slave], { brokerUrl: cluster.broker.url })
    const status = await plumbline('status', '--data-dir', slave, '--json')
    expect(status.code).toBe(0)
    expect(JSON.parse(status.stdout)).toMatchObject([{ health: 'ok', status: { instanceName: 's1' } }])
    const { stateDirectory } = application.running
    const ofProfile = async (...words: readonly string[]) =>
      finished(
        startPlumbline([...words, '--profile', 'Test', '--json'], { PLUMBLINE_STATE_DIR: stateDirectory }),
      )
    expect(JSON.parse((await ofProfile('status')).stdout)).toMatchObject([
      { health: 'ok', dataDirectory: slave },
    ])
    expect((await ofProfile('reload', '--data-dir', 's1')).code).toBe(0)
    const nobody = await ofProfile('reload', '--data-dir', 'nobody')
    expect(nobody.stdout + nobody.stderr).toContain('there is no node nobody (there are: s1)')
  })

  it('is told of on the command line with what the app found when it compared it', async () => {
    const cluster = await NodeProcesses.start()
    const directories = [cluster.makeDirectory('m1', { toggleSlave: 'false' }), cluster.makeSlave('s1')]
    const application = await openApplication({ stateDirectory: cluster.directory })
    await openCluster(application, directories, { brokerUrl: cluster.broker.url })
    const compare = () =>
      application.services.inventory.compare({ reference: 'm1', instanceName: 's1' }, plainCall())
    const status = async (...words: readonly string[]) =>
      finished(
        startPlumbline(['status', '--profile', 'Test', ...words], {
          PLUMBLINE_STATE_DIR: application.running.stateDirectory,
        }),
      )
    const wms = join(directories[1] ?? '', 'wms.xml')
    const content = readFileSync(wms)
    rmSync(wms)
    await compare()
    const drifted = await status('--json')
    expect(drifted.code).toBe(1)
    expect(JSON.parse(drifted.stdout)).toMatchObject([
      { comparison: null },
      { health: 'drifted', comparison: { state: 'drifted', reference: 'm1', objects: 1 } },
    ])
    writeFileSync(wms, content)
    await compare()
    const equal = await status()
    expect(equal.code).toBe(0)
    // What happened since, the command line has no way to know.
    expect(equal.stdout).toMatch(/compared\s+equal to m1 on [A-Z][a-z]+ \d+, \d{4}, [\d:]+; stale/)
  })
})
