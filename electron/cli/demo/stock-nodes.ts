import { join } from 'node:path'
import { aborted } from '../../scheduler/aborted.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { createApplication } from '../../services/application.ts'
import { StockDemoCluster } from '../../services/demo/stock/stock-cluster.ts'
import { runStockDemo } from '../../services/demo/stock/stock-script.ts'
import { localFileSystem } from '../../storage/files.ts'
import type { DemoStage } from './own-nodes.ts'

/** Shows what Plumbline does with GeoServers, on imitations of them; gives the claims that did not hold. */
export async function showStockNodes(
  { directory, keep, printer, signal }: DemoStage,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly Wording[]> {
  const cluster = await StockDemoCluster.start(join(directory, 'nodes'), localFileSystem, signal)
  try {
    const application = await createApplication({
      stateDirectory: join(directory, 'state'),
      environment,
      shell: 'serve',
      operator: 'demo',
      report: (error) => {
        printer.warn(error)
      },
    })
    try {
      const { services } = application.application
      const failedClaims = await runStockDemo(services, cluster, (event) => printer.show(event), signal)
      printer.end(failedClaims)
      if (keep) {
        printer.explainImitations(cluster)
        await aborted(signal)
      }
      return failedClaims
    } finally {
      await application.close()
    }
  } finally {
    await cluster.stop()
  }
}
