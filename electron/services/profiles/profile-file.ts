import { z } from 'zod'
import { profile, profileNode, type Profile } from '../../contract/features/profiles.ts'
import { isRedacted } from '../../secrets/mark.ts'
import { hideSecretsIn } from '../../secrets/text.ts'
import { failure, wordingOf } from '../../errors/failure.ts'
import { parseJson } from '../../text/json.ts'
import { say } from '../../sentences/say.ts'

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
})

/** As much as every version of a profile file says. */
const anyProfileFile = z.object({ format: z.literal(format), version: z.number() })

/** Writes a profile as a file; passwords stay behind. */
export function writeProfileFile(from: Profile): { readonly fileName: string; readonly content: string } {
  const { id: _id, passcodeReference: _reference, demo: _demo, ...rest } = from
  const nodes = from.nodes.map((each) =>
    each.type === 'geoserver' ? { ...each, passwordReference: null, passphraseReference: null } : each,
  )
  const trust = from.trust && { ...from.trust, passphraseReference: null }
  const jolokia = from.jolokia && { ...from.jolokia, passwordReference: null }
  const content = hideSecretsIn({ format, version, profile: { ...rest, nodes, trust, jolokia } })
  const name = from.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '') || 'profile'
  return {
    fileName: `${name}.${profileFileExtension}`,
    content: `${JSON.stringify(content, undefined, 2)}\n`,
  }
}

/**
 * Reads a profile file.
 * @throws PLB-PROFILE-FILE-INVALID
 */
export function readProfileFile(content: string): z.output<typeof profileFile>['profile'] {
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
  const { profile: read } = result.data
  if (isRedacted(JSON.stringify(read))) {
    throw failure('PLB-PROFILE-FILE-INVALID', { reason: say('profiles.secretHiddenWhenExported') })
  }
  const nodes = read.nodes.map((each) =>
    // A reference names a secret of the machine the file comes from.
    each.type === 'geoserver' ? { ...each, passwordReference: null } : each,
  )
  return { ...read, nodes }
}
