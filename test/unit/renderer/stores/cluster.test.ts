import { createPinia, setActivePinia } from 'pinia'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished } from 'vitest'
import { connect } from '../../../../renderer/api/index.ts'
import { openCluster, useCluster } from '../../../../renderer/stores/cluster.ts'
import { useToasts } from '../../../../renderer/stores/toasts.ts'
import { mounted } from '../mounted.ts'
import { scriptedTransport } from '../scripted-transport.ts'
import { nodeView } from '../nodes/node-view.ts'
import { clusterOf, tell, tellNodes } from '../shown-cluster.ts'

/** Runs composables that are connected to an application of this script. */
async function connected<Used>(use: () => Used) {
  setActivePinia(createPinia())
  const application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
  const { used, unmount } = mounted(use, (app) =>
    app.use(createI18n({ legacy: false, locale: 'en', missingWarn: false, fallbackWarn: false })),
  )
  onTestFinished(unmount)
  return { application, used }
}

/** The cluster, followed. */
function followed() {
  const store = useCluster()
  store.start()
  return store
}

it('takes away what was said of one cluster once another one is open', async () => {
  openCluster.value = undefined
  const { application, used } = await connected(() => {
    const toasts = useToasts()
    followed()
    return toasts
  })
  const open = (id: string) => tell(application, 'profiles', 'cluster', clusterOf(id))
  open('maps')
  used.show({ severity: 'ok', message: () => 'Published' })
  open('maps')
  expect(used.toasts.map(({ message, detail }) => [message(), detail])).toEqual([['Published', undefined]])
  open('others')
  expect(used.toasts).toEqual([])
})

it('tells of no node of the cluster that was shown before, whichever stream is the first to say so', async () => {
  const { application, used: cluster } = await connected(followed)
  const show = (id: string) => tell(application, 'profiles', 'cluster', clusterOf(id))
  const nodesOf = (id: string) => tellNodes(application, id, [nodeView(`node of ${id}`)])
  const shown = (): readonly string[] => cluster.nodes.map(({ instanceName }) => instanceName)
  show('maps')
  nodesOf('maps')
  expect(shown()).toEqual(['node of maps'])
  show('roads')
  expect(shown()).toEqual([])
  nodesOf('roads')
  expect(shown()).toEqual(['node of roads'])
  nodesOf('maps')
  expect(shown()).toEqual([])
  show('maps')
  expect([shown(), cluster.worst]).toEqual([['node of maps'], 'ok'])
})

it('counts what somebody knows of apart from what needs attention', async () => {
  const { application, used: cluster } = await connected(followed)
  const found = { kind: 'drifted', severity: 'attention', message: '', why: null, since: 1, action: 'review' }
  const attention = [
    { ...found, id: 'a', instanceName: 'geo-1', known: true },
    { ...found, id: 'b', instanceName: 'geo-2' },
  ]
  tell(application, 'profiles', 'cluster', clusterOf('maps'))
  tell(application, 'inventory', 'nodes', { cluster: 'maps', nodes: [], attention, worst: 'attention' })
  expect(cluster.openAttention.map(({ id }) => id)).toEqual(['b'])
  expect(cluster.attention).toHaveLength(2)
})
