import { z } from 'zod'
import { failure, type ErrorCode } from '../../errors/failure.ts'
import { errors } from '../../languages/en/errors/index.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { bold } from '../styled-text.ts'
import { say } from '../../sentences/say.ts'
import type { Sentence } from '../../sentences/sentence.ts'

interface ExplainedError {
  readonly code: ErrorCode
  readonly message: Sentence
  readonly cause: Sentence
  readonly remedy: Sentence
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

/** Placeholders stay as they are: what stands there, the error itself names. */
function explain(code: ErrorCode): ExplainedError {
  const said = (key: string): Sentence => ({ key, values: {} })
  return { code, message: said(code), cause: said(`${code}.cause`), remedy: said(`${code}.remedy`) }
}

function print({ code, message, cause, remedy }: ExplainedError, output: Output): void {
  output.line(bold(code))
  output.fields([
    [say('cli.whatHappened'), message],
    [say('cli.why'), cause],
    [say('cli.whatToTry'), remedy],
  ])
}
