import { parseJavaProperties } from '../../engine/configuration/java-properties.ts'
import { parentElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { writeXml } from '../../xml/write.ts'
import type { Answer, Call } from './exchange.ts'
import type { NodeCore } from './node-core.ts'
import { RestError } from './rest-error.ts'

export const clusterFile = 'cluster/cluster.properties'

/** The keys of `cluster.properties` with their values. */
export function clusterProperties(core: NodeCore): ReadonlyMap<string, string> {
  return parseJavaProperties(core.memory.files.get(clusterFile)?.content ?? Buffer.alloc(0))
}

export function clusterFileOf(values: ReadonlyMap<string, string>): string {
  const lines = [...values].map(
    ([key, value]) => `${key}=${value.replaceAll(/[:=]/g, (each) => `\\${each}`)}`,
  )
  return `#\n${lines.join('\n')}\n`
}

/** @param isPatched some builds show two numbers in place of the values */
export function getCluster(core: NodeCore, call: Call, isPatched: boolean): Answer {
  const values = [...clusterProperties(core)]
  if (call.format === 'html')
    return { status: 200, headers: { 'Content-Type': 'text/html' }, body: page(values) }
  const isJson = call.format === 'json'
  const headers = { 'Content-Type': isJson ? 'application/json' : 'application/xml' }
  if (isPatched) {
    const body = isJson
      ? '{"properties":{"threshold":0,"loadFactor":0}}'
      : '<properties>\n  <threshold>0</threshold>\n  <loadFactor>0.0</loadFactor>\n</properties>'
    return { status: 200, headers, body }
  }
  const properties = parentElement(
    'properties',
    values.map(([name, value]) => parentElement('property', [], { name, value })),
  )
  const property = values.map(([name, value]) => ({ '@name': name, '@value': jsonValue(value) }))
  return {
    status: 200,
    headers,
    body: isJson ? JSON.stringify({ properties: { property } }) : writeXml(properties),
  }
}

/** Texts that look like a number or a flag come as one. */
function jsonValue(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  return /^-?\d{1,15}$/.test(value) ? Number(value) : value
}

function page(values: readonly (readonly [string, string])[]): string {
  const items = [...values, ['empty', 'false'] as const].map(
    ([key, value]) => `\t\t\t<li><b>${key}</b> : "${value}"</li>`,
  )
  return `<html>\n<head>\n    <title>GeoServer Configuration</title>\n</head>\n<body>\n\n<h2>Cluster configuration:</h2>\n<ul>\n${items.join('\n')}\n</ul>\n\n</body>\n</html>\n`
}

/** Written into the file, and without effect until the next start. */
export function postCluster(core: NodeCore, call: Call): Answer {
  if (call.type.startsWith('application/json')) {
    throw new RestError(
      500,
      'argument type mismatch\nController [org.geoserver.cluster.impl.rest.ClusterController]',
    )
  }
  const given = parseXml(call.body.toString('utf8')).children.map(
    ({ attributes }) => [attributes.name ?? '', attributes.value ?? ''] as const,
  )
  const values = new Map([...clusterProperties(core), ...given])
  core.memory.files.write(clusterFile, clusterFileOf(values))
  return {
    status: 201,
    headers: { Location: `${core.base}/cluster`, 'Content-Type': 'application/xml;charset=UTF-8' },
    body: `{${given.map(([name, value]) => `${name}=${value}`).join(', ')}}`,
  }
}
