import type { Completion, CompletionSource } from '@codemirror/autocomplete'
import type { StyleWords } from '../../../electron/contract/features/configuration.ts'

const graphics = [':mark', ':stroke', ':fill', ':shield', ':symbol', ':nth-mark(1)', ':nth-stroke(1)']
const directives = ['@mode "Flat";', '@styleName ""', '@styleTitle ""', '@styleAbstract ""']
const scales = ['@sd', '@scale']

/** Where in a style someone writes. */
export type CssPlace =
  | { readonly in: 'nothing' | 'filter' | 'selector' | 'property' }
  | { readonly in: 'value'; readonly property: string }

/**
 * Offers what may stand where a style in GeoServer's CSS is edited: properties, their values, symbols, and the
 * attributes of the drawn features in filters.
 * @param words what there is; undefined while it is not known
 */
export function completeCss(words: () => StyleWords | undefined): CompletionSource {
  return (context) => {
    const known = words()
    const word = context.matchBefore(/[:@]?[\w./()-]*/)
    if (known === undefined || word === null || (word.text === '' && !context.explicit)) return null
    const options = offered(placeIn(context.state.sliceDoc(0, word.from)), word.text, known)
    return options.length === 0 ? null : { from: word.from, options, validFor: /^[:@]?[\w./()-]*$/ }
  }
}

function offered(place: CssPlace, word: string, words: StyleWords): readonly Completion[] {
  const listed = (labels: readonly string[], type: string): Completion[] =>
    labels.map((label) => ({ label, type }))
  switch (place.in) {
    case 'nothing':
      return []
    case 'filter':
      return [
        ...listed(words.attributes, 'variable'),
        ...listed(scales, 'keyword'),
        ...listed(words.functions, 'function'),
      ]
    case 'selector':
      return word.startsWith('@') ? listed(directives, 'keyword') : []
    case 'property':
      return word.startsWith(':')
        ? listed(graphics, 'class')
        : words.properties.map(({ name }) => ({ label: name, apply: `${name}: `, type: 'property' }))
    case 'value':
      return listed(words.properties.find(({ name }) => name === place.property)?.values ?? [], 'constant')
  }
}

/** Where the end of a text that may be unfinished is. */
export function placeIn(text: string): CssPlace {
  const part = /\/\*[^]*?(?:\*\/|$)|"[^"]*(?:"|$)|'[^']*(?:'|$)|[[\](){};:]/g
  let blocks = 0
  let brackets = 0
  let begun = 0
  let property: string | undefined
  for (const match of text.matchAll(part)) {
    const [token] = match
    const end = match.index + token.length
    const isOpenAtEnd = end === text.length && !/^(?:\/\*[^]*\*\/|"[^"]*"|'[^']*'|.)$/.test(token)
    if (isOpenAtEnd || token === '"' || token === "'") return { in: 'nothing' }
    if (token === '[') brackets += 1
    else if (token === ']') brackets = Math.max(0, brackets - 1)
    else if (brackets > 0 || token.length > 1) continue
    else if (token === ':') property ??= text.slice(begun, match.index).trim()
    else if (token === '{' || token === '}' || token === ';') {
      if (token === '{') blocks += 1
      if (token === '}') blocks = Math.max(0, blocks - 1)
      begun = end
      property = undefined
    }
  }
  if (brackets > 0) return { in: 'filter' }
  if (blocks === 0) return { in: 'selector' }
  return property === undefined || property === ''
    ? { in: 'property' }
    : { in: 'value', property: property.replace(/^(?:\/\*[^]*?\*\/|\s)*(?:-gt-)?/, '') }
}
