import { afterEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { useGradually } from '../../../../renderer/composables/use-gradually.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Draws of a list three at once; `paint` is the next picture. */
function drawing(first: readonly string[]) {
  let frames: (() => void)[] = []
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []))
  const items = shallowRef(first)
  const scope = effectScope()
  const drawn = scope.run(() =>
    useGradually(
      () => items.value,
      (item) => item,
      3,
    ),
  )
  if (drawn === undefined) throw new Error('Nothing is drawn.')
  return {
    items,
    scope,
    waiting: () => frames.length,
    drawn: () => drawn.value.join(''),
    paint: async () => {
      const due = frames
      frames = []
      for (const frame of due) frame()
      await nextTick()
    },
  }
}

test('a few more are drawn with each picture, in their order, until all are', async () => {
  const { drawn, paint, waiting } = drawing([...'abcdefg'])
  expect(drawn()).toBe('abc')
  await paint()
  expect(drawn()).toBe('abcdef')
  await paint()
  expect([drawn(), waiting()]).toEqual(['abcdefg', 0])
})

test('what is drawn stays, and what is new has its turn', async () => {
  const { drawn, paint, items } = drawing([...'abc'])
  items.value = [...'bcdefgh']
  await nextTick()
  expect(drawn()).toBe('bcdef')
  await paint()
  expect(drawn()).toBe('bcdefgh')
  items.value = [...'xyzw']
  await nextTick()
  expect(drawn()).toBe('xyz')
})

test('nothing is drawn for who has left', async () => {
  const { scope, waiting } = drawing([...'abcdef'])
  await nextTick()
  expect(waiting()).toBe(1)
  scope.stop()
  expect(waiting()).toBe(0)
})
