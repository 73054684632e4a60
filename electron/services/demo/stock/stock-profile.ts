import type { ProfileDraft } from '../../../contract/features/profiles.ts'
import { stockGroup, stockLogin, stockNodeNames, stockTopic, type StockDemoCluster } from './stock-cluster.ts'

/** A cluster of imitations as an operator would save it. */
export function stockProfile(cluster: StockDemoCluster, id: string | null = null): ProfileDraft {
  return {
    id,
    name: 'Imitation of a stock cluster',
    stripe: 'purple',
    brokerUrl: cluster.broker.url,
    login: null,
    passcode: null,
    topicName: stockTopic,
    group: stockGroup,
    observer: 'plumbline-demo-observer',
    nodes: stockNodeNames.map((instanceName) => ({
      type: 'geoserver',
      instanceName,
      url: cluster.node(instanceName).url,
      user: stockLogin.user,
      passwordReference: null,
    })),
    nodePasswords: Object.fromEntries(stockNodeNames.map((name) => [name, stockLogin.password])),
  }
}
