import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BrokerProcess } from './broker-process.ts'
import { freePorts } from './free-ports.ts'

const programs = '/usr/lib/postgresql/15/bin'
const run = promisify(execFile)

export interface PostgresqlServer {
  readonly port: number
  readonly dispose: () => Promise<void>
}

/** Why no PostgreSQL can be started on this machine, or undefined when one can. */
export function postgresqlAvailable(): string | undefined {
  return existsSync(join(programs, 'postgres')) ? undefined : `PostgreSQL is not installed in ${programs}`
}

/** The jar of its driver in a folder of libraries. */
export function postgresqlDriver(folder: string): string {
  return join(folder, readdirSync(folder).find((name) => name.startsWith('postgresql-')) ?? '')
}

/** Starts a private PostgreSQL that lets in whoever comes over loopback; its user is `plumbline`. */
export async function startPostgresql(): Promise<PostgresqlServer> {
  const base = await mkdtemp(join(tmpdir(), 'plumbline-postgresql-'))
  const [port = 0] = await freePorts(1)
  const user = await unprivileged()
  if (user !== undefined) await chown(base, user.uid, user.gid)
  const data = join(base, 'data')
  const server = new BrokerProcess(
    () => ({
      program: join(programs, 'postgres'),
      parameters: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', base, '-F'],
      directory: base,
      ...(user === undefined ? {} : { user }),
    }),
    (line) => line.includes('database system is ready to accept connections'),
  )
  const dispose = async () => {
    await server.kill()
    await rm(base, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const made = ['-D', data, '-U', 'plumbline', '-A', 'trust', '-N', '--locale=C', '-E', 'UTF8']
    await run(join(programs, 'initdb'), made, { cwd: base, ...user })
    await server.start()
  } catch (error) {
    await dispose()
    throw error
  }
  return { port, dispose }
}

/** It refuses to run as root: the user it was installed with, then. */
async function unprivileged(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const numberOf = async (kind: string) => Number((await run('id', [kind, 'postgres'])).stdout)
  return { uid: await numberOf('-u'), gid: await numberOf('-g') }
}
