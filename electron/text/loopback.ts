import { isIPv4, isIPv6 } from 'node:net'

/** Whether a host, as a person or a URL writes it, is this machine alone. Names other than localhost may resolve to anything. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (name === 'localhost') return true
  if (isIPv4(name)) return name.startsWith('127.')
  return isIPv6(name) && !name.includes('%') && new URL(`http://[${name}]`).hostname === '[::1]'
}
