import { nextTick } from 'vue'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { numberBetween, useStored } from '../../../../renderer/composables/use-stored.ts'
import { stubStorage } from '../browser.ts'

const width = numberBetween(320, 1100)

describe('A value of the looks', () => {
  it('is the initial one at first, and outlives a reload once it was changed', async () => {
    const kept = stubStorage()
    const value = useStored('details-width', 460, width)
    expect(value.value).toBe(460)
    value.value = 500
    await nextTick()
    expect(kept.get('plumbline.details-width')).toBe('500')
    expect(useStored('details-width', 460, width).value).toBe(500)
  })

  it('is kept also when only a part of it was changed', async () => {
    const kept = stubStorage()
    const value = useStored<Record<string, boolean>>('columns.nodes', {}, () => undefined)
    value.value['group'] = false
    await nextTick()
    expect(kept.get('plumbline.columns.nodes')).toBe('{"group":false}')
  })

  it.each(['90', '5000', '"wide"', 'null', '{broken'])('is the initial one where %j was kept', (stored) => {
    stubStorage({ 'plumbline.details-width': stored })
    expect(useStored('details-width', 460, width).value).toBe(460)
  })

  it('serves this window alone where the browser keeps nothing', async () => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse })
    onTestFinished(() => void vi.unstubAllGlobals())
    const value = useStored('details-width', 460, width)
    value.value = 500
    await nextTick()
    expect(value.value).toBe(500)
  })
})

describe('A number within bounds', () => {
  it('may be either of them', () => {
    expect(width(320)).toBe(320)
    expect(width(1100)).toBe(1100)
    expect(width(319)).toBeUndefined()
    expect(width(1101)).toBeUndefined()
    expect(width('400')).toBeUndefined()
  })
})
