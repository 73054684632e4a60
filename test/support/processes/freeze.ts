import { readdirSync, readFileSync } from 'node:fs'

/**
 * Stops a process from running (SIGSTOP); its sockets stay open and silent.
 * @returns once none of its threads runs any more: on a busy machine they go on for a while behind the signal
 */
export async function freeze(
  child: { readonly pid?: number | undefined; kill(signal: 'SIGSTOP'): boolean } | undefined,
): Promise<void> {
  child?.kill('SIGSTOP')
  while (child?.pid !== undefined && !isStopped(child.pid))
    await new Promise((resolve) => setTimeout(resolve, 5))
}

function isStopped(pid: number): boolean {
  // Elsewhere than on Linux nobody says so.
  if (process.platform !== 'linux') return true
  const tasks = `/proc/${pid}/task`
  return readdirSync(tasks).every((task) => {
    try {
      // The state stands behind the name, which may hold anything.
      return /\) [Tt] /.test(readFileSync(`${tasks}/${task}/stat`, 'utf8'))
    } catch {
      // A thread that ended meanwhile does not run.
      return true
    }
  })
}
