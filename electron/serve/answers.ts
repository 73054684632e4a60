import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Encoding, RendererFile } from '../channel/renderer-files.ts'
import { contentSecurityPolicy, securityHeaders } from '../channel/security-headers.ts'
import { languageOf, type LanguageTag } from '../languages/tags.ts'
import type { Wording } from '../sentences/sentence.ts'
import { speaker } from '../sentences/speaker.ts'
import { productHeader } from './port-occupant.ts'

/** What every answer carries. */
export interface AnswerSurroundings {
  /** The origin the request meant, for its WebSocket. */
  readonly origin: string
  /** Whether this is TLS. */
  readonly isSecure: boolean
}

/** Sends one file of the renderer, compressed as the browser likes it. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: RendererFile,
  surroundings: AnswerSurroundings,
): Promise<void> {
  const headers = {
    'content-type': file.type,
    // What is behind a cookie is never for shared caches.
    'cache-control': file.isImmutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  }
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304, { ...commonHeaders(surroundings), ...headers })
    response.end()
    return
  }
  const encoding = bestEncoding(request.headers['accept-encoding'], file.encodings)
  const body = await file.body(encoding)
  response.writeHead(200, {
    ...commonHeaders(surroundings),
    ...headers,
    'content-length': body.length,
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Sends a page that says one thing, in the language the browser likes best of those there are. */
export async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  { status, title, text, leadsTo, headers = {} }: Page,
  surroundings: AnswerSurroundings,
): Promise<void> {
  const language = languageAccepted(request.headers['accept-language'])
  const speak = await speaker(language)
  const body = [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    leadsTo === undefined ? '' : `<meta http-equiv="refresh" content="0;url=${leadsTo}">`,
    `<title>${speak(title)}</title>`,
    `<h1>${speak(title)}</h1>`,
    leadsTo === undefined ? `<p>${speak(text)}</p>` : `<p><a href="${leadsTo}">${speak(text)}</a></p>`,
    '</html>',
  ]
  response.writeHead(status, {
    ...commonHeaders(surroundings),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(`${body.filter((line) => line !== '').join('\n')}\n`)
}

/** Only texts of this program, nothing of a request. */
export interface Page {
  readonly status: number
  readonly title: Wording
  readonly text: Wording
  /** Where to go next, at once. */
  readonly leadsTo?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Browsers name the languages they like in the order they like them. */
function languageAccepted(header = ''): LanguageTag {
  const [liked = 'en'] = header.split(',').flatMap((each) => languageOf(each.trim()) ?? [])
  return liked
}

function commonHeaders({ origin, isSecure }: AnswerSurroundings): Readonly<Record<string, string>> {
  return {
    ...securityHeaders,
    [productHeader]: '1',
    'content-security-policy': contentSecurityPolicy([origin.replace(/^http/, 'ws')]),
    ...(isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

/** What the browser accepts of what there is; a quality of zero is a no. */
function bestEncoding(header: string | string[] | undefined, offered: readonly Encoding[]): Encoding {
  const accepted = String(header ?? '')
    .split(',')
    .filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each))
    .map((each) => each.split(';')[0]?.trim())
  return offered.find((encoding) => accepted.includes(encoding)) ?? 'identity'
}
