import { expect, it } from 'vitest'
import { parseAuditFilter } from '../../../../renderer/features/audit/audit-filter.ts'

it('reads who and when out of a filter, and leaves the words', () => {
  const now = 10_000_000
  const parse = (written: string) => parseAuditFilter(written, now)
  expect(parse('resync from:ann since:1h "slave b" topp:roads')).toEqual({
    ...{
      text: 'resync slave b topp:roads',
      by: 'ann',
      object: undefined,
      since: now - 3_600_000,
      until: undefined,
    },
  })
  expect(parse('until:someday from: x')).toEqual({
    text: 'x',
    by: undefined,
    object: undefined,
    since: undefined,
    until: undefined,
  })
  expect(parse('by:ada')).toMatchObject({ text: '', by: 'ada' })
  expect(parse('object:"a b"')).toMatchObject({ text: '', object: 'a b' })
})
