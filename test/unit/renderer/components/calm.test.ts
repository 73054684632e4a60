import { neverCompared } from '../../../../electron/contract/features/inventory.ts'
import { describe, expect, it } from 'vitest'
import { calmAbout } from '../../../../renderer/components/nodes/calm.ts'
import { master, nodeView } from '../nodes/node-view.ts'

const compared = (name: string, at: number) =>
  nodeView(name, {
    drift: {
      state: 'equal',
      objects: 0,
      accepted: 0,
      allAccepted: false,
      at,
      reference: 'geo-1',
      stale: null,
    },
  })
const notCompared = nodeView('geo-9', {
  drift: neverCompared,
})

describe('what is said when nothing needs attention', () => {
  it('says equal only when every slave was compared, with the age of the oldest comparison', () => {
    expect(calmAbout([master('geo-1'), compared('geo-2', 900), compared('geo-3', 400)])).toEqual({
      kind: 'equal',
      at: 400,
    })
    expect(calmAbout([master('geo-1'), compared('geo-2', 900), notCompared])).toEqual({
      kind: 'not-compared',
      nodes: 1,
    })
  })

  it('says that some have changed since they were found equal', () => {
    const changed = nodeView('geo-3', {
      drift: {
        state: 'equal',
        objects: 0,
        accepted: 0,
        allAccepted: false,
        at: 400,
        reference: 'geo-1',
        stale: { at: 500, because: 'change' },
      },
    })
    expect(calmAbout([master('geo-1'), compared('geo-2', 900), changed])).toEqual({
      kind: 'stale',
      at: 400,
      nodes: 1,
    })
  })

  it('says when there is nobody to speak of', () => {
    expect(calmAbout([])).toEqual({ kind: 'no-nodes' })
    expect(calmAbout([master('geo-1')])).toEqual({ kind: 'no-slaves' })
  })
})
