import { expect, test } from 'vitest'
import { isLoopback, originMeant, originToPrint } from '../../../electron/serve/addresses.ts'
import { isOfAnotherAccount } from '../../../electron/serve/peer-account.ts'
import { Access } from '../../../electron/serve/access.ts'

const own = { port: 8600, host: '127.0.0.1', certificate: undefined }

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['localhost', true],
  ['::1', true],
  ['0:0:0:0:0:0:0:1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['1', false],
  ['127.0.0.1.example.org', false],
  ['localhost.example.org', false],
  ['10.0.0.1', false],
  ['::ffff:127.0.0.1', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})

test.each([
  ['127.0.0.1:8600', 'http://127.0.0.1:8600'],
  ['localhost:8600', 'http://localhost:8600'],
  ['LOCALHOST:8600', 'http://localhost:8600'],
  ['[::1]:8600', 'http://[::1]:8600'],
  ['127.0.0.1', undefined],
  ['127.0.0.1:8601', undefined],
  ['example.org:8600', undefined],
  ['user@127.0.0.1:8600', undefined],
  ['127.0.0.1:8600/', undefined],
  ['', undefined],
])('The Host header "%s" means %s', (header, expected) => {
  expect(originMeant(header, own)).toBe(expected)
})

test('What is printed is what is accepted', () => {
  for (const host of ['127.0.0.1', '127.0.0.2', '::1']) {
    const address = { ...own, host }
    const origin = originToPrint(address, 'machine')
    expect(originMeant(new URL(origin).host, address)).toBe(origin)
  }
})

const table = [
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
  '   0: 0100007F:2198 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 11',
  '   1: 0100007F:C350 0100007F:2198 01 00000000:00000000 00:00000000 00000000  1001        0 12',
].join('\n')
const peer = { remoteAddress: '127.0.0.1', remotePort: 0xc350, localPort: 0x2198 }

test('A connection of another account of this machine is recognised', () => {
  expect(isOfAnotherAccount(peer, () => table, 1000)).toBe(true)
  expect(isOfAnotherAccount(peer, () => table, 1001)).toBe(false)
})

test('Where accounts cannot be told apart nobody is turned away', () => {
  const unreadable = (): string => {
    throw new Error('no such file')
  }
  expect(isOfAnotherAccount(peer, unreadable, 1000)).toBe(false)
  expect(isOfAnotherAccount(peer, () => table, null)).toBe(false)
  expect(isOfAnotherAccount({ ...peer, remotePort: 1 }, () => table, 1000)).toBe(false)
})

test('A token begins one session, and a new token makes the one before void', () => {
  const access = new Access()
  const first = access.newToken()
  const second = access.newToken()
  expect(access.exchange(first)).toBeUndefined()
  const session = access.exchange(second)
  expect(access.exchange(second)).toBeUndefined()
  if (session === undefined) throw new Error('there is no session')
  expect(access.isAllowed(session.path, session.cookie)).toBe(true)
  expect(access.isAllowed(session.path, `${session.cookie}x`)).toBe(false)
  expect(access.isAllowed(session.path, '')).toBe(false)
  expect(access.isAllowed('other', session.cookie)).toBe(false)
})

test('After twenty browsers the first has to go', () => {
  const access = new Access()
  const sessions = Array.from({ length: 21 }, () => access.exchange(access.newToken()))
  const allowed = sessions.map(
    (session) => session !== undefined && access.isAllowed(session.path, session.cookie),
  )
  expect(allowed).toEqual([false, ...Array.from({ length: 20 }, () => true)])
})
