import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, test } from 'vitest'
import type { EditDraft } from '../../../../electron/contract/features/configuration.ts'
import {
  addressOfProposal,
  draftOfProposal,
  proposalFromAddress,
  type Proposal,
} from '../../../../renderer/components/catalog/proposal.ts'
import { useChangeSet } from '../../../../renderer/features/configuration/set/change-set.ts'
import { openCluster } from '../../../../renderer/stores/cluster.ts'

const draft: EditDraft = {
  verb: 'modify',
  kind: 'layer',
  service: null,
  id: 'l1',
  input: '{"enabled":"false"}',
  styleBody: null,
  recurse: false,
  version: 'v1',
}

beforeEach(() => {
  setActivePinia(createPinia())
})

test.each<Proposal>([
  { act: 'remove', id: 'a:b' },
  { act: 'restore', id: 'a:b', historyId: 7, state: 'after' },
  { act: 'undo', id: 'a:b', historyId: 7 },
  { act: 'duplicate', id: 'a:b', name: 'x:y é' },
  { act: 'duplicate', id: 'a:b', name: '' },
  { act: 'set', id: '' },
])('the address of a review says what is reviewed: %o', (proposal) => {
  expect(proposalFromAddress(addressOfProposal(proposal))).toEqual(proposal)
})

it('what was collected is one draft, in the order it was collected', () => {
  const set: Proposal = { act: 'set', id: '' }
  expect(draftOfProposal(set, undefined, [])).toBeUndefined()
  const second = { ...draft, id: 'l2', version: null }
  expect(draftOfProposal(set, undefined, [draft, second])).toEqual({ verb: 'set', edits: [draft, second] })
})

it('edits are kept by node until they are dropped, and not over to another cluster', () => {
  const set = useChangeSet()
  openCluster.value = 'one'
  set.collect(
    { instanceName: 'geo-1', title: 'layer a', draft },
    { instanceName: 'geo-9', title: 'layer b', draft },
    { instanceName: 'geo-1', title: 'layer c', draft },
  )
  const [first] = set.edits
  set.drop(first?.number ?? 0)
  expect(set.edits.map(({ title }) => title)).toEqual(['layer b', 'layer c'])
  set.dropAll('geo-1')
  expect(set.edits.map(({ title }) => title)).toEqual(['layer b'])
  openCluster.value = 'two'
  expect(set.edits).toEqual([])
})
