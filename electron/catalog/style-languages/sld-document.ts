import sax from 'sax'
import { say } from '../../sentences/say.ts'
import { isLateDeclaration } from '../../xml/malformed.ts'
import { defaultXmlLimits } from '../../xml/parse.ts'
import type { Findings } from './finding.ts'

/** An element of an SLD with its namespace and where it begins. */
export interface SldElement {
  /** Without its prefix. */
  readonly name: string
  readonly namespace: string
  /** What its attribute of that name says. */
  readonly version: string | undefined
  readonly children: readonly SldElement[]
  readonly offset: number
}

interface OpenElement extends SldElement {
  readonly children: SldElement[]
  readonly written: string
}

/** Ends the reading at the first error: what comes behind it would be guesses. */
class Unreadable extends Error {}

/**
 * Reads an SLD as GeoServer does: namespaces counted, document types and their entities taken.
 * @returns undefined when it is not well-formed, which is a finding then
 */
export function readSld(text: string, findings: Findings): SldElement | undefined {
  const parser = new sax.SAXParser(true, { xmlns: true })
  const open: OpenElement[] = []
  let root: SldElement | undefined
  let elements = 0
  let hasDoctype = false
  let isAtEnd = false

  const refuse = (problem: Parameters<Findings['error']>[0], offset: number): never => {
    findings.error(problem, Math.max(0, Math.min(offset, text.length)))
    throw new Unreadable()
  }

  parser.ondoctype = () => {
    hasDoctype = true
    findings.doubt(say('styles.doctype'), Math.max(0, text.indexOf('<!DOCTYPE')))
  }
  parser.onprocessinginstruction = ({ name }) => {
    if (!isLateDeclaration(name, parser, text)) return
    refuse(
      say('styles.notWellFormed', { reason: say('catalog.lateDeclaration') }),
      parser.startTagPosition - 1,
    )
  }
  parser.onopentag = (tag) => {
    const offset = (parser.startTagPosition ?? 1) - 1
    if (root !== undefined) refuse(say('styles.secondRoot', { element: tag.name }), offset)
    elements += 1
    if (elements > defaultXmlLimits.elements) {
      refuse(
        say('styles.tooLarge', { what: say('catalog.elements'), limit: defaultXmlLimits.elements }),
        offset,
      )
    }
    if (open.length >= defaultXmlLimits.depth) {
      refuse(say('styles.tooLarge', { what: 'levels', limit: defaultXmlLimits.depth }), offset)
    }
    const qualified = 'uri' in tag ? tag : undefined
    const version = tag.attributes['version']
    open.push({
      name: qualified?.local ?? tag.name,
      namespace: qualified?.uri ?? '',
      version: typeof version === 'string' ? version : version?.value,
      children: [],
      offset,
      written: tag.name,
    })
  }
  parser.onclosetag = () => {
    const closed = open.pop()
    if (closed === undefined) return
    const parent = open.at(-1)
    if (parent === undefined) root = closed
    else parent.children.push(closed)
  }
  parser.onerror = (error) => {
    const innermost = open.at(-1)
    const position = parser.position
    if (isAtEnd && innermost !== undefined) {
      const { line } = findings.placeOf(innermost.offset)
      refuse(say('styles.notClosedAtEnd', { element: innermost.written, line }), innermost.offset)
    }
    const tagAt = text.lastIndexOf('<', position - 1)
    const closing = /^<\/([^\s>]+)\s*>$/.exec(text.slice(tagAt, position))?.[1]
    if (closing !== undefined && innermost === undefined)
      refuse(say('styles.notOpened', { element: closing }), tagAt)
    if (closing !== undefined && innermost !== undefined && closing !== innermost.written) {
      const { line } = findings.placeOf(innermost.offset)
      refuse(say('styles.notClosed', { element: innermost.written, line, closing }), tagAt)
    }
    const written = /&([^\s;&<]{1,40});$/.exec(text.slice(Math.max(0, position - 50), position))?.[1]
    // What a document type declares is not known here; what it does not declare GeoServer finds out.
    if (hasDoctype && written !== undefined) {
      parser.resume()
      return
    }
    refuse(say('styles.notWellFormed', { reason: reasonOf(error) }), position - 1)
  }

  try {
    parser.write(text)
    isAtEnd = true
    parser.close()
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
  if (root === undefined) findings.error(say('styles.notXml'), 0)
  return root
}

/** The parser's own words, which end with where it was. */
function reasonOf(error: Error): string {
  return error.message.split('\n')[0] ?? error.message
}
