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
import { words } from '../parameters.ts'

export const demoCommand = defineCommand({
  name: 'demo',
  arguments: {},
  options: { stock: '--stock', keep: '--keep', directory: '--directory <directory>' },
  examples: ['demo', 'demo --stock', 'demo --keep'],
  input: z.object({
    stock: z.boolean().default(false),
    keep: z.boolean().default(false),
    directory: words('nameDirectory').optional(),
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
    path: localFileSystem.realPath(path) ?? path,
    remove() {
      if (isNew) {
        localFileSystem.removeDirectory(path)
        return
      }
      for (const { name } of localFileSystem.list(path)) localFileSystem.removeDirectory(join(path, name))
    },
  }
}
