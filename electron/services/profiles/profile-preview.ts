import { createHash } from 'node:crypto'
import type { Profile, ProfileDraft, ProfilePreview } from '../../contract/features/profiles.ts'
import { trustFieldNames } from '../../contract/shared.ts'
import { hideSecrets } from '../../secrets/text.ts'
import type { TrustGiven } from '../../tls/trust.ts'
import { separateLogin } from './check-profile.ts'

/**
 * What importing a file would come to, with nothing secret in it.
 * @param named as the file calls the profile
 * @param draft as which it would be saved
 * @param others the profiles there are
 */
export function previewOf(
  content: string,
  named: string,
  draft: ProfileDraft,
  others: readonly Profile[],
): ProfilePreview {
  const { brokerUrl, credentials } = separateLogin(draft.brokerUrl)
  return {
    name: draft.name,
    taken: others.some(({ name }) => name === named) ? named : null,
    brokerUrl: hideSecrets(brokerUrl),
    login: credentials?.login ?? draft.login,
    access: accessOf({ ...draft.trust, via: draft.via }),
    holdsPassword: (credentials?.passcode ?? draft.passcode ?? '') !== '',
    topicName: draft.topicName,
    group: draft.group,
    nodes: draft.nodes.map((each) =>
      each.type === 'local'
        ? {
            ...{ type: each.type, name: null, place: each.dataDirectory, access: [] },
            ...{ user: null, holdsPassword: false },
          }
        : {
            ...{ type: each.type, name: each.instanceName, place: hideSecrets(each.url) },
            access: accessOf(each),
            user: each.user,
            holdsPassword: (draft.nodePasswords?.[each.instanceName] ?? '') !== '',
          },
    ),
    // Of the very bytes, and of the name, which depends on what was saved meanwhile.
    agreed: createHash('sha256').update(`${draft.name}\n${content}`).digest('base64url'),
  }
}

/** A file from elsewhere can lead through another machine, or have anybody trusted. */
function accessOf(
  given: TrustGiven & Pick<Profile, 'via'> & { readonly serviceUrl?: string | undefined },
): ProfilePreview['access'] {
  return (['serviceUrl', 'via', ...trustFieldNames] as const).flatMap((option) => {
    const value = given[option] ?? ''
    return value === '' ? [] : [{ option, value }]
  })
}
