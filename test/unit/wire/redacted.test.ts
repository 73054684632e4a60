import { expect, it } from 'vitest'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import { handlers } from '../../../electron/wire/handlers.ts'
import { object } from '../../support/catalog-changes.ts'
import { failureOf } from '../../support/failures.ts'
import { redactedBody } from '../../../electron/services/messages/archive/redaction.ts'
import { parentElement, textElement } from '../../../electron/xml/element.ts'

const store = (passwd: string) =>
  object('dataStore', 's', {
    name: 's',
    connectionParameters: parentElement('connectionParameters', [
      textElement('entry', passwd, { key: 'passwd' }),
    ]),
  })

it('An event that was exported without its passwords is refused, not applied with the mark for one', () => {
  const { body } = encodeEvent({ verb: 'add', object: store('hunter2'), copies: new Map() })
  expect(decodeBody(handlers.add, body).verb).toBe('add')
  const exported = redactedBody(body) ?? ''
  expect(exported).not.toContain('hunter2')
  expect(failureOf(() => decodeBody(handlers.add, exported)).code).toBe('PLB-WIRE-REDACTED')
})

it('An edit that gives back a hidden password is refused before anything is sent', () => {
  const edit = () => encodeEvent({ verb: 'add', object: store('••••••'), copies: new Map() })
  expect(failureOf(edit).code).toBe('PLB-WIRE-REDACTED')
})
