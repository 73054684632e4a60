import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { english } from '../../sentences/english.ts'

/** A .properties file that Java would refuse or read as nonsense, with the line (from 1) where that begins. */
export class MalformedProperties extends Error {
  override readonly name = 'MalformedProperties'
  readonly line: number
  readonly problem: Wording

  constructor(line: number, problem: Wording) {
    super(english(say('clusterProperties.atLine', { line, problem })))
    this.line = line
    this.problem = problem
  }
}

/**
 * Reads a Java .properties file in ISO-8859-1 as java.util.Properties does: comments, continued lines, `=`,
 * `:` or white space between key and value, escapes; of a repeated key the last value counts.
 * @throws MalformedProperties
 */
export function parseJavaProperties(bytes: Uint8Array): Map<string, string> {
  const text = Buffer.from(bytes).toString('latin1')
  if (text.startsWith('\u00ef\u00bb\u00bf')) {
    throw new MalformedProperties(1, say('clusterProperties.byteOrderMark'))
  }
  const properties = new Map<string, string>()
  for (const { line, content } of logicalLines(text)) {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(content)) {
      throw new MalformedProperties(line, say('clusterProperties.controlCharacter'))
    }
    const [, key = '', value = ''] = keyAndValue.exec(content) ?? []
    properties.set(unescaped(key, line), unescaped(value, line))
  }
  return properties
}

/** Writes a .properties file that Java reads back as the same keys and values, sorted by key. */
export function formatJavaProperties(properties: ReadonlyMap<string, string>): Buffer {
  const keys = [...properties.keys()].toSorted()
  const lines = keys.map((key) => `${escapedKey(key)}=${escapedValue(properties.get(key) ?? '')}\n`)
  return Buffer.from(lines.join(''), 'latin1')
}

/** The key ends at the first separator that no backslash protects. */
const keyAndValue = /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s

/** Lines without comments and blanks, those that end in an odd number of backslashes joined with the next. */
function* logicalLines(text: string): Generator<{ readonly line: number; readonly content: string }> {
  let line = 0
  let joined = ''
  for (const [index, natural] of text.split(/\r\n|[\r\n]/).entries()) {
    const content = natural.replace(/^[ \t\f]+/, '')
    // As long as nothing has been joined, a comment is a comment, even after a lone backslash.
    if (joined === '') {
      if (/^[#!]/.test(content)) continue
      line = index + 1
    }
    const trailingBackslashes = /\\*$/.exec(content)?.[0].length ?? 0
    const goesOn = trailingBackslashes % 2 === 1
    joined += goesOn ? content.slice(0, -1) : content
    if (goesOn) continue
    if (joined !== '') yield { line, content: joined }
    joined = ''
  }
  if (joined !== '') yield { line, content: joined }
}

const named: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function unescaped(text: string, line: number): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|.|$)/gs, (_, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(Number.parseInt(escape.slice(1), 16))
    if (escape === 'u') throw new MalformedProperties(line, say('clusterProperties.escapeWithoutDigits'))
    return named[escape] ?? escape
  })
}

function escapedKey(key: string): string {
  return escapedCharacters(key).replaceAll(' ', '\\ ')
}

/** Only a leading space would be lost; the others are kept readable. */
function escapedValue(value: string): string {
  return escapedCharacters(value).replace(/^ /, '\\ ')
}

const shortEscapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\f': '\\f' }

function escapedCharacters(text: string): string {
  return text.replaceAll(/[\\=:#!]|[^\u0020-\u007e]/g, (character) => {
    if (/[\\=:#!]/.test(character)) return `\\${character}`
    const short = shortEscapes[character]
    return short ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  })
}
