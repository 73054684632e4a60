import { say } from '../../sentences/say.ts'
import type { Findings } from './finding.ts'

/** A mark of the structure, or what begins between two of them. */
export interface Token {
  readonly type: '{' | '}' | ';' | ':' | 'directive' | 'other'
  readonly offset: number
}

/** Marks of the structure outside of comments, strings and brackets; undefined when one of those is not closed. */
export function tokensOf(text: string, findings: Findings): readonly Token[] | undefined {
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
