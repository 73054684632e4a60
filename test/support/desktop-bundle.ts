import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtDesktop, builtRenderer } from '../../electron/serve/vite-build.ts'
import { repository } from './command-line.ts'

/** The desktop app as it ships, as it was built before the tests, in a directory of its own; the user interface included. */
export function copyDesktop(): { readonly directory: string; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-bundle-'))
  cpSync(join(repository, builtDesktop.directory), directory, { recursive: true })
  cpSync(join(repository, builtRenderer.directory), join(directory, 'renderer'), { recursive: true })
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) }
}
