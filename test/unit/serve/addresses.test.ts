import { expect, test } from 'vitest'
import { originMeant, originToPrint } from '../../../electron/serve/addresses.ts'
import { isOfAnotherAccount } from '../../../electron/serve/peer-account.ts'
import { Access } from '../../../electron/serve/access.ts'

const own = { port: 8600, host: '127.0.0.1', certificate: undefined }

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

const peer = {
  remoteAddress: '127.0.0.1',
  remotePort: 0xc350,
  localAddress: '127.0.0.1',
  localPort: 0x2198,
}

/** One row of a table as Linux writes it. */
function rows(from: string, to: string, state: string, owner: number): string {
  return `  sl  local_address rem_address   st\n   0: ${from} ${to} ${state} 00000000:00000000 00:00000000 00000000  ${owner}        0 1\n`
}
const [there, here] = ['0100007F:C350', '0100007F:2198']
const noRows = '  sl  local_address rem_address   st\n'

test('A connection of another account of this machine is recognised, root included', () => {
  expect(isOfAnotherAccount(peer, () => rows(there, here, '01', 1001), 1000)).toBe(true)
  expect(isOfAnotherAccount(peer, () => rows(there, here, '01', 0), 1000)).toBe(true)
  expect(isOfAnotherAccount(peer, () => rows(there, here, '01', 1001), 1001)).toBe(false)
})

test('Neither the same port of another address nor a connection that has ended is taken for it', () => {
  for (const [from, to, state] of [
    ['0200007F:C350', here, '01'],
    [there, '0200007F:2198', '01'],
    [there, here, '06'],
  ] as const) {
    expect(isOfAnotherAccount(peer, () => rows(from, to, state, 1001), 1000)).toBe(false)
  }
})

test('An IPv4 connection of an IPv6 socket, and one over IPv6, is found where those are', () => {
  const mapped = (end: string) => `0000000000000000FFFF0000${end}`
  const six = (path: string) => (path.endsWith('6') ? rows(mapped(there), mapped(here), '01', 1001) : noRows)
  expect(isOfAnotherAccount(peer, six, 1000)).toBe(true)
  const loopback = '00000000000000000000000001000000'
  const own = (path: string) =>
    path.endsWith('6') ? rows(`${loopback}:C350`, `${loopback}:2198`, '01', 1001) : noRows
  expect(isOfAnotherAccount({ ...peer, remoteAddress: '::1', localAddress: '::1' }, own, 1000)).toBe(true)
})

test('Where accounts cannot be told apart nobody is turned away', () => {
  const unreadable = (): string => {
    throw new Error('no such file')
  }
  expect(isOfAnotherAccount(peer, unreadable, 1000)).toBe(false)
  expect(isOfAnotherAccount(peer, () => rows(there, here, '01', 1001), null)).toBe(false)
  expect(isOfAnotherAccount({ ...peer, remotePort: 1 }, () => rows(there, here, '01', 1001), 1000)).toBe(
    false,
  )
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

const hour = 60 * 60 * 1000

test('A session ends when it was not used for twelve hours, and after seven days however much it is', () => {
  let now = 0
  const access = new Access(undefined, () => now)
  const begin = () => {
    const session = access.exchange(access.newToken())
    if (session === undefined) throw new Error('there is no session')
    const ended = access.endOf(session.path)
    return { ended, isAllowed: () => access.isAllowed(session.path, session.cookie) }
  }
  const idle = begin()
  const busy = begin()
  for (; now < 7 * 24 * hour; now += hour) expect(busy.isAllowed()).toBe(true)
  expect([idle.ended.aborted, idle.isAllowed()]).toEqual([true, false])
  expect([busy.isAllowed(), busy.ended.aborted]).toEqual([false, true])
})

test('Sessions can be ended, one or all others', () => {
  const access = new Access()
  const [first, second, third] = Array.from({ length: 3 }, () => access.exchange(access.newToken()))
  access.endOthers(second?.path ?? '')
  expect(access.sessions).toBe(1)
  expect(access.isAllowed(first?.path ?? '', first?.cookie ?? '')).toBe(false)
  expect(access.isAllowed(third?.path ?? '', third?.cookie ?? '')).toBe(false)
  expect(access.isAllowed(second?.path ?? '', second?.cookie ?? '')).toBe(true)
  access.end(second?.path ?? '')
  expect(access.sessions).toBe(0)
})
