import type { Failure } from '../errors/failure.ts'
import { failure, isFailure, remedyOf, textOf, wordingOf } from '../errors/failure.ts'
import type { Output } from './output.ts'
import { dim, red, type Piece } from './styled-text.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

const deepestCause = 10

/** Says what went wrong: the error, what to try, and what lies underneath, each on lines of its own. */
export function reportError(output: Output, error: unknown): void {
  const found = asFailure(error)
  const causes = causesOf(found)
  if (output.json) {
    output.document({ error: { ...errorDocument(found), causes } })
    return
  }
  for (const line of errorLines(found)) output.message(...line)
  for (const cause of causes) output.message('  ', dim(say('cliDrift.because')), ' ', cause)
  if (found.code === 'PLB-COMMAND-UNEXPECTED') for (const line of stackOf(error)) output.message(dim(line))
}

/** An error and what to try, on lines of their own. */
export function errorLines(found: Failure): readonly (readonly Piece[])[] {
  return [
    [red(say('cliDrift.error')), ' ', wordingOf(found), dim(` (${found.code})`)],
    ['  ', say('cliDrift.tryThis'), ' ', remedyOf(found)],
  ]
}

/** An error as a program reads it. */
export function errorDocument(found: Failure) {
  return { code: found.code, message: wordingOf(found), remedy: remedyOf(found), details: found.details }
}

function asFailure(error: unknown): Failure {
  return isFailure(error) ? error : failure('PLB-COMMAND-UNEXPECTED', { reason: textOf(error) }, error)
}

function causesOf(found: Failure): readonly Wording[] {
  const causes: Wording[] = []
  // A fault of our own is its own cause.
  let cause = found.code === 'PLB-COMMAND-UNEXPECTED' ? innerCause(found.cause) : found.cause
  while (cause !== undefined && causes.length < deepestCause) {
    causes.push(
      isFailure(cause) ? say('cli.withCode', { what: wordingOf(cause), code: cause.code }) : textOf(cause),
    )
    cause = innerCause(cause)
  }
  return causes
}

function innerCause(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined
}

/** Where it happened, for a report; a failure of the catalogue needs no such thing. */
function stackOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return stack.split('\n').filter((line) => /^\s+at /.test(line))
}
