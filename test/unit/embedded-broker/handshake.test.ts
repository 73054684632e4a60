import { expect, test } from 'vitest'
import { Door } from '../../../electron/broker/embedded/door.ts'
import { defaultBrokerLimits } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { readHandshake } from '../../../electron/broker/embedded/stomp/handshake.ts'

const credentials = { login: 'opérateur', passcode: 'secret' }

function connect(headers: Readonly<Record<string, string>>) {
  return { command: 'CONNECT', headers: new Map(Object.entries(headers)), body: Buffer.alloc(0) }
}

test.each([
  ['0,0', 0, 0],
  ['5000,3000', 3000, 5000],
  ['1,1', 100, 100],
  ['999999999,0', 0, 86_400_000],
])(
  'with heart-beat:%s the broker sends every %i ms and expects something every %i ms',
  (header, sends, expects) => {
    const { sendEvery, expectEvery } = readHandshake(connect({ 'heart-beat': header }))
    expect([sendEvery, expectEvery]).toEqual([sends, expects])
  },
)

test.each(['a,b', '-1,0', '1', '1,2,3', '1e3,0'])('heart-beat:%s is refused', (header) => {
  expect(() => readHandshake(connect({ 'heart-beat': header }))).toThrow(
    `Invalid heart-beat header:${header}`,
  )
})

test('without accept-version it is STOMP 1.0', () => {
  expect(readHandshake(connect({})).version).toBe('1.0')
})

test.each([
  [{ login: 'op\u00c3\u00a9rateur', passcode: 'secret' }, true],
  [{ login: 'op\u00c3\u00a9rateur', passcode: 'secret ' }, false],
  [{ login: 'other', passcode: 'secret' }, false],
  [{}, false],
])('%j lets in: %s', (headers, letIn) => {
  const door = new Door(undefined, credentials, defaultBrokerLimits)
  const attempt = () => door.admit(new Map(Object.entries(headers)), '127.0.0.1:1')
  if (letIn) expect(attempt()).toMatchObject({ state: 'in' })
  else expect(attempt).toThrow(/^User name \[.*\] or password is invalid\.$/)
})
