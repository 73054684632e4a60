import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { securityHeaders } from '../channel/security-headers.ts'
import { failure, textOf } from '../errors/failure.ts'
import { originMeant } from './addresses.ts'

export const metricsPath = '/metrics'

/** What is measured, for whoever shows a token. */
export interface MetricsDoor {
  readonly token: string
  readonly type: string
  readonly text: () => Promise<string>
}

/** Whether a request shows the token, as `Authorization: Bearer …`. */
function isAllowed({ headers }: IncomingMessage, { token }: MetricsDoor): boolean {
  const [, shown] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  return shown !== undefined && timingSafeEqual(hashOf(shown), hashOf(token))
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Answers a request for what is measured. */
export async function answerMetrics(
  request: IncomingMessage,
  response: ServerResponse,
  door: MetricsDoor,
): Promise<void> {
  const headers = { ...securityHeaders, 'cache-control': 'no-store' }
  if (!isAllowed(request, door)) {
    response.writeHead(401, { ...headers, 'www-authenticate': 'Bearer', 'content-length': 0 }).end()
    return
  }
  const body = Buffer.from(await door.text())
  response.writeHead(200, { ...headers, 'content-type': door.type, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** A server that has nothing but this, for this machine alone. */
export interface MetricsServer {
  readonly port: number
  readonly stop: () => Promise<void>
}

const host = '127.0.0.1'
const patience = 10_000
const mostConnections = 64

/**
 * @param port 0 for any that is free
 * @throws PLB-SERVE-CANNOT-LISTEN
 */
export async function serveMetrics(
  port: number,
  door: MetricsDoor,
  report: (error: unknown) => void,
): Promise<MetricsServer> {
  const server = createServer(
    { headersTimeout: patience, requestTimeout: patience, maxHeaderSize: 16 * 1024 },
    (request, response) => {
      const origin = originMeant(request.headers.host, { host, port: portOf(server), certificate: undefined })
      const url = URL.parse(request.url ?? '', origin)
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (origin === undefined || !isRead || url?.pathname !== metricsPath) {
        response.writeHead(404, { ...securityHeaders, 'content-length': 0 }).end()
        return
      }
      answerMetrics(request, response, door).catch((error: unknown) => {
        report(error)
        response.destroy()
      })
    },
  )
  server.maxConnections = mostConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(failure('PLB-SERVE-CANNOT-LISTEN', { host, port, reason: textOf(error) }, error)),
    )
    server.listen(port, host, resolve)
  })
  return {
    port: portOf(server),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function portOf(server: Server): number {
  const address = server.address()
  return address === null || typeof address === 'string' ? 0 : address.port
}
