import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { agreedTo, Resync } from '../../../electron/engine/resync/resync.ts'
import { directoryRoot } from '../../support/data-directories.ts'
import { likeTheLargest, writeLargeDirectory } from '../../support/large-directory.ts'
import { slaveStandIn } from '../../support/slave-stand-in.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

it('a resync fills an empty slave from the largest of directories, and then mends what of it was damaged', async () => {
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
  // One in twenty, of different kinds and in different ways.
  const layers = Array.from({ length: likeTheLargest.layers / 10 }, (_, at) => at * 10)
  for (const number of layers) {
    const directory = join(slave, `workspaces/w3/pg/type${number}`)
    const file = join(directory, 'featuretype.xml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/<title>[^<]*/, '<title>Another'))
    rmSync(join(slave, `workspaces/w2/pg/type${number}`), { recursive: true })
    const layer = join(slave, `workspaces/w1/pg/type${number}/layer.xml`)
    writeFileSync(
      layer,
      readFileSync(layer, 'utf8').replace('</layer>', '<queryable>false</queryable></layer>'),
    )
  }
  const again = await resync.plan()
  expect(again).toMatchObject({ withheld: [] })
  const kinds = Object.groupBy(again.operations, ({ verb, kind }) => `${verb} ${kind}`)
  expect(Object.entries(kinds).map(([what, each]) => [what, each?.length])).toEqual([
    ['add featureType', layers.length],
    ['add layer', layers.length],
    ['modify featureType', layers.length],
    ['modify layer', layers.length],
  ])
  await expect(resync.run(agreedTo(again), slaveStandIn(slave).delivery)).resolves.toMatchObject({
    verified: true,
  })
})
