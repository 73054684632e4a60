import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import { Node } from '../../electron/engine/node/node.ts'
import { localFileSystem } from '../../electron/storage/files.ts'
import { likeTheLargest, writeLargeDirectory } from '../support/large-directory.ts'
import { median } from './measure.ts'

export interface EditCost {
  readonly what: string
  /** Milliseconds of planning and of carrying out; medians. */
  readonly plan: number
  readonly edit: number
}

/** What changes of the largest of directories cost, and a floor: a megabyte written so that it is on the disk. */
export async function editCosts(
  rounds = 15,
): Promise<{ readonly objects: number; readonly floor: number; readonly costs: readonly EditCost[] }> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'plumbline-bench-'))
  try {
    const objects = writeLargeDirectory(dataDirectory, likeTheLargest)
    const properties = join(dataDirectory, 'cluster.properties')
    writeFileSync(
      properties,
      'instanceName=bench\ngroup=bench\ntoggleMaster=true\ntoggleSlave=false\nbrokerURL=\n',
    )
    const environment = { CLUSTER_CONFIG_DIR: dataDirectory }
    const node = await Node.open({ dataDirectory, environment })
    const costs = [
      ...requests.map(([what, request]) => cost(node, what, rounds, request)),
      cost(node, 'a style of 72 layers goes', Math.min(rounds, 5), (round) => ({
        ...removal,
        kind: 'style',
        name: `style${round}`,
      })),
      cost(node, 'a workspace of 1,011 objects goes', 1, () => ({
        ...removal,
        kind: 'workspace',
        name: 'w3',
      })),
    ]
    await node.stop()
    const bytes = Buffer.alloc(1024 * 1024, 'x')
    const floor = median(
      Array.from({ length: rounds }, () =>
        timeOf(() => localFileSystem.writeAtomically(join(dataDirectory, 'floor'), bytes)),
      ),
    )
    return { objects, floor, costs }
  } finally {
    rmSync(dataDirectory, { recursive: true })
  }
}

const removal = { verb: 'remove', recurse: true } as const

const requests: readonly (readonly [string, (round: number) => EditRequest])[] = [
  ['a feature type', (round) => modify('featureType', 'w0:type5', `{"title":"${round}"}`)],
  ['a group of 504 layers', (round) => modify('layerGroup', 'w1:all', `{"title":"${round}"}`)],
  ['a layer of such a group goes', (round) => ({ ...removal, kind: 'layer', name: `w2:type${round}` })],
]

function modify(kind: EditRequest['kind'], name: string, input: string): EditRequest {
  return { verb: 'modify', kind, name, input }
}

function cost(node: Node, what: string, rounds: number, request: (round: number) => EditRequest): EditCost {
  const times = Array.from({ length: rounds }, (_, round) => {
    let agreement = { plan: '', name: undefined as string | undefined }
    const plan = timeOf(() => {
      const { digest, asksForName } = node.plan(request(round))
      agreement = { plan: digest, name: asksForName }
    })
    return { plan, edit: timeOf(() => node.edit(request(round), agreement, 'bench')) }
  })
  return { what, plan: median(times.map(({ plan }) => plan)), edit: median(times.map(({ edit }) => edit)) }
}

function timeOf(action: () => void): number {
  const started = performance.now()
  action()
  return performance.now() - started
}

if (import.meta.main) {
  const { objects, floor, costs } = await editCosts()
  console.log(
    `Changes of ${objects} objects, milliseconds; a megabyte written durably takes ${floor.toFixed(1)}`,
  )
  for (const { what, plan, edit } of costs)
    console.log(`  ${what.padEnd(38)} planned ${plan.toFixed(1)}, made ${edit.toFixed(1)}`)
}
