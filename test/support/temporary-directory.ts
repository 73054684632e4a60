import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A new empty directory, without symbolic links in its path, removed when the running test has finished. */
export function temporaryDirectory(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-')))
  onTestFinished(() => {
    rmSync(path, { recursive: true, force: true })
  })
  return path
}
