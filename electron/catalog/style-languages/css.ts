import { say } from '../../sentences/say.ts'
import { isCssProperty } from './css-properties.ts'
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

interface Token {
  readonly type: '{' | '}' | ';' | ':' | 'directive' | 'other'
  readonly offset: number
}

/** Marks of the structure outside of comments, strings and brackets; undefined when one of those is not closed. */
function tokensOf(text: string, findings: Findings): readonly Token[] | undefined {
  const tokens: Token[] = []
  const brackets: { readonly closing: string; readonly offset: number }[] = []
  const part = /\/\*|["'[\](){};:]|@?[^\s"'[\](){};:/@]+|[/@]/g
  for (let match = part.exec(text); match !== null; match = part.exec(text)) {
    const [token] = match
    const offset = match.index
    const within = brackets.at(-1)
    if (token === '/*' || token === '"' || token === "'") {
      const end = text.indexOf(token === '/*' ? '*/' : token, offset + token.length)
      if (end === -1) {
        findings.error(say(token === '/*' ? 'styles.commentNotClosed' : 'styles.textNotClosed'), offset)
        return undefined
      }
      part.lastIndex = end + (token === '/*' ? 2 : 1)
      if (token !== '/*' && within === undefined) tokens.push({ type: 'other', offset })
    } else if (token === '[' || token === '(') {
      if (within === undefined) tokens.push({ type: 'other', offset })
      brackets.push({ closing: token === '[' ? ']' : ')', offset })
    } else if (token === ']' || token === ')') {
      if (within?.closing !== token) {
        findings.error(say('styles.notOpened', { element: token }), offset)
        return undefined
      }
      brackets.pop()
    } else if (within !== undefined) {
      if (token !== '{' && token !== '}') continue
      findings.error(say('styles.bracketNotClosed', { bracket: within.closing }), within.offset)
      return undefined
    } else if (token === '{' || token === '}' || token === ';' || token === ':') {
      tokens.push({ type: token, offset })
    } else {
      tokens.push({ type: token.startsWith('@') ? 'directive' : 'other', offset })
    }
  }
  const [unclosed] = brackets
  if (unclosed === undefined) return tokens
  findings.error(say('styles.bracketNotClosed', { bracket: unclosed.closing }), unclosed.offset)
  return undefined
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
