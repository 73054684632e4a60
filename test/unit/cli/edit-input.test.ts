import { describe, expect, it } from 'vitest'
import { editFrom, typedKind, type TypedEdit } from '../../../electron/cli/edit-input.ts'
import { severalFrom } from '../../../electron/cli/edit-set.ts'
import { failureOf } from '../../support/failures.ts'
import { english } from '../../../electron/sentences/english.ts'
import { wordingColumn } from '../../../electron/sentences/stored.ts'

function typed(given: Partial<TypedEdit>): TypedEdit {
  return { verb: 'add', kind: 'workspace', set: [], ...given }
}

function inputOf(given: Partial<TypedEdit>): unknown {
  const { input } = editFrom(typed(given))
  return input === undefined ? undefined : JSON.parse(input)
}

describe('a typed kind', () => {
  it.each(['featureType', 'featuretype', 'feature-type', 'Feature Type', 'feature_type'])(
    'is understood however its words are joined: %s',
    (text) => {
      expect(typedKind.parse(text)).toBe('featureType')
    },
  )

  it('is refused with the list of kinds when there is none', () => {
    const [issue] = typedKind.safeParse('table').error?.issues ?? []
    expect(english(wordingColumn.parse(issue?.message))).toContain('must be one of workspace,')
  })
})

describe('the name of a new object', () => {
  it.each([
    ['workspace', 'topp', { name: 'topp' }],
    ['dataStore', 'topp:db', { name: 'db', workspace: 'topp' }],
    ['featureType', 'topp:roads', { name: 'roads', namespace: 'topp' }],
    ['style', 'line', { name: 'line' }],
    ['style', 'topp:line', { name: 'line', workspace: 'topp' }],
    ['settings', 'topp', { workspace: 'topp' }],
    ['service', 'topp:wms', { workspace: 'topp' }],
  ] as const)('says what a %s %s is called and where it belongs', (kind, name, properties) => {
    expect(inputOf({ kind, name })).toEqual(properties)
  })

  it('names the type of a service, unless that is given', () => {
    expect(editFrom(typed({ kind: 'service', name: 'topp:wms' }))).toMatchObject({ service: 'wms' })
    expect(editFrom(typed({ kind: 'service', name: 'topp', service: 'wfs' }))).toMatchObject({
      service: 'wfs',
    })
  })

  it('is what an existing object is looked up by', () => {
    expect(editFrom(typed({ verb: 'remove', kind: 'layer', name: 'topp:roads' }))).toEqual({
      verb: 'remove',
      kind: 'layer',
      name: 'topp:roads',
    })
  })
})

describe('properties set one by one', () => {
  it('become texts, lists and maps, as the kind has them', () => {
    const set = [
      'type=PostGIS',
      'description=a=b',
      'connectionParameters.host=db',
      'connectionParameters.Expose primary keys=true',
    ]
    expect(inputOf({ kind: 'dataStore', name: 'topp:db', set })).toEqual({
      name: 'db',
      workspace: 'topp',
      type: 'PostGIS',
      description: 'a=b',
      connectionParameters: { host: 'db', 'Expose primary keys': 'true' },
    })
    expect(inputOf({ kind: 'featureType', set: ['keywords=a', 'keywords=b'] })).toEqual({
      keywords: ['a', 'b'],
    })
    expect(inputOf({ kind: 'layerGroup', set: ['publishables=topp:roads', 'bounds.minx=1'] })).toEqual({
      publishables: ['topp:roads'],
      bounds: { minx: '1' },
    })
  })

  it('go before the same properties of the JSON, wrapped in the name of the kind or not', () => {
    const set = ['title=new']
    const properties = { title: 'new', srs: 'EPSG:4326' }
    for (const text of [
      '{"title":"old","srs":"EPSG:4326"}',
      '{"featureType":{"title":"old","srs":"EPSG:4326"}}',
    ]) {
      expect(inputOf({ verb: 'modify', kind: 'featureType', name: 'topp:roads', text, set })).toEqual(
        properties,
      )
    }
  })

  it('of a map that exists are refused, because the part would take the place of the whole', () => {
    const set = ['connectionParameters.host=other']
    const refused = failureOf(() =>
      editFrom(typed({ verb: 'modify', kind: 'dataStore', name: 'topp:db', set })),
    )
    expect(refused.code).toBe('PLB-COMMAND-USAGE')
    expect(refused.message).toContain('can only be modified as a whole')
  })

  it('are refused together with XML, and so is the name of a new object', () => {
    const text = '<workspace><name>topp</name></workspace>'
    expect(editFrom(typed({ text })).input).toBe(text)
    expect(failureOf(() => editFrom(typed({ text, set: ['isolated=true'] }))).code).toBe('PLB-COMMAND-USAGE')
    expect(failureOf(() => editFrom(typed({ text, name: 'topp' }))).code).toBe('PLB-COMMAND-USAGE')
  })

  it('need no input at all for a style whose body alone changes', () => {
    expect(editFrom(typed({ verb: 'modify', kind: 'style', name: 'line' }))).not.toHaveProperty('input')
  })
})

describe('an input', () => {
  it.each(['not JSON', '[1]', '"text"', '7'])('is refused when it is no object: %s', (text) => {
    expect(failureOf(() => editFrom(typed({ text }))).code).toBe('PLB-COMMAND-USAGE')
  })
})

it('takes a service by its type alone', () => {
  const edit = editFrom(typed({ verb: 'modify', kind: 'service', service: 'wps', set: ['title=Maps'] }))
  expect(edit).toMatchObject({ kind: 'service', service: 'wps', name: 'wps' })
  const elsewhere = editFrom(typed({ verb: 'modify', kind: 'service', service: 'wms', name: 'topp:wms' }))
  expect(elsewhere).toMatchObject({ service: 'wms', name: 'topp:wms' })
})

describe('a list of edits', () => {
  it('is one change of all of them, each as its own command takes it', () => {
    const list = [
      { verb: 'add', kind: 'data-store', name: 'topp:db', input: { type: 'PostGIS' } },
      { verb: 'modify', kind: 'style', name: 'line', body: '<sld/>' },
    ]
    const request = severalFrom(JSON.stringify(list))
    expect(request).toMatchObject({ verb: 'add', kind: 'dataStore' })
    expect(JSON.parse(request.input ?? '')).toEqual({ name: 'db', workspace: 'topp', type: 'PostGIS' })
    expect(request.others).toMatchObject([
      { verb: 'modify', kind: 'style', name: 'line', styleBody: '<sld/>' },
    ])
  })

  it.each(['', '[]', '{}', '[{"verb":"undo","kind":"style"}]', '[{"verb":"add","kind":"style","else":1}]'])(
    'is refused when it is none: %s',
    (text) => {
      expect(failureOf(() => severalFrom(text)).code).toBe('PLB-COMMAND-USAGE')
    },
  )
})
