import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startStockNode } from '../../electron/imitation/serve.ts'
import { textElement } from '../../electron/xml/element.ts'
import { activemqAvailable, startActivemq } from '../support/activemq.ts'
import { finished, startPlumbline } from '../support/command-line.ts'
import { goldenPath } from '../support/data-directories.ts'
import { adoptMemory, change, find, memoryDrift, takeAway } from '../support/stock-node/resync-trio.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const missing = activemqAvailable()
if (missing !== undefined)
  process.stdout.write(`The story of GeoServers on the command line is not tried: ${missing}\n`)

const found = z.object({
  cluster: z.object({ missing: z.array(z.string()) }),
  profile: z.string().nullable(),
})
const repaired = z.object({
  plan: z.array(z.object({ way: z.string() })),
  verified: z.boolean(),
  others: z.array(z.object({ instanceName: z.string(), state: z.string() })),
})

describe.skipIf(missing !== undefined)('a cluster of GeoServers on ActiveMQ, on the command line', () => {
  it('is found by one address, edited, watched, wrecked by hand, and brought back with proof', async () => {
    const broker = await startActivemq()
    onTestFinished(() => broker.dispose())
    const directory = temporaryDirectory()
    const start = async (instanceName: string, toggles: Readonly<Record<string, string>>) => {
      const brokerURL = `tcp://${broker.host}:${broker.openWirePort}`
      const seed = goldenPath('after-build-up/master')
      const node = await startStockNode({ seed, properties: { instanceName, brokerURL, ...toggles } })
      onTestFinished(node.close)
      return node
    }
    const master = await start('m', { toggleSlave: 'false' })
    const slave = await start('s1', { toggleMaster: 'false' })
    const other = await start('s2', { toggleMaster: 'false' })
    for (const { node } of [slave, other]) adoptMemory(node, master.node)
    const login = join(directory, 'login')
    writeFileSync(login, 'admin:geoserver\n')
    chmodSync(login, 0o600)
    const environment = { PLUMBLINE_STATE_DIR: join(directory, 'state') }
    const run = async (...words: readonly string[]) =>
      finished(startPlumbline([...words, '--json'], environment))

    const one = await run('connect', master.url, '--login', login)
    expect(found.parse(JSON.parse(one.stdout)).cluster.missing.toSorted()).toEqual(['s1', 's2'])
    const addresses = [master, slave, other].map(({ url }) => url)
    expect(await run('connect', ...addresses, '--login', login, '--save', 'Maps')).toMatchObject({
      code: 0,
    })
    const cluster = ['--profile', 'Maps']
    const title = ['edit', 'modify', 'layer-group', 'grp', '--set', 'title=Renamed']
    expect(await run(...title, ...cluster, '--wait')).toMatchObject({ code: 0, stderr: '' })

    takeAway(slave.node, find(slave.node, 'wmtsStore', 'cascmts', 'topp'))
    takeAway(slave.node, find(slave.node, 'dataStore', 'pg', 'topp'))
    change(slave.node, find(slave.node, 'layerGroup', 'grp'), textElement('title', 'Wrecked'))
    const untouched = other.node.core.memory.files.snapshot()
    expect((await run('drift', ...cluster)).code).toBe(1)
    const resync = await run('resync', ...cluster, '--slave', 's1', '--from', 'm', '--yes')
    expect(resync.code).toBe(0)
    const { plan, verified, others } = repaired.parse(JSON.parse(resync.stdout))
    expect(new Set(plan.map(({ way }) => way))).toEqual(new Set(['message', 'rest']))
    expect([verified, others]).toEqual([true, [{ instanceName: 's2', state: 'untouched' }]])
    expect((await run('drift', ...cluster)).code).toBe(0)
    expect(memoryDrift(master.node, slave.node)).toEqual([])
    expect(other.node.core.memory.files.snapshot()).toEqual(untouched)
  })
})
