import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { kill, pid } from 'node:process'

const memory = '/dev/shm'
const prefix = 'plumbline-tests-'

/** Far more than a run leaves lying at once. */
const bytesWanted = 4 * 1024 ** 3

/**
 * Where tests put their files: in memory, where the system has enough of it for files. They wait for the disk
 * thousands of times, and end processes, not machines: what was written is there whether the disk has it or not.
 */
export const temporaryFiles = isRoomy() ? join(memory, `${prefix}${pid}`) : tmpdir()

function isRoomy(): boolean {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= bytesWanted && freemem() >= 2 * bytesWanted
}

/** Makes the directory of this run, and clears away those of runs that ended without doing so, and this one at its end. */
export default function keepFilesInMemory(): (() => void) | undefined {
  if (temporaryFiles === tmpdir()) return undefined
  for (const name of readdirSync(memory)) {
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length)))) clear(join(memory, name))
  }
  mkdirSync(temporaryFiles, { recursive: true, mode: 0o755 })
  return () => clear(temporaryFiles)
}

function clear(directory: string): void {
  rmSync(directory, { recursive: true, force: true })
}

function isRunning(process: number): boolean {
  try {
    kill(process, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
