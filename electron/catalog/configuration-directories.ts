import type { DirectoryRoot, RelativePath } from '../storage/directory-root.ts'

/** The directories of a data directory that files of the configuration are in, each before those in it. */
export function* configurationDirectories(
  root: Pick<DirectoryRoot, 'exists' | 'list'>,
): Generator<RelativePath> {
  if (root.exists([])) yield* directoriesFrom(root, [])
}

function* directoriesFrom(root: Pick<DirectoryRoot, 'list'>, path: RelativePath): Generator<RelativePath> {
  yield path
  for (const entry of root.list(path)) {
    const isConfiguration = path.length > 0 || ['workspaces', 'styles', 'layergroups'].includes(entry.name)
    // workspaces/<workspace>/<store>/<resource> is the deepest there is.
    if (entry.kind === 'directory' && isConfiguration && path.length < 4) {
      yield* directoriesFrom(root, [...path, entry.name])
    }
  }
}
