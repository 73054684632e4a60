import { spawn } from 'node:child_process'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import { bringUpToDate, builtDesktop, builtRenderer } from '../serve/vite-build.ts'

/** What became of the desktop app: it ran and ended, or it never got as far as a window. */
export type DesktopOutcome = { readonly exitCode: number } | { readonly because: Wording }

/**
 * Runs the desktop app until it ends.
 * @param program the Electron runtime
 * @param words what was typed
 */
export async function runDesktop(
  program: string,
  root: string,
  words: readonly string[],
  tell: (message: Wording) => void,
): Promise<DesktopOutcome> {
  await bringUpToDate(root, builtRenderer, tell)
  const application = await bringUpToDate(root, builtDesktop, tell)
  return new Promise((resolve) => {
    const child = spawn(program, [application, ...words], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    let isReady = false
    // The one thing it ever says: that its window is there.
    child.on('message', () => {
      isReady = true
    })
    child.once('error', (error) => resolve({ because: error.message }))
    child.once('close', (code, signal) => {
      if (isReady || code === 0) resolve({ exitCode: code ?? 1 })
      // Libraries of the system it needs may be missing, or its display may not answer.
      else resolve({ because: say('start.endedBefore', { code: String(signal ?? code) }) })
    })
  })
}
