import { textOf } from '../errors/failure.ts'
import { runDesktop } from './desktop-process.ts'
import { findElectronRuntime, isReachable, runScript } from './electron-runtime.ts'
import { runInProcess } from '../cli/program.ts'
import { installationRoot } from '../serve/vite-build.ts'

/** `npm start`: the desktop app where it can run, otherwise the same app in a browser. */
const words = process.argv.slice(2)

const because = await runInWindow()
if (because !== undefined) {
  print(
    `The desktop window cannot be opened, because ${because}; Plumbline is served to your browser instead.`,
  )
  await runInProcess(['serve', '--open', ...words])
}

/** @returns why not, when there was no window */
async function runInWindow(): Promise<string | undefined> {
  const runtime = await findElectronRuntime({
    root: installationRoot,
    environment: process.env,
    platform: process.platform,
    account: process.getuid?.(),
    say: print,
    isReachable,
    runScript,
  })
  if ('because' in runtime) return runtime.because
  try {
    const outcome = await runDesktop(runtime.program, installationRoot, words, print)
    if ('because' in outcome) return outcome.because
    process.exitCode = outcome.exitCode
    return undefined
  } catch (error) {
    return textOf(error)
  }
}

function print(message: string): void {
  process.stderr.write(`${message}\n`)
}
