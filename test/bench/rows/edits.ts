import { join } from 'node:path'
import { queue } from '../../../electron/broker/destinations.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import type { Node } from '../../../electron/engine/node/node.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { networkUrl } from '../../support/broker-session.ts'
import { brokerKinds, TestCluster } from '../../support/cluster.ts'
import { editAsPlanned } from '../../support/edit-as-planned.ts'
import { inDirectory, interleaved, rateOf, row, type Bench } from '../row.ts'

const rounds = 5
const changes = 60
const clients = 8
let count = 0

function change(master: Node): void {
  count += 1
  const input = JSON.stringify({ featureTypeCacheSize: count })
  editAsPlanned(master, { verb: 'modify', kind: 'global', input }, 'bench')
}

/** Has a feature type for each client: of two changes of one object the second would have to be planned again. */
function addFeatureTypes(master: Node): void {
  const add = (kind: EditRequest['kind'], object: object): unknown =>
    editAsPlanned(master, { verb: 'add', kind, input: JSON.stringify(object) }, 'bench')
  add('dataStore', { name: 'pg', workspace: 'base', type: 'PostGIS' })
  for (let client = 0; client < clients; client += 1) {
    const bounds = { minx: '-180', maxx: '180', miny: '-90', maxy: '90', crs: 'EPSG:4326' }
    add('featureType', {
      ...{ name: `roads${client}`, nativeName: 'roads', namespace: 'base', store: 'base:pg', title: 'Roads' },
      ...{ abstract: 'Roads of the country, once a week. '.repeat(10), srs: 'EPSG:4326' },
      ...{ nativeBoundingBox: bounds, latLonBoundingBox: bounds },
    })
  }
}

async function changeOwn(master: Node, client: number): Promise<void> {
  count += 1
  const request: EditRequest = {
    verb: 'modify',
    kind: 'featureType',
    name: `base:roads${client}`,
    input: JSON.stringify({ title: `Roads ${count}` }),
  }
  await master.editSoon(request, { plan: master.plan(request).digest }, 'bench')
}

/** What a master accepts, from one client and from several at once; beside a commit and a file, both on the disk. */
export const edits: Bench = {
  names: ['edits-one', 'edits-many'],
  run: () =>
    withBroker(async (cluster) => {
      const master = await cluster.start('master', { toggleSlave: 'false' })
      addFeatureTypes(master)
      return inDirectory(async (directory) => {
        const { database } = openDatabase(join(directory, 'floor.sqlite'), [
          'CREATE TABLE change (id INTEGER PRIMARY KEY, body TEXT) STRICT',
        ])
        const insert = database.command('INSERT INTO change (body) VALUES (:body)')
        const body = 'x'.repeat(4096)
        try {
          const { floor, one, many } = await interleaved(rounds, {
            floor: () =>
              rateOf(changes, () => {
                for (let index = 0; index < changes; index += 1) {
                  database.transaction(() => insert.run({ body }))
                  localFileSystem.writeAtomically(join(directory, 'global.xml'), body)
                }
              }),
            one: () =>
              rateOf(changes, () => {
                for (let index = 0; index < changes; index += 1) change(master)
              }),
            many: () => rateOf(changes, () => Promise.all(Array.from({ length: clients }, client))),
          })
          return [row('edits-one', '/s', one, floor, '≥ 0.5'), row('edits-many', '/s', many, floor, '≥ 0.6')]
        } finally {
          database.close()
        }
      })

      async function client(_: unknown, number: number): Promise<void> {
        for (let index = number; index < changes; index += clients) {
          await changeOwn(master, number)
        }
      }
    }),
}

/** How long a change takes until it is in the files of a slave, beside a message to the broker and back. */
export const arrival: Bench = {
  names: ['arrival-p50', 'arrival-p99'],
  run: () =>
    withBroker(async (cluster, url) => {
      const master = await cluster.start('master', { toggleSlave: 'false' })
      const slave = await cluster.start('slave', { toggleMaster: 'false' })
      const session = new BrokerSession(networkUrl(url))
      await session.connect()
      const destination = queue('bench')
      let arrived: () => void = () => undefined
      await session.subscribe({ destination }, (message) => {
        message.ack()
        arrived()
      })
      slave.watch(({ direction, state }) => {
        if (direction === 'received' && state === 'applied') arrived()
      })
      const timeOf = async (begin: () => unknown): Promise<number> => {
        const { promise, resolve } = Promise.withResolvers<void>()
        arrived = resolve
        const started = performance.now()
        await Promise.all([begin(), promise])
        return performance.now() - started
      }
      const body = 'x'.repeat(4096)
      const [floors, works]: [number[], number[]] = [[], []]
      for (let index = 0; index < 220; index += 1) {
        const floor = await timeOf(() => session.publish({ destination, properties: {}, body }))
        const work = await timeOf(() => {
          change(master)
        })
        // The first ones warm up.
        if (index < 20) continue
        floors.push(floor)
        works.push(work)
      }
      await session.close()
      return [
        row('arrival-p50', 'ms', quantile(works, 0.5), quantile(floors, 0.5), '≤ 3'),
        row('arrival-p99', 'ms', quantile(works, 0.99), quantile(floors, 0.99), '≤ 6'),
      ]
    }),
}

function quantile(numbers: readonly number[], part: number): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length * part)] ?? 0
}

async function withBroker<Result>(
  action: (cluster: TestCluster, url: string) => Promise<Result>,
): Promise<Result> {
  const kind = brokerKinds.find(({ name, unavailable }) => name === 'ActiveMQ' && unavailable === undefined)
  const broker = await (kind ?? brokerKinds[0])?.start()
  if (broker === undefined) throw new Error('there is no broker')
  const cluster = new TestCluster(broker)
  try {
    return await action(cluster, broker.url)
  } finally {
    await cluster.close()
    await broker.stop()
  }
}
