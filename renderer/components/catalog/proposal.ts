import type {
  CollectedEdit,
  Draft,
  RestoredState,
  TreeNode,
} from '../../../electron/contract/features/configuration.ts'

/** A change that was not edited and is looked at before it is made all the same, as the address of the screen holds it. */
export type Proposal =
  | { readonly act: 'remove' | 'default'; readonly id: string }
  /** The way back from a change of several objects. */
  | { readonly act: 'undo'; readonly id: string; readonly historyId: number }
  /** A copy; under no name as long as none was given. */
  | { readonly act: 'duplicate'; readonly id: string; readonly name: string }
  /** What makes a node hold what a directory says; of none as long as none was named. */
  | {
      readonly act: 'directory'
      readonly id: ''
      readonly path: string
      readonly workspace: string
      readonly removes: boolean
    }
  /** No change: what a node holds, or a workspace, is written as a directory. */
  | { readonly act: 'export'; readonly id: ''; readonly workspace: string }
  /** All edits that were collected. */
  | { readonly act: 'set'; readonly id: '' }
  | {
      readonly act: 'restore'
      readonly id: string
      readonly historyId: number
      readonly state: RestoredState
    }

const states: readonly RestoredState[] = ['before', 'after', 'again']

/**
 * `remove:ID`, `default:ID`, `restore:7:before:ID`, `undo:7:ID`, `duplicate:NAME:ID`, `directory:PATH:WORKSPACE:REMOVES`,
 * `export:WORKSPACE`, or `set`.
 */
export function addressOfProposal(proposal: Proposal): string {
  switch (proposal.act) {
    case 'restore':
      return `restore:${proposal.historyId}:${proposal.state}:${proposal.id}`
    case 'undo':
      return `undo:${proposal.historyId}:${proposal.id}`
    case 'duplicate':
      return `duplicate:${encodeURIComponent(proposal.name)}:${proposal.id}`
    case 'directory': {
      const { path, workspace, removes } = proposal
      return `directory:${encodeURIComponent(path)}:${encodeURIComponent(workspace)}:${removes}`
    }
    case 'export':
      return `export:${encodeURIComponent(proposal.workspace)}`
    case 'set':
      return 'set'
    default:
      return `${proposal.act}:${proposal.id}`
  }
}

/** The proposal an address means; undefined when it means none. */
export function proposalFromAddress(address: string): Proposal | undefined {
  const restore = /^restore:(\d{1,15}):(\w+):(.+)$/s.exec(address)
  if (restore !== null) {
    const [, historyId, word, id = ''] = restore
    const state = states.find((each) => each === word)
    return state && { act: 'restore', id, historyId: Number(historyId), state }
  }
  if (address === 'set') return { act: 'set', id: '' }
  const directory = /^directory:([^:]*):([^:]*):(true|false)$/s.exec(address)
  if (directory !== null) {
    const [, path = '', workspace = '', removes] = directory
    return {
      ...{ act: 'directory', id: '', path: decoded(path), workspace: decoded(workspace) },
      removes: removes === 'true',
    }
  }
  const exported = /^export:([^:]*)$/s.exec(address)
  if (exported !== null) return { act: 'export', id: '', workspace: decoded(exported[1] ?? '') }
  const undo = /^undo:(\d{1,15}):(.+)$/s.exec(address)
  if (undo !== null) return { act: 'undo', historyId: Number(undo[1]), id: undo[2] ?? '' }
  const duplicate = /^duplicate:([^:]*):(.+)$/s.exec(address)
  if (duplicate !== null)
    return { act: 'duplicate', name: decoded(duplicate[1] ?? ''), id: duplicate[2] ?? '' }
  const plain = /^(remove|default):(.+)$/s.exec(address)
  if (plain === null) return undefined
  const [, act, id = ''] = plain
  return { act: act === 'remove' ? 'remove' : 'default', id }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The draft of a proposal. A removal takes along whatever has to go, which its review lists.
 * @param node the object's line in the tree; undefined when the tree has none
 * @param collected the edits that were collected
 */
export function draftOfProposal(
  proposal: Proposal,
  node: TreeNode | undefined,
  collected: readonly CollectedEdit[] = [],
): Draft | undefined {
  if (proposal.act === 'set')
    return collected.length === 0 ? undefined : { verb: 'set', collected: collected.map(({ id }) => id) }
  if (proposal.act === 'export') return undefined
  if (proposal.act === 'directory') {
    const { path, workspace, removes } = proposal
    return path === '' ? undefined : { verb: 'directory', path, workspace: workspace || null, removes }
  }
  if (proposal.act === 'undo') return { verb: 'undo', id: proposal.id, historyId: proposal.historyId }
  if (proposal.act === 'restore') {
    const { id, historyId, state } = proposal
    return { verb: 'restore', id, historyId, state }
  }
  if (node === undefined) return undefined
  if (proposal.act === 'duplicate') {
    return proposal.name === '' ? undefined : { verb: 'duplicate', id: proposal.id, name: proposal.name }
  }
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
