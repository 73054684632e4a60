import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import { say } from '../../sentences/say.ts'
import type { Findings } from './finding.ts'

/** The types of layers GeoServer draws. */
const types: ReadonlySet<string> = new Set([
  ...['background', 'circle', 'fill', 'fill-extrusion', 'line', 'raster', 'symbol'],
])

/** Checks a Mapbox style: JSON as GeoServer's reader takes it, with layers of types it draws. */
export function checkMapboxStyle(text: string, findings: Findings): void {
  // Surplus commas are no JSON, and GeoServer's reader skips them.
  const strict = parsed(text, false)
  const lenient = strict.errors.length === 0 ? strict : parsed(text, true)
  for (const { error, offset } of lenient.errors) {
    findings.error(say('styles.notJson', { reason: wordsOf(error) }), offset)
  }
  if (lenient.errors.length > 0) return
  for (const { offset } of strict.errors) findings.doubt(say('styles.surplusComma'), offset)
  const { root } = lenient
  if (root?.type !== 'object') return findings.error(say('styles.notAnObject'), root?.offset)
  const layers = member(root, 'layers')
  const items = layers?.type === 'array' ? (layers.children ?? []) : []
  if (items.length === 0) return findings.error(say('styles.noLayers'), layers?.offset)
  const version = member(root, 'version')
  if (version === undefined || getNodeValue(version) !== 8) {
    findings.doubt(say('styles.mapboxVersion'), version?.offset)
  }
  for (const layer of items) checkLayer(layer, findings)
}

function checkLayer(layer: Node, findings: Findings): void {
  if (layer.type !== 'object') return findings.error(say('styles.notAnObject'), layer.offset)
  if (member(layer, 'id') === undefined) {
    findings.error(say('styles.layerLacks', { property: 'id' }), layer.offset)
  }
  const type = member(layer, 'type')
  if (type === undefined) {
    // An old style may take everything but the paint from another layer.
    if (member(layer, 'ref') === undefined) {
      findings.error(say('styles.layerLacks', { property: 'type' }), layer.offset)
    }
    return
  }
  const named: unknown = getNodeValue(type)
  const name = typeof named === 'string' ? named : type.type
  if (!types.has(name)) findings.doubt(say('styles.layerType', { type: name }), type.offset)
}

function parsed(text: string, allowTrailingComma: boolean) {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma })
  return { root, errors }
}

function member(object: Node, name: string): Node | undefined {
  const property = object.children?.find(({ children }) => children?.[0]?.value === name)
  return property?.children?.[1]
}

/** `PropertyNameExpected` as words. */
function wordsOf(error: ParseError['error']): string {
  return printParseErrorCode(error)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
}
