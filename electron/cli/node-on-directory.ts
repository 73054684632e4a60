import { systemClock } from '../broker/clock.ts'
import type { ClusterNode } from '../nodes/cluster-node.ts'
import { EngineElsewhere } from '../nodes/engine-elsewhere.ts'
import { NodeFiles } from '../nodes/node-files.ts'
import { deafListener, type Surroundings } from '../nodes/surroundings.ts'
import { localFileSystem } from '../storage/files.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The node that runs on a data directory somebody named, in whichever process.
 * @param reference what it is to be compared with
 * @throws PLB-ENGINE-NODE-NOT-RUNNING, PLB-CONFIGURATION-…
 */
export async function runningNodeOn(
  dataDirectory: string,
  environment: Environment,
  reference?: string,
): Promise<ClusterNode> {
  const surroundings: Surroundings = {
    now: Date.now,
    fileSystem: localFileSystem,
    referenceFor: () => reference,
    listeners: () => undefined,
    noticed: () => undefined,
    hasQueue: () => false,
    listener: deafListener,
  }
  const files = new NodeFiles(dataDirectory, { ...surroundings, environment })
  return EngineElsewhere.reach({ files, isToRun: false, surroundings, clock: systemClock })
}
