import { X509Certificate } from 'node:crypto'
import { failure, wordingOf } from '../errors/failure.ts'
import { GeoServerClient, type GeoServerLogin } from '../geoserver/client.ts'
import { localFileSystem } from '../storage/files.ts'

/** How a GeoServer is reached. */
export interface GeoServerAccess {
  readonly url: string
  readonly user: string
  /** A file on this machine with the certificates of the authorities to trust in place of those the machine trusts. */
  readonly authority?: string | null | undefined
}

const longestAuthority = 1024 * 1024

/**
 * Reads what a GeoServer's certificate is checked with.
 * @throws PLB-GEOSERVER-AUTHORITY-UNUSABLE
 */
function readAuthority(path: string): string {
  try {
    const text = localFileSystem.readFile(path, longestAuthority).toString('utf8')
    // What is no certificate would be passed over in silence.
    void new X509Certificate(text)
    return text
  } catch (error) {
    throw failure('PLB-GEOSERVER-AUTHORITY-UNUSABLE', { path, reason: wordingOf(error) }, error)
  }
}

/** @throws PLB-GEOSERVER-AUTHORITY-UNUSABLE */
export function loginOf(
  { url, user, authority }: GeoServerAccess,
  password: string | undefined,
): GeoServerLogin {
  const isOwn = authority !== null && authority !== undefined && authority !== ''
  return { url, user, password: password ?? '', ...(isOwn ? { authority: readAuthority(authority) } : {}) }
}

/** @throws PLB-GEOSERVER-AUTHORITY-UNUSABLE */
export function openGeoServer(access: GeoServerAccess, password: string | undefined): GeoServerClient {
  return new GeoServerClient(loginOf(access, password))
}
