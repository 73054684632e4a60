import { join } from 'node:path'
import { createClient, type Client } from '../../channel/client.ts'
import { openLocalSocket } from '../../channel/local-socket.ts'
import { failureFromData } from '../../contract/failures.ts'
import {
  controlAddress,
  nodeContract,
  type ActivityData,
  type ControlAddress,
  type NodeProcedure,
  type ProcedureInput,
  type ProcedureOutput,
} from '../../contract/node-control.ts'
import { clusterConfigurationDirectory } from '../../engine/configuration/cluster-configuration.ts'
import { stateDirectoryOf } from '../../engine/node/node-options.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import { localFileSystem } from '../../storage/files.ts'
import { parseJson } from '../../text/json.ts'
import { controlFile } from './server.ts'

type NodeClient = Client<typeof nodeContract>

/**
 * Asks a running node of this machine and account. Every call has a connection of its own: commands ask seldom, and
 * none of them is kept alive by what it asked.
 */
export class ControlClient {
  readonly #directory: string
  readonly #address: ControlAddress

  private constructor(directory: string, address: ControlAddress) {
    this.#directory = directory
    this.#address = address
  }

  /**
   * Finds the node that runs on a data directory.
   * @throws PLB-ENGINE-NODE-NOT-RUNNING, PLB-CONFIGURATION-…
   */
  static find(
    dataDirectory: string,
    environment: Readonly<Record<string, string | undefined>>,
  ): ControlClient {
    const clusterConfigDirectory = clusterConfigurationDirectory({ dataDirectory, environment })
    const address = readAddress(join(stateDirectoryOf({ clusterConfigDirectory }), controlFile))
    if (address === undefined) throw failure('PLB-ENGINE-NODE-NOT-RUNNING', { directory: dataDirectory })
    return new ControlClient(dataDirectory, address)
  }

  /**
   * Calls a procedure.
   * @throws the node's own failure; PLB-ENGINE-NODE-NOT-RUNNING and PLB-ENGINE-CONTROL-UNPROVED when it was not asked;
   *   PLB-ENGINE-CONTROL-LOST when it was asked and nobody knows what it did
   */
  async call<Name extends NodeProcedure>(
    name: Name,
    input: ProcedureInput<Name>,
    signal?: AbortSignal,
  ): Promise<ProcedureOutput<Name>> {
    const client = this.#connect()
    try {
      return await client.call('node', name, input, signal === undefined ? {} : { signal })
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      client.close()
    }
  }

  /**
   * What the node does once this has resolved, until the signal is aborted or the node stops.
   * @throws PLB-ENGINE-NODE-NOT-RUNNING
   */
  async activity(signal: AbortSignal): Promise<AsyncIterable<ActivityData>> {
    const client = this.#connect()
    const activities = new ReadableStream<ActivityData>({
      start(controller) {
        const end = (): void => {
          signal.removeEventListener('abort', end)
          client.close()
          controller.close()
        }
        signal.addEventListener('abort', end, { once: true })
        client.subscribe(
          'node',
          'activity',
          {},
          {
            items: (items) => {
              for (const item of items) controller.enqueue(item)
            },
            failed: end,
          },
        )
      },
      cancel: () => client.close(),
    })
    // What is asked after the stream was asked for is answered after it was opened.
    await client.call('node', 'status', {}, { signal })
    return activities
  }

  #connect(): NodeClient {
    const { port, secret } = this.#address
    const directory = this.#directory
    return createClient({
      contract: nodeContract,
      failureOf: failureFromData,
      open: openLocalSocket({
        port,
        secret,
        failures: {
          // A node that was killed leaves its control file behind.
          absent: (cause) => failure('PLB-ENGINE-NODE-NOT-RUNNING', { directory }, cause),
          unproved: () => failure('PLB-ENGINE-CONTROL-UNPROVED', { directory }),
          lost: () => failure('PLB-ENGINE-CONTROL-LOST', { directory }),
        },
      }),
    })
  }
}

/** Whether the node was not there to be asked, or another program was in its place. */
export function isAbsence(error: unknown): boolean {
  return isFailure(error, 'PLB-ENGINE-NODE-NOT-RUNNING') || isFailure(error, 'PLB-ENGINE-CONTROL-UNPROVED')
}

/** Whether a node did not answer: it was not there, or it went away meanwhile. */
export function isUnheard(error: unknown): boolean {
  return isAbsence(error) || isFailure(error, 'PLB-ENGINE-CONTROL-LOST')
}

/** Undefined when no node left it, or something else overwrote it. */
function readAddress(file: string): ControlAddress | undefined {
  if (!localFileSystem.exists(file)) return undefined
  const text = localFileSystem.readFile(file, 4096).toString('utf8')
  try {
    return controlAddress.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}
