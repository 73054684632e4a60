import { expect, test } from 'vitest'
import { selectorOf } from '../../../electron/broker/embedded/selector.ts'

const headers = new Map([
  ['group', 'a'],
  ['instanceName', "node's"],
  ['type', 't'],
])

test.each([
  ["group = 'a'", true],
  ["group='b'", false],
  [" group = 'a'  and instanceName='node''s' ", true],
  ["group = 'a' AND missing = ''", false],
  ["JMSType = 't'", true],
  ["JMSMessageID = 'ID:1'", true],
  ["JMSMessageID IN ('ID:0','ID:1')", true],
  ["group in ( 'b' , 'a' ) AND JMSMessageID IN ('ID:2')", false],
  ["instanceName IN ('node''s')", true],
  ["missing IN ('')", false],
])('%s', (selector, wanted) => {
  expect(selectorOf(selector)(headers, 'ID:1')).toBe(wanted)
})

test.each([
  '',
  "group = 'a' OR group = 'b'",
  'n > 3',
  "group = 'a' AND",
  "group = 'a",
  "'a' = group",
  "a='1'b='2'",
  'a IN ()',
  "a IN ('1',)",
  "a IN ('1' '2')",
])('%j is refused in words', (selector) => {
  expect(() => selectorOf(selector)).toThrow(/^Unsupported selector/)
})
