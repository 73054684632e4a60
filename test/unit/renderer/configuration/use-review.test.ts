import { effectScope, nextTick, shallowRef } from 'vue'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Draft } from '../../../../electron/contract/features/configuration.ts'
import { connect } from '../../../../renderer/api/index.ts'
import { useReview } from '../../../../renderer/features/configuration/review/use-review.ts'
import { scriptedTransport, type ScriptedTransport } from '../scripted-transport.ts'

let application: ScriptedTransport

beforeEach(async () => {
  application = scriptedTransport()
  const client = await connect(application.open)
  application.become('open')
  onTestFinished(() => client.close())
})

describe('the review of a change', () => {
  it('is not being checked any more once there is nothing to check, so that what comes next can be published', async () => {
    const scope = effectScope()
    onTestFinished(() => scope.stop())
    const draft: Draft = {
      ...{ verb: 'remove', kind: 'style', id: 'style-1', recurse: false },
      ...{ service: null, input: null, styleBody: null, version: null },
    }
    let isThere = true
    const review = scope.run(() => useReview(() => (isThere ? { instanceName: 'geo-1', draft } : undefined)))
    const first = review?.check()
    expect(review?.checking.value).toBe(true)
    isThere = false
    await review?.check()
    expect(await first).toBeUndefined()
    expect(review?.checking.value).toBe(false)
  })

  it('is made of all that was collected, also of what arrives after it began', async () => {
    const scope = effectScope()
    onTestFinished(() => scope.stop())
    const draft = shallowRef<Draft>({ verb: 'set', collected: ['first'] })
    const review = scope.run(() => useReview(() => ({ instanceName: 'geo-1', draft: draft.value }), true))
    void review?.check()
    draft.value = { verb: 'set', collected: ['first', 'second'] }
    await nextTick()
    expect(application.last('call')).toMatchObject({
      input: { draft: { collected: ['first', 'second'] } },
    })
    expect(review?.checking.value).toBe(true)
  })
})
