import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { request } from 'node:http'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** Header by which one Plumbline recognises another. */
export const productHeader = 'x-plumbline'

/**
 * Who listens on a port of this machine: `another Plumbline (process 4711)`, `nginx (process 12)`, or
 * `another program` when that is all that can be found out.
 */
export async function portOccupant(host: string, port: number): Promise<Wording> {
  const isPlumbline = await answersAsPlumbline(host, port)
  const owner = processListeningOn(port)
  const name = isPlumbline ? say('start.anotherPlumbline') : (owner?.name ?? say('start.anotherProgram'))
  return owner === undefined ? name : say('start.process', { name, pid: owner.id })
}

function answersAsPlumbline(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request(
      { host, port, method: 'HEAD', path: '/', timeout: 1000, agent: false },
      (response) => {
        resolve(response.headers[productHeader] !== undefined)
        response.destroy()
      },
    )
    probe.on('timeout', () => probe.destroy())
    probe.on('error', () => resolve(false))
    probe.on('close', () => resolve(false))
    probe.end()
  })
}

const stateListening = '0A'

/** Only Linux tells, and only of processes of the same account. */
function processListeningOn(port: number): { readonly id: number; readonly name: string } | undefined {
  try {
    const inodes = new Set(
      ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(table, port)),
    )
    if (inodes.size === 0) return undefined
    for (const entry of readdirSync('/proc')) {
      if (/^\d+$/.test(entry) && holdsSocket(entry, inodes)) {
        return { id: Number(entry), name: readFileSync(`/proc/${entry}/comm`, 'utf8').trim() }
      }
    }
  } catch {
    // Not Linux, or a container that hides it.
  }
  return undefined
}

function listeningInodes(table: string, port: number): readonly string[] {
  return readFileSync(table, 'latin1')
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
      const isIt = state === stateListening && Number.parseInt(local?.split(':')[1] ?? '', 16) === port
      return isIt && inode !== undefined ? [`socket:[${inode}]`] : []
    })
}

function holdsSocket(processId: string, inodes: ReadonlySet<string>): boolean {
  try {
    const directory = `/proc/${processId}/fd`
    return readdirSync(directory).some((descriptor) => inodes.has(readlink(`${directory}/${descriptor}`)))
  } catch {
    // It ended meanwhile, or it belongs to another account.
    return false
  }
}

function readlink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
