import { createInterface } from 'node:readline/promises'
import { usageFailure } from './command.ts'
import type { CommandName } from '../languages/en/commands/help.ts'
import { say } from '../sentences/say.ts'
import type { Output } from './output.ts'
import type { Sentence } from '../sentences/sentence.ts'

/** Whether someone sits at the terminal who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

/**
 * Asks on the terminal. Anything but a yes means no.
 * @throws the signal's reason
 */
export async function confirm(question: Sentence, output: Output, signal: AbortSignal): Promise<boolean> {
  const answer = await ask(say('cli.yesOrNo', { question }), output, signal)
  return output.words(say('cli.yes')).split(' ').includes(answer.toLowerCase())
}

/**
 * What someone types on the terminal for an answer; nothing when the terminal is closed without one.
 * @throws the signal's reason
 */
export async function ask(question: Sentence, output: Output, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // While it reads, the terminal hands Ctrl-C to it instead of to the process.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  // Ctrl-D closes the terminal without an answer.
  const { promise: closed, resolve } = Promise.withResolvers<string>()
  terminal.on('close', () => resolve(''))
  try {
    const answer = await Promise.race([terminal.question(`${output.words(question)} `, { signal }), closed])
    return answer.trim()
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    terminal.close()
  }
}

/**
 * What somebody agrees to: what they typed with the command, or type now.
 * @param asked what has to be typed
 * @throws PLB-COMMAND-USAGE where nobody can be asked; the signal's reason
 */
export async function agreedTo(
  { confirm, asked, question }: { confirm: string | undefined; asked: string; question: Sentence },
  command: CommandName,
  output: Output,
  signal: AbortSignal,
): Promise<string> {
  if (confirm !== undefined) return confirm
  if (!canAsk()) throw usageFailure(say('usage.confirmRequired', { asked }), command)
  return ask(say('cli.typeToGoOn', { question, asked }), output, signal)
}
