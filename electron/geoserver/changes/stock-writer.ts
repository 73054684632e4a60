import { failure, type Failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { RestAnswer, RestConnection, RestRequest } from '../rest-connection.ts'
import type { Step } from './change.ts'

/**
 * Sends changes to one node. Whatever parameters a request has become properties of the messages it causes: to a
 * master none may be sent that would keep its cluster from listening, and to a slave that is repaired one has to be
 * sent each time, so that nobody listens.
 */
export class StockWriter {
  readonly connection: RestConnection
  /** What each request carries besides its own, and with it each message it causes. */
  readonly #parameters: Readonly<Record<string, string>>

  private constructor(connection: RestConnection, parameters: Readonly<Record<string, string>>) {
    this.connection = connection
    this.#parameters = parameters
  }

  /**
   * To a node whose cluster is to learn of its changes.
   * @param parameters what the messages carry that come of them
   */
  static ofMaster(
    connection: RestConnection,
    parameters: Readonly<Record<string, string>> = {},
  ): StockWriter {
    return new StockWriter(connection, parameters)
  }

  /**
   * To a node nobody is to hear.
   * @param ownGroup the group of the node's cluster
   * @param silentGroup one nobody has
   */
  static silent(connection: RestConnection, ownGroup: string, silentGroup = usualSilentGroup): StockWriter {
    if (silentGroup === '' || silentGroup === ownGroup || silentGroup === `${ownGroup}/plumbline`) {
      throw failure('PLB-GEOSERVER-SILENT-GROUP-TAKEN', { group: silentGroup })
    }
    return new StockWriter(connection, { group: silentGroup })
  }

  /** @throws PLB-GEOSERVER-…; the signal's reason */
  async send(
    { method, path, type, body, deadline }: Omit<Step, 'purpose'> & Pick<RestRequest, 'deadline'>,
    signal?: AbortSignal,
  ): Promise<RestAnswer> {
    return this.connection.ask({
      method,
      path: this.#addressed(path),
      ...(type === undefined ? {} : { type }),
      ...(body === undefined ? {} : { body }),
      ...(deadline === undefined ? {} : { deadline }),
      signal,
    })
  }

  /** What a node refused, with what it said. */
  refusal(path: string, { status, body }: Pick<RestAnswer, 'status' | 'body'>): Failure {
    const said = saidIn(body)
    return failure('PLB-GEOSERVER-WRITE-REFUSED', {
      url: this.connection.url,
      path: path.replace(/\?.*$/, ''),
      status,
      answer: said === '' ? say('stockNodes.nothing') : said.slice(0, 300),
    })
  }

  #addressed(path: string): string {
    const [, query = ''] = path.split('?')
    const parameters = new URLSearchParams(query)
    if (parameters.has('group') || parameters.has('instanceName')) {
      throw failure('PLB-GEOSERVER-SILENT-GROUP-TAKEN', { group: parameters.get('group') ?? '' })
    }
    const own = Object.entries(this.#parameters).map(
      ([name, value]) => `${name}=${encodeURIComponent(value)}`,
    )
    return own.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${own.join('&')}`
  }
}

const answerLimit = 4_000

/** What an answer says: of the page on which Jetty or Tomcat show an error the message alone, which it repeats. */
function saidIn(body: Buffer): string {
  const text = body.subarray(0, answerLimit).toString('utf8')
  const [, message] =
    /<title>Error \d+ ([^<]+)<\/title>/.exec(text) ?? /<b>Message<\/b>([^<]+)<\/p>/.exec(text) ?? []
  return (message ?? text.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ').trim()
}

/** Nobody has it: what carries it was said to nobody, and nobody is to keep it either. */
const usualSilentGroup = 'plumbline-nobody'

/**
 * Whether a GeoServer published it because something was mended on it in silence: no node takes it, and in the archive it
 * would look as if the node had changed something in its cluster.
 */
export function isSaidToNobody({
  properties,
}: {
  readonly properties: ReadonlyMap<string, string>
}): boolean {
  return properties.get('group') === usualSilentGroup
}
