/** A request as it arrives. */
export interface Request {
  readonly method: string
  /** From `/rest` or `/gwc` on, with its query, still escaped. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** What a handler of a path gets. */
export interface Call {
  readonly method: string
  /** Values of the names in the pattern, unescaped. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The format asked for by the last `.xxx` of the path. */
  readonly format: string | undefined
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** The path with its query, as it came. */
  readonly target: string
}

export const done: Answer = { status: 200, headers: {}, body: '' }

export function created(location: string, body: string): Answer {
  return { status: 201, headers: { Location: location, 'Content-Type': 'text/plain' }, body }
}
