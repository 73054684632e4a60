import type { RelativePath } from '../storage/directory-root.ts'
import type { Directory } from '../storage/staged-directory.ts'

/** Moves a file, in place of one that lies there. A missing file was moved before. */
export function moveFile(root: Directory, from: RelativePath, to: RelativePath): void {
  if (!isSamePath(from, to) && root.exists(from)) root.rename(from, to)
}

/**
 * Moves a directory with all in it. What lies at the target already is first taken into the source, so that at any
 * moment the source is whole and then, in one step, the target is. A missing directory was moved before.
 */
export function moveDirectory(root: Directory, from: RelativePath, to: RelativePath): void {
  if (isSamePath(from, to) || root.stat(from)?.kind !== 'directory') return
  if (root.exists(to) && !root.isSameEntry(from, to)) {
    absorb(root, to, from)
    root.removeDirectory(to)
  }
  root.rename(from, to)
}

export function isSamePath(left: RelativePath, right: RelativePath): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at])
}

/** Moves what another directory has and this one lacks. */
function absorb(root: Directory, from: RelativePath, into: RelativePath): void {
  if (root.stat(from)?.kind !== 'directory') return
  for (const { name } of root.list(from)) {
    const source = [...from, name]
    const target = [...into, name]
    const existing = root.stat(target)
    // A namespace takes its new prefix before its workspace takes the new name, so the one that waits is newer.
    if (existing === undefined || (name === 'namespace.xml' && existing.kind === 'file')) {
      root.rename(source, target)
    } else if (existing.kind === 'directory') {
      absorb(root, source, target)
    }
  }
}
