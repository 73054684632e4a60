import { failure, textOf } from '../errors/failure.ts'
import { readRendererFiles, type RendererFile } from '../channel/renderer-files.ts'
import { bringUpToDate, builtRenderer } from './vite-build.ts'

/**
 * The renderer, built before if need be.
 * @param say tells the operator why it takes a moment
 * @throws PLB-SERVE-NO-USER-INTERFACE
 */
export async function prepareRenderer(
  root: string,
  say: (message: string) => void,
): Promise<ReadonlyMap<string, RendererFile>> {
  try {
    return readRendererFiles(await bringUpToDate(root, builtRenderer, say))
  } catch (error) {
    throw failure('PLB-SERVE-NO-USER-INTERFACE', { reason: textOf(error) }, error)
  }
}
