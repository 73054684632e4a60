import { createPinia, setActivePinia } from 'pinia'
import { computed, nextTick } from 'vue'
import { createI18n } from 'vue-i18n'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import type { ObjectView } from '../../../../electron/contract/features/configuration.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { useObjectEditor } from '../../../../renderer/features/configuration/use-object-editor.ts'
import { mounted } from '../mounted.ts'
import { scriptedTransport, type ScriptedTransport } from '../scripted-transport.ts'
import { patience } from '../../../support/patience.ts'

let application: ScriptedTransport

beforeEach(async () => {
  setActivePinia(createPinia())
  application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
})

function group(title: string, version: string): ObjectView {
  const field = {
    ...{ required: false, choices: [], kinds: [], fields: [] },
    ...{ help: null, assumed: null, section: 'basics' as const },
  }
  return {
    id: 'lg1',
    kind: 'layerGroup',
    root: 'layerGroup',
    title: 'all',
    version,
    xml: `<layerGroup><title>${title}</title></layerGroup>`,
    fields: [{ ...field, name: 'title', type: 'text', value: title }],
    styleBody: null,
    styleFormat: null,
    lastChange: null,
    usedBy: [],
  }
}

const answer = (view: ObjectView) => {
  application.answer({ type: 'result', id: application.last('call').id, output: view })
}

async function opened() {
  const { used, unmount } = mounted(
    () => useObjectEditor(computed(() => ({ instanceName: 'geo-1', id: 'lg1', add: null }))),
    (app) => app.use(createI18n({ legacy: false, locale: 'en', missingWarn: false, fallbackWarn: false })),
  )
  onTestFinished(unmount)
  answer(group('Alps', '1'))
  await vi.waitFor(() => expect(used.values.value).toEqual({ title: 'Alps' }), patience)
  return used
}

it('What is typed while an object is read anew is not given up', async () => {
  const editor = await opened()
  const followed = editor.follow()
  editor.set('title', 'My Alps')
  await nextTick()
  answer(group('Their Alps', '2'))
  await followed
  expect(editor.values.value).toEqual({ title: 'My Alps' })
  expect(editor.outdated.value).toBe(true)
})

it('An object nobody edits here is shown as it has become', async () => {
  const editor = await opened()
  const followed = editor.follow()
  answer(group('Their Alps', '2'))
  await followed
  expect(editor.values.value).toEqual({ title: 'Their Alps' })
  expect(editor.outdated.value).toBe(false)
})

it('A review that is opened while somebody still types is asked for once, so that publishing is not blocked again', async () => {
  const editor = await opened()
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  editor.set('title', 'My Alps')
  await nextTick()
  void editor.review.check()
  const { id } = application.last('call')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(application.last('call').id).toBe(id)
})
