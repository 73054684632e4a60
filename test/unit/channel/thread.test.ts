import { describe, expect, it, onTestFinished } from 'vitest'
import { inThread, startThread, type Thread } from '../../../electron/channel/thread.ts'
import { echoContract, ownerContract } from '../../support/echo-contract.ts'

const options = {
  script: new URL('../../support/echo-thread.ts', import.meta.url),
  work: 'the echo',
  contract: echoContract,
  answers: {
    contract: ownerContract,
    application: {
      services: { owner: { shout: ({ text }: { readonly text: string }) => ({ text: text.toUpperCase() }) } },
      sources: {},
    },
  },
}

function started(): Thread<typeof echoContract> {
  const thread = startThread(options)
  onTestFinished(() => thread.end())
  return thread
}

describe('a contract in a thread of its own', () => {
  it('is answered, and the thread can ask its owner over the same port', async () => {
    const { client } = started()
    const [said, shouted] = await Promise.all([
      client.call('echo', 'say', { text: 'a' }),
      client.call('echo', 'askBack', { text: 'b' }),
    ])
    expect([said.text, shouted.text]).toEqual(['a', 'B'])
  })

  it('fails with what the thread failed with, and an error nobody foresaw with its text', async () => {
    const { client } = started()
    await expect(client.call('echo', 'fail', { expected: true })).rejects.toMatchObject({
      code: 'PLB-CLUSTER-NODE-UNKNOWN',
      details: { instanceName: 'geo-7' },
    })
    await expect(client.call('echo', 'fail', { expected: false })).rejects.toMatchObject({
      code: 'PLB-APP-UNEXPECTED',
      details: { reason: 'out of paper' },
    })
  })

  it('clears away what it left behind once nothing is asked of it', async () => {
    await expect(started().client.call('echo', 'clear', {})).resolves.toEqual({})
  })

  it('tells every step at once and stops where it is asked to', async () => {
    const { client } = started()
    const cancel = new AbortController()
    const steps: number[] = []
    const { counted } = await client.call(
      'echo',
      'count',
      { to: 1_000_000 },
      {
        signal: cancel.signal,
        onProgress: (step) => {
          steps.push(step.counted)
          if (step.counted === 3) cancel.abort()
        },
      },
    )
    expect(steps.slice(0, 3)).toEqual([1, 2, 3])
    expect(counted).toBeLessThan(1_000_000)
  })

  it('sends a stream as the owner takes it, with nothing left out', async () => {
    const { client } = started()
    const taken: number[] = []
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    client.subscribe(
      'echo',
      'numbers',
      { to: 5_000 },
      {
        items: (items) => {
          taken.push(...items)
          if (taken.length === 5_000) resolve()
        },
        failed: reject,
      },
    )
    await promise
    expect(taken).toEqual(Array.from({ length: 5_000 }, (_, index) => index))
  })

  it('leaves nothing open when the thread dies, and says why', async () => {
    const { client, failed } = started()
    const streams: Error[] = []
    client.subscribe(
      'echo',
      'numbers',
      { to: 0 },
      { items: () => undefined, failed: (error) => streams.push(error) },
    )
    await expect(client.call('echo', 'die', {})).rejects.toMatchObject({ code: 'PLB-WORKER-FAILED' })
    expect((await failed).message).toContain('it ended with code 3')
    expect(streams).toHaveLength(1)
    await expect(client.call('echo', 'say', { text: 'a' })).rejects.toMatchObject({
      code: 'PLB-WORKER-FAILED',
    })
  })

  it('is ended with its work when that is cancelled', async () => {
    const cancel = new AbortController()
    const work = inThread(
      options,
      (client) =>
        client.call('echo', 'count', { to: 1e12 }, { onProgress: () => cancel.abort(new Error('enough')) }),
      cancel.signal,
    )
    await expect(work).rejects.toThrow('enough')
  })
})
