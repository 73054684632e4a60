import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished } from 'vitest'
import { dataOfFailure } from '../../../../electron/contract/failures.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { useResyncNodes } from '../../../../renderer/features/resync/use-resync-nodes.ts'
import { useResync } from '../../../../renderer/features/resync/use-resync.ts'
import { useCluster } from '../../../../renderer/stores/cluster.ts'
import { mounted } from '../mounted.ts'
import { master, nodeView } from '../nodes/node-view.ts'
import { scriptedTransport } from '../scripted-transport.ts'
import { entry, plan } from './drift.ts'
import { clusterOf, tell, tellNodes } from '../shown-cluster.ts'

async function connected() {
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
      return { nodes: useResyncNodes(), resync: useResync() }
    },
    (app) => {
      app.use(router)
      app.use(
        createI18n({
          ...{ legacy: false, locale: 'xx', missingWarn: false, fallbackWarn: false },
          messages: {
            xx: {
              nodes: { roles: { master: 'Meister', slave: 'Sklave' }, choice: '{name} ({said})' },
              resync: { equalTo: 'gleich {reference}' },
            },
          },
        }),
      )
    },
  )
  onTestFinished(unmount)
  return { application, ...used }
}

it('offers who came and who may be resynced by now, without being asked again', async () => {
  const { application, nodes: used } = await connected()
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
  const references = [{ instanceName: 'geo-1', suggested: true, equalTo: null }]
  application.answer({ type: 'result', id, output: { slaves, references } })
  await expect.poll(() => used.slaveChoices.value.map(({ value }) => value)).toEqual(['geo-2', 'geo-3'])
})

it('names references by roles in words of the language, and says why a slave is one', async () => {
  const { application, nodes: used } = await connected()
  tell(application, 'profiles', 'cluster', clusterOf('maps'))
  tellNodes(application, 'maps', [master('hq'), nodeView('south'), master('geo-master')])
  await nextTick()
  const { id } = application.last('call')
  const of = { suggested: false, equalTo: null }
  application.answer({
    type: 'result',
    id,
    output: {
      slaves: [{ instanceName: 'west', allowed: true, why: null }],
      references: [
        { ...of, instanceName: 'hq' },
        { ...of, instanceName: 'south', equalTo: 'hq' },
        { ...of, instanceName: 'geo-master' },
      ],
    },
  })
  await expect
    .poll(() => used.referenceChoices.value.map(({ label }) => label))
    .toEqual(['hq (Meister)', 'south (Sklave, gleich hq)', 'geo-master'])
})

it('shows nothing of the resync of one cluster over another one, and all of it to who comes back meanwhile', async () => {
  const { application, resync } = await connected()
  const show = async (id: string): Promise<void> => {
    tell(application, 'profiles', 'cluster', clusterOf(id))
    await nextTick()
  }
  await show('maps')
  const planning = resync.compare('geo-2', 'geo-1')
  application.answer({
    type: 'result',
    id: application.last('call').id,
    output: plan([entry('style', 'red')]),
  })
  await planning
  expect(resync.step).toBe('plan')
  const running = resync.run()
  const { id } = application.last('call')
  expect([resync.step, resync.isElsewhere]).toEqual(['run', false])
  await show('roads')
  expect([resync.step, resync.isElsewhere, resync.plan]).toEqual(['compare', true, undefined])
  await show('maps')
  expect([resync.step, resync.isElsewhere]).toEqual(['run', false])
  await show('roads')
  application.answer({
    type: 'error',
    id,
    error: dataOfFailure(failure('PLB-APP-UNEXPECTED', { reason: 'the disk is full' })),
  })
  await running
  await nextTick()
  expect([resync.step, resync.isElsewhere, resync.plan]).toEqual(['compare', false, undefined])
  await show('maps')
  expect(resync.plan).toBeUndefined()
})
