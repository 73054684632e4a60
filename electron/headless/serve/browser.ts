import { spawn } from 'node:child_process'

/** What starting another program needs; given by tests. */
export type StartProgram = (program: string, words: readonly string[]) => Promise<boolean>

/**
 * Opens an address in the browser of the desktop.
 * @returns why not, when it could not be done; that is no failure, the address is printed all the same
 */
export async function openInBrowser(
  address: string,
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  start: StartProgram = startProgram,
): Promise<string | undefined> {
  const isSet = (name: string): boolean => environment[name] !== undefined && environment[name] !== ''
  if (platform === 'linux' && !isSet('DISPLAY') && !isSet('WAYLAND_DISPLAY')) return 'there is no display'
  const [program, ...words] = openers[platform === 'darwin' || platform === 'win32' ? platform : 'linux']
  return (await start(program, [...words, address])) ? undefined : `${program} could not be started`
}

const openers = {
  linux: ['xdg-open'],
  darwin: ['open'],
  // Unlike `start` it takes the address as it is, whatever characters it holds.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
} as const

/** Whether it could be started; what becomes of it then is the desktop's matter. */
function startProgram(program: string, words: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
