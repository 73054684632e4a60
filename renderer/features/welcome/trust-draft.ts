import type { InputFor } from '../../api/types.ts'
import { isAbsolute } from '../../components/absolute-path.ts'

type GivenTrust = NonNullable<InputFor<'profiles', 'save'>['trust']>

/** How a server is trusted over TLS, as the form holds it; the passphrase is empty when the one there is shall be kept. */
export interface TrustFields {
  authority: string
  certificate: string
  key: string
  pkcs12: string
  unlockFile: string
  passphrase: string
  passphraseReference: string | null
  serverName: string
  anyName: boolean
  fingerprint: string
}

/** The fields of what is kept, or of nothing. */
export function trustFieldsOf(kept: GivenTrust = {}): TrustFields {
  return {
    authority: kept.authority ?? '',
    certificate: kept.certificate ?? '',
    key: kept.key ?? '',
    pkcs12: kept.pkcs12 ?? '',
    unlockFile: kept.unlockFile ?? '',
    passphrase: '',
    passphraseReference: kept.passphraseReference ?? null,
    serverName: kept.serverName ?? '',
    anyName: kept.hostCheck === 'off',
    fingerprint: kept.fingerprint ?? '',
  }
}

/** What the application is handed, without the passphrase. */
export function trustOfFields(fields: TrustFields): GivenTrust {
  const { authority, certificate, key, pkcs12, unlockFile, serverName, fingerprint } = fields
  return {
    authority: filled(authority),
    certificate: filled(certificate),
    key: filled(key),
    pkcs12: filled(pkcs12),
    unlockFile: filled(unlockFile),
    passphraseReference: fields.passphraseReference,
    serverName: filled(serverName),
    hostCheck: fields.anyName ? 'off' : null,
    fingerprint: filled(fingerprint),
  }
}

/** What is impossible, by field, as keys of the messages `welcome.problems`. */
export function trustProblems(fields: TrustFields): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {}
  for (const name of ['authority', 'certificate', 'key', 'pkcs12', 'unlockFile'] as const) {
    const path = fields[name].trim()
    if (path !== '' && !isAbsolute(path)) problems[name] = 'absolute'
  }
  const fingerprint = fields.fingerprint.trim()
  if (fingerprint !== '' && !/^(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}$/i.test(fingerprint))
    problems['fingerprint'] = 'fingerprint'
  return problems
}

/** A field that was left empty is null. */
export function filled(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
