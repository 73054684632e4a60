import { effectScope } from 'vue'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { dataOfFailure } from '../../../../electron/contract/failures.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { openCluster } from '../../../../renderer/stores/cluster.ts'
import { useAction } from '../../../../renderer/composables/use-action.ts'
import { scriptedTransport, type ScriptedTransport } from '../scripted-transport.ts'

let application: ScriptedTransport

beforeEach(async () => {
  application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
})

const comparison = { reference: 'geo-1', instanceName: 'geo-3' }
const drift = { equal: true, compared: 7, at: 1, entries: [], unknowable: [], problems: [] }
const full = dataOfFailure(failure('PLB-APP-UNEXPECTED', { reason: 'the disk is full' }))

function comparing(options: { keep?: boolean } = {}) {
  const scope = effectScope()
  const failures: string[] = []
  const action = scope.run(() =>
    useAction('inventory', 'compare', { ...options, onFailure: ({ code }) => failures.push(code) }),
  )
  onTestFinished(() => scope.stop())
  if (action === undefined) throw new Error('There is no action')
  return { ...action, failures, leave: () => scope.stop() }
}

function cancels(): number {
  return application.sent.filter(({ type }) => type === 'cancel').length
}

describe('What the operator starts', () => {
  it('brings what came of it, with its progress on the way', async () => {
    const { run, pending, progress } = comparing()
    const done = run(comparison)
    const { id } = application.last('call')
    expect(pending.value).toBe(true)
    application.answer({ type: 'progress', id, value: { message: 'Reading geo-1' } })
    expect(progress.value).toEqual({ message: 'Reading geo-1' })
    application.answer({ type: 'result', id, output: drift })
    expect(await done).toEqual(drift)
    expect(pending.value).toBe(false)
  })

  it('says nothing over another cluster than the one it was started in', async () => {
    onTestFinished(() => void (openCluster.value = undefined))
    const { run, failure: reason, failures, isElsewhere } = comparing({ keep: true })
    for (const end of ['result', 'error'] as const) {
      openCluster.value = 'one'
      const done = run(comparison)
      expect(isElsewhere.value).toBe(false)
      const { id } = application.last('call')
      openCluster.value = 'other'
      expect(isElsewhere.value).toBe(true)
      application.answer(end === 'result' ? { type: end, id, output: drift } : { type: end, id, error: full })
      expect(await done).toBeUndefined()
    }
    expect({ reason: reason.value, failures }).toEqual({ reason: undefined, failures: [] })
  })

  it('goes on once at a time', async () => {
    const { run } = comparing()
    const first = run(comparison)
    expect(await run(comparison)).toBeUndefined()
    expect(application.sent).toHaveLength(1)
    application.answer({ type: 'result', id: application.last('call').id, output: drift })
    expect(await first).toEqual(drift)
  })

  it('keeps its failure until it is started again, and tells whoever asked to hear', async () => {
    const { run, failure: reason, failures, pending, progress } = comparing()
    const failing = run(comparison)
    application.answer({ type: 'progress', id: application.last('call').id, value: { message: 'Reading' } })
    application.answer({ type: 'error', id: application.last('call').id, error: full })
    expect(await failing).toBeUndefined()
    expect(reason.value?.code).toBe(full.code)
    expect(failures).toEqual(['PLB-APP-UNEXPECTED'])
    expect(pending.value).toBe(false)
    void run(comparison)
    expect(reason.value).toBeUndefined()
    expect(progress.value).toBeUndefined()
  })

  it('that is cancelled has no failure', async () => {
    const { run, cancel, failure: reason, failures } = comparing()
    const done = run(comparison)
    cancel()
    const error = dataOfFailure(failure('PLB-APP-CANCELLED', { feature: 'inventory', name: 'compare' }))
    application.answer({ type: 'error', id: application.last('cancel').id, error })
    expect(await done).toBeUndefined()
    expect(reason.value).toBeUndefined()
    expect(failures).toEqual([])
  })

  it('is cancelled when the screen is left, unless it is to be kept', () => {
    const left = comparing()
    void left.run(comparison)
    left.leave()
    expect(cancels()).toBe(1)
    const kept = comparing({ keep: true })
    void kept.run(comparison)
    kept.leave()
    expect(cancels()).toBe(1)
    kept.cancel()
    expect(cancels()).toBe(2)
  })
})
