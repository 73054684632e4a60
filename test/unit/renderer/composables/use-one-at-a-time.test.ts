import { nextTick, ref } from 'vue'
import { expect, it, onTestFinished } from 'vitest'
import { useOneAtATime } from '../../../../renderer/composables/use-one-at-a-time.ts'
import { mounted } from '../mounted.ts'

it('lets what is shown go before the next one comes, and the last of several alone', async () => {
  const key = ref('nodes')
  const { used: shown, unmount } = mounted(() => useOneAtATime(() => key.value))
  onTestFinished(unmount)
  expect(shown.value).toBe('nodes')
  key.value = 'messages'
  await nextTick()
  expect(shown.value).toBeUndefined()
  key.value = 'audit'
  await nextTick()
  expect(shown.value).toBeUndefined()
  await expect.poll(() => shown.value).toBe('audit')
})
