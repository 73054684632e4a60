import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { failure, textOf } from '../../errors/failure.ts'
import { readRendererFiles, type RendererFile } from '../../transport/renderer-files.ts'

/** Where things lie in an installation. */
export interface Installation {
  readonly root: string
}

export const thisInstallation: Installation = { root: join(import.meta.dirname, '../../..') }

/** What the renderer is made of; a change in one of them makes the built one stale. */
const sources = [
  'renderer',
  'electron/contract',
  'electron/errors',
  'build/vite.renderer.ts',
  'package-lock.json',
]

/**
 * The renderer, built before if it is missing or older than its sources; a packaged installation has no sources.
 * @param say tells the operator why it takes a moment
 * @throws PLB-SERVE-NO-USER-INTERFACE
 */
export async function prepareRenderer(
  { root }: Installation,
  say: (message: string) => void,
): Promise<ReadonlyMap<string, RendererFile>> {
  const built = join(root, 'dist/renderer')
  try {
    const stale = reasonToBuild(root, built)
    if (stale !== undefined) {
      say(`building the user interface, because ${stale}`)
      await build(root, built)
    }
    return readRendererFiles(built)
  } catch (error) {
    throw failure('PLB-SERVE-NO-USER-INTERFACE', { reason: textOf(error) }, error)
  }
}

function reasonToBuild(root: string, built: string): string | undefined {
  const index = statSync(join(built, 'index.html'), { throwIfNoEntry: false })
  if (index === undefined) return 'it was not built yet'
  const isStale = sources.some((source) => newestChange(join(root, source)) > index.mtimeMs)
  return isStale ? 'its sources changed' : undefined
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

/** Builds it beside and puts it in place as a whole, so that nobody ever reads half of it. */
async function build(root: string, built: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  if (!existsSync(vite)) throw new Error('Vite is not installed')
  mkdirSync(join(root, 'dist'), { recursive: true })
  const work = mkdtempSync(join(root, 'dist/.renderer-'))
  try {
    const made = join(work, basename(built))
    // In a process of its own, so that its memory is given back.
    await run(
      [
        vite,
        'build',
        '--config',
        join(root, 'build/vite.renderer.ts'),
        '--outDir',
        made,
        '--logLevel',
        'warn',
      ],
      root,
    )
    if (existsSync(built)) renameSync(built, join(work, 'before'))
    renameSync(made, built)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const longestOutput = 4000

function run(words: readonly string[], directory: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-longestOutput)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`the build ended with ${String(code)}: ${said.trim()}`))
    })
  })
}
