import { createPinia, setActivePinia } from 'pinia'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { ref } from 'vue'
import { expect, it, onTestFinished } from 'vitest'
import { connect } from '../../../../renderer/api/index.ts'
import { useFoundCommands } from '../../../../renderer/shell/use-found-commands.ts'
import { useCluster } from '../../../../renderer/stores/cluster.ts'
import { messageRow } from '../messages/rows.ts'
import { mounted } from '../mounted.ts'
import { scriptedTransport } from '../scripted-transport.ts'

const component = { render: () => null }

/** The commands found in an open cluster by what is typed, and the application that is asked for them. */
async function finding(typed: string) {
  setActivePinia(createPinia())
  const application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
  useCluster().state = { state: 'open', profile: null } as never
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'start', component },
      { path: '/configuration', name: 'configuration', component },
      { path: '/messages', name: 'messages', component },
    ],
  })
  const search = ref(typed)
  const { used, unmount } = mounted(
    () => useFoundCommands(() => search.value),
    (app) =>
      app
        .use(createI18n({ legacy: false, locale: 'en', missingWarn: false, fallbackWarn: false }))
        .use(router),
  )
  onTestFinished(unmount)
  return { application, router, search, used }
}

it('narrows both as lists are narrowed, and asks for no objects by what only messages have', async () => {
  const { application, search } = await finding('kind:layer ferry')
  const inputs = () => application.sent.flatMap((each) => (each.type === 'call' ? [each.input] : []))
  const ferry = { text: 'ferry', kind: 'layer', workspace: null }
  await expect.poll(inputs).toMatchObject([{ ...ferry, limit: 10 }, { filter: ferry }])
  search.value = 'state:missing'
  await expect.poll(inputs).toHaveLength(3)
  expect(inputs()[2]).toMatchObject({ filter: { state: 'missing', text: '' } })
})

it('finds objects and messages by what is typed, and leads to each by an address of its own', async () => {
  const { application, router, search, used } = await finding('')
  expect(used.isPending.value).toBe(false)
  search.value = 'ferry'
  expect(used.isPending.value).toBe(true)
  await expect.poll(() => application.sent.length).toBe(2)
  for (const asked of application.sent) {
    if (asked.type !== 'call') throw new Error('Something else was asked')
    const object = { id: 'style-1', kind: 'style', root: 'style', title: 'ferry', instanceName: 'geo-1' }
    const output = asked.procedure === 'find' ? [object] : { rows: [messageRow(7)], more: false, folded: 0 }
    application.answer({ type: 'result', id: asked.id, output })
  }
  await expect.poll(() => used.found.value.map(({ id }) => id)).toEqual(['object-style-1', 'message-7'])
  expect(used.isPending.value).toBe(false)
  const [object, message] = used.found.value
  object?.run()
  await expect
    .poll(() => router.currentRoute.value.fullPath)
    .toBe('/configuration?node=geo-1&selected=style-1')
  message?.run()
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/messages?message=7')
})
