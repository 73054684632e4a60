import type { Failure } from '../errors/failure.ts'
import { failure, isFailure, textOf } from '../errors/failure.ts'
import type { Output } from './output.ts'
import { dim, red } from './styled-text.ts'
import { textOfValue, type Values } from '../sentences/sentence.ts'

const deepestCause = 10

/** Says what went wrong: the error, what to try, and what lies underneath, each on lines of its own. */
export function reportError(output: Output, error: unknown): void {
  const found = asFailure(error)
  const causes = causesOf(found)
  if (output.json) {
    const { code, message, remedy } = found
    const details = inEnglish(found.details)
    output.document({ error: { code, message, remedy, details, causes } })
    return
  }
  output.message(red('error: '), found.message, dim(` (${found.code})`))
  output.message('  try: ', found.remedy)
  for (const cause of causes) output.message(dim('  because: '), cause)
  if (found.code === 'PLB-COMMAND-UNEXPECTED') for (const line of stackOf(error)) output.message(dim(line))
}

/** Values as scripts read them: numbers as they are, the rest as text. */
function inEnglish(details: Values): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : textOfValue(value),
    ]),
  )
}

function asFailure(error: unknown): Failure {
  return isFailure(error) ? error : failure('PLB-COMMAND-UNEXPECTED', { reason: textOf(error) }, error)
}

function causesOf(found: Failure): readonly string[] {
  const causes: string[] = []
  // A fault of our own is its own cause.
  let cause = found.code === 'PLB-COMMAND-UNEXPECTED' ? innerCause(found.cause) : found.cause
  while (cause !== undefined && causes.length < deepestCause) {
    causes.push(isFailure(cause) ? `${cause.message} (${cause.code})` : textOf(cause))
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
