import type { Draft, RestoredState, TreeNode } from '../../../electron/contract/features/configuration.ts'

/** A change that was not edited and is looked at before it is made all the same, as the address of the screen holds it. */
export type Proposal =
  | { readonly act: 'remove' | 'default'; readonly id: string }
  | {
      readonly act: 'restore'
      readonly id: string
      readonly historyId: number
      readonly state: RestoredState
    }

const states: readonly RestoredState[] = ['before', 'after', 'again']

/** `remove:ID`, `default:ID`, or `restore:7:before:ID`. */
export function addressOfProposal(proposal: Proposal): string {
  return proposal.act === 'restore'
    ? `restore:${proposal.historyId}:${proposal.state}:${proposal.id}`
    : `${proposal.act}:${proposal.id}`
}

/** The proposal an address means; undefined when it means none. */
export function proposalFromAddress(address: string): Proposal | undefined {
  const restore = /^restore:(\d{1,15}):(\w+):(.+)$/s.exec(address)
  if (restore !== null) {
    const [, historyId, word, id = ''] = restore
    const state = states.find((each) => each === word)
    return state && { act: 'restore', id, historyId: Number(historyId), state }
  }
  const plain = /^(remove|default):(.+)$/s.exec(address)
  if (plain === null) return undefined
  const [, act, id = ''] = plain
  return { act: act === 'remove' ? 'remove' : 'default', id }
}

/**
 * The draft of a proposal. A removal takes along whatever has to go, which its review lists.
 * @param node the object's line in the tree; undefined when the tree has none
 */
export function draftOfProposal(proposal: Proposal, node: TreeNode | undefined): Draft | undefined {
  if (proposal.act === 'restore') {
    const { id, historyId, state } = proposal
    return { verb: 'restore', id, historyId, state }
  }
  if (node === undefined) return undefined
  return {
    verb: proposal.act,
    kind: node.kind,
    service: node.kind === 'service' ? node.root : null,
    id: proposal.id,
    input: null,
    styleBody: null,
    recurse: proposal.act === 'remove',
    version: null,
  }
}
