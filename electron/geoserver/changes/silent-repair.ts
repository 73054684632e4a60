import { randomUUID } from 'node:crypto'
import type { Catalog } from '../../catalog/catalog.ts'
import { isPlainName } from '../client.ts'
import { carryOut, type ChangeOutcome } from './carry-out.ts'
import type { StockChange } from './change.ts'
import { StockWriter } from './stock-writer.ts'
import { escapedPath, type RestAnswer, type RestConnection, type RestRequest } from '../rest-connection.ts'

/** Milliseconds a reload may take: a large data directory takes minutes. */
const reloadDeadline = 600_000

export interface SilentRepairOptions {
  readonly connection: RestConnection
  /** The group of the node's cluster. */
  readonly group: string
  readonly silentGroup?: string
}

/**
 * Mends on a slave what no message mends, by its own REST interface. Every request carries a group nobody has, so that
 * all the slave publishes because of it is dropped by everyone; there is no way around it from here.
 */
export class SilentRepair {
  readonly #writer: StockWriter

  /** @throws PLB-GEOSERVER-SILENT-GROUP-TAKEN */
  constructor({ connection, group, silentGroup }: SilentRepairOptions) {
    this.#writer = StockWriter.silent(connection, group, silentGroup)
  }

  /** Makes a change by the recipes for masters. */
  async change(change: StockChange, catalog: Catalog, signal?: AbortSignal): Promise<ChangeOutcome> {
    return carryOut(this.#writer, change, catalog, signal)
  }

  /**
   * Puts a file in its place. Its memory does not follow before it is reloaded.
   * @throws PLB-GEOSERVER-WRITE-REFUSED
   */
  async putFile(
    path: readonly string[],
    content: Uint8Array<ArrayBuffer>,
    signal?: AbortSignal,
  ): Promise<void> {
    const address = `rest/resource/${escapedPath(path)}`
    const type = 'application/octet-stream'
    const put = async (): Promise<RestAnswer> =>
      this.#writer.send({ method: 'PUT', path: address, type, body: content }, signal)
    const answer = await put()
    // A directory by the name of a file of configuration holds nothing that counts.
    if (answer.status !== 405 || path.at(-1)?.endsWith('.xml') !== true) {
      this.#judge(address, answer)
      return
    }
    await this.removeFile(path, signal)
    this.#judge(address, await put())
  }

  /**
   * Removes a file, or a directory with all in it; missing is not an error. What no request can name is moved to where
   * one can, since that names it in its body.
   */
  async removeFile(path: readonly string[], signal?: AbortSignal): Promise<void> {
    if (!path.every(isPlainName)) {
      const aside = `plumbline-${randomUUID()}`
      const body = `/${path.join('/')}`
      await this.#write('PUT', `rest/resource/${aside}?operation=move`, { type: 'text/plain', body }, signal)
      return this.removeFile([aside], signal)
    }
    await this.#write('DELETE', `rest/resource/${escapedPath(path)}`, {}, signal, [404])
  }

  /**
   * Makes the node's memory what its files say. Messages it applies meanwhile can be lost: wait for its queue before.
   * @throws PLB-GEOSERVER-WRITE-REFUSED
   */
  async reload(signal?: AbortSignal): Promise<void> {
    await this.#write('POST', 'rest/reload', { deadline: reloadDeadline }, signal)
  }

  async #write(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    content: Pick<RestRequest, 'type' | 'body' | 'deadline'>,
    signal: AbortSignal | undefined,
    alsoFine: readonly number[] = [],
  ): Promise<void> {
    const answer = await this.#writer.send({ method, path, ...content }, signal)
    this.#judge(path, answer, alsoFine)
  }

  /** @throws PLB-GEOSERVER-WRITE-REFUSED */
  #judge(path: string, answer: RestAnswer, alsoFine: readonly number[] = []): void {
    const { status } = answer
    if ((status >= 200 && status < 300) || alsoFine.includes(status)) return
    throw this.#writer.refusal(path, answer)
  }
}
