import type { CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete'
import { completeFromSchema } from '@codemirror/lang-xml'
import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { StyleWords } from '../../../electron/contract/features/configuration.ts'

type Family = StyleWords['elements'][number]['family']
type Prefixes = Readonly<Record<Family, string>>

const namespaces = {
  sld: 'http://www.opengis.net/sld',
  symbology: 'http://www.opengis.net/se',
  filter: 'http://www.opengis.net/ogc',
}
/** Characters a document declares its namespaces within. */
const declarationsWithin = 4000

/**
 * Offers what may stand where an SLD is edited: elements with the prefixes the document gave their namespaces,
 * attributes, and texts, the attributes of the drawn features among them.
 * @param words what there is; undefined while it is not known
 */
export function completeSld(words: () => StyleWords | undefined): CompletionSource {
  let schema:
    { readonly of: StyleWords; readonly key: string; readonly complete: CompletionSource } | undefined
  return (context) => {
    const known = words()
    if (known === undefined) return null
    const text = textAt(context, known)
    if (text !== null) return text
    const head = context.state.sliceDoc(0, declarationsWithin)
    const prefixes = prefixesIn(head)
    const key = JSON.stringify(prefixes)
    if (schema?.of !== known || schema.key !== key) {
      schema = { of: known, key, complete: fromSchema(known, prefixes) }
    }
    return schema.complete(context)
  }
}

function fromSchema({ elements }: StyleWords, prefixes: Prefixes): CompletionSource {
  // In SLD 1.1 the parameters of strokes and fills have another name.
  const other = isVersion11(prefixes) ? 'CssParameter' : 'SvgParameter'
  const families = new Map(elements.map(({ name, family }) => [name, family]))
  const written = (name: string): string => {
    const prefix = prefixes[families.get(name) ?? 'sld']
    return prefix === '' ? name : `${prefix}:${name}`
  }
  return completeFromSchema(
    elements
      .filter(({ name }) => name !== other)
      .map(({ name, children, attributes }) => ({
        name: written(name),
        top: name === 'StyledLayerDescriptor',
        children: (children ?? []).filter((child) => child !== other).map(written),
        attributes,
      })),
    [],
  )
}

function isVersion11({ sld, symbology }: Prefixes): boolean {
  return sld !== symbology
}

/** What the document calls the namespaces; a namespace nobody declared goes without prefix. */
function prefixesIn(head: string): Prefixes {
  const declared = [...head.matchAll(/\sxmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']/g)]
  const root = /<(?:([\w.-]+):)?StyledLayerDescriptor[\s>]/.exec(head)?.[1]
  const prefixOf = (namespace: string): string | undefined => {
    const prefixes = declared.filter(([, , uri]) => uri === namespace).map(([, prefix = '']) => prefix)
    return prefixes.find((prefix) => prefix !== '') ?? prefixes[0]
  }
  const sld = root ?? (declared.some(([, , uri]) => uri === namespaces.sld) ? '' : undefined) ?? ''
  return {
    sld,
    symbology: prefixOf(namespaces.symbology) ?? sld,
    filter: prefixOf(namespaces.filter) ?? sld,
  }
}

/** Texts of the element the cursor is in the text of. */
function textAt(context: CompletionContext, { elements, attributes }: StyleWords): CompletionResult | null {
  const name = elementOfTextAt(context.state, context.pos)
  if (name === undefined) return null
  const texts =
    name === 'PropertyName' ? attributes : (elements.find((each) => each.name === name)?.texts ?? [])
  const word = context.matchBefore(/[^\s<>]*/)
  if (texts.length === 0 || word === null || (word.text === '' && !context.explicit)) return null
  return {
    from: word.from,
    options: texts.map((label) => ({ label, type: 'constant' })),
    validFor: /^[^\s<>]*$/,
  }
}

function elementOfTextAt(state: EditorState, position: number): string | undefined {
  const at = syntaxTree(state).resolveInner(position, -1)
  // Behind `<Name>` without a text yet, the cursor still touches the tag.
  const isInText = at.name === 'Text' || (at.name === 'EndTag' && at.to === position)
  const element = at.name === 'Text' ? at.parent : at.parent?.parent
  const tag = isInText ? element?.getChild('OpenTag')?.getChild('TagName') : undefined
  return tag ? state.sliceDoc(tag.from, tag.to).replace(/^.*:/, '') : undefined
}
