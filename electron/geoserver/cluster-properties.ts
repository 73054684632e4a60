import { z } from 'zod'
import { decodeUtf8, parseXml } from '../xml/parse.ts'
import { parseJson } from '../text/json.ts'
import { isFailure } from '../errors/failure.ts'
import type { GeoServerClient } from './client.ts'

/** What a node says of its part in a cluster, and by which way it was learnt. */
export type ClusterProperties =
  | { readonly from: 'file'; readonly content: Buffer }
  /** As its clustering module shows it, which is what is in its memory. */
  | { readonly from: 'module'; readonly values: ReadonlyMap<string, string> }

/** A value that looks like a number or a flag is shown as one. */
const shown = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const entries = z.object({
  properties: z.object({
    property: z.array(z.object({ '@name': z.string(), '@value': shown })).max(100),
  }),
})

/**
 * Reads what makes a node a part of its cluster. Its file is read where it usually lies, which is truthful on every
 * build; where CLUSTER_CONFIG_DIR puts it elsewhere, the module is asked in each of its formats, since which of them
 * shows the values differs between builds.
 * @returns undefined when nothing tells
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function readClusterProperties(
  client: GeoServerClient,
  signal?: AbortSignal,
): Promise<ClusterProperties | undefined> {
  const content = await client.file(['cluster', 'cluster.properties'], signal)
  if (content !== undefined) return { from: 'file', content }
  for (const [format, read] of formats) {
    const answer = await client.connection.ask({ method: 'GET', path: `rest/cluster.${format}`, signal })
    if (answer.status !== 200) continue
    const values = read(answer.body)
    if (values.has('instanceName')) return { from: 'module', values }
  }
  return undefined
}

/**
 * Whether the module shows something else than the values where programs look for them.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function isModuleMisleading(client: GeoServerClient, signal?: AbortSignal): Promise<boolean> {
  const answer = await client.connection.ask({ method: 'GET', path: 'rest/cluster.json', signal })
  return answer.status === 200 && !fromJson(answer.body).has('instanceName')
}

/**
 * Whether a node has left its cluster, as one does by itself that is held up while it starts.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function isDisconnected(client: GeoServerClient, signal?: AbortSignal): Promise<boolean> {
  const properties = await readClusterProperties(client, signal)
  return properties?.from === 'file'
    ? /^\s*connection\s*[=:]\s*disabled\s*$/m.test(properties.content.toString('latin1'))
    : properties?.values.get('connection') === 'disabled'
}

type Values = ReadonlyMap<string, string>

const formats: readonly (readonly [string, (body: Buffer) => Values])[] = [
  // A name of digits alone is exact in XML only.
  ['xml', fromXml],
  ['json', fromJson],
  ['html', fromHtml],
]

function fromJson(body: Buffer): Values {
  let value: unknown
  try {
    value = parseJson(body.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return new Map()
    throw error
  }
  const { data } = entries.safeParse(value)
  return new Map(data?.properties.property.map((each) => [each['@name'], each['@value']]))
}

function fromXml(body: Buffer): Values {
  try {
    const { children } = parseXml(decodeUtf8(body))
    return new Map(
      children.flatMap(({ attributes: { name, value } }) =>
        name === undefined || value === undefined ? [] : [[name, value]],
      ),
    )
  } catch (error) {
    if (isFailure(error)) return new Map()
    throw error
  }
}

/** `<li><b>group</b> : "geoserver-cluster"</li>` */
function fromHtml(body: Buffer): Values {
  const found = body.toString('utf8').matchAll(/<li><b>([\w.]{1,64})<\/b> : "([^"<]{0,2000})"<\/li>/g)
  return new Map([...found].map(([, name = '', value = '']) => [name, unescapedHtml(value)]))
}

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

function unescapedHtml(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => characters[name] ?? '')
}
