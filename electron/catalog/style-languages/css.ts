import { say } from '../../sentences/say.ts'
import { isCssProperty } from './css-properties.ts'
import { tokensOf, type Token } from './css-tokens.ts'
import type { Findings } from './finding.ts'

/**
 * Checks GeoServer's CSS as far as its structure goes: comments, strings and brackets closed, rules made of a selector
 * and properties. A parser of the web's CSS does not fit: strings here go over several lines, and filters in brackets
 * are CQL.
 */
export function checkCss(text: string, findings: Findings): void {
  const tokens = tokensOf(text, findings)
  if (tokens !== undefined) checkRules(text, tokens, findings)
}

function checkRules(text: string, tokens: readonly Token[], findings: Findings): void {
  const blocks: Token[] = []
  let rules = 0
  /** What stands since the last mark: a selector, a directive, or a property. */
  let begun: Token | undefined
  let hasColon = false
  const begin = (): void => {
    begun = undefined
    hasColon = false
  }
  /** A property without a colon is a selector that lost its braces, or a semicolon too few. */
  const endProperty = (): void => {
    if (begun === undefined || begun.type === 'directive') return
    if (!hasColon) return findings.error(say('styles.noColon'), begun.offset)
    const name = /[\w-]+(?=\s*:)/y
    name.lastIndex = begun.offset
    const [property] = name.exec(text) ?? []
    if (property !== undefined && !isCssProperty(property)) {
      findings.doubt(say('styles.unknownProperty', { property }), begun.offset)
    }
  }
  for (const token of tokens) {
    switch (token.type) {
      case '{':
        if (begun === undefined) findings.error(say('styles.noSelector'), token.offset)
        blocks.push(token)
        rules += 1
        begin()
        break
      case '}':
        endProperty()
        if (blocks.pop() === undefined)
          return findings.error(say('styles.notOpened', { element: '}' }), token.offset)
        begin()
        break
      case ';':
        if (blocks.length > 0) endProperty()
        else if (begun !== undefined && begun.type !== 'directive') {
          findings.error(say('styles.outsideOfRule'), begun.offset)
        }
        begin()
        break
      case ':':
        hasColon = true
        begun ??= token
        break
      default:
        begun ??= token
    }
  }
  const open = blocks.at(-1)
  if (open !== undefined) findings.error(say('styles.bracketNotClosed', { bracket: '}' }), open.offset)
  else if (begun !== undefined) findings.error(say('styles.selectorAlone'), begun.offset)
  else if (rules === 0) findings.error(say('styles.noRule'))
}
