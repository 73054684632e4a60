import type { z } from 'zod'
import { failure } from '../errors/failure.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Output } from './output.ts'
import type { Wording } from '../sentences/sentence.ts'

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

interface ParameterDescription {
  /** Name of the value in the command's input. For options it is given by the flags. */
  readonly key: string
  /** As help shows it: `<directory>`, `--until <number>`. */
  readonly syntax: string
  readonly description: string
  /** For an option: it may be given several times, and its value is the list of all. */
  readonly repeatable?: true
}

interface CommandDescription<Schema extends z.ZodObject> {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  readonly description: string
  readonly arguments: readonly ParameterDescription[]
  readonly options: readonly ParameterDescription[]
  readonly examples: readonly { readonly line: string; readonly does: string }[]
  /** What arguments and options must look like. */
  readonly input: Schema
  readonly run: (input: z.infer<Schema>, context: CommandContext) => ExitCode | Promise<ExitCode>
}

export interface PlumblineCommand extends Omit<CommandDescription<z.ZodObject>, 'input' | 'run'> {
  /**
   * @param values arguments and options by key, as they were typed
   * @throws PLB-COMMAND-USAGE when they are not what the command takes
   */
  readonly run: (values: unknown, context: CommandContext) => Promise<ExitCode>
}

/** Describes a command once, for its help, the check of what was typed, and its run. */
export function defineCommand<Schema extends z.ZodObject>(
  description: CommandDescription<Schema>,
): PlumblineCommand {
  const { input, run, ...rest } = description
  return {
    ...rest,
    async run(values, context) {
      const parsed = input.safeParse(values)
      if (!parsed.success) {
        const parameters = [...description.arguments, ...description.options]
        const reasons = parsed.error.issues.map(({ path, message }) => {
          const parameter = parameters.find(({ key }) => key === path[0])
          return parameter === undefined ? message : `${parameter.syntax} ${message}`
        })
        throw usageFailure(reasons.join('; '), description.name)
      }
      return run(parsed.data, context)
    },
  }
}

/** @param command the name of the command it was, when that much was understood */
export function usageFailure(reason: Wording, command?: string): Error {
  const help = command === undefined ? 'plumbline --help' : `plumbline ${command} --help`
  return failure('PLB-COMMAND-USAGE', { reason, help })
}
