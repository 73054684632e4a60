import { effectScope, nextTick, ref } from 'vue'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { dataOfFailure } from '../../../../electron/contract/failures.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { useCall } from '../../../../renderer/composables/use-call.ts'
import { useAskedAgain } from '../../../../renderer/composables/use-interval.ts'
import { scriptedTransport, type ScriptedTransport } from '../scripted-transport.ts'

let application: ScriptedTransport

beforeEach(async () => {
  application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
})

/** Asks for a file of a cluster, again whenever the cluster changes. */
function asking(first: string | undefined) {
  const scope = effectScope()
  const id = ref(first)
  const asked = scope.run(() =>
    useCall('profiles', 'exportFile', () => (id.value === undefined ? undefined : { id: id.value })),
  )
  onTestFinished(() => scope.stop())
  if (asked === undefined) throw new Error('Nothing was asked')
  return { ...asked, id, leave: () => scope.stop() }
}

function asks(): readonly unknown[] {
  return application.sent.flatMap((message) => (message.type === 'call' ? [message.input] : []))
}

async function answer(content: string): Promise<void> {
  application.answer({
    type: 'result',
    id: application.last('call').id,
    output: { fileName: 'cluster.json', content },
  })
  await nextTick()
}

describe('Asking what a screen shows', () => {
  it('is pending until the answer is there', async () => {
    const { data, pending } = asking('a')
    expect(pending.value).toBe(true)
    expect(data.value).toBeUndefined()
    await answer('first')
    expect(pending.value).toBe(false)
    expect(data.value?.content).toBe('first')
  })

  it('asks again when the input says something else, and gives the older question up', async () => {
    const { data, id, pending } = asking('a')
    const older = application.last('call').id
    id.value = 'b'
    await nextTick()
    expect(application.last('cancel').id).toBe(older)
    expect(asks()).toEqual([{ id: 'a' }, { id: 'b' }])
    application.answer({ type: 'result', id: older, output: { fileName: '', content: 'of the older' } })
    await nextTick()
    expect(data.value).toBeUndefined()
    expect(pending.value).toBe(true)
    await answer('of the newer')
    expect(data.value?.content).toBe('of the newer')
  })

  it('does not take what an older question that takes a while still brings', async () => {
    const scope = effectScope()
    onTestFinished(() => scope.stop())
    const checks = scope.run(() => useCall('diagnostics', 'checks', {}))
    const older = application.last('call').id
    const again = checks?.refresh()
    application.answer({ type: 'result', id: older, output: [] })
    await nextTick()
    expect(checks?.data.value).toBeUndefined()
    application.answer({ type: 'result', id: application.last('call').id, output: [] })
    await again
    expect(checks?.data.value).toEqual([])
  })

  it('asks nothing while there is no input, and forgets what there was', async () => {
    const { data, id, pending, failure: reason } = asking(undefined)
    expect(asks()).toEqual([])
    expect(pending.value).toBe(false)
    id.value = 'a'
    await nextTick()
    await answer('first')
    id.value = undefined
    await nextTick()
    expect(data.value).toBeUndefined()
    expect(reason.value).toBeUndefined()
  })

  it('keeps the last answer while it asks again', async () => {
    const { data, refresh, pending } = asking('a')
    await answer('first')
    const again = refresh()
    expect(pending.value).toBe(true)
    expect(data.value?.content).toBe('first')
    await answer('second')
    await again
    expect(data.value?.content).toBe('second')
  })

  it('says why it failed, keeps what it had, and forgets the failure with the next answer', async () => {
    const { data, failure: reason, refresh, pending } = asking('a')
    await answer('first')
    const again = refresh()
    const error = dataOfFailure(failure('PLB-APP-UNEXPECTED', { reason: 'the disk is full' }))
    application.answer({ type: 'error', id: application.last('call').id, error })
    await again
    expect(reason.value?.code).toBe(error.code)
    expect(data.value?.content).toBe('first')
    expect(pending.value).toBe(false)
    const once = refresh()
    await answer('second')
    await once
    expect(reason.value).toBeUndefined()
  })

  it('asks again and again where no stream tells, each time once it was answered', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('document', { hidden: false })
    onTestFinished(() => {
      vi.useRealTimers()
      vi.unstubAllGlobals()
    })
    const scope = effectScope()
    onTestFinished(() => scope.stop())
    const asked = scope.run(() => {
      const question = useCall('profiles', 'exportFile', { id: 'a' })
      useAskedAgain(question, 1_000)
      return question
    })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asks()).toHaveLength(1)
    await answer('first')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asks()).toHaveLength(2)
    await answer('second')
    expect(asked?.data.value?.content).toBe('second')
    scope.stop()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asks()).toHaveLength(2)
  })

  it('gives up when the screen is left, and changes nothing then', async () => {
    const { data, failure: reason, leave } = asking('a')
    leave()
    expect(application.last('cancel').id).toBe(application.last('call').id)
    await answer('too late')
    expect(data.value).toBeUndefined()
    expect(reason.value).toBeUndefined()
  })
})
