import { ControlServer } from '../../nodes/control/server.ts'
import { aborted } from '../../scheduler/aborted.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { DemoCluster, demoNodeNames } from '../../services/demo/cluster.ts'
import { runDemo } from '../../services/demo/script.ts'
import type { DemoPrinter } from './printer.ts'

/** Where a demo is shown. */
export interface DemoStage {
  /** Empty; everything of the demo is put there. */
  readonly directory: string
  /** Whether the cluster goes on running until the signal is aborted. */
  readonly keep: boolean
  readonly printer: DemoPrinter
  readonly signal: AbortSignal
}

/** Shows what Plumbline does with nodes of its own; gives the claims that did not hold. */
export async function showOwnNodes({
  directory,
  keep,
  printer,
  signal,
}: DemoStage): Promise<readonly Wording[]> {
  const cluster = await DemoCluster.start(directory)
  try {
    const failedClaims = await runDemo(cluster, (event) => printer.show(event), signal)
    printer.end(failedClaims)
    if (keep) await keepRunning(cluster, printer, signal)
    return failedClaims
  } finally {
    await cluster.stop()
  }
}

/** Lets other commands reach the nodes, as if each were a process of its own. */
async function keepRunning(cluster: DemoCluster, printer: DemoPrinter, signal: AbortSignal): Promise<void> {
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
    await aborted(signal)
  } finally {
    for (const server of servers.values()) await server.stop()
  }
}
