import type { FoundCluster, FoundNode } from '../../contract/features/connect.ts'
import { newObserver } from '../../contract/features/profiles.ts'

interface Login {
  readonly user: string
  readonly password: string
}

/** What was found at some addresses, as a profile to be saved or visited; undefined when nothing could be opened. */
export function profileOfFound(
  name: string,
  found: { readonly nodes: readonly FoundNode[]; readonly cluster: FoundCluster | null },
  { login, logins }: { readonly login: Login; readonly logins: Readonly<Record<string, Login>> },
) {
  const { nodes, cluster } = found
  const usable = new Map(
    nodes.flatMap((node) =>
      node.source !== 'geoserver' || node.instanceName === null ? [] : [[node.instanceName, node]],
    ),
  )
  const directories = nodes.filter(({ source }) => source === 'directory').map(({ url }) => url)
  if (cluster === null || (cluster.brokerUrl === '' && directories.length === 0)) return undefined
  const loginAt = (url: string): Login => (Object.hasOwn(logins, url) ? logins[url] : undefined) ?? login
  return {
    id: null,
    name,
    stripe: 'none' as const,
    brokerUrl: cluster.brokerUrl,
    login: cluster.login,
    passcode: null,
    trust: cluster.trust,
    via: cluster.via,
    topicName: cluster.topicName,
    group: cluster.group,
    observer: newObserver(),
    nodes: [
      ...directories.map((dataDirectory) => ({ type: 'local' as const, dataDirectory, run: false })),
      ...[...usable].map(([instanceName, { url, access }]) => ({
        type: 'geoserver' as const,
        instanceName,
        url,
        user: loginAt(url).user,
        passwordReference: null,
        ...access,
      })),
    ],
    nodePasswords: Object.fromEntries(
      [...usable].map(([instanceName, { url }]) => [instanceName, loginAt(url).password]),
    ),
  }
}
