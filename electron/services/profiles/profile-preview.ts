import { createHash } from 'node:crypto'
import type { Profile, ProfileDraft, ProfilePreview } from '../../contract/features/profiles.ts'
import { hideSecrets } from '../../secrets/text.ts'
import { separateLogin } from './check-profile.ts'
import { readProfileFile } from './profile-file.ts'

/**
 * What importing a file would come to, with nothing secret in it.
 * @param draft as which it would be saved
 * @param others the profiles there are
 */
export function previewOf(content: string, draft: ProfileDraft, others: readonly Profile[]): ProfilePreview {
  const { name: named } = readProfileFile(content)
  const { brokerUrl, credentials } = separateLogin(draft.brokerUrl)
  return {
    name: draft.name,
    taken: others.some(({ name }) => name === named) ? named : null,
    brokerUrl: hideSecrets(brokerUrl),
    login: credentials?.login ?? draft.login,
    holdsPassword: credentials !== undefined && credentials.passcode !== '',
    topicName: draft.topicName,
    group: draft.group,
    observer: draft.observer,
    nodes: draft.nodes.map((each) =>
      each.type === 'local'
        ? { type: each.type, name: null, place: each.dataDirectory }
        : { type: each.type, name: each.instanceName, place: hideSecrets(each.url) },
    ),
    // Of the very bytes, and of the name, which depends on what was saved meanwhile.
    agreed: createHash('sha256').update(`${draft.name}\n${content}`).digest('base64url'),
  }
}
