import { z } from 'zod'
import {
  profile,
  profileNode,
  profileSecrets,
  type Profile,
  type ProfileSecrets,
} from '../../contract/features/profiles.ts'
import { isRedacted } from '../../secrets/mark.ts'
import { hideSecretsIn } from '../../secrets/text.ts'
import { failure, wordingOf } from '../../errors/failure.ts'
import { parseJson } from '../../text/json.ts'
import { say } from '../../sentences/say.ts'
import { decrypt, encrypt, isEncrypted } from './passphrase-file.ts'

/** What a profile file may be opened with. */
const profileFileExtension = 'plumbline'

const format = 'plumbline-profile'
const version = 1

/** A profile as it travels between people: without ids of this machine and without secrets. */
const profileFile = z.object({
  format: z.literal(format),
  version: z.literal(version),
  profile: profile
    .omit({ id: true, passcodeReference: true, demo: true, nodes: true })
    .extend({ nodes: z.array(profileNode).max(1000) }),
  /** Read of a file alone that was encrypted. */
  secrets: profileSecrets.optional(),
})

/** As much as every version of a profile file says. */
const anyProfileFile = z.object({ format: z.literal(format), version: z.number() })

/**
 * Writes a profile as a file, without its passwords or, encrypted with a passphrase, with them.
 * @param kept its passwords; without them they stay behind
 */
export async function writeProfileFile(
  from: Profile,
  kept?: { readonly secrets: ProfileSecrets; readonly passphrase: string },
): Promise<{ readonly fileName: string; readonly content: string }> {
  const { id: _id, passcodeReference: _reference, demo: _demo, ...travels } = from
  const open = hideSecretsIn(withoutReferences(travels))
  const text = `${JSON.stringify({ format, version, profile: open, secrets: kept?.secrets }, undefined, 2)}\n`
  const name = from.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '') || 'profile'
  return {
    fileName: `${name}.${profileFileExtension}`,
    content: kept === undefined ? text : await encrypt(text, kept.passphrase),
  }
}

type TravellingProfile = z.output<typeof profileFile>['profile']

/** Without what names a secret of one machine. */
function withoutReferences(from: TravellingProfile): TravellingProfile {
  const nodes = from.nodes.map((each) =>
    each.type === 'geoserver' ? { ...each, passwordReference: null, passphraseReference: null } : each,
  )
  const trust = from.trust && { ...from.trust, passphraseReference: null }
  const jolokia = from.jolokia && { ...from.jolokia, passwordReference: null }
  return { ...from, nodes, trust, jolokia }
}

/** What a file holds: a profile, and its passwords where they were encrypted with it. */
export interface ReadProfileFile {
  readonly profile: TravellingProfile
  readonly secrets: ProfileSecrets
}

/**
 * Reads a profile file.
 * @param passphrase of one that is encrypted
 * @throws PLB-PROFILE-FILE-ENCRYPTED, PLB-PROFILE-FILE-LOCKED, PLB-PROFILE-FILE-INVALID
 */
export async function readProfileFile(content: string, passphrase?: string): Promise<ReadProfileFile> {
  if (!isEncrypted(content)) return { ...read(content), secrets: { passcode: null } }
  if (passphrase === undefined) throw failure('PLB-PROFILE-FILE-ENCRYPTED', {})
  return read(await decrypt(content, passphrase))
}

function read(content: string): ReadProfileFile {
  let parsed: unknown
  try {
    parsed = parseJson(content)
  } catch (error) {
    throw failure('PLB-PROFILE-FILE-INVALID', { reason: wordingOf(error) }, error)
  }
  const found = anyProfileFile.safeParse(parsed).data?.version ?? version
  if (found > version) {
    throw failure('PLB-PROFILE-FILE-INVALID', {
      reason: say('profiles.versionPlumblineReadsVersion', { found, version }),
    })
  }
  const result = profileFile.safeParse(parsed)
  if (!result.success) {
    const [issue] = result.error.issues
    const where = issue?.path.join('.') ?? ''
    throw failure('PLB-PROFILE-FILE-INVALID', {
      reason: `${where || 'it'}: ${issue?.message ?? 'unexpected'}`,
    })
  }
  const { profile: stored, secrets = { passcode: null } } = result.data
  if (isRedacted(JSON.stringify(stored))) {
    throw failure('PLB-PROFILE-FILE-INVALID', { reason: say('profiles.secretHiddenWhenExported') })
  }
  // A reference names a secret of the machine the file comes from.
  return { profile: withoutReferences(stored), secrets }
}
