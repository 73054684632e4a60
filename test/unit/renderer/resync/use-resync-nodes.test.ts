import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished } from 'vitest'
import { connect } from '../../../../renderer/api/index.ts'
import { useResyncNodes } from '../../../../renderer/features/resync/use-resync-nodes.ts'
import { useCluster } from '../../../../renderer/stores/cluster.ts'
import { mounted } from '../mounted.ts'
import { master, nodeView } from '../nodes/node-view.ts'
import { scriptedTransport } from '../scripted-transport.ts'
import { clusterOf, tell, tellNodes } from '../shown-cluster.ts'

it('offers who came and who may be resynced by now, without being asked again', async () => {
  setActivePinia(createPinia())
  const application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  const { used, unmount } = mounted(
    () => {
      useCluster().start()
      return useResyncNodes()
    },
    (app) => {
      app.use(router)
      app.use(createI18n({ legacy: false, locale: 'en', missingWarn: false, fallbackWarn: false }))
    },
  )
  onTestFinished(unmount)
  tell(application, 'profiles', 'cluster', clusterOf('maps'))
  const timesAsked = () =>
    application.sent.filter((each) => each.type === 'call' && each.procedure === 'choices').length
  const told = async (...nodes: Parameters<typeof tellNodes>[2]): Promise<number> => {
    tellNodes(application, 'maps', nodes)
    await nextTick()
    return timesAsked()
  }
  const may = (allowed: boolean) => ({ actions: [{ action: 'resync' as const, allowed, why: null }] })
  const before = await told(master('geo-1'), nodeView('geo-2', { ...may(false) }))
  expect(await told(master('geo-1'), nodeView('geo-2', { ...may(false), pending: 3 }))).toBe(before)
  expect(await told(master('geo-1'), nodeView('geo-2', { ...may(true) }))).toBe(before + 1)
  expect(await told(master('geo-1'), nodeView('geo-2', { ...may(true) }), nodeView('geo-3'))).toBe(before + 2)
  const { id } = application.last('call')
  const slaves = ['geo-2', 'geo-3'].map((instanceName) => ({ instanceName, allowed: true, why: null }))
  const references = [{ instanceName: 'geo-1', roles: ['master'], suggested: true }]
  application.answer({ type: 'result', id, output: { slaves, references } })
  await expect.poll(() => used.slaveChoices.value.map(({ value }) => value)).toEqual(['geo-2', 'geo-3'])
})
