import {
  deliveryState,
  messageRow,
  type MessageFilter,
} from '../../../electron/contract/features/messages.ts'
import { piecesOf, tokenText } from './pieces.ts'
import { timeOf, timeText } from './times.ts'

/** What the filter of the log is made of besides free text, as one writes it: `kind:layer state:missing`. */
export const tokenNames = [
  'kind',
  'workspace',
  'node',
  'by',
  'state',
  'slave',
  'verb',
  'object',
  'since',
  'until',
] as const
/** Names that may be written: `from` is another word for the sender's. */
export const writtenNames = [...tokenNames, 'from'] as const
type WrittenName = (typeof writtenNames)[number]
export type TokenName = (typeof tokenNames)[number]

export interface Token {
  readonly name: TokenName
  readonly value: string
  /** Why it is not taken into account, when it is not. */
  readonly problem: 'unknown-state' | 'unknown-verb' | 'no-time' | undefined
}

export interface ParsedFilter {
  readonly tokens: readonly Token[]
  /** The words that are no tokens. */
  readonly text: string
  readonly filter: MessageFilter
}

/** Values a token can be completed with. */
export interface Facets {
  readonly kinds: readonly string[]
  readonly workspaces: readonly string[]
  readonly senders: readonly string[]
  readonly authors: readonly string[]
  readonly slaves: readonly string[]
}

const verbs = messageRow.shape.verb

/** Reads a filter as it is written. A token given twice counts as it is written last; unknown names are text. */
export function parseFilter(written: string, all = false, now = Date.now()): ParsedFilter {
  const tokens = new Map<TokenName, Token>()
  const words: string[] = []
  for (const piece of piecesOf(written)) {
    const token = tokenOf(piece, now)
    if (token !== undefined) tokens.set(token.name, token)
    // The name of a token that is still being written is no word to search for.
    else if (!writtenNames.some((name) => piece.toLowerCase() === `${name}:`)) words.push(unquoted(piece))
  }
  const text = words.filter((word) => word !== '').join(' ')
  const found = [...tokens.values()]
  return { tokens: found, text, filter: filterOf(found, text, all, now) }
}

/** A filter as one writes it; `parseFilter` reads it back, but for `all`. */
export function formatFilter(filter: MessageFilter): string {
  const { kind, workspace, node, by, state, slave, verb, object, since, until } = filter
  const values = {
    kind,
    workspace,
    node,
    by,
    state,
    slave,
    verb,
    object,
    since: since === null ? null : timeText(since),
    until: until === null ? null : timeText(until),
  }
  const tokens = tokenNames.flatMap((name) => {
    const value = values[name]
    return value === null ? [] : [tokenText(name, value)]
  })
  return [...tokens, filter.text].filter((part) => part !== '').join(' ')
}

/**
 * What a filter says of objects of the catalog: their words, kind and workspace. Undefined where it says more, which
 * messages have alone.
 */
export function objectsOf(
  filter: MessageFilter,
): Pick<MessageFilter, 'text' | 'kind' | 'workspace'> | undefined {
  const { text, kind, workspace, all: _all, ...ofMessages } = filter
  return Object.values(ofMessages).every((value) => value === null) ? { text, kind, workspace } : undefined
}

/** Values each token can be completed with. */
export function completionValues(name: WrittenName, facets: Facets | undefined): readonly string[] {
  switch (name) {
    case 'kind':
      return facets?.kinds ?? []
    case 'workspace':
      return facets?.workspaces ?? []
    case 'node':
    case 'from':
      return facets?.senders ?? []
    case 'by':
      return facets?.authors ?? []
    case 'slave':
      return facets?.slaves ?? []
    case 'state':
      return deliveryState.options
    case 'verb':
      return verbs.options
    case 'object':
    case 'since':
    case 'until':
      return []
  }
}

function filterOf(tokens: readonly Token[], text: string, all: boolean, now: number): MessageFilter {
  const valid = tokens.filter(({ problem }) => problem === undefined)
  const value = (name: TokenName): string | null => valid.find((token) => token.name === name)?.value ?? null
  return {
    text,
    kind: value('kind'),
    workspace: value('workspace'),
    node: value('node'),
    by: value('by'),
    verb: value('verb'),
    state: deliveryState.safeParse(value('state')).data ?? null,
    slave: value('slave'),
    object: value('object'),
    since: timeOf(value('since') ?? '', now),
    until: timeOf(value('until') ?? '', now),
    all,
  }
}

function tokenOf(piece: string, now: number): Token | undefined {
  const [, written, rest] = /^(\w+):(.+)$/s.exec(piece) ?? []
  const found = writtenNames.find((candidate) => candidate === written?.toLowerCase())
  const name = found === 'from' ? 'node' : found
  const value = unquoted(rest ?? '')
  if (name === undefined || value === '') return undefined
  return { name, value, problem: problemOf(name, value, now) }
}

function problemOf(name: TokenName, value: string, now: number): Token['problem'] {
  if (name === 'state' && !deliveryState.safeParse(value).success) return 'unknown-state'
  if (name === 'verb' && !verbs.safeParse(value).success) return 'unknown-verb'
  if ((name === 'since' || name === 'until') && timeOf(value, now) === null) return 'no-time'
  return undefined
}

function unquoted(piece: string): string {
  return piece.replaceAll('"', '')
}
