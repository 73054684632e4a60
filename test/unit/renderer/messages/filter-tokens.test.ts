import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deliveryState } from '../../../../electron/contract/features/messages.ts'
import {
  completions,
  everything,
  formatFilter,
  joinFilter,
  parseFilter,
  takeTokens,
  withoutLastPiece,
} from '../../../../renderer/features/messages/filter-tokens.ts'

const facets = {
  kinds: ['dataStore', 'layer', 'layerGroup'],
  workspaces: ['land use', 'topp'],
  senders: ['geo-1', 'geo-2'],
}

describe('the filter of the log', () => {
  it('reads tokens and text', () => {
    const { filter, text } = parseFilter(
      'kind:layer roads workspace:topp node:geo-1 state:missing verb:modify title',
    )
    expect(text).toBe('roads title')
    expect(filter).toEqual({
      ...everything,
      text: 'roads title',
      kind: 'layer',
      workspace: 'topp',
      node: 'geo-1',
      state: 'missing',
      verb: 'modify',
    })
  })

  it('takes names it does not know as text, as the names of layers are', () => {
    expect(parseFilter('topp:roads http://x').filter).toEqual({ ...everything, text: 'topp:roads http://x' })
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
    expect(filter).toEqual(everything)
  })

  it('reads times as those of this machine', () => {
    const { filter } = parseFilter('since:2026-11-22 until:2026-11-22T14:02')
    expect(filter.since).toBe(new Date(2026, 10, 22).getTime())
    expect(filter.until).toBe(new Date(2026, 10, 22, 14, 2).getTime())
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
          verb: fc.constantFrom(null, 'add', 'modify', 'style-file'),
          state: fc.constantFrom(null, ...deliveryState.options),
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
  it('offers names that are not in use', () => {
    expect(completions('', facets, ['kind']).map(({ name }) => name)).toEqual([
      'workspace',
      'node',
      'state',
      'verb',
      'since',
      'until',
    ])
  })

  it('offers the values of the token being written, those that begin alike first', () => {
    expect(completions('roads kind:l', facets, [])).toEqual([
      { name: 'kind', value: 'layer' },
      { name: 'kind', value: 'layerGroup' },
    ])
    expect(completions('kind:store', facets, [])).toEqual([{ name: 'kind', value: 'dataStore' }])
    expect(completions('workspace:"land u', facets, [])).toEqual([{ name: 'workspace', value: 'land use' }])
  })

  it('offers values of any token that begin alike', () => {
    expect(completions('to', facets, [])).toEqual([{ name: 'workspace', value: 'topp' }])
    expect(completions('mi', facets, [])).toEqual([{ name: 'state', value: 'missing' }])
  })

  it('offers nothing after a space but names', () => {
    expect(completions('roads ', facets, []).every(({ value }) => value === undefined)).toBe(true)
  })

  it('takes whole tokens out of what is typed and leaves the one being written', () => {
    expect(takeTokens('kind:layer ', false)).toEqual({
      tokens: [{ name: 'kind', value: 'layer', problem: undefined }],
      rest: '',
    })
    expect(takeTokens('kind:lay', false)).toEqual({ tokens: [], rest: 'kind:lay' })
    expect(takeTokens('roads kind:layer title', false).rest).toBe('roads title')
    expect(takeTokens('roads kind:layer', true).tokens).toHaveLength(1)
    expect(takeTokens('roads  and ', false)).toEqual({ tokens: [], rest: 'roads  and ' })
  })

  it('cuts off the piece being completed', () => {
    expect(withoutLastPiece('roads ki')).toBe('roads ')
    expect(withoutLastPiece('roads ')).toBe('roads ')
  })

  it('joins tokens and text as they are written', () => {
    expect(joinFilter([{ name: 'workspace', value: 'land use' }], ' roads ')).toBe(
      'workspace:"land use" roads',
    )
  })
})
