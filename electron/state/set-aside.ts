import type { Wording } from '../sentences/sentence.ts'
import { z } from 'zod'
import { wordingOf } from '../errors/failure.ts'
import type { FileSystem } from '../storage/files.ts'
import { say } from '../sentences/say.ts'

/**
 * Renames a damaged file to a dated name beside it.
 * @returns the new path
 */
export function setAside(path: string, at: number, fileSystem: FileSystem): string {
  const date = new Date(at).toISOString().replaceAll(':', '-')
  let aside = `${path}.damaged-${date}`
  for (let number = 2; fileSystem.exists(aside); number += 1) aside = `${path}.damaged-${date}-${number}`
  fileSystem.rename(path, aside)
  return aside
}

/** Why a file of JSON cannot be used, with nothing of its content: it may hold what should not be shown. */
export function whyUnusable(error: unknown): Wording {
  if (error instanceof SyntaxError) return say('storage.noJson')
  if (!(error instanceof z.ZodError)) return wordingOf(error)
  const where = error.issues[0]?.path.join('.') ?? ''
  return where === '' ? say('storage.holdsSomethingElse') : say('storage.unexpected', { where })
}
