import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parentElement, textElement, type XmlElement } from '../../../electron/xml/element.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import { writeXml } from '../../../electron/xml/write.ts'
import { failureOf } from '../../support/failures.ts'

describe('writing XML', () => {
  it('indents by two spaces and ends without a line feed, as GeoServer does', () => {
    const workspace = parentElement('workspace', [
      textElement('id', 'WorkspaceInfoImpl--1'),
      parentElement('metadata', [textElement('entry', 'v', { key: 'k' })]),
      textElement('description', ''),
    ])
    expect(writeXml(workspace)).toBe(
      '<workspace>\n  <id>WorkspaceInfoImpl--1</id>\n  <metadata>\n    <entry key="k">v</entry>\n  </metadata>\n' +
        '  <description/>\n</workspace>',
    )
  })

  it('escapes what XStream escapes, and nothing more', () => {
    expect(writeXml(textElement('a', '<&>"\'\t\n\r\u0000\u0001\u007f\u0085\uffff é日\u{1f30d}'))).toBe(
      '<a>&lt;&amp;&gt;&quot;&apos;\t\n&#xd;&#x0;&#x1;&#x7f;&#x85;&#xffff; é日\u{1f30d}</a>',
    )
    expect(writeXml(parentElement('a', [], { b: '\t\n"' }))).toBe('<a b="&#x9;&#xa;&quot;"/>')
  })

  it.each(['', 'a b', '1a', 'a>', 'a/><b', '<', '-a', 'zh--#Hans', 'a"', 'a\u0000', '=', '\u{1f30d}'])(
    'refuses to write an element or attribute named %j, which nothing could read again',
    (name) => {
      expect(failureOf(() => writeXml(textElement(name, 'x'))).code).toBe('PLB-XML-NAME-REFUSED')
      expect(failureOf(() => writeXml(parentElement('a', [textElement(name, 'x')]))).code).toBe(
        'PLB-XML-NAME-REFUSED',
      )
      expect(failureOf(() => writeXml(textElement('a', 'x', { [name]: 'y' }))).code).toBe(
        'PLB-XML-NAME-REFUSED',
      )
    },
  )

  it('writes nothing that reading would not give back', () => {
    fc.assert(
      fc.property(tree, (element) => {
        expect(parseXml(writeXml(element))).toEqual(element)
      }),
      { numRuns: 300 },
    )
  })
})

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/),
  fc.constantFrom('é', '日本', '__default', 'java.util.Arrays_-ArrayList', 'pt-BR', 'x:y'),
)
const text = fc.string({ unit: 'binary', maxLength: 20 }).map((each) => each.toWellFormed())
const attributes = fc.dictionary(
  name.filter((each) => !each.startsWith('__')),
  text,
  { maxKeys: 2, noNullPrototype: true },
)

const { tree } = fc.letrec<{ tree: XmlElement; leaf: XmlElement }>((tie) => ({
  leaf: fc.tuple(name, text, attributes).map(([called, content, more]) => textElement(called, content, more)),
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(name, fc.array(tie('tree'), { minLength: 1, maxLength: 3 }), attributes)
      .map(([called, children, more]) => parentElement(called, children, more)),
  ),
}))
