import { describe, expect, it } from 'vitest'
import { parentElement, textElement } from '../../../electron/xml/element.ts'
import { decodeUtf8, defaultXmlLimits, parseXml } from '../../../electron/xml/parse.ts'
import { failureOf } from '../../support/failures.ts'

describe('reading XML', () => {
  it('yields elements with their attributes, children and text', () => {
    expect(parseXml('<a x="1" y="&lt;2&gt;"><b>text</b><c/><d><e/></d></a>')).toEqual(
      parentElement(
        'a',
        [textElement('b', 'text'), textElement('c', ''), parentElement('d', [parentElement('e', [])])],
        { x: '1', y: '<2>' },
      ),
    )
  })

  it('keeps white space in text and drops it between elements', () => {
    expect(parseXml('<a>\n  <b> two\n lines\t</b>\n</a>')).toEqual(
      parentElement('a', [textElement('b', ' two\n lines\t')]),
    )
  })

  it('joins text around comments, instructions and marked sections', () => {
    expect(
      parseXml('<?xml version="1.0"?><!-- a --><a>1<!-- b -->2<?c d?>3<![CDATA[<4>&amp;]]></a>').text,
    ).toBe('123<4>&amp;')
  })

  it.each([
    ['&#x1;', '\u0001'],
    ['&#1;', '\u0001'],
    ['&#x0;', '\u0000'],
    ['&#x1F;', '\u001f'],
    ['&#x01;', '\u0001'],
    ['&#x85;', '\u0085'],
    ['&#xfffe;&#xffff;', '\ufffe\uffff'],
    ['&#x1f30d;', '\u{1f30d}'],
    ['&#xd83c;&#xdf0d;', '\u{1f30d}'],
    ['&amp;&lt;&gt;&quot;&apos;', '&<>"\''],
    ['&#xd;', '\r'],
  ])('accepts the reference %s, as XStream writes it', (reference, character) => {
    expect(parseXml(`<a b="${reference}">${reference}</a>`)).toEqual(
      textElement('a', character, { b: character }),
    )
  })

  it('refuses a declaration that something stands before, as GeoServer does', () => {
    const declared = '<?xml version="1.0"?><a>b</a>'
    expect(parseXml(declared)).toEqual(textElement('a', 'b'))
    expect(parseXml(`\uFEFF${declared}`)).toEqual(textElement('a', 'b'))
    for (const before of ['\n', ' ', '<!-- c -->', '<!-- c -->\n', '<?c d?>']) {
      const refused = failureOf(() => parseXml(`${before}${declared}`))
      expect(refused).toMatchObject({ code: 'PLB-XML-MALFORMED' })
      expect(refused.message).toContain('declaration')
    }
    expect(failureOf(() => parseXml('<a><?xml version="1.0"?></a>'))).toMatchObject({
      code: 'PLB-XML-MALFORMED',
    })
  })

  it('reads the line ends of every system as line feeds, but keeps carriage returns written as references', () => {
    expect(parseXml('<a>one\r\ntwo\rthree&#xd;\nfour</a>').text).toBe('one\ntwo\nthree\r\nfour')
  })

  it('puts a replacement character in place of half a surrogate pair', () => {
    expect(parseXml('<a b="&#xd83c;">x\ud83cy</a>')).toEqual(textElement('a', 'x\ufffdy', { b: '\ufffd' }))
  })

  it('skips a byte order mark', () => {
    expect(parseXml('\ufeff<a/>')).toEqual(parentElement('a', []))
  })

  it.each([
    ['nothing', ''],
    ['text alone', 'hello'],
    ['an unclosed element', '<a><b></a>'],
    ['an end without a start', '</a>'],
    ['two roots', '<a/><b/>'],
    ['text behind the root', '<a/>b'],
    ['an attribute without quotes', '<a b=c/>'],
    ['a cut-off document', '<a><b>te'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['an entity named like something every object has', '<a>&constructor;</a>'],
    ['a reference beyond Unicode', '<a>&#x110000;</a>'],
    ['JSON', '{"string":"<a/>"}'],
  ])('refuses %s as malformed', (_, text) => {
    const { code, details } = failureOf(() => parseXml(text))
    expect(code).toBe('PLB-XML-MALFORMED')
    // In a sentence, of which there is one in each language.
    expect(details['reason']).toHaveProperty('key')
  })

  it('names the line of what is malformed', () => {
    expect(failureOf(() => parseXml('<a>\n<b>\n</c>\n</a>')).message).toContain('line 3')
  })

  it.each([
    '<!DOCTYPE a><a/>',
    '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<!doctype a><a/>',
  ])('refuses the document type of %s', (text) => {
    expect(['PLB-XML-DOCTYPE', 'PLB-XML-MALFORMED']).toContain(failureOf(() => parseXml(text)).code)
  })

  it('refuses an entity bomb before anything of it expands', () => {
    const entities = Array.from({ length: 30 }, (_, level) =>
      level === 0 ? '<!ENTITY e0 "ha">' : `<!ENTITY e${level} "${`&e${level - 1};`.repeat(10)}">`,
    )
    const bomb = `<?xml version="1.0"?><!DOCTYPE bomb [${entities.join('')}]><bomb>&e29;</bomb>`
    expect(failureOf(() => parseXml(bomb)).code).toBe('PLB-XML-DOCTYPE')
  })

  it('does not take attributes for properties every object has', () => {
    const element = parseXml('<a __proto__="1" constructor="2"/>')
    expect(Object.getPrototypeOf(element.attributes)).toBe(Object.prototype)
    expect(element.attributes['reference']).toBeUndefined()
    expect(element.attributes['constructor']).toBe('2')
  })

  it('counts what exceeds a limit and stops there', () => {
    const limits = { length: 1000, depth: 5, elements: 20 }
    expect(failureOf(() => parseXml(`<a>${'x'.repeat(1000)}</a>`, limits)).code).toBe('PLB-XML-TOO-LARGE')
    const deep = (levels: number): string => '<a>'.repeat(levels) + '</a>'.repeat(levels)
    expect(parseXml(deep(5), limits).name).toBe('a')
    expect(failureOf(() => parseXml(deep(6), limits)).message).toContain('levels of nesting')
    const many = (elements: number): string => `<a>${'<b/>'.repeat(elements - 1)}</a>`
    expect(parseXml(many(20), limits).children).toHaveLength(19)
    const failure = failureOf(() => parseXml(many(21), limits))
    expect(failure.code).toBe('PLB-XML-TOO-COMPLEX')
    expect(failure.message).toContain('more elements than the 20 allowed')
  })

  it('does not overflow the stack on a document far deeper than allowed', () => {
    const levels = 100_000
    const failure = failureOf(() => parseXml('<a>'.repeat(levels) + '</a>'.repeat(levels)))
    expect(failure.message).toContain(`${defaultXmlLimits.depth} allowed`)
  })
})

describe('decoding UTF-8', () => {
  it('keeps every character and drops a byte order mark', () => {
    expect(decodeUtf8(Buffer.from('\ufeffé日\u{1f30d}\u0000', 'utf8'))).toBe('é日\u{1f30d}\u0000')
  })

  it.each([
    ['Latin 1', Buffer.from('<a>é</a>', 'latin1')],
    ['a cut-off sequence', Buffer.from('<a>é', 'utf8').subarray(0, -1)],
    ['an overlong form', Buffer.from([0xc0, 0xaf])],
    ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0xbc])],
  ])('refuses %s', (_, bytes) => {
    expect(failureOf(() => decodeUtf8(bytes)).code).toBe('PLB-XML-NOT-UTF-8')
  })
})
