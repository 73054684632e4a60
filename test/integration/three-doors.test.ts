import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { doors, type Pair } from '../support/doors.ts'
import { NodeProcesses } from '../support/node-processes.ts'

/** A master and its slave, each in a process of its own. */
async function runningPair(): Promise<Pair & { readonly cluster: NodeProcesses }> {
  const cluster = await NodeProcesses.start()
  const [master, slave] = [cluster.makeMaster('m1'), cluster.makeSlave('s1')]
  await cluster.node(master)
  await cluster.node(slave)
  return {
    cluster,
    brokerUrl: cluster.broker.url,
    master: { name: 'm1', directory: master },
    slave: { name: 's1', directory: slave },
  }
}

/** What is done to the slave by hand, and what whoever looks through any door has to find and can do about it. */
const cases = [
  {
    name: 'a workspace that is gone',
    damage: (slave: string) => rmSync(join(slave, 'workspaces/topp'), { recursive: true }),
    differs: ['another default workspace', 'missing namespace topp', 'missing workspace topp'],
    operations: ['add workspace topp', 'add namespace topp', 'make topp the default workspace'],
  },
  {
    name: 'a property that was changed',
    damage: (slave: string) =>
      replaceIn(join(slave, 'workspaces/topp/namespace.xml'), 'http://topp', 'http://other'),
    differs: ['different namespace topp'],
    operations: ['modify namespace topp: URI'],
  },
  {
    name: 'a workspace nobody added',
    damage: (slave: string) => {
      cpSync(join(slave, 'workspaces/topp'), join(slave, 'workspaces/extra'), { recursive: true })
      for (const file of ['namespace.xml', 'workspace.xml']) {
        const path = join(slave, 'workspaces/extra', file)
        writeFileSync(
          path,
          readFileSync(path, 'utf8')
            .replaceAll('topp', 'extra')
            .replace(/-[0-9a-f]+</, '-1<'),
        )
      }
    },
    differs: ['extra namespace extra', 'extra workspace extra'],
    operations: ['remove namespace extra', 'remove workspace extra'],
  },
] as const

function replaceIn(path: string, what: string, by: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace(what, by))
}

describe.each(Object.keys(doors))('through %s', (name) => {
  it('an operator compares, edits and resyncs the same nodes with the same outcome', async () => {
    const pair = await runningPair()
    const door = await doors[name]?.(pair)
    if (door === undefined) throw new Error(`There is no door ${name}.`)
    expect(await door.compare()).toEqual([])
    expect(await door.addWorkspace('master', 'topp')).toEqual([
      'workspace topp added',
      'namespace topp added',
    ])
    expect(await door.addWorkspace('slave', 'topp')).toEqual(['PLB-ENGINE-NOT-A-MASTER'])
    await pair.cluster.settled(pair.master.directory, pair.slave.directory)
    for (const { name: what, damage, differs, operations } of cases) {
      damage(pair.slave.directory)
      expect([...(await door.compare())].toSorted(), what).toEqual(differs)
      expect(await door.resync(), what).toEqual({ operations, verified: true })
      expect(await door.compare(), what).toEqual([])
    }
  })
})
