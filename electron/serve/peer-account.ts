import { readFileSync } from 'node:fs'
import { isIPv4, type Socket } from 'node:net'

/**
 * Whether the other end of a loopback connection belongs to another account of this machine. Command lines, and with
 * them the address a browser is started with, can be read by every account; this keeps the others from using it first.
 * Only Linux tells; elsewhere, and where it cannot be found out, the answer is no.
 */
export function isOfAnotherAccount(
  { remoteAddress, remotePort, localPort }: Pick<Socket, 'remoteAddress' | 'remotePort' | 'localPort'>,
  read: (path: string) => string = (path) => readFileSync(path, 'latin1'),
  account: number | null = process.getuid?.() ?? null,
): boolean {
  if (account === null || remoteAddress === undefined || remotePort === undefined) return false
  const table = isIPv4(remoteAddress) ? '/proc/net/tcp' : '/proc/net/tcp6'
  try {
    for (const line of read(table).split('\n').slice(1)) {
      // Seen from the other end: its own address comes first.
      const [, from, to, , , , , owner] = line.trim().split(/\s+/)
      if (portOf(from) !== remotePort || portOf(to) !== localPort || owner === undefined) continue
      return Number(owner) !== account && Number(owner) !== 0
    }
  } catch {
    // Not Linux, or a container that hides it.
  }
  return false
}

function portOf(address: string | undefined): number | undefined {
  const port = address?.split(':')[1]
  return port === undefined ? undefined : Number.parseInt(port, 16)
}
