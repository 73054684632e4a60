import type { XmlElement } from '../xml/element.ts'
import type { XmlLimits } from '../xml/parse.ts'

interface Size {
  readonly elements: number
  readonly depth: number
  /** Whether something in it could be taken for a reference to another place of the document. */
  readonly refers: boolean
}

/**
 * Whether a document that was written as this text is what reading the text gives, within these limits. Half a
 * surrogate pair is not read as it is in the tree, and what a reference means depends on where it stands.
 */
export function isSameWhenRead(document: XmlElement, text: string, limits: XmlLimits): boolean {
  if (text.length > limits.length || !text.isWellFormed()) return false
  const { elements, depth, refers } = sizeOf(document, new Map())
  return !refers && elements <= limits.elements && depth <= limits.depth
}

/** What is in a document many times is looked through once. */
function sizeOf(element: XmlElement, known: Map<XmlElement, Size>): Size {
  let size = known.get(element)
  if (size !== undefined) return size
  let [elements, depth] = [1, 0]
  let refers = element.attributes.reference !== undefined
  for (const child of element.children) {
    const part = sizeOf(child, known)
    elements += part.elements
    depth = Math.max(depth, part.depth)
    refers ||= part.refers
  }
  size = { elements, depth: depth + 1, refers }
  known.set(element, size)
  return size
}
