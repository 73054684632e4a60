import { readFileSync } from 'node:fs'
import { isIPv4, type Socket } from 'node:net'

/**
 * Whether the other end of a loopback connection belongs to another account of this machine, root included. What a
 * browser is started with can be read by every account where it is not kept from them; this keeps the others from
 * using it first. Only Linux tells; elsewhere, and where it cannot be found out, the answer is no.
 */
export function isOfAnotherAccount(
  socket: Pick<Socket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'>,
  read: (path: string) => string = (path) => readFileSync(path, 'latin1'),
  account: number | null = process.getuid?.() ?? null,
): boolean {
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  if (account === null || remoteAddress === undefined || localAddress === undefined) return false
  // Seen from the other end: its own address comes first. An IPv4 connection of an IPv6 socket is in the other table.
  const ends = endNames(remoteAddress, remotePort).flatMap((from) =>
    endNames(localAddress, localPort).map((to) => `${from} ${to} ${established}`),
  )
  return ['/proc/net/tcp', '/proc/net/tcp6'].some((table) =>
    rowsOf(table, read).some(([, from, to, state, , , , owner]) => {
      return ends.includes(`${from} ${to} ${state}`) && Number(owner) !== account
    }),
  )
}

const established = '01'

function rowsOf(table: string, read: (path: string) => string): readonly (readonly string[])[] {
  try {
    return read(table)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
  } catch {
    // Not Linux, or a container that hides it.
    return []
  }
}

/** An end of a connection as the tables write it: each word of the address in the machine's order of octets. */
function endNames(address: string, port: number | undefined): readonly string[] {
  const octets = octetsOf(address)
  const end = (all: readonly number[]): string =>
    `${wordsOf(all)}:${(port ?? 0).toString(16).padStart(4, '0').toUpperCase()}`
  return octets.length === 4 ? [end(octets), end([...mapped, ...octets])] : [end(octets)]
}

const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

function octetsOf(address: string): readonly number[] {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (isIPv4(plain)) return plain.split('.').map(Number)
  const [left = '', right] = plain.split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const [first, last] = [groups(left), groups(right ?? '')]
  const between = right === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  return [...first, ...Array.from({ length: between }, () => '0'), ...last].flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

function wordsOf(octets: readonly number[]): string {
  const words: string[] = []
  for (let at = 0; at < octets.length; at += 4) {
    const word = octets.slice(at, at + 4)
    words.push(
      (isLittleEndian ? word.toReversed() : word).map((each) => each.toString(16).padStart(2, '0')).join(''),
    )
  }
  return words.join('').toUpperCase()
}
