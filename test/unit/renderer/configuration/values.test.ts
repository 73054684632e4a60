import { describe, expect, test } from 'vitest'
import type { FormField } from '../../../../electron/contract/features/configuration.ts'
import { english } from '../../../../electron/sentences/english.ts'
import {
  changedNames,
  changesInput,
  isHidden,
  isSame,
  newObjectInput,
  problemsOf,
  saidField,
} from '../../../../renderer/features/configuration/form/values.ts'

function field(name: string, type: FormField['type'], rest: Partial<FormField> = {}): FormField {
  return {
    name,
    type,
    required: false,
    choices: [],
    kinds: [],
    value: null,
    fields: [],
    help: null,
    assumed: null,
    section: 'basics',
    ...rest,
  }
}

describe('the values of a form', () => {
  test('are the same when only their spelling differs', () => {
    expect(isSame('', null)).toBe(true)
    expect(isSame([], null)).toBe(true)
    expect(isSame({}, undefined)).toBe(true)
    expect(isSame('5', 5)).toBe(true)
    expect(isSame('true', true)).toBe(true)
    expect(isSame({ a: '1', b: '2' }, { b: 2, a: 1 })).toBe(true)
  })

  test('differ when an item moved, a key came or a text changed', () => {
    expect(isSame(['a', 'b'], ['b', 'a'])).toBe(false)
    expect(isSame({ a: '1' }, { a: '1', b: null })).toBe(false)
    expect(isSame('a', 'A')).toBe(false)
    expect(isSame(false, null)).toBe(false)
  })

  test('become an edit that holds the changed properties alone and clears with null', () => {
    const before = { name: 'roads', title: 'Roads', enabled: true, keywords: ['a'] }
    const after = { name: 'roads', title: '', enabled: false, keywords: ['a'] }
    expect(changedNames(before, after)).toEqual(['title', 'enabled'])
    expect(JSON.parse(changesInput(before, after))).toEqual({ title: null, enabled: false })
  })

  test('of a new object are sent where there are any', () => {
    expect(JSON.parse(newObjectInput({ name: 'roads', title: '', keywords: [], enabled: false }))).toEqual({
      name: 'roads',
      enabled: false,
    })
  })

  test('that are missing or no numbers are told before anyone is asked', () => {
    const fields = [
      field('name', 'text', { required: true }),
      field('maxFeatures', 'number'),
      field('cache', 'structure', { fields: [field('maxEntries', 'number')] }),
      field('bounds', 'bounds'),
      field('latLon', 'bounds'),
    ].map((each) => saidField(each, english))
    const values = {
      name: '',
      maxFeatures: 'many',
      cache: { maxEntries: '1e' },
      bounds: { minx: 5, maxx: 1, miny: 0, maxy: 1, crs: 'EPSG:4326' },
      latLon: { minx: 0, maxx: 'x', miny: 0, maxy: 1 },
    }
    expect(problemsOf(fields, values)).toEqual([
      { property: 'name', problem: 'required' },
      { property: 'maxFeatures', problem: 'number' },
      { property: 'cache.maxEntries', problem: 'number' },
      { property: 'bounds', problem: 'bounds' },
      { property: 'latLon.maxx', problem: 'number' },
    ])
    expect(problemsOf(fields, { name: 'roads', maxFeatures: 0 })).toEqual([])
  })

  test('hide passwords as nothing or as dots', () => {
    expect(isHidden(null)).toBe(true)
    expect(isHidden('••••••')).toBe(true)
    expect(isHidden('secret')).toBe(false)
    expect(isHidden('')).toBe(false)
  })
})

test('a field and its parts are said in the language of the app', () => {
  const part = field('enabled', 'flag')
  const read = saidField(
    { ...field('cache', 'structure', { fields: [part] }), help: 'Counts tiles.' },
    (wording) => `<${english(wording)}>`,
  )
  expect(read).toMatchObject({ help: '<Counts tiles.>', fields: [{ label: '<enabled>' }] })
})
