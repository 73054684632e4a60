import { structuredPatch } from 'diff'

/** Lines shown at most. */
const mostLines = 200
/** Changes looked for at most; texts that have nothing in common are not worth more. */
const mostChanges = 4_000

/**
 * What makes one text of another, in the form of `diff -u`, with three lines around each change.
 * @returns its lines; the last says how many were left out when they are many
 */
export function unifiedDiff(before: string, after: string): readonly string[] {
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: 3,
    maxEditLength: mostChanges,
  })
  if (patch === undefined) return ['(nearly all of it is different)']
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: ofHunk }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...ofHunk,
  ])
  if (lines.length <= mostLines) return lines
  return [...lines.slice(0, mostLines), `(${lines.length - mostLines} more lines)`]
}
