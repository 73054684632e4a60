import { wordingOf } from '../errors/failure.ts'
import { AuditLog } from '../services/audit/audit.ts'
import { Notices } from '../state/notices.ts'
import { defaultStateDirectory, operatorName } from '../state/state-directory.ts'
import type { CommandContext } from './command.ts'

/**
 * Does what changes something at a broker, and writes it into the audit log of the app.
 * @param action `feature.procedure`, as the app has it
 * @param cluster the name of the saved cluster it is done to
 */
export async function audited<Result>(
  { environment, output }: Pick<CommandContext, 'environment' | 'output'>,
  {
    action,
    input,
    cluster,
  }: { readonly action: string; readonly input: object; readonly cluster?: string | undefined },
  run: () => Promise<Result>,
): Promise<Result> {
  const directory = defaultStateDirectory(environment)
  const log = new AuditLog({
    directory,
    operator: operatorName(directory, environment),
    now: Date.now,
    notices: new Notices((all) => output.warning(all.at(-1) ?? '')),
    language: () => output.language.tag,
  })
  try {
    const result = await run()
    log.record({ action, input, cluster, output: result, outcome: 'done' })
    return result
  } catch (error) {
    log.record({ action, input, cluster, outcome: 'failed', message: wordingOf(error) })
    throw error
  } finally {
    log.close()
  }
}
