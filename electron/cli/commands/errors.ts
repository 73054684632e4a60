import { z } from 'zod'
import { failure, type ErrorCode } from '../../errors/failure.ts'
import type { ErrorDefinition } from '../../languages/en/errors/definition.ts'
import { errors } from '../../languages/en/errors/index.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { bold } from '../styled-text.ts'
import { say } from '../../sentences/say.ts'

interface ExplainedError extends ErrorDefinition {
  readonly code: string
}

export const errorsCommand = defineCommand({
  name: 'errors',
  arguments: { code: '[code]' },
  options: {},
  examples: ['errors PLB-BROKER-REFUSED', 'errors --json'],
  input: z.object({ code: z.string().toUpperCase().optional() }),
  run({ code }, { output }) {
    if (code === undefined) {
      const all = Object.keys(errors).filter(isErrorCode).toSorted().map(explain)
      if (output.json) output.document(all)
      else for (const each of all) output.line(bold(each.code), ' ', each.message)
      return exitCodes.ok
    }
    if (!isErrorCode(code)) throw failure('PLB-COMMAND-NO-SUCH-CODE', { code })
    if (output.json) output.document(explain(code))
    else print(explain(code), output)
    return exitCodes.ok
  },
})

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errors, code)
}

function explain(code: ErrorCode): ExplainedError {
  return { code, ...errors[code] }
}

function print({ code, message, cause, remedy }: ExplainedError, output: Output): void {
  output.line(bold(code))
  output.fields([
    [say('cli.whatHappened'), message],
    [say('cli.why'), cause],
    [say('cli.whatToTry'), remedy],
  ])
}
