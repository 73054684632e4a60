import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { bringUpToDate, builtRenderer } from '../../electron/serve/vite-build.ts'

const repository = join(import.meta.dirname, '../..')

/** Builds the desktop app as it ships into a directory of its own, the user interface included. */
export async function buildDesktop(): Promise<{
  readonly directory: string
  readonly remove: () => void
}> {
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-bundle-'))
  await build({
    configFile: join(repository, 'build/vite.desktop.ts'),
    logLevel: 'warn',
    build: { outDir: directory },
  })
  const renderer = await bringUpToDate(repository, builtRenderer, () => undefined)
  cpSync(renderer, join(directory, 'renderer'), { recursive: true })
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) }
}
