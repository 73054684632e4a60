import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkJournal } from '../../electron/nodes/check-journal.ts'
import { brokerKinds, eventually, TestCluster, type TestBroker } from '../support/cluster.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { english } from '../../electron/sentences/english.ts'

let broker: TestBroker
let cluster: TestCluster

beforeEach(async () => {
  const [embedded] = brokerKinds
  if (embedded === undefined) throw new Error('There is no broker.')
  broker = await embedded.start()
  cluster = new TestCluster(broker)
})
afterEach(async () => {
  await cluster.close()
  await broker.stop()
})

it('A node has all of its journal checked while it runs, and says what is wrong with it', async () => {
  const directory = cluster.makeDirectory('master')
  const checked: (string | undefined)[] = []
  const start = async () => {
    const node = await cluster.open(directory, {
      journalCheckAfter: 0,
      checkJournal: async (path, signal) => {
        const damage = await checkJournal(path, signal)
        checked.push(damage?.code)
        return damage
      },
    })
    await node.start()
    return node
  }
  const node = await start()
  editAsPlanned(node, { verb: 'add', kind: 'workspace', input: '{"name":"topp"}' }, 'test')
  await eventually('it is checked', () => checked.length === 1)
  expect(checked).toEqual([undefined])
  expect(node.status.health).toBe('ok')
  await cluster.stop(node)
  const journal = new DatabaseSync(join(directory, 'cluster/plumbline/node.sqlite'), { defensive: false })
  journal.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE INDEX history_by_object ON history (id, object_id)'
      WHERE name = 'history_by_object'`)
  journal.close()
  const damaged = await start()
  expect(damaged.journalSetAside).toBeUndefined()
  await eventually('it is told', () => damaged.status.health === 'trouble')
  expect(damaged.status.reasons.map(english).join(' ')).toContain('history_by_object')
  await cluster.stop(damaged)
})
