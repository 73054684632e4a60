import { BrokerSession } from '../../electron/broker/session.ts'
import { consumerQueue, topic } from '../../electron/broker/destinations.ts'
import { parseBrokerUrl } from '../../electron/broker/broker-url.ts'
import { brokerKinds, eventually, finished, TestCluster } from '../support/cluster.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'

export interface ReplicationSpeed {
  readonly broker: string
  /** Changes a second a master accepts, files and outbox written durably. */
  readonly accept: number
  /** Events a second a slave that was away takes, applies and acknowledges. */
  readonly drain: number
  /** Messages a second a session consumes and acknowledges without doing anything with them. */
  readonly floor: number
}

/** How fast a slave that was away catches up, against consuming the same messages and doing nothing. */
export async function replicationSpeed(changes = 500): Promise<readonly ReplicationSpeed[]> {
  const results: ReplicationSpeed[] = []
  for (const kind of brokerKinds) {
    if (kind.unavailable !== undefined) continue
    const broker = await kind.start()
    const cluster = new TestCluster(broker)
    try {
      const master = await cluster.start('master', { toggleSlave: 'false' })
      const slave = await cluster.start('slave', { toggleMaster: 'false' })
      const session = new BrokerSession(networkUrl(broker.url))
      await session.connect()
      // A queue of its own gathers the same messages for the floor.
      const queue = consumerQueue('floor', master.configuration.topicName)
      const create = await session.subscribe({ destination: queue }, () => undefined)
      await create.unsubscribe()
      await cluster.stop(slave)
      const accepting = performance.now()
      for (let index = 0; index < changes; index += 1) {
        editAsPlanned(
          master,
          { verb: 'modify', kind: 'global', input: `{"featureTypeCacheSize":${index + 1}}` },
          'bench',
        )
      }
      const accept = changes / ((performance.now() - accepting) / 1000)
      await eventually('everything is published', () => master.status.outbox.applied === 0)
      const consuming = performance.now()
      let consumed = 0
      const { promise, resolve } = Promise.withResolvers<void>()
      const floor = await session.subscribe({ destination: queue, concurrency: 250 }, (message) => {
        message.ack()
        consumed += 1
        if (consumed === changes) resolve()
      })
      await promise
      const floorSpeed = changes / ((performance.now() - consuming) / 1000)
      await floor.unsubscribe()
      const draining = performance.now()
      const again = await cluster.restart(slave)
      await finished(again, changes)
      const drain = changes / ((performance.now() - draining) / 1000)
      await session.close()
      results.push({
        broker: `${kind.name} (${topic(master.configuration.topicName).name})`,
        accept,
        drain,
        floor: floorSpeed,
      })
    } finally {
      await cluster.close()
      await broker.stop()
    }
  }
  return results
}

function networkUrl(text: string) {
  const url = parseBrokerUrl(text)
  if (url.kind !== 'network') throw new Error(`${text} is not on the network`)
  return url
}
