import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { usageFailure, type CommandContext, type PlumblineCommand } from './command.ts'
import { acknowledgeCommand } from './commands/acknowledge.ts'
import { applyCommand } from './commands/apply.ts'
import { archiveCommand } from './commands/archive.ts'
import { brokerCommand } from './commands/broker.ts'
import { connectCommand } from './commands/connect.ts'
import { demoCommand } from './commands/demo.ts'
import { dlqCommand } from './commands/dlq.ts'
import { doctorCommand } from './commands/doctor.ts'
import { driftCommand } from './commands/drift.ts'
import { diffCommand } from './commands/diff.ts'
import { editCommand } from './commands/edit.ts'
import { errorsCommand } from './commands/errors.ts'
import { nodeCommand } from './commands/node.ts'
import { queuesCommand } from './commands/queues.ts'
import { reloadCommand } from './commands/reload.ts'
import { resyncCommand } from './commands/resync.ts'
import { serveCommand } from './commands/serve.ts'
import { statusCommand } from './commands/status.ts'
import { tailCommand } from './commands/tail.ts'
import { watchCommand } from './commands/watch.ts'
import { reportError } from './error-report.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { Interruption } from './interruption.ts'
import { languageAskedFor } from './language.ts'
import { Output, type OutputStream } from './output.ts'
import { loadLanguage } from '../languages/load.ts'
import { languageTags } from '../languages/tags.ts'

/** Every command, in the order of the help. */
const commands: readonly PlumblineCommand[] = [
  serveCommand,
  demoCommand,
  connectCommand,
  nodeCommand,
  statusCommand,
  acknowledgeCommand,
  doctorCommand,
  watchCommand,
  tailCommand,
  editCommand,
  driftCommand,
  diffCommand,
  resyncCommand,
  reloadCommand,
  applyCommand,
  archiveCommand,
  queuesCommand,
  dlqCommand,
  brokerCommand,
  errorsCommand,
]

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
    if (language === undefined) throw usageFailure(`--language must be one of ${languageTags.join(', ')}`)
    return dispatch(words, context)
  })
  return guarded(async () => {
    await output.finish()
    return code
  })
}

async function dispatch(words: readonly string[], context: CommandContext): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok
  const program = createProgram(context.output, async (command, values) => {
    code = await command.run(values, context)
  })
  try {
    await program.parseAsync(words, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version were asked for.
    if (error.exitCode === 0) return exitCodes.ok
    if (error.code === 'commander.help') throw usageFailure('no command was given')
    const reason = error.message
      .replace(/^error: /, '')
      .replace(/\.$/, '')
      .replaceAll('\n', ' ')
    const command = words.find((word) => !word.startsWith('-'))
    throw usageFailure(reason, commands.find(({ name }) => name === command)?.name)
  }
}

function createProgram(
  output: Output,
  run: (command: PlumblineCommand, values: unknown) => Promise<void>,
): Command {
  const program = new Command('plumbline')
    .description('Keeps GeoServer clusters true to their master.')
    .version(packageJson.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--json', 'print data as JSON')
    .option('--no-color', 'print without colours, as with the environment variable NO_COLOR')
    .option(
      '--language <language>',
      `what is said is said in it: ${languageTags.join(', ')} (default: as LC_ALL, LC_MESSAGES or LANG say)`,
    )
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => output.block(text), writeErr: () => undefined })
    .exitOverride()
    .addHelpText('after', exitCodeHelp)
  for (const description of commands) addCommand(program, description, run)
  return program
}

function addCommand(
  program: Command,
  description: PlumblineCommand,
  run: (command: PlumblineCommand, values: unknown) => Promise<void>,
): void {
  const command = program
    .command(description.name)
    .summary(description.summary)
    .description(description.description)
  for (const { syntax, description: does } of description.arguments) command.argument(syntax, does)
  for (const { syntax, description: does, repeatable } of description.options) {
    if (repeatable === true) command.option(syntax, does, collect)
    else command.option(syntax, does)
  }
  command.addHelpText('after', examplesHelp(description))
  command.action(async () => {
    const values: readonly unknown[] = command.processedArgs
    const named = description.arguments.map(({ key }, index) => [key, values[index]] as const)
    await run(description, { ...command.opts(), ...Object.fromEntries(named) })
  })
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}

function examplesHelp({ examples }: PlumblineCommand): string {
  const lines = examples.flatMap(({ line, does }) => [`  ${does}:`, `    plumbline ${line}`])
  return ['', 'Examples:', ...lines].join('\n')
}

const exitCodeHelp = `
Exit codes: 0 all is well; 1 the answer is no (drift, something that could not be applied);
2 the command could not do its work; 130 interrupted.`

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
