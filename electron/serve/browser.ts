import { spawn } from 'node:child_process'
import { textOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** Starts another program; given by tests. */
export type StartProgram = (program: string, words: readonly string[], failed: NotOpened) => void

/** Told why the browser was not opened. That is no failure: the address is printed all the same. */
export type NotOpened = (because: Wording) => void

/** Opens an address in the browser of the desktop. */
export function openInBrowser(
  address: string,
  environment: Readonly<Record<string, string | undefined>>,
  notOpened: NotOpened,
  platform: NodeJS.Platform = process.platform,
  start: StartProgram = startProgram,
): void {
  const isSet = (name: string): boolean => environment[name] !== undefined && environment[name] !== ''
  if (platform === 'linux' && !isSet('DISPLAY') && !isSet('WAYLAND_DISPLAY')) {
    notOpened(say('start.noDisplay'))
    return
  }
  const [program, ...words] = openers[platform === 'darwin' || platform === 'win32' ? platform : 'linux']
  start(program, [...words, address], notOpened)
}

const openers = {
  linux: ['xdg-open'],
  darwin: ['open'],
  // Unlike `start` it takes the address as it is, whatever characters it holds.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
} as const

/** Whether it worked is known when the program ends, which may be when the browser does. */
function startProgram(program: string, words: readonly string[], failed: NotOpened): void {
  const child = spawn(program, words, { stdio: 'ignore', detached: true })
  child.once('error', (error) => failed(say('start.notStarted', { program, reason: textOf(error) })))
  child.once('exit', (code) => {
    if (code !== null && code !== 0) failed(say('start.programEnded', { program, code }))
  })
  child.unref()
}
