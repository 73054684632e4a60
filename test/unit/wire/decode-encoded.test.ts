import { describe, expect, it } from 'vitest'
import { decodeBody, decodeEncoded } from '../../../electron/wire/decode.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import { textElement } from '../../../electron/xml/element.ts'
import { object } from '../../support/catalog-changes.ts'
import { failureOf } from '../../support/failures.ts'

function addOf(title: string) {
  const store = object('dataStore', 'ds', { name: 'pg', description: title })
  return encodeEvent({ verb: 'add', object: store, copies: new Map() })
}

describe('what was just encoded is read as its text would be', () => {
  it.each([
    ['ordinary', 'roads & rivers'],
    ['of control characters and line ends', 'a\u0001\r\n\tb'],
    ['with half a surrogate pair', 'a\ud800b'],
    ['of spaces', '   '],
  ])('%s', (_, text) => {
    const encoded = addOf(text)
    expect(decodeEncoded(encoded)).toEqual(decodeBody(encoded.handler, encoded.body))
  })

  it('with something in it that looks like a reference', () => {
    const store = object('dataStore', 'ds', { name: 'pg' })
    const odd = {
      ...store,
      properties: [...store.properties, textElement('odd', '', { reference: '../nothing' })],
    }
    const encoded = encodeEvent({ verb: 'add', object: odd, copies: new Map() }, undefined, {
      runs: 'plumbline',
    })
    const asText = failureOf(() => decodeBody(encoded.handler, encoded.body))
    expect(failureOf(() => decodeEncoded(encoded)).message).toBe(asText.message)
  })

  it('and refused when it is larger than any receiver takes', () => {
    const encoded = addOf('x'.repeat(16 * 1024 * 1024))
    expect(failureOf(() => decodeEncoded(encoded)).code).toBe('PLB-XML-TOO-LARGE')
  })
})
