import { createPinia, setActivePinia } from 'pinia'
import { createI18n } from 'vue-i18n'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { MessageRow } from '../../../../electron/contract/features/messages.ts'
import type { ClientMessage } from '../../../../electron/contract/protocol.ts'
import type { Draft } from '../../../../electron/contract/features/configuration.ts'
import { dataOfFailure } from '../../../../electron/contract/failures.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { usePublishing } from '../../../../renderer/features/configuration/use-publishing.ts'
import { useCluster } from '../../../../renderer/stores/cluster.ts'
import { useToasts } from '../../../../renderer/stores/toasts.ts'
import { messageRow } from '../messages/rows.ts'
import { nodeView } from '../nodes/node-view.ts'
import { mounted } from '../mounted.ts'
import { clusterOf, tell, tellNodes } from '../shown-cluster.ts'
import { scriptedTransport, type ScriptedTransport } from '../scripted-transport.ts'

let application: ScriptedTransport
let answered = new Map<string, ClientMessage>()

beforeEach(async () => {
  setActivePinia(createPinia())
  answered = new Map()
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
const made = { events: ['workspace topp added'], id: 'w1', version: null, edited: [], mark: null }

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

/** The call of a procedure that was made last, once it was made. */
async function called(procedure: string) {
  const isIt = (message: ClientMessage) => message.type === 'call' && message.procedure === procedure
  const before = answered.get(procedure)
  await expect.poll(() => application.sent.findLast(isIt) !== before).toBe(true)
  const found = application.sent.findLast(isIt)
  if (found?.type !== 'call') throw new Error(`${procedure} was not called`)
  answered.set(procedure, found)
  return found
}
const answer = (id: number, output: unknown) => application.answer({ type: 'result', id, output })
const page = (rows: readonly MessageRow[]) => ({ rows, more: false, folded: 0 })
const knowNewest = async (sequence = 7) => answer((await called('page')).id, page([messageRow(sequence)]))

const refuse = async () => {
  await knowNewest()
  application.answer({
    type: 'error',
    id: (await called('publish')).id,
    error: dataOfFailure(failure('PLB-STORAGE-FULL', { operation: 'write', path: 'x' })),
  })
}
const accept = async (output: object = made) => {
  await knowNewest()
  answer((await called('publish')).id, output)
  await tellHistory()
}
/** Of what was changed, by which it would be taken back. */
const tellHistory = async () => answer((await called('history')).id, [])

describe('Publishing', () => {
  it('asks again, under the same id, when the connection was lost before the answer', async () => {
    const { publish, failure: reason } = publishing()
    const published = publish('geo-1', draft, agreed)
    await knowNewest()
    await called('publish')
    application.become('lost')
    await Promise.resolve()
    application.become('open')
    answer((await called('publish')).id, made)
    await tellHistory()
    expect(await published).toEqual(made)
    expect(reason.value).toBeUndefined()
    expect(new Set(requestIds()).size).toBe(1)
  })

  it('keeps the id of a change until it is made, and gives every other one its own', async () => {
    const { publish } = publishing()
    const first = publish('geo-1', draft, agreed)
    await refuse()
    await first
    const again = publish('geo-1', draft, agreed)
    await accept()
    await again
    const afterwards = publish('geo-1', draft, agreed)
    await refuse()
    await afterwards
    const other = publish('geo-1', { ...draft, input: '{"name":"other"}' }, agreed)
    await accept()
    await other
    const [one, two, three, four] = requestIds()
    expect(two).toBe(one)
    expect(new Set([two, three, four]).size).toBe(3)
  })

  it('tells of a change of many objects in one line', async () => {
    const { publish } = publishing()
    const published = publish('geo-1', draft, agreed)
    await accept({ ...made, events: ['a added', 'b added', 'c added', 'd added', 'e added', 'f added'] })
    await published
    expect(useToasts().toasts.at(-1)?.detail?.()).toMatch(/^edits.more .*"d added"],"count":2\}$/)
  })

  it('tells what becomes of it at each slave, by the messages that came after it was asked for', async () => {
    useCluster().start()
    tell(application, 'profiles', 'cluster', clusterOf('maps'))
    const nodes = ['geo-1', 'geo-2', 'geo-3'].map((instanceName, index) =>
      nodeView(instanceName, { roles: [index === 0 ? 'master' : 'slave'] }),
    )
    tellNodes(application, 'maps', nodes)
    const toasts = useToasts()
    const { publish } = publishing()
    const published = publish('geo-1', { ...draft, verb: 'remove' }, agreed)
    await accept()
    await published
    expect(toasts.toasts).toMatchObject([{ severity: 'pending' }])
    const stream = application.last('subscribe')
    expect(stream).toMatchObject({
      feature: 'messages',
      input: { filter: { object: 'w1', node: 'geo-1' } },
    })
    const arrived = (sequence: number, delivery: MessageRow['delivery']) =>
      application.answer({ type: 'items', id: stream.id, items: [{ ...messageRow(sequence), delivery }] })
    // Of an earlier change of the same object.
    arrived(6, { 'geo-2': 'verified', 'geo-3': 'verified' })
    expect(toasts.toasts).toMatchObject([{ severity: 'pending' }])
    arrived(8, { 'geo-2': 'applied', 'geo-3': 'pending' })
    expect(toasts.toasts).toMatchObject([
      { severity: 'pending', link: { to: { query: { message: 8, tab: 'delivery' } } } },
    ])
    arrived(8, { 'geo-2': 'applied', 'geo-3': 'failed' })
    expect(toasts.toasts).toMatchObject([{ severity: 'failed' }])
    arrived(8, { 'geo-2': 'verified', 'geo-3': 'applied' })
    expect(toasts.toasts).toMatchObject([{ severity: 'ok' }])
    expect(application.last('unsubscribe').id).toBe(stream.id)
  })

  it('tells of a slave that does not say so itself that it has it, once it was looked at', async () => {
    useCluster().start()
    tell(application, 'profiles', 'cluster', clusterOf('maps'))
    tellNodes(application, 'maps', [
      nodeView('geo-1', { roles: ['master'] }),
      nodeView('geo-2', { roles: ['slave'] }),
    ])
    const toasts = useToasts()
    const { publish, looked } = publishing()
    const published = publish('geo-1', { ...draft, verb: 'remove' }, agreed)
    await accept()
    await published
    const object = {
      instanceName: 'geo-2',
      kind: 'workspace',
      root: 'workspace',
      title: 'topp',
      why: null,
    } as const
    const stream = application.last('subscribe')
    const taken = { ...messageRow(8), delivery: { 'geo-2': 'taken' as const } }
    looked([{ ...object, state: 'missing', properties: [] }])
    application.answer({ type: 'items', id: stream.id, items: [taken] })
    expect(toasts.toasts).toMatchObject([{ severity: 'pending' }])
    looked([{ ...object, state: 'equal', properties: [] }])
    expect(toasts.toasts).toMatchObject([{ severity: 'ok' }])
    application.answer({ type: 'items', id: stream.id, items: [taken] })
    expect(toasts.toasts).toMatchObject([{ severity: 'ok' }])
  })
})
