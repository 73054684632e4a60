import { say } from '../../sentences/say.ts'
import { Findings } from './finding.ts'
import { filterElements } from './filter-elements.ts'
import { readSld, type SldElement } from './sld-document.ts'
import { sldElements } from './sld-elements.ts'

const sldNamespace = 'http://www.opengis.net/sld'
const symbologyNamespace = 'http://www.opengis.net/se'
/** GeoServer reads SLD 1.0 by the names alone, so that a missing namespace does no harm there. */
const namespaces: ReadonlySet<string> = new Set([sldNamespace, symbologyNamespace])

/**
 * Checks an SLD of version 1.0 or 1.1: well-formed, with a style in it, its elements where they belong. GeoServer's
 * readers are more lenient than the schemas; where they take what the schema refuses it is a doubt.
 * @param version what the style says; GeoServer reads the document by that, and by what the document says otherwise
 */
export function checkSld(text: string, version: string | undefined, findings: Findings): void {
  checkEncoding(text, findings)
  const root = readSld(text, findings)
  if (root === undefined) return
  const written = root.version
  const effective = version ?? written ?? '1.0.0'
  if (!checkRoot(root, effective, findings)) return
  if (written === undefined) findings.doubt(say('styles.noVersion'), root.offset)
  else if (written !== effective) {
    findings.doubt(say('styles.otherVersion', { written, version: effective }), root.offset)
  }
  checkElement(root, findings, new Set())
}

/** The version an SLD says it is; undefined when it says none GeoServer reads, or cannot be read. */
export function sldVersion(text: string): string | undefined {
  const version = readSld(text, new Findings(text))?.version
  return version === '1.0.0' || version === '1.1.0' ? version : undefined
}

/** Whether the document holds a style GeoServer finds. */
function checkRoot(root: SldElement, version: string, findings: Findings): boolean {
  const isDescriptor = root.name === 'StyledLayerDescriptor'
  if (version === '1.1.0' && !(isDescriptor && root.namespace === sldNamespace)) {
    findings.error(say('styles.root', { element: root.name, namespace: sldNamespace }), root.offset)
    return false
  }
  const layers = root.children.filter(({ name }) => /^(Named|User)Layer$/i.test(name))
  const styles = [...descendants(root)].filter(({ name }) => name === 'UserStyle')
  if (layers.length === 0 && styles.length === 0) {
    const problem = isDescriptor ? say('styles.noStyle') : say('styles.notSld', { element: root.name })
    findings.error(problem, root.offset)
    return false
  }
  if (!isDescriptor) findings.doubt(say('styles.otherRoot', { element: root.name }), root.offset)
  else if (styles.length === 0) findings.doubt(say('styles.noStyle'), root.offset)
  return true
}

function* descendants(element: SldElement): Generator<SldElement> {
  yield element
  for (const child of element.children) yield* descendants(child)
}

/** Names, order and namespaces of what is in an element whose content is known. */
function checkElement(element: SldElement, findings: Findings, told: Set<string>): void {
  const steps = sldElements.get(element.name)
  if (steps === undefined) return checkFilter(element, findings)
  checkNamespace(element, findings, told)
  let reached = 0
  let last = ''
  for (const child of element.children) {
    if (!isKnown(child, element, steps, findings, 'styles.unknownElement')) continue
    const step = steps.get(child.name)
    if (step !== undefined && step < reached) {
      findings.doubt(
        say('styles.order', { element: child.name, before: last, parent: element.name }),
        child.offset,
      )
    } else if (step !== undefined) {
      reached = step
      last = child.name
    }
    checkElement(child, findings, told)
  }
  checkContent(element, findings)
}

/** Names of what filters and expressions are made of, which have no order and belong to another namespace. */
function checkFilter(element: SldElement, findings: Findings): void {
  const known = filterElements.get(element.name)
  for (const child of element.children) {
    if (known === undefined || isKnown(child, element, known, findings, 'styles.unknownInFilter')) {
      checkFilter(child, findings)
    }
  }
}

function isKnown(
  child: SldElement,
  parent: SldElement,
  known: { has(name: string): boolean; keys(): Iterable<string> },
  findings: Findings,
  unknown: 'styles.unknownElement' | 'styles.unknownInFilter',
): boolean {
  if (known.has(child.name)) return true
  const meant = [...known.keys()].find((name) => name.toLowerCase() === child.name.toLowerCase())
  findings.doubt(
    meant === undefined
      ? say(unknown, { element: child.name, parent: parent.name })
      : say('styles.otherCase', { element: child.name, meant }),
    child.offset,
  )
  return false
}

/** One word for each namespace is enough. */
function checkNamespace(
  { name, namespace, offset }: SldElement,
  findings: Findings,
  told: Set<string>,
): void {
  if (namespaces.has(namespace) || told.has(namespace)) return
  told.add(namespace)
  findings.doubt(
    namespace === ''
      ? say('styles.noNamespace', { element: name })
      : say('styles.otherNamespace', { element: name, namespace }),
    offset,
  )
}

/** What would draw nothing. */
function checkContent({ name, children, offset }: SldElement, findings: Findings): void {
  const has = (pattern: RegExp): boolean => children.some((child) => pattern.test(child.name))
  if (name === 'FeatureTypeStyle' && !has(/^(Rule|OnlineResource)$/))
    findings.doubt(say('styles.noRule'), offset)
  if (name === 'Rule' && !has(/Symbolizer$/)) findings.doubt(say('styles.noSymbolizer'), offset)
  if (name === 'UserStyle' && !has(/^(FeatureTypeStyle|CoverageStyle|OnlineResource)$/)) {
    findings.doubt(say('styles.noFeatureTypeStyle'), offset)
  }
}

/** Bodies travel and are kept as UTF-8, whatever they say of themselves. */
function checkEncoding(text: string, findings: Findings): void {
  const declared = /^\uFEFF?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(text)?.[1]
  if (declared === undefined || /^utf-?8$/i.test(declared) || !/[^\p{ASCII}]/u.test(text)) return
  findings.doubt(say('styles.encoding', { encoding: declared }), text.indexOf(declared))
}
