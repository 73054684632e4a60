import { parseBrokerUrl } from '../../broker/broker-url.ts'
import type { Profile, ProfileDraft } from '../../contract/features/profiles.ts'
import { failure } from '../../errors/failure.ts'
import { separateLogin } from './check-profile.ts'

/**
 * Lets a kept password go only where it was given for: who names another broker or GeoServer has to type it again, or a
 * changed address would be all it takes to have it.
 * @param draft of a profile that was checked
 * @throws PLB-PROFILE-PASSWORD-AGAIN
 */
export function demandSamePlaces(before: Profile, draft: ProfileDraft): void {
  const { brokerUrl, credentials } = separateLogin(draft.brokerUrl)
  const isKept = before.passcodeReference !== null && draft.passcode === null && credentials === undefined
  if (isKept && draft.login !== null && draft.login !== '') {
    const known = new Set(serversOf(before.brokerUrl, before.via))
    const other = serversOf(brokerUrl, draft.via).find((each) => !known.has(each))
    if (other !== undefined) throw failure('PLB-PROFILE-PASSWORD-AGAIN', { where: other })
  }
  const { jolokia } = draft
  if (
    jolokia !== undefined &&
    (before.jolokia?.passwordReference ?? null) !== null &&
    (draft.jolokiaPassword ?? null) === null &&
    (new URL(jolokia.url).origin !== new URL(before.jolokia?.url ?? '').origin || before.via !== draft.via)
  )
    throw failure('PLB-PROFILE-PASSWORD-AGAIN', { where: new URL(jolokia.url).origin })
  for (const node of draft.nodes) {
    if (node.type !== 'geoserver' || (draft.nodePasswords?.[node.instanceName] ?? null) !== null) continue
    const old = before.nodes.find(
      (each) => each.type === 'geoserver' && each.instanceName === node.instanceName,
    )
    if (old?.type !== 'geoserver' || old.passwordReference === null) continue
    const isSameWay = (node.via ?? '') === (old.via ?? '')
    const known = originsOf(old)
    const other = originsOf(node).find((origin) => !isSameWay || !known.includes(origin))
    if (other !== undefined) throw failure('PLB-PROFILE-PASSWORD-AGAIN', { where: other })
  }
}

/** Where the login of a GeoServer goes. */
function originsOf({
  url,
  serviceUrl,
}: {
  readonly url: string
  readonly serviceUrl?: string | undefined
}): readonly string[] {
  return [url, ...(serviceUrl === undefined ? [] : [serviceUrl])].map((each) => new URL(each).origin)
}

/** Where a broker URL leads, encrypted or not. */
function serversOf(brokerUrl: string, around: Profile['via']): readonly string[] {
  if (brokerUrl.trim() === '') return []
  const url = parseBrokerUrl(brokerUrl)
  if (url.kind !== 'network') return []
  return url.servers.map(
    ({ host, port, tls, via = around ?? '' }) =>
      `${tls ? 'TLS ' : ''}${host}:${port}${via === '' ? '' : ` (${via})`}`,
  )
}
