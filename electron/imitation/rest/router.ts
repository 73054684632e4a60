import type { Answer, Call, Request } from './exchange.ts'
import { emptyError, RestError } from './rest-error.ts'

export type Handler = (call: Call) => Answer
type Methods = Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Handler>>>

interface Route {
  readonly segments: readonly string[]
  readonly methods: Methods
}

/** What GeoServer's firewall lets through in no path: slashes, percent signs, semicolons and control characters in names, and `..`. */
const refused = /%(?:2f|5c|25|3b|[01][\da-f])|;|(?:^|\/)\.\.(?:\/|$)/i

/** Finds the handler of a path. Patterns name variable segments with a colon; the first that fits is taken. */
export class Router {
  readonly #routes: readonly Route[]

  constructor(routes: Readonly<Record<string, Methods>>) {
    this.#routes = Object.entries(routes).map(([pattern, methods]) => ({
      segments: pattern.split('/').filter((each) => each !== ''),
      methods,
    }))
  }

  answer(request: Request): Answer {
    const [path = '', query = ''] = request.target.split('?')
    if (refused.test(path)) throw emptyError(500)
    const segments = path
      .split('/')
      .filter((each) => each !== '')
      .map(unescaped)
    const { method } = request
    for (const route of this.#routes) {
      const found = match(route.segments, segments)
      if (found === undefined) continue
      const handler =
        method === 'GET' || method === 'POST' || method === 'PUT' || method === 'DELETE'
          ? route.methods[method]
          : undefined
      if (handler === undefined) throw emptyError(405)
      return handler({
        ...found,
        method,
        query: new URLSearchParams(query),
        type: request.headers['content-type'] ?? '',
        headers: request.headers,
        body: request.body,
        target: request.target,
      })
    }
    throw new RestError(404, 'No such endpoint')
  }
}

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw emptyError(400)
  }
}

/** The last `.xxx` of a path is a format, in whatever segment it is found. */
function match(
  pattern: readonly string[],
  segments: readonly string[],
): Pick<Call, 'params' | 'format'> | undefined {
  const isOpen = pattern.at(-1) === '*'
  if (isOpen ? segments.length < pattern.length - 1 : pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  let format: string | undefined
  for (const [index, expected] of pattern.entries()) {
    if (expected === '*') {
      params.path = segments.slice(index).join('/')
      break
    }
    let actual = segments[index] ?? ''
    if (index === segments.length - 1 && actual.includes('.')) {
      format = actual.slice(actual.lastIndexOf('.') + 1)
      actual = actual.slice(0, actual.lastIndexOf('.'))
    }
    if (expected.startsWith(':')) params[expected.slice(1)] = actual
    else if (expected !== actual) return undefined
  }
  return { params, format }
}

/** A name in a Location header; slashes and colons stay. */
export function encodedPath(name: string): string {
  return encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%3A', ':')
}
