import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonRefused, parseJson } from '../../../electron/text/json.ts'

const many = { values: 1e9, depth: 1e9 }

describe('JSON of somebody else', () => {
  it('is read as JSON is, within the limits', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(parseJson(text, many)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('is refused when it holds more than it may, before anything is made of it', () => {
    const list = `[${'0,'.repeat(200_000)}0]`
    const members = `{${Array.from({ length: 1_000_000 }, (_, each) => `"${each}":0`).join(',')}}`
    for (const text of [list, members]) expect(() => parseJson(text)).toThrow(JsonRefused)
    for (const text of ['['.repeat(65), `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`]) {
      expect(() => parseJson(text)).toThrow(/deep/)
    }
    expect(parseJson(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeInstanceOf(Array)
  })

  it('counts nothing that is written within a string', () => {
    const text = JSON.stringify(`${'[{,:'.repeat(300_000)}\\"`)
    expect(parseJson(text)).toHaveLength(1_200_002)
  })

  it('that is none is no JSON, however it ends', () => {
    for (const text of ['', '"', '"\\', '[', '{"a"', 'nul', '{"password":hunter2}']) {
      expect(() => parseJson(text)).toThrow(SyntaxError)
      expect(() => parseJson(text)).toThrow(/^it is no JSON(?: at position \d+)?$/)
    }
  })
})
