import type { Socket } from 'node:net'

/**
 * What a socket tells first. The socket is closed then.
 * @param listen is given what to call with it
 * @param patience how long it may take, in milliseconds
 * @returns undefined when it fails, ends or takes longer, or the signal is aborted
 */
export async function toldBySocket<Told>(
  socket: Socket,
  listen: (tell: (told: Told) => void) => void,
  patience: number,
  signal: AbortSignal,
): Promise<Told | undefined> {
  const { promise, resolve } = Promise.withResolvers<Told | undefined>()
  const over = () => {
    resolve(undefined)
  }
  const either = AbortSignal.any([signal, AbortSignal.timeout(patience)])
  either.addEventListener('abort', over, { once: true })
  if (either.aborted) over()
  listen(resolve)
  socket.once('error', over)
  socket.once('close', over)
  try {
    return await promise
  } finally {
    either.removeEventListener('abort', over)
    socket.destroy()
  }
}
