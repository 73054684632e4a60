import { addressSentences } from './addresses.ts'
import { attentionSentences } from './attention.ts'
import { connectSentences } from './connect.ts'
import { findingSentences } from './findings.ts'
import { kindWords } from './kinds.ts'
import { nodeActionSentences } from './node-actions.ts'
import { stockNodeSentences } from './stock-nodes.ts'
import { styleSentences } from './styles.ts'

/** Every sentence of the services, by area and name. A count chooses between `one | several`. */
export const sentenceCatalogue = {
  addresses: addressSentences,
  attention: attentionSentences,
  connect: connectSentences,
  findings: findingSentences,
  kinds: kindWords,
  files: {
    changed: 'Somebody changed {files} in the data directory of {node}.',
    andMore: '{files} and {count} more file | {files} and {count} more files',
    seenLate: 'Changes of files in {directory} are seen up to half a minute late: {reason}',
    tooManyWatched: 'too many are watched already',
    systemLimit: 'the system watches no more directories for this account',
  },
  nodeActions: nodeActionSentences,
  stockNodes: stockNodeSentences,
  styles: styleSentences,
  resync: {
    notLookedAt: 'what it has cannot be looked at from here',
    resumed: 'The resync of {node} from {reference}, which was broken off, goes on.',
    brokenOff: 'The resync of {node} from {reference} ended: {reason}',
    verified: '{node} was resynced from {reference}: verified equal.',
    left: '{node} was resynced from {reference}: {count} difference left. | {node} was resynced from {reference}: {count} differences left.',
    cancelled:
      '{node} was resynced from {reference}: cancelled, {count} difference left. | {node} was resynced from {reference}: cancelled, {count} differences left.',
  },
  events: {
    added: '{what} added',
    saved: '{what} saved',
    removed: '{what} removed',
    modified: '{what} modified: {properties}',
    styleFile: 'style file {file}',
    default: '{property} is {name}',
    none: 'none',
    unreadable: 'a message that cannot be read',
    object: '{kind} {title}',
    objectOf: '{kind} of {title}',
  },
} as const
