import { createPinia, setActivePinia } from 'pinia'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished } from 'vitest'
import type { ClusterState } from '../../../../electron/contract/features/profiles.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { openCluster, useCluster } from '../../../../renderer/stores/cluster.ts'
import { useToasts } from '../../../../renderer/stores/toasts.ts'
import { mounted } from '../mounted.ts'
import { scriptedTransport } from '../scripted-transport.ts'

function clusterOf(id: string): ClusterState {
  return {
    profile: {
      ...{ id, name: id, stripe: 'none', brokerUrl: '', login: null, passcodeReference: null, demo: false },
      ...{ topicName: 'topic', group: 'group', observer: 'plumbline', nodes: [] },
    },
    state: 'open',
    broker: { state: 'connected', where: '', because: null, nextAttemptIn: null, since: null, bridged: [] },
    message: null,
  }
}

it('takes away what was said of one cluster once another one is open', async () => {
  setActivePinia(createPinia())
  openCluster.value = undefined
  const application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
  const { used, unmount } = mounted(
    () => {
      const toasts = useToasts()
      useCluster().start()
      return toasts
    },
    (app) => app.use(createI18n({ legacy: false, locale: 'en', missingWarn: false, fallbackWarn: false })),
  )
  onTestFinished(unmount)
  const stream = application.sent.find(
    (message) => message.type === 'subscribe' && message.feature === 'profiles',
  )
  if (stream?.type !== 'subscribe') throw new Error('Nobody follows the cluster')
  const open = (id: string) => application.answer({ type: 'items', id: stream.id, items: [clusterOf(id)] })
  open('maps')
  used.show({ severity: 'ok', message: 'Published' })
  open('maps')
  expect(used.toasts.map(({ message, detail }) => [message, detail])).toEqual([['Published', undefined]])
  open('others')
  expect(used.toasts).toEqual([])
})
