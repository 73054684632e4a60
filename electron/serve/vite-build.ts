import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { failure, isFailure, textOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Sentence, Wording } from '../sentences/sentence.ts'
import { readRendererFiles, type RendererFile } from '../channel/renderer-files.ts'

/** Where package.json and everything else lies. */
export const installationRoot = join(import.meta.dirname, '../..')

/** Something that Vite builds from sources of this repository, when it is first needed. */
export interface Built {
  readonly name: Wording
  /** Directory it lies in, below the root. */
  readonly directory: string
  /** A file that is there when it was built. */
  readonly proof: string
  readonly configuration: string
  /** Files and directories it is made of; a change in one of them makes what was built stale. */
  readonly sources: readonly string[]
}

export const builtRenderer: Built = {
  name: say('start.theUserInterface'),
  directory: 'dist/renderer',
  proof: 'index.html',
  configuration: 'build/vite.renderer.ts',
  sources: [
    'renderer',
    'electron/contract',
    'electron/errors',
    'build/vite.renderer.ts',
    'package-lock.json',
  ],
}

export const builtDesktop: Built = {
  name: say('start.theDesktopApp'),
  directory: 'dist/desktop',
  proof: 'package.json',
  configuration: 'build/vite.desktop.ts',
  sources: ['electron', 'resources', 'build/vite.desktop.ts', 'build/moved-sources.ts', 'package-lock.json'],
}

/**
 * Builds what is missing or older than its sources; an installation without sources has only what was built. What
 * cannot be built anew, as in an installation this account may not write, is used as it is.
 * @param tell tells the operator why it takes a moment, and what could not be done
 * @returns the directory it lies in
 * @throws PLB-SERVE-NO-USER-INTERFACE when it cannot be built
 */
export async function bringUpToDate(
  root: string,
  built: Built,
  tell: (message: Wording) => void,
): Promise<string> {
  const directory = join(root, built.directory)
  const reason = reasonToBuild(root, built)
  if (reason === undefined) return directory
  tell(say('start.building', { what: built.name, reason }))
  const problem = await build(root, built).catch(textOf)
  if (problem === undefined) return directory
  if (!existsSync(join(directory, built.proof))) {
    throw failure('PLB-SERVE-NO-USER-INTERFACE', { reason: problem })
  }
  tell(say('start.builtBefore', { what: built.name, reason: problem }))
  return directory
}

function reasonToBuild(root: string, { directory, proof, sources }: Built): Sentence | undefined {
  const found = statSync(join(root, directory, proof), { throwIfNoEntry: false })
  if (found === undefined) return say('start.neverBuilt')
  const isStale = sources.some((source) => newestChange(join(root, source)) > found.mtimeMs)
  return isStale ? say('start.staleSources') : undefined
}

function newestChange(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  const times = entries
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return Math.max(0, ...times)
}

/**
 * Builds it beside and puts it in place as a whole, so that nobody ever reads half of it.
 * @returns why it could not be built, when it could not
 */
async function build(root: string, { directory, configuration, proof }: Built): Promise<Wording | undefined> {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  if (!existsSync(vite)) return say('start.noVite')
  const place = join(root, directory)
  mkdirSync(dirname(place), { recursive: true })
  const work = mkdtempSync(join(dirname(place), `.${basename(place)}-`))
  try {
    const made = join(work, 'made')
    const words = ['build', '--config', join(root, configuration), '--outDir', made, '--logLevel', 'warn']
    // In a process of its own, so that its memory is given back.
    const problem = await run([vite, ...words], root)
    if (problem !== undefined) return problem
    if (existsSync(place)) renameSync(place, join(work, 'before'))
    try {
      renameSync(made, place)
    } catch (error) {
      // Another process that built the same was faster.
      if (!existsSync(join(place, proof))) throw error
    }
    return undefined
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const longestOutput = 4000

function run(words: readonly string[], directory: string): Promise<Wording | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      cwd: directory,
      // Whatever this process runs as: a build for development holds what is not for operators.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-longestOutput)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      resolve(code === 0 ? undefined : say('start.buildEnded', { code: String(code), output: said.trim() }))
    })
  })
}

/**
 * The renderer, built before if need be.
 * @param tell tells the operator why it takes a moment
 * @throws PLB-SERVE-NO-USER-INTERFACE
 */
export async function prepareRenderer(
  root: string,
  tell: (message: Wording) => void,
): Promise<ReadonlyMap<string, RendererFile>> {
  try {
    return readRendererFiles(await bringUpToDate(root, builtRenderer, tell))
  } catch (error) {
    throw isFailure(error) ? error : failure('PLB-SERVE-NO-USER-INTERFACE', { reason: textOf(error) }, error)
  }
}
