import { peerAt } from '../broker-check/certificates.ts'
import type { Address } from './addresses.ts'
import { isLoopback } from '../../text/loopback.ts'
import type { FoundNode } from '../../contract/features/connect.ts'
import { isFailure, wordingOf, remedyOf } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { GeoServerClient } from '../../geoserver/client.ts'
import { placeOf } from '../../geoserver/exchange.ts'
import { loginOf } from '../../nodes/geoserver-login.ts'
import type { Patience } from '../../geoserver/rest-connection.ts'
import { identifyGeoServer, type GeoServerIdentity } from '../../nodes/probe-geoserver.ts'

/** Where it is, how it is come to and trusted, and who asks. */
export interface NodeAccess extends Address {
  readonly user: string
  readonly password: string
  /** Of the key it is shown. */
  readonly passphrase: string | null
}

/** A node as it was found, with what its screen must not show. */
export interface Looked {
  readonly found: FoundNode
  readonly part: GeoServerIdentity['part']
}

/**
 * Asks what lies at an address; that nothing usable does is an answer as well.
 * @throws the signal's reason
 */
export async function lookAtNode(
  access: NodeAccess,
  signal: AbortSignal,
  patience: Patience = {},
): Promise<Looked> {
  const { url, password, passphrase, via, trust } = access
  const { passphrase: _, ...shown } = trust
  const nothing = {
    source: 'geoserver' as const,
    url,
    instanceName: null,
    version: null,
    roles: [],
    group: null,
    topicName: null,
    isRefused: false,
    access: { ...shown, via },
  }
  const login = loginOf({ ...access, ...trust }, password, passphrase ?? undefined)
  let certificate: FoundNode['certificate'] = null
  try {
    const { protocol } = new URL(url)
    if (protocol === 'https:') {
      const peer = await peerAt({ ...placeOf(new URL(url)), trust: login.trust ?? {}, via }, signal)
      if (peer !== undefined) {
        const { fingerprint, names, validTo, distrust } = peer
        certificate = { fingerprint, names, validTo, isTrusted: distrust === undefined }
        if (distrust !== undefined) throw distrust
      }
    }
    const identity = await identifyGeoServer(new GeoServerClient({ ...login, ...patience }), signal)
    const { part, version } = identity
    const remarks = remarksOn(url, identity)
    if (part === undefined)
      return { found: { ...nothing, certificate, outcome: 'failed', version, remarks }, part: undefined }
    const { instanceName, roles, group, topicName } = part
    const outcome = remarks.length === 0 ? 'ok' : 'warning'
    return {
      found: {
        ...nothing,
        certificate,
        outcome,
        instanceName,
        version,
        roles: [...roles],
        group,
        topicName,
        remarks,
      },
      part,
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFailure(error)) throw error
    const isRefused =
      isFailure(error, 'PLB-GEOSERVER-CREDENTIALS') || isFailure(error, 'PLB-GEOSERVER-NOT-ADMINISTRATOR')
    const remark = { severity: 'failed' as const, message: wordingOf(error), remedy: remedyOf(error) }
    return {
      found: { ...nothing, certificate, outcome: 'failed', isRefused, remarks: [remark] },
      part: undefined,
    }
  }
}

type Remark = FoundNode['remarks'][number]

function remarksOn(url: string, { part, isClustered, remark }: GeoServerIdentity): Remark[] {
  const remarks: Remark[] = []
  const attention = (message: Remark['message'], remedy: Remark['remedy'] = null): void => {
    remarks.push({ severity: 'attention', message, remedy })
  }
  const { protocol, hostname } = new URL(url)
  if (protocol === 'http:' && !isLoopback(hostname)) {
    attention(say('connect.unencrypted'), say('connect.useHttps'))
  }
  if (!isClustered) {
    remarks.push({
      severity: 'failed',
      message: say('stockNodes.notClustered'),
      remedy: say('connect.installModule'),
    })
  }
  if (remark !== null) attention(remark)
  return part === undefined ? remarks : [...remarks, ...remarksOnPart(part)]
}

/** What keeps a node from taking part as it should, by its own properties. */
export function remarksOnPart(part: NonNullable<Looked['part']>): Remark[] {
  const remark = (message: Remark['message'], remedy: Remark['remedy'] = null): Remark[] => [
    { severity: 'attention', message, remedy },
  ]
  return [
    ...(part.connection === 'disabled' ? remark(say('connect.disabled'), say('connect.enableAgain')) : []),
    ...(part.readOnly ? remark(say('connect.readOnly')) : []),
    ...(part.roles.length === 0 ? remark(say('connect.noRole'), say('connect.giveRole')) : []),
  ]
}
