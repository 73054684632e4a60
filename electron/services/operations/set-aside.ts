import type { FileSystem } from '../../storage/files.ts'

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
