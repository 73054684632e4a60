import fc from 'fast-check'
import { everyMessage } from '../../../../electron/contract/features/messages.ts'
import { describe, expect, it } from 'vitest'
import { deliveryState } from '../../../../electron/contract/features/messages.ts'
import {
  completionValues,
  formatFilter,
  objectsOf,
  parseFilter,
} from '../../../../renderer/components/filter/message-filter.ts'

describe('the filter of the log', () => {
  it('says of objects what it says of them, and nothing where it is of messages alone', () => {
    expect(objectsOf(parseFilter('kind:layer workspace:topp roads').filter)).toEqual({
      ...{ text: 'roads', kind: 'layer', workspace: 'topp' },
    })
    expect(objectsOf(parseFilter('roads').filter)).toEqual({ text: 'roads', kind: null, workspace: null })
    expect(objectsOf(parseFilter('kind:layer state:missing').filter)).toBeUndefined()
  })

  it('reads tokens and text', () => {
    const { filter, text } = parseFilter(
      'kind:layer roads workspace:topp node:geo-1 state:missing slave:geo-3 verb:modify title',
    )
    expect(text).toBe('roads title')
    expect(filter).toEqual({
      ...everyMessage,
      text: 'roads title',
      kind: 'layer',
      workspace: 'topp',
      node: 'geo-1',
      state: 'missing',
      slave: 'geo-3',
      verb: 'modify',
    })
  })

  it('takes names it does not know as text, as the names of layers are', () => {
    expect(parseFilter('topp:roads http://x').filter).toEqual({
      ...everyMessage,
      text: 'topp:roads http://x',
    })
  })

  it('takes from: for the sender, and times that are so long ago', () => {
    const { filter, tokens } = parseFilter('from:geo-1 since:2h until:30m', false, 10_000_000)
    expect(filter).toEqual({ ...everyMessage, node: 'geo-1', since: 2_800_000, until: 8_200_000 })
    expect(tokens.every(({ problem }) => problem === undefined)).toBe(true)
  })

  it('keeps quoted values together', () => {
    expect(parseFilter('workspace:"land use" "main roads"').filter).toMatchObject({
      workspace: 'land use',
      text: 'main roads',
    })
  })

  it('leaves out what means nothing and says so', () => {
    const { tokens, filter } = parseFilter('state:lost verb:rename since:yesterday until:2026-13-40')
    expect(tokens.map(({ problem }) => problem)).toEqual([
      'unknown-state',
      'unknown-verb',
      'no-time',
      'no-time',
    ])
    expect(filter).toEqual(everyMessage)
  })

  it('reads times as those of this machine', () => {
    const { filter } = parseFilter('since:2026-11-22 until:2026-11-22T14:02')
    expect(filter.since).toBe(new Date(2026, 10, 22).getTime())
    expect(filter.until).toBe(new Date(2026, 10, 22, 14, 2).getTime())
  })

  it('does not search for the name of a token that is still being written', () => {
    expect(parseFilter('roads kind:').filter).toEqual({ ...everyMessage, text: 'roads' })
  })

  it('counts a token as it is written last', () => {
    expect(parseFilter('kind:layer kind:style').tokens).toEqual([
      { name: 'kind', value: 'style', problem: undefined },
    ])
  })

  it('reads back every filter it writes', () => {
    const value = fc.option(fc.stringMatching(/^[a-z0-9:._-]([a-z0-9 :._-]*[a-z0-9:._-])?$/), { nil: null })
    const time = fc.option(
      fc.integer({ min: 1, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
      { nil: null },
    )
    const words = fc.array(fc.stringMatching(/^[a-z0-9_-]+$/), { maxLength: 3 })
    fc.assert(
      fc.property(
        fc.record({
          text: words.map((found) => found.join(' ')),
          kind: value,
          workspace: value,
          node: value,
          by: value,
          verb: fc.constantFrom(null, 'add', 'modify', 'style-file'),
          state: fc.constantFrom(null, ...deliveryState.options),
          slave: value,
          object: value,
          since: time,
          until: time,
          all: fc.constant(false),
        }),
        (filter) => {
          expect(parseFilter(formatFilter(filter)).filter).toEqual(filter)
        },
      ),
    )
  })
})

describe('completing the filter', () => {
  it('offers what the archive holds, and the states and verbs there are', () => {
    const facets = {
      kinds: ['layer'],
      workspaces: ['topp'],
      senders: ['geo-1'],
      authors: ['ada'],
      slaves: ['geo-2'],
    }
    expect(completionValues('kind', facets)).toEqual(['layer'])
    expect(completionValues('workspace', facets)).toEqual(['topp'])
    expect(completionValues('node', facets)).toEqual(['geo-1'])
    expect(completionValues('by', facets)).toEqual(['ada'])
    expect(completionValues('slave', facets)).toEqual(['geo-2'])
    expect(completionValues('state', undefined)).toContain('missing')
    expect(completionValues('verb', undefined)).toContain('style-file')
    expect(completionValues('since', facets)).toEqual([])
  })
})
