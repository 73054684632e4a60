import { failureFromData } from '../../../electron/contract/failures.ts'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Application } from '../../../electron/contract/features/application.ts'
import { change, query, state, tail, task } from '../../../electron/contract/procedure.ts'
import { initialCredit, serverMessage, type ServerMessage } from '../../../electron/contract/protocol.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { Connection, mostUnderWay } from '../../../electron/channel/answering-connection.ts'
import type { Implementation } from '../../../electron/channel/contract.ts'
import { largestBatch, mostValues, mostWaitingItems } from '../../../electron/channel/outgoing-stream.ts'
import type { ChangeRecord } from '../../../electron/channel/running-call.ts'

const named = z.object({ name: z.string().max(20) })

const contract = {
  procedures: {
    things: {
      look: query(named, z.object({ greeting: z.string() })),
      rename: change(named, z.object({})),
      count: task(z.object({}), z.object({ total: z.number() }), z.object({ done: z.number() }), true),
    },
  },
  streams: {
    things: {
      log: tail(z.object({}), z.object({ line: z.number(), marks: z.array(z.number()).optional() })),
      present: state(z.object({}), z.object({ line: z.number() })),
    },
  },
} as const

type Emit = (items: readonly unknown[]) => void

/** A client of a small application whose clock stands still until the test moves it. */
function connect(services: Record<string, (input: never, call: never) => unknown> = {}) {
  const sent: ServerMessage[] = []
  const recorded: ChangeRecord[] = []
  const reported: { readonly error: unknown; readonly where: string; readonly reference: string }[] = []
  const sources = new Map<string, { readonly emit: Emit; readonly signal: AbortSignal }>()
  const source = (name: string) => (_input: unknown, emit: Emit, signal: AbortSignal) => {
    sources.set(name, { emit, signal })
  }
  const pending = new Set<{ readonly at: number; readonly callback: () => void }>()
  const surroundings = { cluster: 'maps', readOnly: false, congested: false, now: 0 }
  const application: Implementation = {
    services: { things: { look: () => ({ greeting: '' }), rename: () => ({}), ...services } },
    sources: { things: { log: source('log'), present: source('present') } },
  }
  const connection = new Connection({
    application,
    contract,
    // What goes out must be what the other side accepts.
    send: (message) => sent.push(serverMessage.parse(message)),
    isCongested: () => surroundings.congested,
    isReadOnly: () => surroundings.readOnly,
    record: (entry) => recorded.push(entry),
    clusterOf: () => surroundings.cluster,
    report: (error, where, reference) => reported.push({ error, where, reference }),
    newReference: () => 'abcd1234',
    clock: {
      now: () => surroundings.now,
      after: (milliseconds, callback) => {
        const timer = { at: surroundings.now + milliseconds, callback }
        pending.add(timer)
        return () => pending.delete(timer)
      },
    },
  })
  const advance = (milliseconds: number): void => {
    const end = surroundings.now + milliseconds
    for (;;) {
      const [next] = [...pending].filter(({ at }) => at <= end).toSorted((left, right) => left.at - right.at)
      if (next === undefined) break
      pending.delete(next)
      surroundings.now = next.at
      next.callback()
    }
    surroundings.now = end
  }
  return { connection, sent, recorded, reported, sources, surroundings, advance, pending }
}

function call(procedure: string, input: unknown, id = 1) {
  return { type: 'call', id, feature: 'things', procedure, input }
}

function subscribe(name: string, id = 1) {
  return { type: 'subscribe', id, feature: 'things', stream: name, input: {} }
}

function errorOf(messages: readonly ServerMessage[], index = 0) {
  const message = messages[index]
  if (message?.type !== 'error') throw new Error(`not an error: ${JSON.stringify(message)}`)
  return { id: message.id, code: message.error.code, message: failureFromData(message.error).message }
}

function itemsOf(messages: readonly ServerMessage[]) {
  return messages.filter((message) => message.type === 'items')
}

/** Lets handlers that answered go through. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('calls', () => {
  test('are answered with what the procedure gives, without what the contract does not name', async () => {
    const { connection, sent } = connect({
      look: ({ name }: { name: string }) => ({ greeting: `hello ${name}`, secret: 'x' }),
    })
    connection.receive(call('look', { name: 'roads' }))
    await settled()
    expect(sent).toEqual([{ type: 'result', id: 1, output: { greeting: 'hello roads' } }])
  })

  test('with an input the contract refuses never reach the procedure', async () => {
    let reached = false
    const { connection, sent } = connect({
      look: () => {
        reached = true
        return { greeting: '' }
      },
    })
    connection.receive(call('look', { name: 'x'.repeat(21) }))
    await settled()
    expect(reached).toBe(false)
    expect(errorOf(sent)).toMatchObject({ id: 1, code: 'PLB-APP-INPUT' })
    expect(errorOf(sent).message).not.toContain('xxx')
  })

  test.each([
    ['another feature', { ...call('look', {}), feature: 'nothing' }],
    ['another procedure', call('nothing', {})],
    ['a member every object has', call('constructor', {})],
    ['the prototype of features', { ...call('look', {}), feature: '__proto__' }],
  ])('of %s are refused', async (_case, message) => {
    const { connection, sent } = connect()
    connection.receive(message)
    await settled()
    expect(errorOf(sent)).toMatchObject({ id: 1, code: 'PLB-APP-UNKNOWN-PROCEDURE' })
  })

  test.each([
    ['nothing', undefined],
    ['a text', 'call'],
    ['an unknown type', { type: 'eval', id: -1 }],
    ['an id that is no number', { ...call('look', {}), id: '1' }],
    ['a feature of a million letters', { ...call('look', {}), id: 0.5, feature: 'x'.repeat(1_000_000) }],
  ])('as %s are answered with a malformed-message error, not with a crash', (_case, message) => {
    const { connection, sent } = connect()
    connection.receive(message)
    expect(errorOf(sent)).toMatchObject({ id: 0, code: 'PLB-APP-MESSAGE-MALFORMED' })
    expect(errorOf(sent).message.length).toBeLessThan(1000)
  })

  test('that are malformed but have an id are answered under it', () => {
    const { connection, sent } = connect()
    connection.receive({ type: 'call', id: 7 })
    expect(errorOf(sent)).toMatchObject({ id: 7, code: 'PLB-APP-MESSAGE-MALFORMED' })
  })

  test('under an id in use leave the first call alone', async () => {
    const { connection, sent } = connect({ look: () => Promise.resolve({ greeting: 'first' }) })
    connection.receive(call('look', { name: 'a' }))
    connection.receive(call('look', { name: 'b' }))
    await settled()
    expect(errorOf(sent)).toMatchObject({ id: 0, code: 'PLB-APP-MESSAGE-MALFORMED' })
    expect(sent.slice(1)).toEqual([{ type: 'result', id: 1, output: { greeting: 'first' } }])
  })

  test('beyond what one client may have under way are refused', () => {
    const { connection, sent } = connect({ look: () => new Promise(() => undefined) })
    for (let id = 1; id <= mostUnderWay + 1; id++) connection.receive(call('look', { name: 'a' }, id))
    expect(sent).toHaveLength(1)
    expect(errorOf(sent)).toMatchObject({ id: mostUnderWay + 1, code: 'PLB-APP-TOO-MANY' })
  })
})

describe('errors', () => {
  test('of the catalogue travel as they are', async () => {
    const { connection, sent, reported } = connect({
      look: () => {
        throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: 'ftp://' })
      },
    })
    connection.receive(call('look', { name: 'a' }))
    await settled()
    expect(errorOf(sent)).toMatchObject({ id: 1, code: 'PLB-BROKER-URL-UNSUPPORTED' })
    expect(reported).toEqual([])
  })

  test('of any other kind tell the client a reference, and only the log what it was', async () => {
    const fault = new Error('EACCES /home/someone/.secret: password=hunter2')
    const { connection, sent, reported } = connect({ look: () => Promise.reject(fault) })
    connection.receive(call('look', { name: 'a' }))
    await settled()
    expect(errorOf(sent)).toMatchObject({ id: 1, code: 'PLB-APP-UNEXPECTED' })
    expect(JSON.stringify(sent)).toContain('abcd1234')
    expect(JSON.stringify(sent)).not.toMatch(/hunter2|someone/)
    expect(reported).toEqual([{ error: fault, where: 'things.look', reference: 'abcd1234' }])
  })

  test('in the form of an answer are logged and told as such', async () => {
    const { connection, sent, reported } = connect({ look: () => ({ greeting: 4 }) })
    connection.receive(call('look', { name: 'a' }))
    await settled()
    expect(errorOf(sent)).toMatchObject({ code: 'PLB-APP-OUTPUT' })
    expect(reported).toHaveLength(1)
  })
})

describe('changes', () => {
  test('are recorded with what came of them', async () => {
    const { connection, recorded } = connect({
      rename: ({ name }: { name: string }) => {
        if (name === 'bad') throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: 'x' })
        return {}
      },
    })
    connection.receive(call('rename', { name: 'good' }, 1))
    connection.receive(call('rename', { name: 'bad' }, 2))
    connection.receive(call('rename', { name: 4 }, 3))
    connection.receive(call('look', { name: 'not a change' }, 4))
    await settled()
    expect(recorded).toHaveLength(3)
    expect(recorded).toMatchObject(
      expect.arrayContaining([
        { action: 'things.rename', input: { name: 'good' }, cluster: 'maps', outcome: 'done', output: {} },
        expect.objectContaining({
          input: { name: 'bad' },
          outcome: 'failed',
          message: { key: 'PLB-BROKER-URL-UNSUPPORTED', values: { scheme: 'x' } },
        }),
        expect.objectContaining({ input: { name: 4 }, outcome: 'refused' }),
      ]),
    )
  })

  test('are of the cluster they were asked of, whichever is shown when they end', async () => {
    const done = Promise.withResolvers<object>()
    const { connection, recorded, surroundings } = connect({ rename: () => done.promise })
    connection.receive(call('rename', { name: 'good' }))
    surroundings.cluster = 'roads'
    done.resolve({})
    await settled()
    expect(recorded).toMatchObject([{ cluster: 'maps', outcome: 'done' }])
  })

  test('are refused in read-only mode, and that is recorded', async () => {
    let reached = false
    const { connection, sent, recorded, surroundings } = connect({
      rename: () => {
        reached = true
        return {}
      },
    })
    surroundings.readOnly = true
    connection.receive(call('rename', { name: 'a' }, 1))
    connection.receive(call('look', { name: 'a' }, 2))
    await settled()
    expect(reached).toBe(false)
    expect(errorOf(sent)).toMatchObject({ id: 1, code: 'PLB-APP-READ-ONLY' })
    expect(sent[1]).toMatchObject({ type: 'result', id: 2 })
    expect(recorded).toMatchObject([
      {
        action: 'things.rename',
        input: { name: 'a' },
        outcome: 'refused',
        message: { key: 'PLB-APP-READ-ONLY' },
      },
    ])
  })

  test('count as made even when the audit cannot take them', async () => {
    const sent: ServerMessage[] = []
    const reported: unknown[] = []
    const connection = new Connection({
      application: { services: { things: { rename: () => ({}) } }, sources: {} },
      contract,
      send: (message) => sent.push(message),
      isReadOnly: () => false,
      record: () => {
        throw new Error('disk full')
      },
      report: (error) => reported.push(error),
    })
    connection.receive(call('rename', { name: 'a' }))
    await settled()
    expect(sent).toEqual([{ type: 'result', id: 1, output: {} }])
    expect(reported).toMatchObject([{ message: 'disk full' }])
  })
})

describe('cancelling', () => {
  const waits = (_input: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('stopped somewhere inside')))
    })

  test('a call reaches its procedure and is answered as cancelled', async () => {
    const { connection, sent, recorded, reported } = connect({ rename: waits })
    connection.receive(call('rename', { name: 'a' }))
    await settled()
    expect(sent).toEqual([])
    connection.receive({ type: 'cancel', id: 1 })
    await settled()
    expect(errorOf(sent)).toMatchObject({ id: 1, code: 'PLB-APP-CANCELLED' })
    expect(recorded).toMatchObject([{ outcome: 'cancelled' }])
    expect(reported).toEqual([])
  })

  test('leaves the last word to a procedure that answers all the same', async () => {
    const { connection, sent, recorded } = connect({
      count: (_input: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve({ total: 3 }))),
    })
    connection.receive(call('count', {}))
    connection.receive({ type: 'cancel', id: 1 })
    await settled()
    expect(sent).toEqual([{ type: 'result', id: 1, output: { total: 3 } }])
    expect(recorded).toMatchObject([{ outcome: 'done', message: { key: 'channel.askedToStop' } }])
  })

  test('happens to everything when the client goes away, and nothing is sent after that', async () => {
    const { connection, sent, recorded, sources, advance, pending } = connect({ rename: waits })
    connection.receive(call('rename', { name: 'a' }, 1))
    connection.receive(subscribe('log', 2))
    sources.get('log')?.emit([{ line: 1 }])
    connection.close()
    await settled()
    expect(sources.get('log')?.signal.aborted).toBe(true)
    expect(recorded).toMatchObject([{ outcome: 'cancelled' }])
    sources.get('log')?.emit([{ line: 2 }])
    connection.receive(call('look', { name: 'a' }, 3))
    advance(1000)
    await settled()
    expect(sent).toEqual([])
    expect(pending.size).toBe(0)
  })

  test('what is not there is no error', () => {
    const { connection, sent } = connect()
    connection.receive({ type: 'cancel', id: 9 })
    connection.receive({ type: 'unsubscribe', id: 9 })
    connection.receive({ type: 'credit', id: 9, items: 1 })
    expect(sent).toEqual([])
  })
})

describe('progress', () => {
  test('comes once a frame, the newest of it, and before the answer', async () => {
    const steps: (() => void)[] = []
    const { connection, sent, advance } = connect({
      count: async (_input: unknown, { progress }: { progress: (value: unknown) => void }) => {
        for (let done = 0; done < 100; done++) progress({ done })
        await new Promise<void>((resolve) => steps.push(resolve))
        progress({ done: 100 })
        return { total: 100 }
      },
    })
    connection.receive(call('count', {}))
    advance(100)
    expect(sent).toEqual([{ type: 'progress', id: 1, value: { done: 99 } }])
    for (const step of steps) step()
    await settled()
    expect(sent.slice(1)).toEqual([
      { type: 'progress', id: 1, value: { done: 100 } },
      { type: 'result', id: 1, output: { total: 100 } },
    ])
  })
})

describe('streams', () => {
  test('of 5,000 items a second arrive whole, in order, as batches at frame rate', () => {
    const { connection, sent, sources, advance } = connect()
    connection.receive(subscribe('log'))
    let granted = 0
    for (let line = 0; line < 5000; line += 5) {
      sources.get('log')?.emit([0, 1, 2, 3, 4].map((offset) => ({ line: line + offset })))
      advance(1)
      // The client grants as much as it took, as soon as it took it.
      const received = itemsOf(sent).reduce((total, { items }) => total + items.length, 0)
      if (received > granted) connection.receive({ type: 'credit', id: 1, items: received - granted })
      granted = received
    }
    advance(100)
    const batches = itemsOf(sent)
    expect(batches.flatMap(({ items }) => items)).toEqual(
      Array.from({ length: 5000 }, (_, line) => ({ line })),
    )
    expect(batches.length).toBeLessThanOrEqual(61)
    expect(batches.length).toBeGreaterThan(50)
    expect(batches.every(({ skipped }) => skipped === undefined)).toBe(true)
  })

  test('without credit wait, let the oldest items go and say how many', () => {
    const { connection, sent, sources, advance } = connect()
    connection.receive(subscribe('log'))
    const flood = initialCredit + mostWaitingItems + 300
    for (let line = 0; line < flood; line += 100) {
      sources.get('log')?.emit(Array.from({ length: 100 }, (_, offset) => ({ line: line + offset })))
      advance(17)
    }
    expect(itemsOf(sent).flatMap(({ items }) => items)).toHaveLength(initialCredit)
    connection.receive({ type: 'credit', id: 1, items: 1 })
    advance(17)
    expect(itemsOf(sent).at(-1)).toEqual({
      type: 'items',
      id: 1,
      items: [{ line: initialCredit + 300 }],
      skipped: 300,
    })
    connection.receive({ type: 'credit', id: 1, items: 100_000 })
    advance(17 * (mostWaitingItems / largestBatch + 1))
    const received = itemsOf(sent).flatMap(({ items }) => items)
    expect(received).toHaveLength(flood - 300)
    expect(received.at(-1)).toEqual({ line: flood - 1 })
    expect(Math.max(...itemsOf(sent).map(({ items }) => items.length))).toBeLessThanOrEqual(largestBatch)
  })

  test('of large items bring a few at a time, so that none keeps the reader long', () => {
    const { connection, sent, sources, advance } = connect()
    connection.receive(subscribe('log'))
    const marks = Array.from({ length: mostValues / 4 }, () => 0)
    const huge = Array.from({ length: mostValues * 2 }, () => 0)
    const items = Array.from({ length: 8 }, (_, line) => ({ line, marks: line === 6 ? huge : marks }))
    sources.get('log')?.emit(items)
    advance(100)
    const lines = itemsOf(sent).map(({ items: batch }) =>
      batch.map((item) => z.object({ line: z.number() }).parse(item).line),
    )
    expect(lines).toEqual([[0, 1, 2], [3, 4, 5], [6], [7]])
  })

  test('keep no more waiting than a reader gets in some batches, however large the items', () => {
    const { connection, sent, sources, advance } = connect()
    connection.receive(subscribe('log'))
    sources.get('log')?.emit(Array.from({ length: initialCredit }, (_, line) => ({ line })))
    advance(100)
    const marks = Array.from({ length: mostValues }, () => 0)
    for (let line = 0; line < 50; line += 1) sources.get('log')?.emit([{ line, marks }])
    connection.receive({ type: 'credit', id: 1, items: 100 })
    advance(17 * 60)
    const received = itemsOf(sent)
      .flatMap(({ items }) => items)
      .slice(initialCredit)
    expect(received.at(-1)).toMatchObject({ line: 49 })
    const kept = received.length
    const skipped = itemsOf(sent).reduce((sum, batch) => sum + (batch.skipped ?? 0), 0)
    expect([kept < 30, kept > 5, skipped + kept]).toEqual([true, true, 50])
  })

  test('of a present state keep the newest alone', () => {
    const { connection, sent, sources, advance } = connect()
    connection.receive(subscribe('present'))
    sources.get('present')?.emit([{ line: 1 }, { line: 2 }])
    sources.get('present')?.emit([{ line: 3 }])
    sources.get('present')?.emit([])
    advance(17)
    expect(sent).toEqual([{ type: 'items', id: 1, items: [{ line: 3 }] }])
  })

  test('wait while the way to the client is full', () => {
    const { connection, sent, sources, surroundings, advance } = connect()
    surroundings.congested = true
    connection.receive(subscribe('log'))
    sources.get('log')?.emit([{ line: 1 }])
    advance(1000)
    expect(sent).toEqual([])
    surroundings.congested = false
    advance(17)
    expect(sent).toEqual([{ type: 'items', id: 1, items: [{ line: 1 }] }])
  })

  test('end for their source when the client leaves them', () => {
    const { connection, sent, sources, advance } = connect()
    connection.receive(subscribe('log'))
    connection.receive({ type: 'unsubscribe', id: 1 })
    expect(sources.get('log')?.signal.aborted).toBe(true)
    sources.get('log')?.emit([{ line: 1 }])
    advance(100)
    expect(sent).toEqual([])
  })

  test('with an item the contract does not know fail rather than pass it on', () => {
    const { connection, sent, sources, reported, advance } = connect()
    connection.receive(subscribe('log'))
    sources.get('log')?.emit([{ line: 'one' }])
    advance(17)
    expect(errorOf(sent)).toMatchObject({ id: 1, code: 'PLB-APP-OUTPUT' })
    expect(reported).toHaveLength(1)
  })

  test('of an unknown name are refused', () => {
    const { connection, sent } = connect()
    connection.receive(subscribe('toString'))
    expect(errorOf(sent)).toMatchObject({ id: 1, code: 'PLB-APP-UNKNOWN-PROCEDURE' })
  })
})

test('the application of the contract can be connected', () => {
  const accept = (application: Application): Implementation => application
  expect(accept).toBeTypeOf('function')
})
