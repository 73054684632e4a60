import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { later } from '../scheduler/clock.ts'
import { textOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** The program that runs the desktop app, or why there is none. */
export type ElectronRuntime = { readonly program: string } | { readonly because: Wording }

export interface RuntimeSurroundings {
  /** Where node_modules lies. */
  readonly root: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** Id of the account, where there is such a thing. */
  readonly account: number | undefined
  readonly tell: (message: Wording) => void
  /** Whether a server answers at all; asked before anything large is fetched from it. */
  readonly isReachable: (host: string, port: number) => Promise<boolean>
  /** Runs a script of the electron package. @returns why it did not come to a good end, when it did not */
  readonly runScript: (path: string) => Promise<Wording | undefined>
}

/** Finds the Electron runtime, or fetches it where that is possible. It never waits for a network that is not there. */
export async function findElectronRuntime(surroundings: RuntimeSurroundings): Promise<ElectronRuntime> {
  const { root, environment, platform, account, tell } = surroundings
  const isSet = (name: string): boolean => environment[name] !== undefined && environment[name] !== ''
  if (platform === 'linux' && !isSet('DISPLAY') && !isSet('WAYLAND_DISPLAY')) {
    return { because: say('start.noDisplay') }
  }
  if (platform === 'linux' && account === 0) {
    return { because: say('start.noSandbox') }
  }
  const directory = join(root, 'node_modules/electron')
  if (!existsSync(join(directory, 'install.js'))) return { because: say('start.noRuntime') }
  const present = installedProgram(directory, environment)
  if (present !== undefined) return { program: present }

  const source = downloadSource(environment)
  if (source === undefined || !(await surroundings.isReachable(source.host, source.port))) {
    return { because: say('start.noNetwork') }
  }
  tell(say('start.fetching', { host: source.host }))
  const reason = await surroundings.runScript(join(directory, 'install.js'))
  if (reason !== undefined) return { because: say('start.notFetchedBecause', { reason }) }
  const fetched = installedProgram(directory, environment)
  return fetched === undefined ? { because: say('start.notFetched') } : { program: fetched }
}

/** The electron package keeps the name of its program in a file of its own. */
function installedProgram(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  try {
    const name = readFileSync(join(directory, 'path.txt'), 'utf8')
    const program = join(environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(directory, 'dist'), name)
    return existsSync(program) ? program : undefined
  } catch {
    return undefined
  }
}

function downloadSource(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly host: string; readonly port: number } | undefined {
  const mirror =
    environment['ELECTRON_MIRROR'] ?? environment['npm_config_electron_mirror'] ?? 'https://github.com/'
  const url = URL.parse(mirror)
  if (url === null) return undefined
  return {
    host: url.hostname,
    port: url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port),
  }
}

/** Milliseconds; a network that is there answers sooner. */
const reachDeadline = 2000

export function isReachable(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: reachDeadline })
    const settle = (reachable: boolean) => () => {
      socket.destroy()
      resolve(reachable)
    }
    socket.once('connect', settle(true))
    socket.once('timeout', settle(false))
    socket.once('error', settle(false))
    // Looking a name up knows no deadline of its own.
    later(reachDeadline, settle(false))
  })
}

/** Milliseconds; on a network so slow that this does not suffice, the browser is the better choice. */
const downloadDeadline = 180_000

export function runScript(path: string): Promise<Wording | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path], { stdio: 'ignore', timeout: downloadDeadline })
    child.once('error', (error) => resolve(textOf(error)))
    child.once('close', (code) => {
      if (code === 0) resolve(undefined)
      else resolve(code === null ? say('start.noMoreTime') : say('start.downloadEnded', { code }))
    })
  })
}
