import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { connectStockNode } from '../../../electron/imitation/on-broker.ts'
import { finished, startPlumbline } from '../command-line.ts'
import { goldenPath } from '../data-directories.ts'
import { temporaryDirectory } from '../temporary-directory.ts'
import { adoptMemory } from './resync-trio.ts'
import { serveNode } from './serve-in-test.ts'

/** A stock master and two stock slaves at a broker, and the command line as cron would run it. */
export async function stockCommandCluster() {
  const directory = temporaryDirectory()
  const broker = await EmbeddedBroker.start({ database: join(directory, 'broker.sqlite') })
  onTestFinished(() => broker.stop())
  const connected = async (instanceName: string, properties: Readonly<Record<string, string>>) => {
    const seed = goldenPath('after-build-up/master')
    const node = await connectStockNode({
      seed,
      properties: { instanceName, brokerURL: broker.url, ...properties },
    })
    onTestFinished(node.drop)
    const { url } = await serveNode(node.node)
    return { ...node, url }
  }
  const master = await connected('m', { toggleSlave: 'false' })
  const slave = await connected('s1', { toggleMaster: 'false' })
  const other = await connected('s2', { toggleMaster: 'false' })
  for (const { node } of [slave, other]) adoptMemory(node, master.node)
  const login = join(directory, 'login')
  writeFileSync(login, 'admin:geoserver\n')
  chmodSync(login, 0o600)
  const cluster = ['--node', master.url, slave.url, other.url, '--login', login]
  const environment = { PLUMBLINE_STATE_DIR: join(directory, 'state') }
  const run = (words: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    finished(startPlumbline(words, { ...environment, ...more }))
  return { master, slave, other, cluster, run, broker, environment }
}
