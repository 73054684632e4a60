import { afterEach, expect, test, vi } from 'vitest'
import { effectScope, watch } from 'vue'
import { useNow } from '../../../../renderer/composables/use-now.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('one more who shows an age has nobody else draw theirs anew', () => {
  vi.useFakeTimers({ now: 1000 })
  const scope = effectScope()
  scope.run(() => {
    const now = useNow()
    expect(now.value).toBe(1000)
    let changes = 0
    watch(now, () => (changes += 1), { flush: 'sync' })
    vi.setSystemTime(1500)
    useNow()
    expect([now.value, changes]).toEqual([1000, 0])
    vi.advanceTimersByTime(1000)
    expect(changes).toBe(1)
  })
  scope.stop()
})
