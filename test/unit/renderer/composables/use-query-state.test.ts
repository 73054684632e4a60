import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { useQueryState } from '../../../../renderer/composables/use-query-state.ts'
import { mounted } from '../mounted.ts'
import { patience } from '../../../support/patience.ts'

const component = { render: () => null }

async function at(address: string, options: { push?: boolean } = {}) {
  const router: Router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/nodes', component }],
  })
  await router.push(address)
  const { used, unmount } = mounted(
    () => useQueryState('selected', options),
    (app) => app.use(router),
  )
  onTestFinished(unmount)
  const arrive = (fullPath: string) =>
    vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe(fullPath), patience)
  return { selected: used, router, arrive }
}

describe('A value of the address', () => {
  it('is read from it, empty when it is not there', async () => {
    expect((await at('/nodes?selected=geo-3')).selected.value).toBe('geo-3')
    expect((await at('/nodes')).selected.value).toBe('')
    expect((await at('/nodes?selected')).selected.value).toBe('')
    expect((await at('/nodes?selected=a&selected=b')).selected.value).toBe('')
  })

  it('is written to it beside the others, and taken out when it is empty', async () => {
    const { selected, arrive } = await at('/nodes?filter=geo')
    selected.value = 'geo-3'
    await arrive('/nodes?filter=geo&selected=geo-3')
    selected.value = ''
    await arrive('/nodes?filter=geo')
  })

  it('follows the address', async () => {
    const { selected, router } = await at('/nodes?selected=geo-3')
    await router.push('/nodes?selected=geo-4')
    expect(selected.value).toBe('geo-4')
  })

  it('takes the place of the former one, unless that is to be come back to', async () => {
    const replaced = await at('/nodes')
    await replaced.router.push('/nodes?selected=geo-1')
    replaced.selected.value = 'geo-2'
    await replaced.arrive('/nodes?selected=geo-2')
    replaced.router.back()
    await replaced.arrive('/nodes')

    const pushed = await at('/nodes', { push: true })
    await pushed.router.push('/nodes?selected=geo-1')
    pushed.selected.value = 'geo-2'
    await pushed.arrive('/nodes?selected=geo-2')
    pushed.router.back()
    await pushed.arrive('/nodes?selected=geo-1')
  })
})
