import { describe, expect, test } from 'vitest'
import {
  isDecided,
  mergeText,
  mergeValues,
} from '../../../../renderer/features/configuration/review/merge.ts'
import { mergeXml } from '../../../../renderer/features/configuration/review/merge-xml.ts'
import {
  firstXmlError,
  topLevelElements,
} from '../../../../renderer/features/configuration/review/top-level-elements.ts'

const base = { title: 'Roads', enabled: true, style: 'line', keywords: ['a'] }

describe('merging my changes with those of someone else', () => {
  test('keeps both where they changed different properties', () => {
    const merged = mergeValues(base, { ...base, title: 'Streets' }, { ...base, enabled: false }, {})
    expect(merged).toEqual({ ...base, title: 'Streets', enabled: false })
  })

  test('takes the picked side where both changed the same property', () => {
    const mine = { ...base, title: 'Streets', style: 'dash' }
    const theirs = { ...base, title: 'Highways' }
    expect(mergeValues(base, mine, theirs, { title: 'theirs' })).toEqual({
      ...base,
      title: 'Highways',
      style: 'dash',
    })
    expect(mergeValues(base, mine, theirs, { title: 'mine' })['title']).toBe('Streets')
  })

  test('takes a property as a whole when a part of it was picked', () => {
    const mine = { ...base, keywords: ['b'] }
    const theirs = { ...base, keywords: ['c'] }
    expect(mergeValues(base, mine, theirs, { 'keywords.0': 'theirs' })['keywords']).toEqual(['c'])
  })

  test('is done only when every conflict is decided', () => {
    const conflicts = [{ property: 'title' }, { property: 'style' }]
    expect(isDecided(conflicts, { title: 'mine' })).toBe(false)
    expect(isDecided(conflicts, { title: 'mine', style: 'theirs' })).toBe(true)
  })

  test('of a text takes theirs where I changed nothing', () => {
    expect(mergeText('a', 'a', 'b', undefined)).toBe('b')
    expect(mergeText('a', 'c', 'a', undefined)).toBe('c')
    expect(mergeText('a', 'c', 'b', 'theirs')).toBe('b')
    expect(mergeText('a', 'c', 'b', 'mine')).toBe('c')
  })

  test('of documents goes element by element', () => {
    const before = '<layer>\n  <id>1</id>\n  <title>Roads</title>\n  <path>/a</path>\n</layer>\n'
    const mine = '<layer>\n  <id>1</id>\n  <title>Streets</title>\n  <opaque>true</opaque>\n</layer>\n'
    const theirs =
      '<layer>\n  <id>1</id>\n  <title>Highways</title>\n  <path>/a</path>\n  <queryable>false</queryable>\n</layer>\n'
    expect(mergeXml(before, mine, theirs, { title: 'theirs' })).toBe(
      '<layer>\n  <id>1</id>\n  <title>Highways</title>\n  \n  <queryable>false</queryable>\n  <opaque>true</opaque>\n</layer>\n',
    )
    expect(mergeXml(before, mine, theirs, { title: 'mine' })).toContain('<title>Streets</title>')
    expect(mergeXml(before, '<layer><title></layer>', theirs, {})).toBeUndefined()
  })
})

describe('reading XML while it is typed', () => {
  test('lists the elements directly below the root', () => {
    const found = topLevelElements('<layer><id>1</id><style><id>2</id></style><opaque/></layer>')
    expect(found?.map(({ name, text }) => [name, text])).toEqual([
      ['id', '<id>1</id>'],
      ['style', '<style><id>2</id></style>'],
      ['opaque', '<opaque/>'],
    ])
  })

  test('says where it is not well-formed', () => {
    expect(firstXmlError('<layer><id>1</id></layer>')).toBeUndefined()
    expect(firstXmlError('<layer><id>1</i></layer>')).toBeGreaterThan(7)
    expect(firstXmlError('<layer><id>1</id>')).toBeDefined()
    expect(topLevelElements('')).toBeUndefined()
  })
})
