import type { InputFor } from '../../api/types.ts'
import { piecesOf } from '../../components/filter/pieces.ts'
import { timeOf } from '../../components/filter/times.ts'

/** What the audit is narrowed by besides words: who did it, in which cluster, to which object, and when. */
const auditTokens = ['by', 'cluster', 'object', 'since', 'until'] as const
type AuditToken = (typeof auditTokens)[number]
/** Names that may be written: `from` is another word for who did it. */
export const writtenTokens = [...auditTokens, 'from'] as const

export type AuditFilter = Omit<InputFor<'audit', 'page'>, 'before' | 'limit'>

/** Reads a filter as it is written; a time that is none narrows nothing. */
export function parseAuditFilter(written: string, now: number): AuditFilter {
  const values = new Map<AuditToken, string>()
  const words: string[] = []
  for (const piece of piecesOf(written)) {
    const [, name, value] = /^(\w+):(.*)$/s.exec(piece) ?? []
    const found = writtenTokens.find((each) => each === name?.toLowerCase())
    const token = found === 'from' ? 'by' : found
    if (token === undefined) words.push(piece.replaceAll('"', ''))
    else if (value !== undefined && value !== '') values.set(token, value.replaceAll('"', ''))
  }
  const time = (name: AuditToken): number | undefined => timeOf(values.get(name) ?? '', now) ?? undefined
  return {
    text: words.join(' '),
    by: values.get('by'),
    cluster: values.get('cluster'),
    object: values.get('object'),
    since: time('since'),
    until: time('until'),
  }
}
