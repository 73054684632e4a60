import { addressSentences } from './addresses.ts'
import { attentionSentences } from './attention.ts'
import { auditSentences } from './audit.ts'
import { brokerSentences } from './broker.ts'
import { brokerCheckSentences } from './broker-check.ts'
import { brokersSentences } from './brokers.ts'
import { catalogSentences } from './catalog.ts'
import { channelSentences } from './channel.ts'
import { checksSentences } from './checks.ts'
import { cliDriftSentences } from './cli-drift.ts'
import { cliStatesSentences } from './cli-states.ts'
import { cliNodesSentences } from './cli-nodes.ts'
import { cliMessagesSentences } from './cli-messages.ts'
import { cliChangesSentences } from './cli-changes.ts'
import { cliDemoSentences } from './cli-demo.ts'
import { cliSentences } from './cli.ts'
import { clusterPropertiesSentences } from './cluster-properties.ts'
import { clusterSentences } from './cluster.ts'
import { comparisonSentences } from './comparison.ts'
import { connectSentences } from './connect.ts'
import { demoSentences } from './demo.ts'
import { editsSentences } from './edits.ts'
import { eventSentences, kindWords, unsentAreaWords } from './events.ts'
import { filesSentences } from './files.ts'
import { findingSentences } from './findings.ts'
import { hooksSentences } from './hooks.ts'
import { geoserverSentences } from './geoserver.ts'
import { imitationSentences } from './imitation.ts'
import { inventorySentences } from './inventory.ts'
import { logSentences } from './log.ts'
import { mapsSentences } from './maps.ts'
import { messagesSentences } from './messages.ts'
import { nodeActionSentences } from './node-actions.ts'
import { nodeSentences } from './node.ts'
import { noticesSentences } from './notices.ts'
import { openWireSentences } from './openwire.ts'
import { planSentences } from './plan.ts'
import { profilesSentences } from './profiles.ts'
import { reportSentences } from './report.ts'
import { resyncSentences } from './resync.ts'
import { stockSentences } from './stock.ts'
import { stockNodeSentences } from './stock-nodes.ts'
import { findingsCentreSentences } from './findings-centre.ts'
import { settingWords } from './settings.ts'
import { severalSentences } from './several.ts'
import { startSentences } from './start.ts'
import { stateSentences } from './state.ts'
import { operationWords, storageSentences } from './storage.ts'
import { styleSentences } from './styles.ts'
import { mustSentences, usageSentences } from './usage.ts'
import { wireSentences } from './wire.ts'

/** Every sentence Plumbline says, by area and name. */
export const sentences = {
  addresses: addressSentences,
  attention: attentionSentences,
  audit: auditSentences,
  broker: brokerSentences,
  brokerCheck: brokerCheckSentences,
  brokers: brokersSentences,
  catalog: catalogSentences,
  channel: channelSentences,
  checks: checksSentences,
  cli: cliSentences,
  cliDrift: cliDriftSentences,
  cliDemo: cliDemoSentences,
  cliChanges: cliChangesSentences,
  cliMessages: cliMessagesSentences,
  cliNodes: cliNodesSentences,
  cliStates: cliStatesSentences,
  cluster: clusterSentences,
  clusterProperties: clusterPropertiesSentences,
  comparison: comparisonSentences,
  connect: connectSentences,
  demo: demoSentences,
  edits: editsSentences,
  events: eventSentences,
  files: filesSentences,
  findings: findingSentences,
  geoserver: geoserverSentences,
  hooks: hooksSentences,
  imitation: imitationSentences,
  inventory: inventorySentences,
  kinds: kindWords,
  log: logSentences,
  maps: mapsSentences,
  messages: messagesSentences,
  must: mustSentences,
  node: nodeSentences,
  nodeActions: nodeActionSentences,
  notices: noticesSentences,
  openWire: openWireSentences,
  operations: operationWords,
  plan: planSentences,
  profiles: profilesSentences,
  report: reportSentences,
  resync: resyncSentences,
  findingsCentre: findingsCentreSentences,
  settings: settingWords,
  several: severalSentences,
  start: startSentences,
  state: stateSentences,
  stock: stockSentences,
  stockNodes: stockNodeSentences,
  storage: storageSentences,
  styles: styleSentences,
  unsent: unsentAreaWords,
  usage: usageSentences,
  wire: wireSentences,
} as const
