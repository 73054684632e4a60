import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { consumerQueue, topic } from '../../../electron/broker/destinations.ts'
import { makeQueue } from '../../../electron/broker/make-queue.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import type { Node } from '../../../electron/engine/node/node.ts'
import { agreedTo, Resync } from '../../../electron/engine/resync/resync.ts'
import { DirectoryRoot } from '../../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { connectionTo, faultsAt, Inbox, networkUrl } from '../broker-session.ts'
import { driftBetween, eventually, finished, TestCluster } from '../cluster.ts'
import { editAsPlanned } from '../edit-as-planned.ts'
import { send, type SessionTrials } from './session-trials.ts'

/** What a cluster as a whole needs. */
export function sessionCluster({ trial, url, connect }: SessionTrials): void {
  trial('carries nodes of Plumbline, one of them away for a while, and its resync', async () => {
    const nothing = () => Promise.resolve()
    const cluster = new TestCluster({ url: url(), restart: nothing, stop: nothing })
    const nodes = { group: randomUUID(), topicName: `VirtualTopic.${randomUUID()}` }
    const edit = (name: string) =>
      editAsPlanned(master, { verb: 'add', kind: 'workspace', input: JSON.stringify({ name }) })
    const master = await cluster.start('m', { ...nodes, toggleSlave: 'false' })
    try {
      const slave = await cluster.start('s', { ...nodes, toggleMaster: 'false' })
      edit('near')
      await finished(slave, 2)
      await cluster.stop(slave)
      edit('far')
      await eventually('the master publishes everything', () => master.status.outbox.applied === 0)
      const back = await cluster.restart(slave)
      await finished(back, 4)
      expect(back.status.inbox).toMatchObject({ applied: 4, failed: 0, parked: 0 })
      const directories = [master.status.dataDirectory, back.status.dataDirectory] as const
      expect(driftBetween(...directories).entries).toEqual([])
      rmSync(join(directories[1], 'workspaces/far'), { recursive: true })
      await back.reload()
      expect(driftBetween(...directories).entries).not.toEqual([])
      await resyncOne(url(), master, back)
      expect(driftBetween(...directories).entries).toEqual([])
    } finally {
      await cluster.close()
    }
  })

  trial('keeps what is published for a slave whose queue was made before its first start', async () => {
    const topicName = `VirtualTopic.${randomUUID()}`
    const own = consumerQueue('late', topicName)
    const maker = await connectionTo(url())
    await makeQueue(maker, own).finally(() => maker.close())
    const session = await connect()
    await send(session, topic(topicName), 'before it started')
    const inbox = new Inbox()
    await session.subscribe({ destination: own }, inbox.take)
    await inbox.count(1)
    expect(inbox.texts).toEqual(['before it started'])
  })

  trial('passes every check', async () => {
    let faults = await faultsAt(url())
    for (let time = 0; time < 2 && faults.length > 0; time += 1) faults = await faultsAt(url())
    if (faults.length > 0) throw new Error(faults.join('; '))
  })
}

async function resyncOne(url: string, master: Node, slave: Node): Promise<void> {
  await using session = new BrokerSession(networkUrl(url))
  await session.connect()
  const rootOf = (node: Node) => new DirectoryRoot(node.status.dataDirectory, localFileSystem)
  const resync = new Resync(rootOf(master), rootOf(slave))
  const { instanceName, topicName } = slave.configuration
  await resync.run(agreedTo(await resync.plan()), {
    session,
    queue: consumerQueue(instanceName, topicName),
    slave: slave.configuration,
    control: {
      outcomes: (ids) => Promise.resolve(slave.outcomes(ids)),
      settle: (reason) => Promise.resolve(slave.settle(reason)),
      reload: () => slave.reload(),
    },
  })
}
