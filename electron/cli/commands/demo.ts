import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { failure } from '../../errors/failure.ts'
import { DemoCluster, demoNodeNames } from '../../services/demo/cluster.ts'
import { runDemo } from '../../services/demo/script.ts'
import { localFileSystem } from '../../storage/files.ts'
import { defineCommand } from '../command.ts'
import { ControlServer } from '../../nodes/control/server.ts'
import { DemoPrinter } from '../demo/printer.ts'
import { exitCodes } from '../exit-codes.ts'
import { aborted } from '../../scheduler/aborted.ts'

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'see what Plumbline does, on a small cluster of your own',
  description:
    'Starts a broker, a master and two slaves on this machine, goes through what Plumbline is for, and proves each ' +
    'step by measuring it. Nothing else is needed, and nothing is left behind. ' +
    'Exits with 0 when every proof held, with 1 when one did not.',
  arguments: [],
  options: [
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
    { line: 'demo --keep', does: 'have a cluster to play with' },
  ],
  input: z.object({
    keep: z.boolean().default(false),
    directory: z.string().min(1, 'must name a directory').optional(),
  }),
  async run({ keep, directory }, context) {
    const interrupted = context.listenForInterruption()
    const place = makePlace(directory)
    const printer = new DemoPrinter(context.output)
    let cluster: DemoCluster | undefined
    try {
      printer.begin(place.path)
      cluster = await DemoCluster.start(place.path)
      const failedClaims = await runDemo(cluster, (event) => printer.show(event), interrupted)
      printer.end(failedClaims)
      if (keep) await keepRunning(cluster, printer, interrupted)
      return failedClaims.length === 0 ? exitCodes.ok : exitCodes.no
    } finally {
      await cluster?.stop()
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

/** Lets other commands reach the nodes, as if each were a process of its own. */
async function keepRunning(
  cluster: DemoCluster,
  printer: DemoPrinter,
  interrupted: AbortSignal,
): Promise<void> {
  const servers = new Map<string, ControlServer>()
  try {
    for (const name of demoNodeNames) {
      const stop = async (): Promise<void> => {
        const server = servers.get(name)
        servers.delete(name)
        await server?.stop()
        await cluster.stopNode(name)
      }
      servers.set(name, await ControlServer.start(cluster.node(name), () => void stop()))
    }
    printer.explainKept(cluster)
    await aborted(interrupted)
  } finally {
    for (const server of servers.values()) await server.stop()
  }
}
