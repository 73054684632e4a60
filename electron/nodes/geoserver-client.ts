import { GeoServerClient, type GeoServerLogin } from '../geoserver/client.ts'
import { trustOf, type TrustGiven } from '../tls/trust.ts'

/** How a GeoServer is reached. */
export interface GeoServerAccess extends TrustGiven {
  readonly url: string
  readonly user: string
}

/**
 * @param password of the user
 * @param passphrase of the key it is shown
 */
export function loginOf(
  access: GeoServerAccess,
  password: string | undefined,
  passphrase?: string,
): GeoServerLogin {
  const { url, user, authority, certificate, key, pkcs12, serverName, hostCheck, fingerprint } = access
  const trust = trustOf({
    authority,
    certificate,
    key,
    pkcs12,
    passphrase,
    serverName,
    hostCheck,
    fingerprint,
  })
  return { url, user, password: password ?? '', trust }
}

/** As {@link loginOf}. */
export function openGeoServer(...access: Parameters<typeof loginOf>): GeoServerClient {
  return new GeoServerClient(loginOf(...access))
}
