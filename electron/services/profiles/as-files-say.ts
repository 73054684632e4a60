import type { ProfileDraft } from '../../contract/features/profiles.ts'
import { readClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'

/** What a node has whose file says nothing, as GeoServer's module starts with. */
const usual = { topicName: 'VirtualTopic.geoserver', group: 'geoserver-cluster' }

/**
 * A draft with the topic and the group its data directories name, where it names none itself.
 * @throws PLB-CONFIGURATION-… when the file that would say so cannot be read
 */
export function asFilesSay<Draft extends Pick<ProfileDraft, 'topicName' | 'group' | 'nodes'>>(
  draft: Draft,
): Draft {
  if (draft.topicName !== '' && draft.group !== '') return draft
  const directory = draft.nodes.find((node) => node.type === 'local')?.dataDirectory
  const said =
    directory === undefined
      ? undefined
      : readClusterConfiguration({ dataDirectory: directory, environment: {} })
  const { topicName, group } = said ?? usual
  return { ...draft, topicName: draft.topicName || topicName, group: draft.group || group }
}
