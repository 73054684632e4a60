import { describe, expect, it } from 'vitest'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import { messagesToSlave } from '../../support/recorded-messages.ts'
import { comparableXml } from '../../support/same-xml.ts'

const messages = messagesToSlave()
const applied = messages.filter(({ verdict }) => verdict === 'applied')

describe('every message a real GeoServer 2.26 slave applied', () => {
  it('is one of 124', () => {
    expect(applied).toHaveLength(124)
  })

  it.each(applied.map((message) => [`${message.seq} ${message.label}`, message] as const))(
    'is written again as it was read: %s',
    (_, { handler, body }) => {
      const event = decodeBody(handler, body)
      const encoded = encodeEvent(event)
      expect(encoded.handler).toBe(handler)
      expect(comparableXml(encoded.body)).toEqual(comparableXml(body))
    },
  )
})
