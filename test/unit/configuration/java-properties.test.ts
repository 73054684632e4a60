import { describe, expect, it } from 'vitest'
import {
  formatJavaProperties,
  MalformedProperties,
  parseJavaProperties,
} from '../../../electron/engine/configuration/java-properties.ts'

function parse(text: string): Record<string, string> {
  return Object.fromEntries(parseJavaProperties(Buffer.from(text, 'latin1')))
}

function format(properties: Record<string, string>): string {
  return formatJavaProperties(new Map(Object.entries(properties))).toString('latin1')
}

describe('reading a .properties file', () => {
  it.each<[string, string, Record<string, string>]>([
    ['separates with an equals sign', 'a=b', { a: 'b' }],
    ['separates with a colon', 'a:b', { a: 'b' }],
    ['separates with white space', 'a b', { a: 'b' }],
    ['takes one separator with white space around it', ' \t a \t=\f b', { a: 'b' }],
    ['keeps a second separator in the value', 'a == b', { a: '= b' }],
    ['keeps separators within the value', 'url=tcp://host:61616?a=b', { url: 'tcp://host:61616?a=b' }],
    ['keeps white space at the end of a value', 'a=b \t', { a: 'b \t' }],
    ['reads a key without a value', 'a\nb=\nc:', { a: '', b: '', c: '' }],
    ['reads a value without a key', '=b', { '': 'b' }],
    ['takes the last of a repeated key', 'a=1\na=2', { a: '2' }],
    ['skips comments and blank lines', '#a=1\n!b=2\n  # c=3\n\n \t\nd=4#5', { d: '4#5' }],
    ['ends lines at LF, CR or CRLF', 'a=1\rb=2\r\nc=3\nd=4', { a: '1', b: '2', c: '3', d: '4' }],
    ['protects separators with a backslash', 'a\\=b\\:c\\ d=e', { 'a=b:c d': 'e' }],
    ['reads the escapes of Java', 'a=\\t\\n\\r\\f\\\\\\u00e9\\u20AC\\q', { a: '\t\n\r\f\\é€q' }],
    ['reads a drive letter as Java does, losing the backslash', 'dir=C\\:\\data', { dir: 'C:data' }],
    ['reads bytes as ISO-8859-1', 'a=\u00e9', { a: 'é' }],
    ['joins a continued line, without its indentation', 'a=b,\\\n   c', { a: 'b,c' }],
    ['joins over CRLF', 'a=b\\\r\n c', { a: 'bc' }],
    ['continues a key', 'a\\\nb=c', { ab: 'c' }],
    ['does not continue after an escaped backslash', 'a=b\\\\\nc=d', { a: 'b\\', c: 'd' }],
    ['takes a # in a continued line as text', 'a=b\\\n#c', { a: 'b#c' }],
    ['ends a continued line at a blank one', 'a=b\\\n\nc=d', { a: 'b', c: 'd' }],
    ['takes a backslash at the end of the file as nothing', 'a=b\\', { a: 'b' }],
    ['takes a lone backslash as nothing', '\\\n\\', {}],
    ['takes a comment after a lone backslash as one', '\\\n#a\nb=c', { b: 'c' }],
    ['reads an empty file', '', {}],
  ])('%s', (_, text, expected) => {
    expect(parse(text)).toEqual(expected)
  })

  it.each<[string, string, number, string]>([
    ['a short Unicode escape', '# x\n\na=1\nb=\\u12', 4, 'four hexadecimal digits'],
    ['a Unicode escape that is none', 'a\\uwxyz=1', 1, 'four hexadecimal digits'],
    [
      'a Unicode escape in a continued line, counted from its first',
      'a=1\nb=x\\\n y\\\n \\u00',
      2,
      'four hex',
    ],
    ['UTF-16', 'a\0=\0b\0', 1, 'control character'],
    ['binary rubbish', 'a=1\r\nb=\u0001', 2, 'control character'],
    ['a byte order mark', '\u00ef\u00bb\u00bfa=1', 1, 'byte order mark'],
  ])('names the line of %s', (_, text, line, problem) => {
    let thrown: unknown
    try {
      parse(text)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(MalformedProperties)
    expect(thrown).toMatchObject({ line })
    expect(String(thrown)).toContain(problem)
  })
})

describe('writing a .properties file', () => {
  it('sorts keys and escapes as Java does', () => {
    expect(format({ b: 'tcp://a:1?x=y', a: ' lead and trail ', 'c d': '#!\\', é: 'é€\n\u0000' })).toBe(
      [
        'a=\\ lead and trail ',
        'b=tcp\\://a\\:1?x\\=y',
        'c\\ d=\\#\\!\\\\',
        '\\u00E9=\\u00E9\\u20AC\\n\\u0000',
        '',
      ].join('\n'),
    )
  })

  it('writes nothing for nothing', () => {
    expect(format({})).toBe('')
  })
})
