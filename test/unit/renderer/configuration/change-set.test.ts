import { expect, it, test } from 'vitest'
import {
  addressOfProposal,
  draftOfProposal,
  proposalFromAddress,
  type Proposal,
} from '../../../../renderer/components/catalog/proposal.ts'

test.each<Proposal>([
  { act: 'remove', id: 'a:b' },
  { act: 'restore', id: 'a:b', historyId: 7, state: 'after' },
  { act: 'undo', id: 'a:b', historyId: 7 },
  { act: 'duplicate', id: 'a:b', name: 'x:y é' },
  { act: 'duplicate', id: 'a:b', name: '' },
  { act: 'set', id: '' },
  { act: 'directory', id: '', path: 'C:\\a:b é', workspace: 'topp', removes: true },
  { act: 'directory', id: '', path: '', workspace: '', removes: false },
  { act: 'export', id: '', workspace: 'a:b' },
  { act: 'export', id: '', workspace: '' },
])('the address of a review says what is reviewed: %o', (proposal) => {
  expect(proposalFromAddress(addressOfProposal(proposal))).toEqual(proposal)
})

it('what was collected is one draft, in the order it was collected', () => {
  const set: Proposal = { act: 'set', id: '' }
  expect(draftOfProposal(set, undefined, [])).toBeUndefined()
  const edit = (id: string) => ({
    id,
    instanceName: 'geo-1',
    kind: 'layer',
    root: 'layer',
    title: id,
    unfit: null,
  })
  const draft = draftOfProposal(set, undefined, [edit('b'), edit('a')])
  expect(draft).toEqual({ verb: 'set', collected: ['b', 'a'] })
})
