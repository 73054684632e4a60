import { describe, expect, it } from 'vitest'
import {
  lineAt,
  lineOfProperty,
  problemsByLine,
} from '../../../../renderer/features/configuration/xml-problems.ts'

const xml = `<layer>
  <nameSpace>topp</nameSpace>
  <name>roads</name>
  <enabled/>
  <name>again</name>
</layer>`

describe('Problems with the XML of an object', () => {
  it('are in the line of their position', () => {
    expect(lineAt('a\nb\nc', 0)).toBe(1)
    expect(lineAt('a\nb\nc', 1)).toBe(1)
    expect(lineAt('a\nb\nc', 2)).toBe(2)
    expect(lineAt('a\nb\nc', 5)).toBe(3)
  })

  it('stand where the first element of the property is, not at one that only begins like it', () => {
    expect(lineOfProperty(xml, 'name')).toBe(3)
    expect(lineOfProperty(xml, 'enabled')).toBe(4)
  })

  it('of a part of a property stand at the property', () => {
    expect(lineOfProperty(xml, 'name.first')).toBe(3)
  })

  it('of a property that is not written stand nowhere', () => {
    expect(lineOfProperty(xml, 'title')).toBeNull()
    expect(lineOfProperty(xml, '.*')).toBeNull()
    expect(lineOfProperty('<layer', 'layer')).toBe(1)
  })

  it('are told line by line', () => {
    const problems = [
      { property: 'enabled', message: 'must be true or false' },
      { property: null, message: 'is too large' },
    ]
    expect(problemsByLine(xml, problems)).toEqual([
      { line: 4, message: 'must be true or false' },
      { line: null, message: 'is too large' },
    ])
  })
})
