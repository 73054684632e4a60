import { isFailure } from '../errors/failure.ts'
import { ControlClient } from '../nodes/control/client.ts'

/**
 * Tells the nodes running on data directories that a comparison found these equal, so that they need no longer say that
 * events may be missing. One that does not run hears nothing, and goes on saying it.
 * @param at when the comparison began, in milliseconds since 1970
 */
export async function tellProvedEqual(
  dataDirectories: readonly string[],
  at: number,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  for (const directory of dataDirectories) {
    try {
      await ControlClient.find(directory, environment).call('provedEqual', { at })
    } catch (error) {
      if (!isFailure(error)) throw error
    }
  }
}
