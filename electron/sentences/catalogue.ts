import { attentionSentences } from './attention.ts'
import { nodeActionSentences } from './node-actions.ts'

/** Every sentence of the services, by area and name. A count chooses between `one | several`. */
export const sentenceCatalogue = {
  attention: attentionSentences,
  nodeActions: nodeActionSentences,
} as const
