import type { Answer } from './exchange.ts'

/** A refusal as GeoServer words it: Java's message as plain text, a page by the container, or nothing at all. */
export class RestError extends Error {
  readonly status: number
  readonly body: 'text' | 'page' | 'empty'

  constructor(status: number, message: string, body: 'text' | 'page' | 'empty' = 'text') {
    super(message)
    this.status = status
    this.body = body
  }

  answer(path: string): Answer {
    switch (this.body) {
      case 'empty':
        return { status: this.status, headers: {}, body: '' }
      case 'text':
        return { status: this.status, headers: { 'Content-Type': 'text/plain' }, body: this.message }
      case 'page':
        return {
          status: this.status,
          headers: {
            'Cache-Control': 'must-revalidate,no-cache,no-store',
            'Content-Type': 'text/html;charset=iso-8859-1',
          },
          body: this.message === '' ? '' : page(this.status, this.message, path),
        }
    }
  }
}

export function emptyError(status: number): RestError {
  return new RestError(status, '', 'empty')
}

/** What XStream says when it cannot read a body. */
export function unreadable(cause: string): RestError {
  return new RestError(500, `\n---- Debugging information ----\ncause-exception     : ${cause}`)
}

function page(status: number, message: string, path: string): string {
  const text = message.replaceAll("'", '&apos;')
  return (
    `<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>\n` +
    `<title>Error ${status} ${text}</title>\n</head>\n<body><h2>HTTP ERROR ${status} ${text}</h2>\n<table>\n` +
    `<tr><th>URI:</th><td>/geoserver${path}</td></tr>\n<tr><th>STATUS:</th><td>${status}</td></tr>\n` +
    `<tr><th>MESSAGE:</th><td>${text}</td></tr>\n<tr><th>SERVLET:</th><td>dispatcher</td></tr>\n` +
    `</table>\n\n</body>\n</html>\n`
  )
}
