import {
  deliveryState,
  messageRow,
  type MessageFilter,
} from '../../../electron/contract/features/messages.ts'

/** What the filter of the log is made of besides free text, as one writes it: `kind:layer state:missing`. */
export const tokenNames = ['kind', 'workspace', 'node', 'state', 'verb', 'object', 'since', 'until'] as const
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
}

export interface Completion {
  readonly name: TokenName
  /** Undefined while only the name is completed. */
  readonly value: string | undefined
}

export const everything: MessageFilter = {
  text: '',
  kind: null,
  workspace: null,
  node: null,
  verb: null,
  state: null,
  object: null,
  since: null,
  until: null,
  all: false,
}

const verbs = messageRow.shape.verb
const mostCompletions = 12

/** Reads a filter as it is written. A token given twice counts as it is written last; unknown names are text. */
export function parseFilter(written: string, all = false): ParsedFilter {
  const tokens = new Map<TokenName, Token>()
  const words: string[] = []
  for (const piece of pieces(written)) {
    const token = tokenOf(piece)
    if (token === undefined) words.push(unquoted(piece))
    else tokens.set(token.name, token)
  }
  const text = words.filter((word) => word !== '').join(' ')
  const found = [...tokens.values()]
  return { tokens: found, text, filter: filterOf(found, text, all) }
}

/** A filter as one writes it; `parseFilter` reads it back, but for `all`. */
export function formatFilter(filter: MessageFilter): string {
  const { kind, workspace, node, state, verb, object, since, until } = filter
  const values = {
    kind,
    workspace,
    node,
    state,
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

/** Tokens and text as one writes them. */
export function joinFilter(tokens: readonly Pick<Token, 'name' | 'value'>[], text: string): string {
  return [...tokens.map(formatToken), text.trim()].filter((part) => part !== '').join(' ')
}

export function formatToken({ name, value }: Pick<Token, 'name' | 'value'>): string {
  return `${name}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`
}

/**
 * What the piece being typed can become: names of tokens, values of the one whose name is there, and values of any
 * that begin alike.
 * @param taken names that are in use and need no offering
 */
export function completions(
  typed: string,
  facets: Facets,
  taken: readonly TokenName[],
): readonly Completion[] {
  const piece = lastPiece(typed)
  const [, name, value] = /^(\w+):(.*)$/s.exec(piece) ?? []
  const known = tokenNames.find((candidate) => candidate === name?.toLowerCase())
  if (known !== undefined) {
    const sought = unquoted(value ?? '').toLowerCase()
    const values = valuesOf(known, facets)
    const first = values.filter((candidate) => candidate.toLowerCase().startsWith(sought))
    const others = values.filter(
      (candidate) => candidate.toLowerCase().includes(sought) && !first.includes(candidate),
    )
    return [...first, ...others].slice(0, mostCompletions).map((found) => ({ name: known, value: found }))
  }
  const sought = piece.toLowerCase()
  const names = tokenNames
    .filter(
      (candidate) => candidate !== 'object' && candidate.startsWith(sought) && !taken.includes(candidate),
    )
    .map((found): Completion => ({ name: found, value: undefined }))
  if (sought === '') return names
  const values = tokenNames.flatMap((candidate) =>
    valuesOf(candidate, facets)
      .filter((each) => each.toLowerCase().startsWith(sought))
      .map((each): Completion => ({ name: candidate, value: each })),
  )
  return [...names, ...values].slice(0, mostCompletions)
}

/** What is typed without the piece that is being completed. */
export function withoutLastPiece(typed: string): string {
  return typed.slice(0, typed.length - lastPiece(typed).length)
}

/** Splits what is typed into whole tokens and what is still text; the piece at its end is whole when `whole` says so. */
export function takeTokens(
  typed: string,
  whole: boolean,
): { readonly tokens: readonly Token[]; readonly rest: string } {
  const last = whole ? '' : lastPiece(typed)
  const tokens: Token[] = []
  const rest: string[] = []
  for (const piece of pieces(typed.slice(0, typed.length - last.length))) {
    const token = tokenOf(piece)
    if (token === undefined) rest.push(piece)
    else tokens.push(token)
  }
  if (tokens.length === 0) return { tokens, rest: typed }
  return { tokens, rest: [...rest, last].filter((part) => part !== '').join(' ') }
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

function valuesOf(name: TokenName, facets: Facets): readonly string[] {
  switch (name) {
    case 'kind':
      return facets.kinds
    case 'workspace':
      return facets.workspaces
    case 'node':
      return facets.senders
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

/** Words, with what stands between quotation marks kept together. */
function pieces(written: string): readonly string[] {
  return written.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? []
}

function lastPiece(typed: string): string {
  const last = pieces(typed).at(-1) ?? ''
  return typed.endsWith(last) ? last : ''
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
