import { effectScope, nextTick, ref } from 'vue'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { dataOfFailure } from '../../../../electron/contract/failures.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { useStream } from '../../../../renderer/composables/use-stream.ts'
import { scriptedTransport, type ScriptedTransport } from '../scripted-transport.ts'

let application: ScriptedTransport

beforeEach(async () => {
  application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
})

const sample = (at: number) => ({ at, nodes: [], throughput: 0, storePercent: null })

/** Listens to what is measured while it is wanted. */
function listening() {
  const scope = effectScope()
  const wanted = ref(true)
  const batches: { readonly at: readonly number[]; readonly first: boolean; readonly skipped: number }[] = []
  const stream = scope.run(() =>
    useStream(
      'metrics',
      'samples',
      () => (wanted.value ? {} : undefined),
      (items, batch) => batches.push({ at: items.map(({ at }) => at), ...batch }),
    ),
  )
  onTestFinished(() => scope.stop())
  if (stream === undefined) throw new Error('Nothing is listened to')
  return { wanted, batches, failure: stream.failure, leave: () => scope.stop() }
}

function types(): readonly string[] {
  return application.sent.map(({ type }) => type)
}

describe('Listening to a stream', () => {
  it('hears every batch, and which is the first', () => {
    const { batches } = listening()
    const { id } = application.last('subscribe')
    application.answer({ type: 'items', id, items: [sample(1), sample(2)] })
    application.answer({ type: 'items', id, items: [sample(9)], skipped: 6 })
    expect(batches).toEqual([
      { at: [1, 2], first: true, skipped: 0 },
      { at: [9], first: false, skipped: 6 },
    ])
  })

  it('hears the first anew after the connection was lost', () => {
    const { batches } = listening()
    application.answer({ type: 'items', id: application.last('subscribe').id, items: [sample(1)] })
    application.become('lost')
    application.become('open')
    application.answer({ type: 'items', id: application.last('subscribe').id, items: [sample(1)] })
    expect(batches.map(({ first }) => first)).toEqual([true, true])
  })

  it('ends while nothing is wanted and begins anew after', async () => {
    const { wanted } = listening()
    wanted.value = false
    await nextTick()
    expect(types()).toEqual(['subscribe', 'unsubscribe'])
    wanted.value = true
    await nextTick()
    expect(types()).toEqual(['subscribe', 'unsubscribe', 'subscribe'])
  })

  it('ends when the screen is left', () => {
    const { leave, batches } = listening()
    const { id } = application.last('subscribe')
    leave()
    expect(application.last('unsubscribe').id).toBe(id)
    application.answer({ type: 'items', id, items: [sample(1)] })
    expect(batches).toEqual([])
  })

  it('says why it failed, until it is opened anew', async () => {
    const { failure: reason, wanted } = listening()
    const error = dataOfFailure(failure('PLB-APP-UNEXPECTED', { reason: 'the disk is full' }))
    application.answer({ type: 'error', id: application.last('subscribe').id, error })
    expect(reason.value?.code).toBe(error.code)
    wanted.value = false
    await nextTick()
    expect(reason.value).toBeUndefined()
  })
})
