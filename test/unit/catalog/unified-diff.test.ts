import { expect, it } from 'vitest'
import { unifiedDiff } from '../../../electron/catalog/unified-diff.ts'
import { saying } from '../../support/saying.ts'

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('')

it('shows what differs with three lines around it', () => {
  const before = numbered(0, 20)
  expect(unifiedDiff(before, before.replace('line 10\n', 'LINE 10\n')).lines).toEqual([
    '@@ -8,7 +8,7 @@',
    ' line 7',
    ' line 8',
    ' line 9',
    '-line 10',
    '+LINE 10',
    ' line 11',
    ' line 12',
    ' line 13',
  ])
})

it('shows nothing of what is the same', () => {
  expect(unifiedDiff(numbered(0, 9), numbered(0, 9))).toEqual({ lines: [] })
})

it('says in a line that only the ends of lines differ, and shows what else does', () => {
  const before = numbered(0, 900)
  const after = before.replaceAll('\n', '\r\n')
  expect(unifiedDiff(before, after)).toEqual({
    lines: [],
    rest: saying('(only the ends of its lines differ)'),
  })
  const { lines } = unifiedDiff(before, after.replace('line 10\r', 'LINE 10\r'))
  expect(lines.filter((line) => /^[-+]/.test(line))).toEqual(['-line 10', '+LINE 10'])
})

it('says how many lines it leaves out', () => {
  const { lines, rest } = unifiedDiff('', numbered(0, 1_000))
  expect(lines).toHaveLength(200)
  expect(rest).toEqual(saying('(801 more lines)'))
})

it('gives up on texts that have nothing in common', () => {
  expect(unifiedDiff(numbered(0, 9_000), numbered(10_000, 19_000))).toEqual({
    lines: [],
    rest: saying('(nearly all of it is different)'),
  })
})
