import type { MessageFilter } from '../../../contract/features/messages.ts'
import { stateOf, type Difference, type Ledger } from '../delivery/ledger.ts'
import type { Deliveries } from './deliveries.ts'
import type { Matcher } from './entry-block.ts'
import type { Names } from './names.ts'
import { verbs } from './schema.ts'

/**
 * Tells which entries pass a filter, its text and whether it wants those that only count aside.
 * @returns undefined when none can, because nothing of that name was ever archived
 */
export function matcherFor(filter: MessageFilter, names: Names, deliveries: Deliveries): Matcher | undefined {
  const matchers: Matcher[] = []
  const { kind, workspace, object, node, by, notBy, verb, since, until, state } = filter
  for (const [column, text] of [
    ['object', object],
    ['kind', kind],
    ['workspace', workspace],
    ['sender', node],
    ['author', by],
  ] as const) {
    if (text === null) continue
    const number = names.find(text)
    if (number === undefined) return undefined
    matchers.push((block, place) => block[column][place] === number)
  }
  if (notBy !== undefined) {
    const number = names.find(notBy)
    matchers.push(({ author }, place) => author[place] !== 0 && author[place] !== number)
  }
  if (verb !== null) {
    const number = verbs.findIndex((each) => each === verb)
    if (number === -1) return undefined
    matchers.push((block, place) => block.verb[place] === number)
  }
  if (since !== null) matchers.push((block, place) => (block.at[place] ?? 0) >= since)
  if (until !== null) matchers.push((block, place) => (block.at[place] ?? 0) <= until)
  if (state !== null) {
    const followed = deliveries
      .all()
      .filter(({ instanceName }) => filter.slave === null || instanceName === filter.slave)
    if (followed.length === 0) return undefined
    matchers.push(anyOf(followed.map((ledger) => stateMatcher(state, ledger, names))))
  }
  return allOf(matchers)
}

/** Those of the entries that pass that do more than count changes. */
export function withoutCounting(matches: Matcher): Matcher {
  return (block, place) => block.countsOnly[place] === 0 && matches(block, place)
}

/** Whether a filter asks for more than which events and a text. */
export function isPlain({
  kind,
  workspace,
  object,
  node,
  by,
  notBy,
  verb,
  since,
  until,
  state,
}: MessageFilter): boolean {
  return (
    notBy === undefined &&
    [kind, workspace, object, node, by, verb, since, until, state].every((each) => each === null)
  )
}

/** The same as a row shows, told from numbers alone. */
function stateMatcher(state: NonNullable<MessageFilter['state']>, ledger: Ledger, names: Names): Matcher {
  const slave = names.find(ledger.instanceName) ?? 0
  const differences = new Map<number, Difference>()
  for (const [proof, difference] of ledger.differing) {
    const number = names.find(proof)
    if (number !== undefined) differences.set(number, difference)
  }
  const { takenThrough, exceptions } = ledger
  const isUntaken = state === 'pending' || state === 'failed'
  return (block, place) => {
    const sequence = block.sequence[place] ?? 0
    // What hardly ever passes is told quickly, since a million entries are asked.
    if (isUntaken && sequence <= takenThrough && !exceptions.has(sequence)) return false
    const proof = block.proof[place] ?? 0
    const difference = differences.size === 0 ? undefined : differences.get(proof)
    if (state === 'missing' && difference === undefined) return false
    if (block.sender[place] === slave) return false
    return stateOf(ledger, sequence, proof !== 0, difference) === state
  }
}

/** Written out for few, because a loop in a loop over a million entries is felt. */
function allOf(matchers: readonly Matcher[]): Matcher {
  const [first, second, third, ...rest] = matchers
  if (first === undefined) return () => true
  if (second === undefined) return first
  if (third === undefined) return (block, place) => first(block, place) && second(block, place)
  const others = rest.length === 0 ? undefined : allOf(rest)
  return (block, place) =>
    first(block, place) &&
    second(block, place) &&
    third(block, place) &&
    (others === undefined || others(block, place))
}

function anyOf(matchers: readonly Matcher[]): Matcher {
  const [first, ...others] = matchers
  if (first === undefined) return () => false
  if (others.length === 0) return first
  return (block, place) => first(block, place) || others.some((matches) => matches(block, place))
}
