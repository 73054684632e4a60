import { z } from 'zod'
import { failure } from '../errors/failure.ts'
import type { CommandName, Help, ParameterOf } from '../languages/en/commands/help.ts'
import { say } from '../sentences/say.ts'
import type { Sentence, Value } from '../sentences/sentence.ts'
import { wordingColumn } from '../sentences/stored.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Output } from './output.ts'

/** What a command has to work with. */
export interface CommandContext {
  readonly output: Output
  readonly environment: Readonly<Record<string, string | undefined>>
  /**
   * From the first call on, SIGINT and SIGTERM abort the signal it returns, with the failure to throw as the reason.
   * Before that they end the process, as befits a command that only reads and does so in one go.
   */
  readonly listenForInterruption: () => AbortSignal
}

type Syntaxes<Key extends string> = Readonly<Partial<Record<Key, string>>>

type Lines<Texts> = { readonly [Index in keyof Texts]: string } & readonly string[]

/** A command but for its words, which are those of the languages (`electron/languages/…/commands`). */
interface CommandDescription<Name extends CommandName, Schema extends z.ZodObject> {
  readonly name: Name
  /** By the key of their values in the input, as help shows them: `<directory>`. */
  readonly arguments: Syntaxes<ParameterOf<Name>>
  /** Likewise: `--until <number>`. */
  readonly options: Syntaxes<ParameterOf<Name>>
  /** Options that may be given several times; their value is the list of all. */
  readonly repeatable?: readonly ParameterOf<Name>[]
  readonly examples: Lines<Help['commands'][Name]['examples']>
  /** What arguments and options must look like. */
  readonly input: Schema
  readonly run: (input: z.infer<Schema>, context: CommandContext) => ExitCode | Promise<ExitCode>
}

export interface PlumblineCommand {
  readonly name: CommandName
  readonly arguments: Syntaxes<string>
  readonly options: Syntaxes<string>
  readonly repeatable: readonly string[]
  readonly examples: readonly string[]
  /** The words a parameter is one of, where these are few. */
  readonly choices: (key: string) => readonly string[]
  /**
   * @param values arguments and options by key, as they were typed
   * @throws PLB-COMMAND-USAGE when they are not what the command takes
   */
  readonly run: (values: unknown, context: CommandContext) => Promise<ExitCode>
}

/** Describes a command once, for its help, the check of what was typed, and its run. */
export function defineCommand<Name extends CommandName, Schema extends z.ZodObject>({
  input,
  run,
  repeatable = [],
  ...description
}: CommandDescription<Name, Schema>): PlumblineCommand {
  const syntaxes: Syntaxes<string> = { ...description.arguments, ...description.options }
  return {
    name: description.name,
    arguments: description.arguments,
    options: description.options,
    repeatable: repeatable.map(String),
    examples: description.examples,
    choices: (key) => choicesOf(input.shape[key]),
    async run(values, context) {
      const parsed = input.safeParse(values)
      if (parsed.success) return run(parsed.data, context)
      const reasons = parsed.error.issues.map(({ path, message }) => {
        const parameter = syntaxes[String(path[0])]
        const reason = wordingColumn.parse(message)
        return parameter === undefined ? reason : say('usage.parameter', { parameter, reason })
      })
      throw usageFailure(reasons, description.name)
    },
  }
}

function choicesOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String)
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
  return isWrapped ? choicesOf(schema.unwrap()) : []
}

/** @param command the name of the command it was, when that much was understood */
export function usageFailure(
  reason: Sentence | readonly (Sentence | string)[],
  command?: CommandName,
): Error {
  const help = command === undefined ? 'plumbline --help' : `plumbline ${command} --help`
  return failure('PLB-COMMAND-USAGE', { reason, help })
}

/** Names as a refusal lists them. */
export function listed(names: readonly string[]): Value {
  return names.length === 0 ? say('usage.none') : names
}
