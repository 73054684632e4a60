import { Interruption } from './interruption.ts'
import { runCommandLine } from './program.ts'

/**
 * Runs a command line as this process, whose exit code it sets.
 * @param words what was typed after `plumbline`
 */
export async function runInProcess(words: readonly string[]): Promise<void> {
  const interruption = new Interruption()
  process.exitCode = await runCommandLine(words, {
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    interruption,
  })
  interruption.stopListening()
}
