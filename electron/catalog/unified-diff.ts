import { structuredPatch } from 'diff'
import { say } from '../sentences/say.ts'
import type { Sentence } from '../sentences/sentence.ts'

/** Lines shown at most. */
const mostLines = 200
/** Changes looked for at most; texts that have nothing in common are not worth more. */
const mostChanges = 4_000

/**
 * What makes one text of another, in the form of `diff -u`, with three lines around each change.
 * @returns its lines, and what is left out of them when they are many
 */
export function unifiedDiff(
  before: string,
  after: string,
): { readonly lines: readonly string[]; readonly rest?: Sentence } {
  // Each line would differ by what nobody sees.
  const hasOtherEnds = before !== after && withPlainEnds(before) === withPlainEnds(after)
  if (hasOtherEnds) return { lines: [], rest: say('catalog.lineEndsDiffer') }
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: 3,
    maxEditLength: mostChanges,
    stripTrailingCr: true,
  })
  if (patch === undefined) return { lines: [], rest: say('catalog.nearlyAllDiffers') }
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: ofHunk }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...ofHunk,
  ])
  if (lines.length <= mostLines) return { lines }
  return {
    lines: lines.slice(0, mostLines),
    rest: say('catalog.moreLines', { count: lines.length - mostLines }),
  }
}

function withPlainEnds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n')
}
