import { describe, expect, it, onTestFinished } from 'vitest'
import { dataOfFailure } from '../../../../electron/contract/failures.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import { CallFailure } from '../../../../renderer/api/call-failure.ts'
import { createClient, type Batch } from '../../../../renderer/api/client.ts'
import type { ItemFor } from '../../../../renderer/api/types.ts'
import { scriptedTransport } from '../scripted-transport.ts'

type Activity = ItemFor<'activity', 'recent'>

const comparison = { reference: 'geo-1', instanceName: 'geo-3' }
const drift = { equal: true, compared: 7, at: 1, entries: [], unknowable: [], problems: [] }
const happened: Activity = { at: 1, instanceName: null, severity: 'ok', message: 'geo-3 is in sync.' }

function client(state: 'open' | 'connecting' = 'open') {
  const application = scriptedTransport()
  const made = createClient(application.open)
  onTestFinished(() => made.close())
  if (state === 'open') application.become('open')
  return { ...made, application }
}

/** Listens to the activity and keeps everything that was heard. */
function listening({ subscribe }: Pick<ReturnType<typeof client>, 'subscribe'>) {
  const batches: { readonly items: readonly Activity[]; readonly batch: Batch }[] = []
  const failures: CallFailure[] = []
  const ends: string[] = []
  const end = subscribe(
    'activity',
    'recent',
    {},
    {
      items: (items, batch) => batches.push({ items, batch }),
      failed: (reason) => failures.push(reason),
      ended: () => ends.push('ended'),
    },
  )
  return { batches, failures, ends, end }
}

async function failureOf(call: Promise<unknown>): Promise<CallFailure> {
  const reason: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(reason instanceof CallFailure)) throw new Error('The call did not fail')
  return reason
}

describe('A call', () => {
  it('is answered with the output, as the contract reads it', async () => {
    const { call, application } = client()
    const answer = call('profiles', 'exportFile', { id: 'p1' })
    const { id, feature, procedure, input } = application.last('call')
    expect({ feature, procedure, input }).toEqual({
      feature: 'profiles',
      procedure: 'exportFile',
      input: { id: 'p1' },
    })
    application.answer({
      type: 'result',
      id,
      output: { fileName: 'p.json', content: '{}', added: 'by a newer version' },
    })
    expect(await answer).toEqual({ fileName: 'p.json', content: '{}' })
  })

  it('gets its own answer, whatever the order of the answers', async () => {
    const { call, application } = client()
    const first = call('profiles', 'exportFile', { id: 'first' })
    const second = call('profiles', 'exportFile', { id: 'second' })
    const [one, two] = application.sent
    for (const message of [two, one]) {
      if (message?.type !== 'call') throw new Error('No call was sent')
      application.answer({
        type: 'result',
        id: message.id,
        output: { fileName: JSON.stringify(message.input), content: '' },
      })
    }
    expect((await first).fileName).toBe('{"id":"first"}')
    expect((await second).fileName).toBe('{"id":"second"}')
  })

  it('waits for the connection and is sent once', () => {
    const { call, application } = client('connecting')
    void call('profiles', 'list', {}).catch(() => undefined)
    expect(application.sent).toEqual([])
    application.become('open')
    application.become('connecting')
    application.become('open')
    expect(application.sent).toHaveLength(1)
  })

  it('fails when the connection is lost under it, since nobody knows whether it was done', async () => {
    const { call, application } = client()
    const answer = call('inventory', 'stop', { instanceName: 'geo-3', agreed: '/srv/geo-3' })
    application.become('lost')
    expect((await failureOf(answer)).code).toBe('PLB-APP-CONNECTION-LOST')
    application.become('open')
    expect(application.sent.filter(({ type }) => type === 'call')).toHaveLength(1)
  })

  it('brings an error of the application back whole', async () => {
    const { call, application } = client()
    const answer = call('profiles', 'open', { id: 'p1' })
    const original = failure('PLB-BROKER-URL-MALFORMED', { url: 'stomp:/x', reason: 'it names no host' })
    application.answer({ type: 'error', id: application.last('call').id, error: dataOfFailure(original) })
    const { code, details } = await failureOf(answer)
    expect({ code, details }).toEqual(dataOfFailure(original))
  })

  it('with input the contract does not know is refused before it is sent', async () => {
    const { call, application } = client()
    const reason = await failureOf(call('audit', 'page', { before: null, limit: 0, text: '' }))
    expect(reason.code).toBe('PLB-APP-INPUT')
    expect(reason.details).toMatchObject({ feature: 'audit', name: 'page' })
    expect(application.sent).toEqual([])
  })

  it('answered with what the contract does not know fails with its name', async () => {
    const { call, application } = client()
    const answer = call('profiles', 'exportFile', { id: 'p1' })
    application.answer({ type: 'result', id: application.last('call').id, output: { fileName: 7 } })
    const reason = await failureOf(answer)
    expect(reason.code).toBe('PLB-APP-OUTPUT')
    expect(reason.details).toMatchObject({ feature: 'profiles', name: 'exportFile' })
  })

  it('hears how far it is, and leaves out what is of no known form', async () => {
    const { call, application } = client()
    const heard: unknown[] = []
    const answer = call('inventory', 'compare', comparison, {
      onProgress: ({ message }) => heard.push(message),
    })
    const { id } = application.last('call')
    application.answer({ type: 'progress', id, value: { message: 'Reading geo-1' } })
    application.answer({ type: 'progress', id, value: { percent: 40 } })
    application.answer({ type: 'progress', id, value: { message: 'Comparing' } })
    application.answer({ type: 'result', id, output: drift })
    expect(await answer).toEqual(drift)
    application.answer({ type: 'progress', id, value: { message: 'too late' } })
    expect(heard).toEqual(['Reading geo-1', 'Comparing'])
  })

  it('is not disturbed by messages of no known form', async () => {
    const { call, application } = client()
    const answer = call('profiles', 'list', {})
    const { id } = application.last('call')
    for (const odd of [undefined, 'text', { type: 'result' }, { type: 'nonsense', id }, { id }]) {
      application.deliver(odd)
    }
    application.answer({ type: 'result', id, output: [] })
    expect(await answer).toEqual([])
  })

  it('takes the first answer alone', async () => {
    const { call, application } = client()
    const answer = call('profiles', 'list', {})
    const { id } = application.last('call')
    application.answer({ type: 'result', id, output: [] })
    application.answer({ type: 'result', id, output: 'nonsense' })
    expect(await answer).toEqual([])
  })

  it('ends as cancelled when the client is closed', async () => {
    const { call, close, application } = client()
    const answer = call('profiles', 'list', {})
    close()
    expect((await failureOf(answer)).code).toBe('PLB-APP-CANCELLED')
    expect(application.isClosed()).toBe(true)
  })
})

describe('Cancelling a call', () => {
  it('that only asks gives it up at once and tells the application', async () => {
    const { call, application } = client()
    const controller = new AbortController()
    const answer = call('profiles', 'list', {}, { signal: controller.signal })
    const { id } = application.last('call')
    controller.abort()
    expect((await failureOf(answer)).code).toBe('PLB-APP-CANCELLED')
    expect(application.last('cancel').id).toBe(id)
  })

  it('that takes a while still brings what it did', async () => {
    const { call, application } = client()
    const controller = new AbortController()
    const answer = call('inventory', 'compare', comparison, { signal: controller.signal })
    const { id } = application.last('call')
    controller.abort()
    expect(application.last('cancel').id).toBe(id)
    application.answer({ type: 'result', id, output: { ...drift, compared: 3 } })
    expect((await answer).compared).toBe(3)
  })

  it('that was not sent yet never sends it', async () => {
    const { call, application } = client('connecting')
    const controller = new AbortController()
    const answer = call('inventory', 'compare', comparison, { signal: controller.signal })
    controller.abort()
    expect((await failureOf(answer)).code).toBe('PLB-APP-CANCELLED')
    application.become('open')
    expect(application.sent).toEqual([])
  })

  it('before it began never sends it', async () => {
    const { call, application } = client()
    const answer = call('profiles', 'list', {}, { signal: AbortSignal.abort() })
    expect((await failureOf(answer)).code).toBe('PLB-APP-CANCELLED')
    expect(application.sent).toEqual([])
  })

  it('after its answer tells nobody', async () => {
    const { call, application } = client()
    const controller = new AbortController()
    const answer = call('profiles', 'list', {}, { signal: controller.signal })
    application.answer({ type: 'result', id: application.last('call').id, output: [] })
    await answer
    controller.abort()
    expect(application.sent.map(({ type }) => type)).toEqual(['call'])
  })
})

describe('A stream', () => {
  it('brings items in batches and says what was skipped, giving credit for each batch', () => {
    const { application, ...others } = client()
    const { batches } = listening(others)
    const { id } = application.last('subscribe')
    application.answer({ type: 'items', id, items: [happened, happened] })
    application.answer({ type: 'items', id, items: [happened], skipped: 40 })
    expect(batches.map(({ items, batch }) => ({ count: items.length, ...batch }))).toEqual([
      { count: 2, first: true, skipped: 0 },
      { count: 1, first: false, skipped: 40 },
    ])
    expect(application.sent.filter(({ type }) => type === 'credit')).toEqual([
      { type: 'credit', id, items: 2 },
      { type: 'credit', id, items: 1 },
    ])
  })

  it('is opened anew after a lost connection and says that it begins again', () => {
    const { application, ...others } = client()
    const { batches } = listening(others)
    const former = application.last('subscribe')
    application.answer({ type: 'items', id: former.id, items: [happened] })
    application.become('lost')
    application.become('connecting')
    application.become('open')
    const present = application.last('subscribe')
    expect(present.id).not.toBe(former.id)
    expect({ ...present, id: former.id }).toEqual(former)
    application.answer({ type: 'items', id: former.id, items: [happened] })
    application.answer({ type: 'items', id: present.id, items: [happened] })
    expect(batches.map(({ batch }) => batch.first)).toEqual([true, true])
  })

  it('waits for the connection', () => {
    const { application, ...others } = client('connecting')
    listening(others)
    expect(application.sent).toEqual([])
    application.become('open')
    expect(application.sent.map(({ type }) => type)).toEqual(['subscribe'])
  })

  it('falls silent when it is ended, also while the connection is lost', () => {
    const { application, ...others } = client()
    const kept = listening(others)
    const { id } = application.last('subscribe')
    kept.end()
    expect(application.last('unsubscribe').id).toBe(id)
    application.answer({ type: 'items', id, items: [happened] })
    expect(kept.batches).toEqual([])

    const other = listening(others)
    application.become('lost')
    other.end()
    application.become('open')
    expect(application.sent.filter(({ type }) => type === 'subscribe')).toHaveLength(2)
  })

  it('that fails says why and is not opened again', () => {
    const { application, ...others } = client()
    const { failures } = listening(others)
    const { id } = application.last('subscribe')
    const error = dataOfFailure(failure('PLB-APP-UNEXPECTED', { reason: 'the disk is full' }))
    application.answer({ type: 'error', id, error })
    expect(failures.map(({ code, details }) => ({ code, details }))).toEqual([error])
    application.become('lost')
    application.become('open')
    expect(application.sent.filter(({ type }) => type === 'subscribe')).toHaveLength(1)
  })

  it('with an item the contract does not know fails with its name and is ended', () => {
    const { application, ...others } = client()
    const { batches, failures } = listening(others)
    const { id } = application.last('subscribe')
    application.answer({ type: 'items', id, items: [happened, { at: 'noon' }] })
    expect(batches).toEqual([])
    expect(failures.map(({ code }) => code)).toEqual(['PLB-APP-OUTPUT'])
    expect(failures[0]?.details).toMatchObject({ feature: 'activity', name: 'recent' })
    expect(application.last('unsubscribe').id).toBe(id)
    application.answer({ type: 'items', id, items: [happened] })
    expect(batches).toEqual([])
  })

  it('says when there is no more', () => {
    const { application, ...others } = client()
    const { ends } = listening(others)
    application.answer({ type: 'end', id: application.last('subscribe').id })
    expect(ends).toEqual(['ended'])
  })
})

describe('The state of the connection', () => {
  it('is told with every change, until nobody listens', () => {
    const { application, state, onState } = client('connecting')
    const heard: string[] = []
    const end = onState((next) => heard.push(next))
    application.become('open')
    application.become('open')
    application.become('lost')
    end()
    application.become('connecting')
    expect(heard).toEqual(['open', 'lost'])
    expect(state()).toBe('connecting')
  })
})
