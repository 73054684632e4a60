import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSameElement, type XmlElement } from '../../../electron/xml/element.ts'

const word = fc.constantFrom('a', 'b')
const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
  element: fc.record({
    name: word,
    attributes: fc.dictionary(word, word, { maxKeys: 2, noNullPrototype: true }),
    children: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('element'), { maxLength: 2 }),
    ),
    text: fc.constantFrom('', 'a'),
  }),
}))

/** The same in the order of names. */
function sorted({ name, attributes, children, text }: XmlElement): unknown {
  const entries = Object.entries(attributes).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return [name, entries, children.map(sorted), text]
}

it('two elements are the same when all they say is, whatever the order of their attributes', () => {
  fc.assert(
    fc.property(element, element, (one, other) => {
      expect(isSameElement(one, structuredClone(one))).toBe(true)
      expect(isSameElement(one, other)).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)))
    }),
    { numRuns: 500 },
  )
})

it('nothing is the same as nothing, and as no element', () => {
  const one: XmlElement = { name: 'a', attributes: {}, children: [], text: '' }
  expect([isSameElement(undefined, null), isSameElement(null, one), isSameElement(one, undefined)]).toEqual([
    true,
    false,
    false,
  ])
})
