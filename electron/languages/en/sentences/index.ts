import { addressSentences } from './addresses.ts'
import { attentionSentences } from './attention.ts'
import { cliSentences } from './cli.ts'
import { connectSentences } from './connect.ts'
import { eventSentences, kindWords, unsentAreaWords } from './events.ts'
import { filesSentences } from './files.ts'
import { findingSentences } from './findings.ts'
import { imitationSentences } from './imitation.ts'
import { nodeActionSentences } from './node-actions.ts'
import { resyncSentences } from './resync.ts'
import { stateSentences } from './state.ts'
import { stockNodeSentences } from './stock-nodes.ts'
import { styleSentences } from './styles.ts'

/** Every sentence Plumbline says, by area and name. */
export const sentences = {
  addresses: addressSentences,
  attention: attentionSentences,
  cli: cliSentences,
  connect: connectSentences,
  events: eventSentences,
  files: filesSentences,
  findings: findingSentences,
  imitation: imitationSentences,
  kinds: kindWords,
  nodeActions: nodeActionSentences,
  resync: resyncSentences,
  state: stateSentences,
  stockNodes: stockNodeSentences,
  styles: styleSentences,
  unsent: unsentAreaWords,
} as const
