import { serverName, type BrokerServer } from '../../broker/broker-url.ts'
import { say } from '../../sentences/say.ts'
import { lookAtPeer } from '../../tls/secure-socket.ts'
import { through } from '../../tunnel/ssh-tunnel.ts'
import { failed, ok, type TestStep } from './step.ts'

/** Whom each server says to be over TLS, and whether that is believed; nothing of one that does not speak it. */
export async function looksAtCertificates(
  servers: readonly BrokerServer[],
  signal: AbortSignal,
): Promise<TestStep[]> {
  const steps: TestStep[] = []
  const name = say('profiles.certificate')
  for (const server of servers.filter(({ tls }) => tls)) {
    try {
      const near = server.via === undefined ? undefined : await through(server.via, server, signal)
      const peer = await lookAtPeer({ ...server, near }, server.trust, signal)
      signal.throwIfAborted()
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
