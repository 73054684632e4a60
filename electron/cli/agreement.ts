import { usageFailure } from './command.ts'
import { ask, canAsk } from './confirm.ts'

/**
 * What somebody agrees to: what they typed with the command, or type now.
 * @param asked what has to be typed
 * @throws PLB-COMMAND-USAGE where nobody can be asked; the signal's reason
 */
export async function agreedTo(
  { confirm, asked, question }: { confirm: string | undefined; asked: string; question: string },
  command: string,
  signal: AbortSignal,
): Promise<string> {
  if (confirm !== undefined) return confirm
  if (!canAsk()) throw usageFailure(`--confirm ${asked} is required without a terminal`, command)
  return ask(`${question} Type ${asked} to go on: `, signal)
}
