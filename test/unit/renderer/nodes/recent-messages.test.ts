import { describe, expect, it } from 'vitest'
import { withNewer } from '../../../../renderer/composables/use-newest-messages.ts'
import { messagesOf } from '../../../../renderer/features/nodes/recent-messages.ts'
import { messageRow } from '../messages/rows.ts'

describe('the recent messages of a node', () => {
  it('are those it sent when it is a master only, and all of the topic when it is a slave', () => {
    expect(messagesOf({ instanceName: 'geo-1', roles: ['master'] }).node).toBe('geo-1')
    expect(messagesOf({ instanceName: 'geo-2', roles: ['slave'] }).node).toBeNull()
    expect(messagesOf({ instanceName: 'geo-3', roles: ['master', 'slave'] }).node).toBeNull()
  })

  it('are the newest, newest first', () => {
    const rows = withNewer([messageRow(3), messageRow(2)], [messageRow(4), messageRow(5)], 3)
    expect(rows.map(({ sequence }) => sequence)).toEqual([5, 4, 3])
  })

  it('show what became of a message, once', () => {
    const rows = withNewer([messageRow(2, 'pending'), messageRow(1)], [messageRow(2, 'verified')], 3)
    expect(rows.map(({ sequence, delivery }) => [sequence, delivery['geo-2']])).toEqual([
      [2, 'verified'],
      [1, 'verified'],
    ])
  })
})
