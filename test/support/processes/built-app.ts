import { repository } from '../command-line.ts'
import { bringUpToDate, builtDesktop, builtRenderer } from '../../../electron/serve/vite-build.ts'
import { tell } from './bundle.ts'

/** Builds the app before the tests that look at it, which otherwise did so at once and beside each other. */
export default async function buildApp(): Promise<void> {
  for (const built of [builtRenderer, builtDesktop]) await bringUpToDate(repository, built, tell)
}
