import { wordingOf } from '../errors/failure.ts'
import { runDesktop } from './desktop-process.ts'
import { findElectronRuntime, isReachable, runScript } from './electron-runtime.ts'
import { languageAskedFor } from '../cli/program/language.ts'
import { runInProcess } from '../cli/program/program.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import { speaker } from '../sentences/speaker.ts'
import { installationRoot } from '../serve/vite-build.ts'

/** `npm start`: the desktop app where it can run, otherwise the same app in a browser. */
const words = process.argv.slice(2)

const speak = await speaker(languageAskedFor(words, process.env) ?? 'en')
const reason = await runInWindow()
if (reason !== undefined) {
  tell(say('start.noWindow', { reason }))
  await runInProcess(['serve', '--open', ...words])
}

/** @returns why not, when there was no window */
async function runInWindow(): Promise<Wording | undefined> {
  const runtime = await findElectronRuntime({
    root: installationRoot,
    environment: process.env,
    platform: process.platform,
    account: process.getuid?.(),
    tell,
    isReachable,
    runScript,
  })
  if ('because' in runtime) return runtime.because
  try {
    const outcome = await runDesktop(runtime.program, installationRoot, words, tell)
    if ('because' in outcome) return outcome.because
    process.exitCode = outcome.exitCode
    return undefined
  } catch (error) {
    return wordingOf(error)
  }
}

function tell(message: Wording): void {
  process.stderr.write(`${speak(message)}\n`)
}
