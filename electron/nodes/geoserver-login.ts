import type { GeoServerLogin } from '../geoserver/client.ts'
import { trustOf, type TrustGiven } from '../tls/trust.ts'

/** How a GeoServer is reached. */
export interface GeoServerAccess extends TrustGiven {
  readonly url: string
  readonly user: string
  /** The machine to go through by ssh. */
  readonly via?: string | null | undefined
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
  const { url, user, via } = access
  const through = via === null || via === undefined || via === '' ? {} : { via }
  return { url, user, password: password ?? '', trust: trustOf({ ...access, passphrase }), ...through }
}
