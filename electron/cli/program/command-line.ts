import { Command, type CommanderError } from 'commander'
import packageJson from '../../../package.json' with { type: 'json' }
import type { Help } from '../../languages/en/commands/help.ts'
import { languageTags } from '../../languages/tags.ts'
import { say } from '../../sentences/say.ts'
import type { Sentence } from '../../sentences/sentence.ts'
import type { PlumblineCommand } from '../command.ts'
import type { Output } from '../output.ts'

type Run = (command: PlumblineCommand, values: unknown) => Promise<void>

/** The command line as commander reads it, with its help in a language. */
export function createProgram(
  commands: readonly PlumblineCommand[],
  help: Help,
  output: Output,
  run: Run,
): Command {
  const { program: texts, headings } = help
  const headingOf: Readonly<Record<string, string>> = headings
  const program = new Command('plumbline')
    .usage(`[${headings.options}] [${headings.command}]`)
    .description(texts.summary)
    .version(packageJson.version, '-V, --version', texts.version)
    .helpOption('-h, --help', texts.help)
    .helpCommand(`help [${headings.command}]`, texts.helpCommand)
    .option('--json', texts.json)
    .option('--no-color', texts.noColor)
    .option('--language <language>', withChoices(texts.language, languageTags))
    .configureHelp({
      showGlobalOptions: true,
      minWidthToWrap: 30,
      subcommandTerm: (command) => `${command.name()} ${command.usage()}`,
      styleTitle: (title) => headingOf[title.replace(':', '')] ?? title,
    })
    .configureOutput({ writeOut: (text) => output.block(text), writeErr: () => undefined })
    .exitOverride()
    .addHelpText('after', `\n${texts.exitCodes}`)
  for (const command of commands) addCommand(program, command, help, run)
  return program
}

function addCommand(program: Command, description: PlumblineCommand, help: Help, run: Run): void {
  const { name, options, repeatable, examples, choices } = description
  const text = help.commands[name]
  const texts: Readonly<Record<string, string>> = { ...help.parameters, ...text.parameters }
  const sayOf = (key: string): string => withChoices(texts[key] ?? '', choices(key))
  const command = program
    .command(name)
    .usage([`[${help.headings.options}]`, ...Object.values(description.arguments)].join(' '))
    .summary(text.summary)
    .description(text.description)
  for (const [key, syntax = ''] of Object.entries(description.arguments)) command.argument(syntax, sayOf(key))
  for (const [key, syntax = ''] of Object.entries(options)) {
    if (repeatable.includes(key)) command.option(syntax, sayOf(key), collect)
    else command.option(syntax, sayOf(key))
  }
  const lines = examples.flatMap((line, at) => [`  ${text.examples[at] ?? ''}:`, `    plumbline ${line}`])
  command.addHelpText('after', ['', help.headings.Examples, ...lines].join('\n'))
  command.action(async () => {
    const values: readonly unknown[] = command.processedArgs
    const named = Object.keys(description.arguments).map((key, index) => [key, values[index]] as const)
    await run(description, { ...command.opts(), ...Object.fromEntries(named) })
  })
}

function withChoices(text: string, choices: readonly string[]): string {
  return choices.length === 0 ? text : `${text}: ${choices.join(', ')}`
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}

const reasons = {
  'commander.help': 'usage.noCommand',
  'commander.unknownCommand': 'usage.unknownCommand',
  'commander.unknownOption': 'usage.unknownOption',
  'commander.missingArgument': 'usage.missingArgument',
  'commander.optionMissingArgument': 'usage.optionMissingArgument',
  'commander.excessArguments': 'usage.excessArguments',
} as const

/**
 * What commander has against a command line. It gives names in its message alone: what is wrong in quotes, and behind
 * it, in parentheses, what may have been meant.
 * @param command the one that was typed
 * @throws what it says of anything else, for which no command of ours gives cause
 */
export function whyNotUnderstood(error: CommanderError, command: PlumblineCommand | undefined): Sentence {
  const key = Object.entries(reasons).find(([code]) => code === error.code)?.[1]
  if (key === undefined) throw error
  const { message } = error
  const [, what = ''] = /'(.*)'/.exec(message) ?? []
  const [, names] = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message) ?? []
  const reason: Sentence = { key, values: { what } }
  if (key === 'usage.excessArguments' && command?.options['profile'] !== undefined)
    return say('usage.profileIsOption', { reason })
  return names === undefined ? reason : say('usage.suggestion', { reason, names })
}
