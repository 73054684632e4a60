import { createPinia, setActivePinia } from 'pinia'
import { createI18n } from 'vue-i18n'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Draft } from '../../../../electron/contract/features/configuration.ts'
import { formOfFailure } from '../../../../electron/contract/failures.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { usePublishing } from '../../../../renderer/features/configuration/use-publishing.ts'
import { mounted } from '../mounted.ts'
import { scriptedTransport, type ScriptedTransport } from '../scripted-transport.ts'

let application: ScriptedTransport

beforeEach(async () => {
  setActivePinia(createPinia())
  application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
})

const draft: Draft = {
  verb: 'add',
  kind: 'workspace',
  service: null,
  id: null,
  input: '{"name":"topp"}',
  styleBody: null,
  recurse: false,
  version: null,
}
const agreed = { plan: 'plan', name: 'topp', publishAnyway: false }
const made = { events: ['workspace topp added'], id: 'w1', version: null, mark: null }

function publishing() {
  const { used, unmount } = mounted(
    () =>
      usePublishing(
        () => undefined,
        () => undefined,
      ),
    (app) => app.use(createI18n({ legacy: false, locale: 'en', missingWarn: false, fallbackWarn: false })),
  )
  onTestFinished(unmount)
  return used
}

/** Ids of the changes asked for, oldest first. */
function requestIds(): readonly unknown[] {
  return application.sent.flatMap((message) =>
    message.type === 'call' && message.procedure === 'publish'
      ? [(message.input as { readonly requestId?: unknown }).requestId]
      : [],
  )
}

const refuse = () =>
  application.answer({
    type: 'error',
    id: application.last('call').id,
    error: formOfFailure(failure('PLB-STORAGE-FULL', { operation: 'write', path: 'x' })),
  })
const accept = () => application.answer({ type: 'result', id: application.last('call').id, output: made })

describe('Publishing', () => {
  it('asks again, under the same id, when the connection was lost before the answer', async () => {
    const { publish, failure: reason } = publishing()
    const published = publish('geo-1', draft, agreed)
    application.become('lost')
    await Promise.resolve()
    application.become('open')
    await expect.poll(() => requestIds()).toHaveLength(2)
    accept()
    expect(await published).toEqual(made)
    expect(reason.value).toBeUndefined()
    expect(new Set(requestIds()).size).toBe(1)
  })

  it('keeps the id of a change until it is made, and gives every other one its own', async () => {
    const { publish } = publishing()
    const first = publish('geo-1', draft, agreed)
    refuse()
    await first
    const again = publish('geo-1', draft, agreed)
    accept()
    await again
    const afterwards = publish('geo-1', draft, agreed)
    refuse()
    await afterwards
    const other = publish('geo-1', { ...draft, input: '{"name":"other"}' }, agreed)
    accept()
    await other
    const [one, two, three, four] = requestIds()
    expect(two).toBe(one)
    expect(new Set([two, three, four]).size).toBe(3)
  })
})
