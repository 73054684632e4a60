import { failure, isFailure, textOf } from '../errors/failure.ts'
import { systemCode } from '../storage/file-failure.ts'
import { openMetricsType } from '../services/metrics/open-metrics.ts'
import { tokenIn } from './login-file.ts'
import type { Output } from './output.ts'
import { readServerCertificate, type CertificateFiles } from '../tls/server-certificate.ts'
import { aborted } from '../scheduler/aborted.ts'
import { isLoopback } from '../text/loopback.ts'
import { openInBrowser } from '../serve/browser.ts'
import { writeRedirectFile } from '../serve/redirect-file.ts'
import { portOccupant } from '../serve/port-occupant.ts'
import { installationRoot, prepareRenderer } from '../serve/vite-build.ts'
import { ApplicationServer, type ServerOptions } from '../serve/server.ts'
import type { SocketOptions } from '../serve/sockets.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** Taken when no port is named, or one of those that follow. */
export const usualPort = 8600
const morePorts = 9

export interface ServeOptions {
  readonly host: string
  /** Undefined for the usual one or the next that is free; 0 for any. */
  readonly port: number | undefined
  readonly open: boolean
  readonly tlsFiles: CertificateFiles | undefined
  /** The file that holds what whoever asks for what is measured has to show; undefined when nobody is told. */
  readonly metricsToken?: string | undefined
}

/**
 * Serves an application until the signal is aborted. The address that lets one browser in goes to standard output.
 * @throws PLB-SERVE-…
 */
export async function serveApplication(
  openApplication: () => Promise<
    SocketOptions & { readonly close: () => Promise<void>; readonly openMetrics: () => Promise<string> }
  >,
  { host, port, open, tlsFiles, metricsToken }: ServeOptions,
  surroundings: {
    readonly output: Output
    readonly environment: Readonly<Record<string, string | undefined>>
    readonly signal: AbortSignal
  },
): Promise<void> {
  const { output, environment, signal } = surroundings
  if (tlsFiles === undefined && !isLoopback(host)) throw failure('PLB-SERVE-NEEDS-TLS', { host })
  const token = metricsToken === undefined ? undefined : tokenIn(metricsToken)
  const tls = tlsFiles === undefined ? undefined : readServerCertificate(tlsFiles)
  const files = await prepareRenderer(installationRoot, (message) => output.message(message))
  signal.throwIfAborted()
  const application = await openApplication()
  try {
    const server = await startOnPort(port, output, {
      ...application,
      host,
      files,
      metrics:
        token === undefined ? undefined : { token, type: openMetricsType, text: application.openMetrics },
      ...(tls === undefined ? {} : { tls }),
      onNewLink: (link) => sayLink(output, link),
    })
    try {
      sayReady(output, server)
      const redirect = open ? writeRedirectFile(server.link) : undefined
      try {
        if (redirect !== undefined) {
          openInBrowser(redirect.address, environment, (because) => sayNotOpened(output, because))
        }
        await aborted(signal)
      } finally {
        redirect?.remove()
      }
    } finally {
      await server.stop()
    }
  } finally {
    await application.close()
  }
  if (!output.json) output.message(say('cli.stopped'))
}

async function startOnPort(
  port: number | undefined,
  output: Output,
  options: Omit<ServerOptions, 'port'>,
): Promise<ApplicationServer> {
  const { host } = options
  const candidates =
    port === undefined ? Array.from({ length: morePorts + 1 }, (_, more) => usualPort + more) : [port]
  let inUse: Error | undefined
  for (const candidate of candidates) {
    try {
      return await ApplicationServer.start({ ...options, port: candidate })
    } catch (error) {
      if (isFailure(error)) throw error
      if (systemCode(error) !== 'EADDRINUSE') {
        throw failure('PLB-SERVE-CANNOT-LISTEN', { host, port: candidate, reason: textOf(error) }, error)
      }
      const occupant = await portOccupant(host, candidate)
      inUse ??= failure('PLB-SERVE-PORT-IN-USE', { port: candidate, host, occupant }, error)
      if (port === undefined) output.message(say('cliNodes.portTaken', { port: candidate, occupant }))
    }
  }
  throw inUse ?? new Error('There is no port to try.')
}

function sayReady(output: Output, { link, origin, port }: ApplicationServer): void {
  if (output.json) {
    output.record({ type: 'ready', link, origin, port })
    return
  }
  output.message(say('cliNodes.served', { origin }))
  output.line(link)
}

function sayLink(output: Output, link: string): void {
  if (output.json) {
    output.record({ type: 'link', link })
    return
  }
  output.message(say('cliNodes.newLink'))
  output.line(link)
}

function sayNotOpened(output: Output, reason: Wording): void {
  output.message(say('cliNodes.notOpened', { reason }))
}
