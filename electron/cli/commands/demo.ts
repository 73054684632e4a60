import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { failure } from '../../errors/failure.ts'
import { localFileSystem } from '../../storage/files.ts'
import { defineCommand } from '../command.ts'
import { showOwnNodes } from '../demo/own-nodes.ts'
import { DemoPrinter } from '../demo/printer.ts'
import { showStockNodes } from '../demo/stock-nodes.ts'
import { exitCodes } from '../exit-codes.ts'

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'see what Plumbline does, on a small cluster of your own',
  description:
    'Starts a broker, a master and two slaves on this machine, goes through what Plumbline is for, and proves each ' +
    'step by measuring it. Nothing else is needed, and nothing is left behind. ' +
    'With --stock the nodes are imitations of GeoServers with the jms-cluster module. ' +
    'Exits with 0 when every proof held, with 1 when one did not.',
  arguments: [],
  options: [
    {
      key: 'stock',
      syntax: '--stock',
      description: 'a cluster of imitated GeoServers: found, edited and repaired over REST and by messages',
    },
    {
      key: 'keep',
      syntax: '--keep',
      description: 'keep the cluster running afterwards, to look at it, until Ctrl-C',
    },
    {
      key: 'directory',
      syntax: '--directory <directory>',
      description: 'where to put it, new or empty (default: a temporary one); with --keep it stays',
    },
  ],
  examples: [
    { line: 'demo', does: 'run the demo' },
    { line: 'demo --stock', does: 'see what it does for GeoServers' },
    { line: 'demo --keep', does: 'have a cluster to play with' },
  ],
  input: z.object({
    stock: z.boolean().default(false),
    keep: z.boolean().default(false),
    directory: z.string().min(1, 'must name a directory').optional(),
  }),
  async run({ stock, keep, directory }, { output, environment, listenForInterruption }) {
    const signal = listenForInterruption()
    const place = makePlace(directory)
    const printer = new DemoPrinter(output)
    try {
      printer.begin(place.path, stock)
      const stage = { directory: place.path, keep, printer, signal }
      const failedClaims = await (stock ? showStockNodes(stage, environment) : showOwnNodes(stage))
      return failedClaims.length === 0 ? exitCodes.ok : exitCodes.no
    } finally {
      if (keep && directory !== undefined) printer.left(place.path)
      else place.remove()
    }
  },
})

interface Place {
  readonly path: string
  /** Removes what the demo made. */
  remove(): void
}

function makePlace(directory: string | undefined): Place {
  const path =
    directory === undefined
      ? join(tmpdir(), `plumbline-demo-${randomBytes(4).toString('hex')}`)
      : resolve(directory)
  const isNew = !localFileSystem.exists(path)
  if (!isNew && localFileSystem.list(path).length > 0) {
    throw failure('PLB-DEMO-DIRECTORY-NOT-EMPTY', { path })
  }
  localFileSystem.makeDirectory(path, { mode: 0o700 })
  return {
    path: localFileSystem.realPath(path),
    remove() {
      if (isNew) {
        localFileSystem.removeDirectory(path)
        return
      }
      for (const { name } of localFileSystem.list(path)) localFileSystem.removeDirectory(join(path, name))
    },
  }
}
