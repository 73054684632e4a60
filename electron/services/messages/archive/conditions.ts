import type { SQLInputValue } from 'node:sqlite'
import type { MessageFilter } from '../../../contract/features/messages.ts'
import type { Ledger } from '../delivery/ledger.ts'
import type { Deliveries } from './deliveries.ts'
import type { Names } from './names.ts'
import { verbs } from './schema.ts'

/** A filter as SQL over entries `e`. */
export interface Conditions {
  readonly where: readonly string[]
  readonly parameters: Readonly<Record<string, SQLInputValue>>
  /** For the index of words, when there is text to search. */
  readonly match: string | undefined
}

/**
 * What rows must satisfy to pass a filter; undefined when none can, because nothing of that name was ever archived.
 * @param countsOnly which events: those that only count changes, the others, or both
 */
export function conditionsFor(
  filter: MessageFilter,
  names: Names,
  deliveries: Deliveries,
  countsOnly: 'only' | 'without' | 'both',
): Conditions | undefined {
  const where: string[] = []
  const parameters: Record<string, SQLInputValue> = {}
  const add = (condition: string, values: Readonly<Record<string, SQLInputValue>> = {}): void => {
    where.push(condition)
    Object.assign(parameters, values)
  }
  if (countsOnly !== 'both') add(`e.counts_only = ${countsOnly === 'only' ? 1 : 0}`)
  const named = { kind: filter.kind, workspace: filter.workspace, sender: filter.node, object: filter.object }
  for (const [column, text] of Object.entries(named)) {
    if (text === null) continue
    const number = names.find(text)
    if (number === undefined) return undefined
    add(`e.${column} = :${column}`, { [column]: number })
  }
  if (filter.verb !== null) {
    const verb = verbs.findIndex((each) => each === filter.verb)
    if (verb === -1) return undefined
    add('e.verb = :verb', { verb })
  }
  if (filter.since !== null) add('e.at >= :since', { since: filter.since })
  if (filter.until !== null) add('e.at <= :until', { until: filter.until })
  if (filter.state !== null) {
    const { state, slave } = filter
    const ledgers = deliveries.all().filter(({ instanceName }) => slave === null || instanceName === slave)
    const any = ledgers.flatMap((ledger, index) => {
      const number = names.find(ledger.instanceName)
      return number === undefined ? [] : [`(${stateCondition(state, ledger, number, index, parameters)})`]
    })
    if (any.length === 0) return undefined
    add(`(${any.join(' OR ')})`)
  }
  return { where, parameters, match: matchOf(filter.text) }
}

/** The same as {@link deliveryOf} decides, for every row at once. */
function stateCondition(
  state: NonNullable<MessageFilter['state']>,
  ledger: Ledger,
  slave: number,
  index: number,
  parameters: Record<string, SQLInputValue>,
): string {
  const named = (name: string, value: number): string => {
    parameters[`${name}${index}`] = value
    return `:${name}${index}`
  }
  const slaveNumber = named('slave', slave)
  const exceptions = (of: string) =>
    `e.sequence IN (SELECT sequence FROM slave_exception WHERE slave = ${slaveNumber} AND state = '${of}')`
  const own = `e.sender <> ${slaveNumber}`
  const failed = exceptions('failed')
  if (state === 'failed') return `${own} AND ${failed}`
  const late = `e.sequence > ${named('takenThrough', ledger.takenThrough)}`
  const pending = `NOT ${failed} AND (${exceptions('pending')} OR (${late} AND NOT ${exceptions('taken')}))`
  if (state === 'pending') return `${own} AND ${pending}`
  const compared = `e.sequence <= ${named('comparedThrough', ledger.comparedThrough)}`
  const difference = (condition: string) =>
    ledger.differing.size === 0
      ? 'FALSE'
      : `EXISTS (SELECT 1 FROM slave_difference d WHERE d.slave = ${slaveNumber} AND d.proof = e.proof AND ${condition})`
  const proved = `${compared} AND e.proof IS NOT NULL AND NOT ${difference('d.verified_through < e.sequence')}`
  const arrived = `${own} AND NOT ${failed} AND NOT (${pending})`
  if (state === 'verified') return `${arrived} AND ${proved}`
  const known = `e.sequence > ${named('knownSince', ledger.since)}`
  if (state === 'unknown') return `${arrived} AND NOT (${proved}) AND NOT ${known}`
  const missing = `${compared} AND ${difference('d.verified_through < e.sequence AND d.certain = 1')}`
  if (state === 'missing') return `${arrived} AND ${known} AND ${missing}`
  return `${arrived} AND ${known} AND NOT (${proved}) AND NOT (${missing})`
}

/**
 * A text as an operator types it, for the index of words: words that all have to be there, "several words" in that
 * order, and the last word, which may go on, as whoever types is not done yet.
 */
export function matchOf(text: string): string | undefined {
  const terms = [...text.matchAll(/"([^"]*)"?|(\S+)/g)]
    .map(([, phrase, word]) => ({ text: phrase ?? word ?? '', isPhrase: phrase !== undefined }))
    .filter((term) => /[\p{L}\p{N}]/u.test(term.text))
  if (terms.length === 0) return undefined
  return terms
    .map((term, index) => {
      const isPrefix =
        !term.isPhrase && (term.text.endsWith('*') || isUnfinished(term.text, index === terms.length - 1))
      return `"${term.text.replaceAll('"', ' ')}"${isPrefix ? ' *' : ''}`
    })
    .join(' AND ')
}

/** One letter would go on in too many ways. */
function isUnfinished(word: string, isLast: boolean): boolean {
  return isLast && /[\p{L}\p{N}]{2}$/u.test(word)
}
