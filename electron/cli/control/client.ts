import { join } from 'node:path'
import { z } from 'zod'
import { failureForm, failureFromForm } from '../../contract/failures.ts'
import {
  activity,
  controlAddress,
  nodeProcedures,
  type ActivityForm,
  type ControlAddress,
  type NodeProcedure,
  type ProcedureInput,
  type ProcedureOutput,
} from '../../contract/node-control.ts'
import { clusterConfigurationDirectory } from '../../engine/configuration/cluster-configuration.ts'
import { stateDirectoryOf } from '../../engine/node/node.ts'
import { failure, textOf } from '../../errors/failure.ts'
import { localFileSystem } from '../../storage/files.ts'
import { controlFile } from './server.ts'

const answerForm = z.union([z.object({ result: z.unknown() }), z.object({ error: failureForm })])

/** Asks a running node of this machine and account. */
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
   * @throws the node's own failure, PLB-ENGINE-NODE-NOT-RUNNING, PLB-ENGINE-CONTROL-FAILED
   */
  async call<Name extends NodeProcedure>(
    name: Name,
    input: ProcedureInput<Name>,
    signal?: AbortSignal,
  ): Promise<ProcedureOutput<Name>> {
    const response = await this.#fetch(name, {
      method: 'POST',
      body: JSON.stringify(input),
      ...(signal === undefined ? {} : { signal }),
    })
    const content: unknown = await response.json().catch((error: unknown) => {
      signal?.throwIfAborted()
      throw this.#unexpected(textOf(error))
    })
    const answer = answerForm.safeParse(content)
    if (!answer.success) throw this.#unexpected('its answer has another form')
    if ('error' in answer.data) {
      throw failureFromForm(answer.data.error) ?? this.#unexpected(answer.data.error.message)
    }
    const output = nodeProcedures[name].output.safeParse(answer.data.result)
    if (!output.success) throw this.#unexpected('its answer has another form')
    return output.data as ProcedureOutput<Name>
  }

  /**
   * What the node does once this has resolved, until the signal is aborted or the node stops.
   * @throws PLB-ENGINE-NODE-NOT-RUNNING
   */
  async activity(signal: AbortSignal): Promise<AsyncGenerator<ActivityForm, void, undefined>> {
    const response = await this.#fetch('activity', { method: 'GET', signal })
    return readActivity(response, signal)
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const { port, token } = this.#address
    try {
      return await fetch(`http://127.0.0.1:${port}/${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}` },
      })
    } catch (error) {
      init.signal?.throwIfAborted()
      // A node that was killed leaves its control file behind.
      throw failure('PLB-ENGINE-NODE-NOT-RUNNING', { directory: this.#directory }, error)
    }
  }

  #unexpected(reason: string): Error {
    return failure('PLB-ENGINE-CONTROL-FAILED', { directory: this.#directory, reason })
  }
}

/** Undefined when no node left it, or something else overwrote it. */
function readAddress(file: string): ControlAddress | undefined {
  if (!localFileSystem.exists(file)) return undefined
  const text = localFileSystem.readFile(file, 4096).toString('utf8')
  try {
    return controlAddress.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

async function* readActivity(
  { body }: Response,
  signal: AbortSignal,
): AsyncGenerator<ActivityForm, void, undefined> {
  if (body === null) return
  let rest = ''
  try {
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + part).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield activity.parse(JSON.parse(line))
    }
  } catch (error) {
    if (!signal.aborted && !isHangUp(error)) throw error
  }
}

/** The node ended the stream by stopping. */
function isHangUp(error: unknown): boolean {
  return error instanceof TypeError && /terminated/.test(textOf(error))
}
