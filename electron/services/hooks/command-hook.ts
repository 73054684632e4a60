import { spawn } from 'node:child_process'
import { failure, textOf } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { FindingEvent, Hook } from './hook.ts'

/** What a program needs to find others and its files; none of the variables that hold passwords. */
const handedOn = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'SystemRoot',
  'USERPROFILE',
  'TEMP',
]

/** Runs a program for each event, which finds it as JSON on its standard input; no shell is in between. */
export function commandHook(
  program: string,
  environment: Readonly<Record<string, string | undefined>>,
): Hook {
  const refused = (reason: Wording, cause?: unknown) =>
    failure('PLB-HOOK-REFUSED', { hook: say('hooks.command', { program }), reason }, cause)
  const env = Object.fromEntries(handedOn.map((name) => [name, environment[name]]))
  const run = (event: FindingEvent, signal: AbortSignal): Promise<number | string | null> =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [], {
        ...{ signal, killSignal: 'SIGKILL', windowsHide: true },
        stdio: ['pipe', 'ignore', 'ignore'],
        env: { ...env, PLUMBLINE_EVENT: event.event },
      })
      child.on('error', reject)
      child.on('close', (code, ended) => resolve(code ?? ended))
      // One that does not read what it is given is told by its exit.
      child.stdin.on('error', () => undefined)
      child.stdin.end(`${JSON.stringify(event)}\n`)
    })
  return {
    kind: 'command',
    tell: async (event, signal) => {
      let code: number | string | null
      try {
        code = await run(event, signal)
      } catch (error) {
        signal.throwIfAborted()
        throw refused(textOf(error), error)
      }
      if (code !== 0) throw refused(say('hooks.exit', { code: code ?? '' }))
    },
  }
}
