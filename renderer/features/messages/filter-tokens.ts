import {
  deliveryState,
  messageRow,
  type MessageFilter,
} from '../../../electron/contract/features/messages.ts'
import { piecesOf } from '../../components/filter/pieces.ts'

/** What the filter of the log is made of besides free text, as one writes it: `kind:layer state:missing`. */
export const tokenNames = [
  'kind',
  'workspace',
  'node',
  'state',
  'slave',
  'verb',
  'object',
  'since',
  'until',
] as const
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
  readonly slaves: readonly string[]
}

const verbs = messageRow.shape.verb

/** Reads a filter as it is written. A token given twice counts as it is written last; unknown names are text. */
export function parseFilter(written: string, all = false): ParsedFilter {
  const tokens = new Map<TokenName, Token>()
  const words: string[] = []
  for (const piece of piecesOf(written)) {
    const token = tokenOf(piece)
    if (token !== undefined) tokens.set(token.name, token)
    // The name of a token that is still being written is no word to search for.
    else if (!tokenNames.some((name) => piece.toLowerCase() === `${name}:`)) words.push(unquoted(piece))
  }
  const text = words.filter((word) => word !== '').join(' ')
  const found = [...tokens.values()]
  return { tokens: found, text, filter: filterOf(found, text, all) }
}

/** A filter as one writes it; `parseFilter` reads it back, but for `all`. */
export function formatFilter(filter: MessageFilter): string {
  const { kind, workspace, node, state, slave, verb, object, since, until } = filter
  const values = {
    kind,
    workspace,
    node,
    state,
    slave,
    verb,
    object,
    since: timeText(since),
    until: timeText(until),
  }
  const tokens = tokenNames.flatMap((name) => {
    const value = values[name]
    return value === null ? [] : [formatToken({ name, value })]
  })
  return [...tokens, filter.text].filter((part) => part !== '').join(' ')
}

function formatToken({ name, value }: Pick<Token, 'name' | 'value'>): string {
  return `${name}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`
}

/** Values each token can be completed with. */
export function completionValues(name: TokenName, facets: Facets | undefined): readonly string[] {
  switch (name) {
    case 'kind':
      return facets?.kinds ?? []
    case 'workspace':
      return facets?.workspaces ?? []
    case 'node':
      return facets?.senders ?? []
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

function filterOf(tokens: readonly Token[], text: string, all: boolean): MessageFilter {
  const valid = tokens.filter(({ problem }) => problem === undefined)
  const value = (name: TokenName): string | null => valid.find((token) => token.name === name)?.value ?? null
  return {
    text,
    kind: value('kind'),
    workspace: value('workspace'),
    node: value('node'),
    verb: value('verb'),
    state: deliveryState.safeParse(value('state')).data ?? null,
    slave: value('slave'),
    object: value('object'),
    since: timeOf(value('since') ?? ''),
    until: timeOf(value('until') ?? ''),
    all,
  }
}

function tokenOf(piece: string): Token | undefined {
  const [, written, rest] = /^(\w+):(.+)$/s.exec(piece) ?? []
  const name = tokenNames.find((candidate) => candidate === written?.toLowerCase())
  const value = unquoted(rest ?? '')
  if (name === undefined || value === '') return undefined
  return { name, value, problem: problemOf(name, value) }
}

function problemOf(name: TokenName, value: string): Token['problem'] {
  if (name === 'state' && !deliveryState.safeParse(value).success) return 'unknown-state'
  if (name === 'verb' && !verbs.safeParse(value).success) return 'unknown-verb'
  if ((name === 'since' || name === 'until') && timeOf(value) === null) return 'no-time'
  return undefined
}

function unquoted(piece: string): string {
  return piece.replaceAll('"', '')
}

/** `2026-11-22`, `2026-11-22T14:02` or with seconds, in the time of this machine. */
function timeOf(value: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?))?$/.exec(value)
  if (match === null) return null
  const time = Date.parse(`${match[1] ?? ''}T${match[2] ?? '00:00'}`)
  return Number.isNaN(time) || time < 0 ? null : time
}

function timeText(time: number | null): string | null {
  if (time === null) return null
  const date = new Date(time)
  const pad = (part: number): string => String(part).padStart(2, '0')
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':')
  return clock === '00:00:00' ? day : `${day}T${clock}`
}
