import { isAlias, isMap, isScalar, LineCounter, parseDocument, visit, type YAMLMap } from 'yaml'
import { say } from '../../sentences/say.ts'
import type { Findings } from './finding.ts'

/** Keys of a YSLD's top level by which something is drawn; a short style may begin at any of its levels. */
const drawing: ReadonlySet<string> = new Set([
  'layers',
  'user-styles',
  'styles',
  'feature-styles',
  'rules',
  'symbolizers',
  'point',
  'line',
  'polygon',
  'text',
  'raster',
  'sld',
])

/** Checks YSLD: YAML as GeoServer's reader takes it (version 1.1), with something to draw at its top level. */
export function checkYsld(text: string, findings: Findings): void {
  const document = parseDocument(text, {
    version: '1.1',
    merge: true,
    lineCounter: new LineCounter(),
    prettyErrors: false,
    // GeoServer's reader takes the last of several values of one key.
    uniqueKeys: false,
  })
  for (const { message, pos } of document.errors) {
    findings.error(say('styles.notYaml', { reason: message }), pos[0])
  }
  for (const { message, pos } of document.warnings) {
    findings.doubt(say('styles.notYaml', { reason: message }), pos[0])
  }
  if (document.errors.length > 0) return
  const anchors = new Set<string>()
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        if (anchors.has(node.source)) return
        findings.error(say('styles.noAnchor', { name: node.source }), node.range?.[0])
      } else {
        if (node.anchor !== undefined) anchors.add(node.anchor)
        if (isMap(node)) checkKeys(node, findings)
      }
    },
  })
  const { contents } = document
  if (!isMap(contents)) {
    const offset = contents === null || isAlias(contents) ? undefined : contents.range?.[0]
    findings.error(say('styles.notAMap'), offset)
    return
  }
  const keys = contents.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''))
  if (!keys.some((key) => drawing.has(key))) findings.doubt(say('styles.drawsNothing'))
}

function checkKeys({ items }: YAMLMap, findings: Findings): void {
  const keys = new Set<unknown>()
  for (const { key } of items) {
    if (!isScalar(key) || key.value === '<<') continue
    if (keys.has(key.value)) {
      findings.doubt(say('styles.keyTwice', { key: String(key.value) }), key.range?.[0])
    }
    keys.add(key.value)
  }
}
