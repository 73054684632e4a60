import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { failure, wordingOf } from '../errors/failure.ts'
import { systemClock, wait } from '../scheduler/clock.ts'
import { say } from '../sentences/say.ts'
import { isBastion } from './bastion.ts'

/** A port of a machine. */
export interface Place {
  readonly host: string
  readonly port: number
}

/** How long ssh may take until what it forwards can be connected to, in milliseconds. */
const patience = 20_000
const betweenAttempts = 50
/** Bytes of what ssh says that are kept: the last ones hold the reason. */
const wordsKept = 2000

/**
 * Runs a program that ends with us, however we end: when nobody holds its standard input any more. It is a shell's work,
 * since ssh itself reads none when it only forwards.
 */
const keptWithUs = [
  'exec 3<&0',
  '"$@" </dev/null 3<&- &',
  'program=$!',
  '{ cat <&3; kill "$program"; } >/dev/null 2>&1 &',
  'keeper=$!',
  'exec 3<&-',
  'wait "$program"',
  'ended=$?',
  'kill "$keeper"',
  'exit "$ended"',
].join('\n')

/** One ssh, and where what it forwards begins. */
interface Tunnel {
  child: ChildProcess | undefined
  readonly place: Promise<Place>
}

const tunnels = new Map<string, Tunnel>()

/**
 * Where a place can be connected to on this machine, through the system's ssh as the operator has configured it. One
 * ssh serves all connections to a place, until it or this process ends.
 * @param via `user@host`, or what the ssh configuration calls it
 * @param executable in place of the system's ssh
 * @throws Failure PLB-TUNNEL-FAILED; the signal's reason
 */
export async function through(
  via: string,
  target: Place,
  signal: AbortSignal,
  executable = 'ssh',
): Promise<Place> {
  signal.throwIfAborted()
  const key = JSON.stringify([executable, via, target.host, target.port])
  const place = tunnels.get(key)?.place ?? open(key, via, target, executable)
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => {
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([place, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Ends every ssh that was started. */
export function endTunnels(): void {
  for (const { child } of tunnels.values()) end(child)
  tunnels.clear()
}
process.once('exit', endTunnels)

/** Whoever asks for the same meanwhile gets the same. */
function open(key: string, via: string, target: Place, executable: string): Promise<Place> {
  const begun = Promise.withResolvers<Place>()
  const tunnel: Tunnel = { child: undefined, place: begun.promise }
  tunnels.set(key, tunnel)
  const forget = () => {
    if (tunnels.get(key) === tunnel) tunnels.delete(key)
  }
  begun.promise.catch(() => {
    forget()
    end(tunnel.child)
  })
  start(via, target, executable, (child) => {
    tunnel.child = child
    child.once('close', forget)
  }).then(begun.resolve, begun.reject)
  return begun.promise
}

function end(child: ChildProcess | undefined): void {
  if (process.platform === 'win32') child?.kill()
  else child?.stdin?.destroy()
}

function run(executable: string, words: readonly string[]): ChildProcessByStdio<Writable, null, Readable> {
  const stdio: ['pipe', 'ignore', 'pipe'] = ['pipe', 'ignore', 'pipe']
  // There is no such shell, and ssh ends with the console.
  if (process.platform === 'win32') return spawn(executable, words, { stdio })
  return spawn('/bin/sh', ['-c', keptWithUs, 'sh', executable, ...words], { stdio })
}

async function start(
  via: string,
  { host, port }: Place,
  executable: string,
  begun: (child: ChildProcess) => void,
): Promise<Place> {
  const server = `${host}:${port}`
  if (!isBastion(via)) throw failure('PLB-TUNNEL-FAILED', { via, server, reason: say('broker.noBastion') })
  const near: Place = { host: '127.0.0.1', port: await freePort() }
  const far = host.includes(':') ? `[${host}]` : host
  const child = run(executable, [
    ...['-N', '-T', '-o', 'BatchMode=yes', '-o', 'ExitOnForwardFailure=yes'],
    // A way that is dead ends, so that another one is begun.
    ...['-o', 'ServerAliveInterval=15', '-o', 'ServerAliveCountMax=3'],
    ...['-L', `${near.host}:${near.port}:${far}:${port}`, '--', via],
  ])
  child.once('exit', () => {
    end(child)
  })
  begun(child)
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-wordsKept)
  })
  const ended = Promise.withResolvers<never>()
  child.once('error', (error) => {
    ended.reject(failure('PLB-TUNNEL-FAILED', { via, server, reason: wordingOf(error) }, error))
  })
  child.once('close', () => {
    const said = words
      .replaceAll(/\p{C}+/gu, ' ')
      .trim()
      .slice(-300)
    const reason = said === '' ? say('broker.sshEnded') : said
    ended.reject(failure('PLB-TUNNEL-FAILED', { via, server, reason }))
  })
  // It may end long after, when nobody waits.
  ended.promise.catch(() => undefined)
  return reachable(near, child, ended.promise, { via, server })
}

/** ssh listens once it is logged in, and only then. */
async function reachable(
  near: Place,
  child: ChildProcess,
  ended: Promise<never>,
  names: { readonly via: string; readonly server: string },
): Promise<Place> {
  const late = AbortSignal.timeout(patience)
  while (!late.aborted && child.exitCode === null && child.signalCode === null) {
    if (await Promise.race([ended, answers(near)])) return near
    await Promise.race([ended, wait(systemClock, betweenAttempts)])
  }
  if (!late.aborted) return ended
  throw failure('PLB-TUNNEL-FAILED', {
    ...names,
    reason: say('broker.sshSilent', { milliseconds: patience }),
  })
}

async function answers(near: Place): Promise<boolean> {
  const socket = connect(near)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
