import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { useSettledFilter } from '../../../../renderer/features/messages/use-settled-filter.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const keys = [{ name: 'kind', values: ['layer', 'layerGroup', 'style'] }]

function typing(first: string) {
  const scope = effectScope()
  const written = ref(first)
  const all = ref(false)
  const settled = scope.run(() =>
    useSettledFilter(
      () => written.value,
      () => all.value,
      () => keys,
    ),
  )
  if (settled === undefined) throw new Error('There is no filter')
  onTestFinished(() => scope.stop())
  const type = async (text: string) => {
    written.value = text
    await nextTick()
  }
  return { type, all, ...settled, leave: () => scope.stop() }
}

describe('The filter that is typed', () => {
  it('counts at once when it came with the address', () => {
    expect(typing('kind:layer roads').filter.value).toMatchObject({ kind: 'layer', text: 'roads' })
  })

  it('counts once one pauses, not at every letter', async () => {
    const { type, filter } = typing('')
    await type('r')
    vi.advanceTimersByTime(100)
    await type('ro')
    vi.advanceTimersByTime(149)
    expect(filter.value.text).toBe('')
    vi.advanceTimersByTime(1)
    expect(filter.value.text).toBe('ro')
  })

  it('waits longer for a token that may still become a known value', async () => {
    const { type, filter } = typing('')
    await type('kind:la')
    vi.advanceTimersByTime(1_199)
    expect(filter.value.kind).toBeNull()
    vi.advanceTimersByTime(1)
    expect(filter.value.kind).toBe('la')
    await type('kind:layer')
    vi.advanceTimersByTime(150)
    expect(filter.value.kind).toBe('layer')
    await type('kind:nothing')
    vi.advanceTimersByTime(150)
    expect(filter.value.kind).toBe('nothing')
  })

  it('shows at once what is folded', () => {
    const { all, filter } = typing('')
    all.value = true
    expect(filter.value.all).toBe(true)
  })

  it('is forgotten when the screen is left before it counts', async () => {
    const { type, leave, parsed } = typing('')
    await type('roads')
    leave()
    vi.advanceTimersByTime(1_000)
    expect(parsed.value.text).toBe('')
  })
})
