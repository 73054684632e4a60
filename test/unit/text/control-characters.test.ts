import { describe, expect, test } from 'vitest'
import { hasControlCharacter } from '../../../electron/text/control-characters.ts'

describe('Control characters', () => {
  test.each(['\u0000', 'a\tb', 'a\nb', '\u001fa', 'a\u007f'])('are found in %j', (text) => {
    expect(hasControlCharacter(text)).toBe(true)
  })

  test.each(['', ' ', '~', 'Länder 地図', '\u00a0'])('are not seen in %j', (text) => {
    expect(hasControlCharacter(text)).toBe(false)
  })
})
