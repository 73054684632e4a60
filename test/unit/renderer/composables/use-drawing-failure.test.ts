import { h, nextTick, onMounted, ref, type Component } from 'vue'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { useDrawingFailure } from '../../../../renderer/composables/use-drawing-failure.ts'
import { drawn } from '../mounted.ts'

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  onTestFinished(() => void vi.restoreAllMocks())
})

/** A component inside of what catches its failures, and what nobody caught. */
function around(screen: Component) {
  const uncaught: unknown[] = []
  const { used, unmount } = drawn(
    () => {
      const caught = useDrawingFailure()
      return { used: caught, draw: () => (caught.failure.value === undefined ? h(screen) : h('p')) }
    },
    (app) => (app.config.errorHandler = (error) => uncaught.push(error)),
  )
  onTestFinished(unmount)
  return { ...used, uncaught }
}

describe('A screen that cannot be drawn', () => {
  it.each([
    [
      'set up',
      {
        setup: () => {
          throw new Error('it is broken')
        },
      },
    ],
    [
      'rendered',
      {
        render: () => {
          throw new Error('it is broken')
        },
      },
    ],
  ])('because it cannot be %s is told of in its place', (_how, screen: Component) => {
    const { failure, uncaught } = around(screen)
    expect(failure.value?.message).toContain('it is broken')
    expect(uncaught).toEqual([])
  })

  it('any more is told of when that turns up', async () => {
    const rows = ref<readonly { readonly name: string }[] | undefined>([])
    const { failure } = around({ render: () => h('p', rows.value?.map(({ name }) => name).join() ?? fail()) })
    expect(failure.value).toBeUndefined()
    rows.value = undefined
    await nextTick()
    expect(failure.value?.message).toContain('it is broken')
  })

  it('is drawn again when the operator asks for it', async () => {
    let broken = true
    const { failure, retry } = around({ render: () => (broken ? fail() : h('p')) })
    broken = false
    retry()
    await nextTick()
    expect(failure.value).toBeUndefined()
  })

  it('stays while only something it does goes wrong, which goes on to whoever tells of it', () => {
    const { failure, uncaught } = around({
      setup: () => {
        onMounted(fail)
        return () => h('p')
      },
    })
    expect(failure.value).toBeUndefined()
    expect(uncaught).toEqual([new Error('it is broken')])
  })
})

function fail(): never {
  throw new Error('it is broken')
}
