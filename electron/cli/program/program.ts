import '../../state/lean-heap.ts'
import { CommanderError } from 'commander'
import { createProgram, whyNotUnderstood } from './command-line.ts'
import { readCommands, wordOfCommand } from './commands.ts'
import { usageFailure, type CommandContext } from '../command.ts'
import { reportError } from '../error-report.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { Interruption } from './interruption.ts'
import { languageAskedFor } from './language.ts'
import { Output, type OutputStream } from '../output.ts'
import type { Help } from '../../languages/en/commands/help.ts'
import { loadHelp, loadLanguage } from '../../languages/load.ts'
import { languageTags } from '../../languages/tags.ts'
import { say } from '../../sentences/say.ts'

/** What a command line has of its process. */
export interface Surroundings {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly interruption: Interruption
}

/**
 * Runs one command line to its end. Errors are reported, never thrown.
 * @param words what was typed after `plumbline`
 */
export async function runCommandLine(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { stdout, stderr, environment, interruption } = surroundings
  // Known before anything is parsed, because what cannot be parsed is reported in the same way.
  const typed = words.slice(0, words.includes('--') ? words.indexOf('--') : words.length)
  const json = typed.includes('--json')
  const language = languageAskedFor(typed, environment)
  const output = new Output({
    ...{ stdout, stderr, environment, json, color: !typed.includes('--no-color') },
    language: await loadLanguage(language ?? 'en'),
  })
  const help = await loadHelp(language ?? 'en')
  const guarded = async (action: () => Promise<ExitCode>): Promise<ExitCode> => {
    try {
      return await action()
    } catch (error) {
      reportError(output, error)
      return interruption.happened ? exitCodes.interrupted : exitCodes.error
    }
  }
  const context = { output, environment, listenForInterruption: () => interruption.listen() }
  const code = await guarded(() => {
    if (language === undefined)
      throw usageFailure(
        say('usage.parameter', {
          parameter: '--language',
          reason: say('must.beOneOf', { words: languageTags }),
        }),
      )
    return dispatch(words, help, context)
  })
  return guarded(async () => {
    await output.finish()
    return code
  })
}

async function dispatch(words: readonly string[], help: Help, context: CommandContext): Promise<ExitCode> {
  const commands = await readCommands(words)
  let code: ExitCode = exitCodes.ok
  const program = createProgram(commands, help, context.output, async (command, values) => {
    code = await command.run(values, context)
  })
  try {
    await program.parseAsync(words, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version were asked for.
    if (error.exitCode === 0) return exitCodes.ok
    const typed = wordOfCommand(words)
    const command = commands.find(({ name }) => name === typed)
    throw usageFailure(whyNotUnderstood(error, command), command?.name)
  }
}

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
