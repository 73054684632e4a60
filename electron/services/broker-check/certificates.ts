import { serverName } from '../../broker/broker-url.ts'
import { say } from '../../sentences/say.ts'
import { lookAtPeer, type Peer } from '../../tls/secure-socket.ts'
import type { Trust } from '../../tls/trust.ts'
import { through } from '../../tunnel/ssh-tunnel.ts'
import { failed, ok, type TestStep } from './step.ts'

/** A server that is spoken to over TLS. */
export interface SecureServer {
  readonly host: string
  readonly port: number
  readonly trust: Trust
  /** The machine to go through by ssh. */
  readonly via?: string | undefined
}

/**
 * What a server shows of itself, which is told nothing.
 * @returns undefined when it does not speak TLS, or does not answer
 * @throws PLB-TLS-FILE, PLB-TLS-PASSPHRASE, PLB-TUNNEL-FAILED; the signal's reason
 */
export async function peerAt(server: SecureServer, signal: AbortSignal): Promise<Peer | undefined> {
  const near = server.via === undefined ? undefined : await through(server.via, server, signal)
  const peer = await lookAtPeer({ ...server, near }, server.trust, signal)
  signal.throwIfAborted()
  return peer
}

/** Whom each server says to be over TLS, and whether that is believed. */
export async function looksAtCertificates(
  servers: readonly SecureServer[],
  signal: AbortSignal,
): Promise<TestStep[]> {
  const steps: TestStep[] = []
  const name = say('profiles.certificate')
  for (const server of servers) {
    try {
      const peer = await peerAt(server, signal)
      if (peer === undefined) continue
      const { fingerprint, names, validTo, distrust } = peer
      const shown = say('profiles.certificateShown', {
        server: serverName(server),
        names,
        validTo,
        fingerprint,
      })
      steps.push({ ...(distrust === undefined ? ok(name, shown) : failed(name, distrust)), fingerprint })
    } catch (error) {
      signal.throwIfAborted()
      steps.push(failed(name, error))
    }
  }
  return steps
}
