import { describe, expect, it } from 'vitest'
import { groupFor, openEnvelope } from '../../../electron/wire/envelope.ts'
import { handlers } from '../../../electron/wire/handlers.ts'
import { failureOf } from '../../support/failures.ts'

const node = { instanceName: 'slave-1', group: 'g' }
const properties = (changes: Readonly<Record<string, string | undefined>> = {}) =>
  new Map(
    Object.entries({
      instanceName: 'master',
      group: 'g',
      JMSEventHandlerSPI: handlers.add,
      brokerURL: 'tcp://127.0.0.1:61616',
      ...changes,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )

describe('the properties of a message', () => {
  it('say who sent it, to which group, and what reads it', () => {
    expect(openEnvelope(properties(), node)).toEqual({
      instanceName: 'master',
      group: 'g',
      handler: handlers.add,
    })
  })

  it.each(['instanceName', 'group', 'JMSEventHandlerSPI'])('must hold %s', (name) => {
    for (const value of [undefined, '']) {
      const failure = failureOf(() => openEnvelope(properties({ [name]: value }), node))
      expect(failure.code).toBe('PLB-WIRE-PROPERTY-MISSING')
      expect(failure.message).toContain(name)
    }
  })

  it('of our own message, or of another group, make it none of our business', () => {
    expect(openEnvelope(properties({ instanceName: 'slave-1' }), node)).toBe('own message')
    expect(openEnvelope(properties({ group: 'other' }), node)).toBe('another group')
    // Whose handler does not matter either.
    expect(openEnvelope(properties({ group: 'other', JMSEventHandlerSPI: 'Unknown' }), node)).toBe(
      'another group',
    )
  })

  it('may address the nodes of Plumbline in the group alone', () => {
    expect(groupFor('g', 'everyone')).toBe('g')
    const own = groupFor('g', 'plumbline')
    expect(own).not.toBe('g')
    expect(openEnvelope(properties({ group: own }), node)).toMatchObject({ handler: handlers.add })
    expect(openEnvelope(properties({ group: groupFor('other', 'plumbline') }), node)).toBe('another group')
  })

  it.each([
    'Unknown',
    'DocumentFileHandlerSPI',
    'JMSCatalogPostModifyEventHandlerSPI',
    'constructor',
    '__proto__',
  ])('must not name the handler %s', (handler) => {
    expect(failureOf(() => openEnvelope(properties({ JMSEventHandlerSPI: handler }), node)).code).toBe(
      'PLB-WIRE-UNKNOWN-HANDLER',
    )
  })
})
