import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { agreedTo, Resync } from '../../../electron/engine/resync/resync.ts'
import { directoryRoot } from '../../support/data-directories.ts'
import { likeTheLargest, writeLargeDirectory } from '../../support/large-directory.ts'
import { slaveStandIn } from '../../support/slave-stand-in.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

it('a resync fills an empty slave from the largest of directories, and then finds the one thing that differs', async () => {
  const [reference, slave] = [temporaryDirectory(), temporaryDirectory()]
  const objects = writeLargeDirectory(reference, likeTheLargest)
  expect(objects).toBeGreaterThanOrEqual(4_076)
  mkdirSync(join(slave, 'styles'))
  const resync = new Resync(directoryRoot(reference), directoryRoot(slave))
  const plan = await resync.plan()
  expect(plan).toMatchObject({ withheld: [] })
  expect(plan.operations.length).toBeGreaterThanOrEqual(objects)
  const report = await resync.run(agreedTo(plan), slaveStandIn(slave).delivery)
  expect(report).toMatchObject({ verified: true, passes: 1, after: { drift: { compared: objects } } })
  const file = join(reference, 'workspaces/w3/pg/type500/featuretype.xml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('Type 500', 'Another title'))
  const again = await resync.plan()
  expect(again.operations.map(({ title }) => title)).toEqual(['modify feature type w3:type500: title'])
  await expect(resync.run(agreedTo(again), slaveStandIn(slave).delivery)).resolves.toMatchObject({
    verified: true,
  })
}, 300_000)
