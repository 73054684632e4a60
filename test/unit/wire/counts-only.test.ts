import { expect, it } from 'vitest'
import { isUpdateSequence } from '../../../electron/engine/words.ts'
import { countsOnly } from '../../../electron/wire/handlers.ts'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { masterMessages } from '../../support/recorded-messages.ts'

it('tells without decoding which messages of a real master only count up', () => {
  const messages = masterMessages()
  const told = messages.filter((message) => countsOnly(message.handler, message.body))
  const decoded = messages.filter((message) => isUpdateSequence(decodeBody(message.handler, message.body)))
  expect(told).toEqual(decoded)
  expect(told.length).toBeGreaterThan(40)
  expect(countsOnly(undefined, told[0]?.body ?? '')).toBe(false)
})
