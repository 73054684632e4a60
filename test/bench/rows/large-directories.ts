import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { consumerQueue } from '../../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import { compareStates } from '../../../electron/engine/resync/compare.ts'
import { NodeDirectory } from '../../../electron/engine/resync/node-directory.ts'
import { agreedTo, Resync } from '../../../electron/engine/resync/resync.ts'
import { systemClock, wait } from '../../../electron/scheduler/clock.ts'
import { DirectoryRoot } from '../../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { networkUrl } from '../../support/broker-session.ts'
import { TestCluster } from '../../support/cluster.ts'
import { writeLargeDirectory } from '../../support/large-directory.ts'
import { inDirectory, millisecondsOf, row, type Bench } from '../row.ts'

/** About 10,000 objects: with more, what is compared stays the same and takes longer. */
const size = { workspaces: 5, layers: 998, styles: 28 }
const changed = 100
const megabyte = 1024 * 1024

/** Two directories of 10,000 objects compared, and the slave's brought back; beside what rsync needs for the same. */
export const largeDirectories: Bench = {
  names: ['compare-cold', 'compare-warm', 'resync', 'resync-bytes'],
  unavailable: whyNoRsync(),
  run: () =>
    inDirectory(async (directory) => {
      const reference = join(directory, 'reference')
      writeLargeDirectory(reference, size)
      const database = join(directory, 'broker.sqlite')
      await using broker = await startBroker(database)
      const cluster = new TestCluster({ url: broker.url, restart: async () => {}, stop: async () => {} })
      try {
        const path = cluster.makeDirectory('slave', { toggleMaster: 'false' })
        // The seed of the cluster is in the way: both begin as the reference.
        const copy = join(directory, 'copy')
        cpSync(reference, copy, { recursive: true })
        execFileSync('rsync', ['-a', '--delete', '--exclude=/cluster', `${reference}/`, `${path}/`])
        damage(path)
        damage(copy)
        const rsync = (flags: string): Promise<number> =>
          millisecondsOf(() => execFileSync('rsync', [flags, `${reference}/`, `${copy}/`]))
        const master = new NodeDirectory(rootOf(reference))
        const copyOfIt = new NodeDirectory(rootOf(path), undefined, master)
        const compare = async (): Promise<void> => {
          const { entries } = compareStates(await master.read(), await copyOfIt.read())
          if (entries.length !== changed) throw new Error(`${entries.length} differences`)
        }
        // As an operator's, they were written a while ago: what changed in the last two seconds is read again to be sure.
        await wait(systemClock, 2500)
        // Both find the same files in the system's memory.
        await rsync('-rcn')
        const floor = await rsync('-rcn')
        const cold = await millisecondsOf(compare)
        const warm = await millisecondsOf(compare)

        const slave = await cluster.open(path)
        await slave.start()
        const session = new BrokerSession(networkUrl(broker.url))
        await session.connect()
        let bytes = 0
        // As an operator does, who compared both before.
        const resync = new Resync(master, copyOfIt)
        const plan = await resync.plan()
        const time = await millisecondsOf(async () => {
          const report = await resync.run(agreedTo(plan), {
            session: {
              publish(publication) {
                bytes += Buffer.byteLength(publication.body)
                return session.publish(publication)
              },
            },
            queue: consumerQueue(slave.configuration.instanceName, slave.configuration.topicName),
            slave: slave.configuration,
            control: {
              outcomes: (ids) => Promise.resolve(slave.outcomes(ids)),
              settle: (reason) => Promise.resolve(slave.settle(reason)),
              reload: () => slave.reload(),
            },
          })
          if (!report.verified) throw new Error('the resync did not prove both equal')
        })
        await session.close()
        const copied = await rsync('-rc')
        return [
          row('compare-cold', 'ms', cold, floor, '≤ 2'),
          row('compare-warm', 'ms', warm, floor, '≤ 0.1'),
          row('resync', 'ms', time, copied, '< 1'),
          // Of all that the directory holds, no more than the part that changed, and what messages add.
          row('resync-bytes', 'MB', bytes / megabyte, bytesOf(reference) / megabyte, '∝ what changed'),
        ]
      } finally {
        await cluster.close()
      }
    }),
}

/** Other titles for a hundred feature types. */
function damage(path: string): void {
  for (let number = 0; number < changed; number += 1) {
    const file = join(path, `workspaces/w${number % size.workspaces}/pg/type${number}/featuretype.xml`)
    writeFileSync(file, readFileSync(file, 'utf8').replace('<title>', '<title>other '))
  }
}

function rootOf(path: string): DirectoryRoot {
  return new DirectoryRoot(path, localFileSystem)
}

function bytesOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

async function startBroker(database: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const broker = await EmbeddedBroker.start({ database })
  return { url: broker.url, [Symbol.asyncDispose]: () => broker.stop() }
}

function whyNoRsync(): string | undefined {
  try {
    execFileSync('rsync', ['--version'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'rsync is not installed'
  }
}
