import { everyMessage } from '../../../../electron/contract/features/messages.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { procedures, streams, type Feature } from '../../../../electron/contract/application.ts'
import { CallFailure } from '../../../../renderer/api/call-failure.ts'
import { createClient, type Client } from '../../../../renderer/api/client.ts'
import { createFakeApplication } from '../../../../renderer/api/fake-application.ts'
import { openFakeApplication } from '../../../../renderer/api/fake-transport.ts'
import type {
  InputFor,
  OutputFor,
  ProcedureOf,
  StreamFeature,
  StreamInputFor,
  StreamOf,
} from '../../../../renderer/api/types.ts'

let client: Client

beforeEach(() => {
  vi.useFakeTimers()
  client = createClient(openFakeApplication(createFakeApplication()))
})
afterEach(() => {
  client.close()
  vi.useRealTimers()
})

/** Asks, and lets pass what the made-up work takes. */
async function answerOf<Name extends Feature, Procedure extends ProcedureOf<Name>>(
  feature: Name,
  procedure: Procedure,
  input: InputFor<Name, Procedure>,
): Promise<OutputFor<Name, Procedure>> {
  const answer = client.call(feature, procedure, input)
  // It may fail before it is waited for.
  answer.catch(() => undefined)
  await vi.advanceTimersByTimeAsync(60_000)
  return answer
}

type Inputs = {
  readonly [Name in Feature]: { readonly [Procedure in ProcedureOf<Name>]: InputFor<Name, Procedure> }
}

/** Something to ask every procedure; in this order, since some change what others find. */
async function questions(): Promise<Inputs> {
  const [node] = await answerOf('configuration', 'nodes', {})
  const instanceName = node?.instanceName ?? ''
  const tree = await answerOf('configuration', 'tree', { instanceName })
  const id = tree.find(({ kind }) => kind === 'layer')?.id ?? ''
  const [change] = await answerOf('configuration', 'history', { instanceName, id })
  const { rows } = await answerOf('messages', 'page', { filter: everyMessage, before: null, limit: 1 })
  const sequence = rows[0]?.sequence ?? 0
  const [profile] = await answerOf('profiles', 'list', {})
  if (profile === undefined) throw new Error('There is no profile')
  const { passcodeReference: _reference, demo: _demo, ...described } = profile
  const profileDraft = { ...described, passcode: null }
  const [check] = await answerOf('diagnostics', 'checks', {})
  const slave = { instanceName: 'geo-3' }
  const comparison = { ...slave, reference: instanceName }
  const plan = await answerOf('resync', 'plan', { instanceName: 'geo-4', reference: instanceName })
  const draft = {
    verb: 'modify' as const,
    kind: 'layer',
    service: null,
    id,
    input: '{"title":"Roads at night"}',
    styleBody: null,
    recurse: false,
    version: null,
  }
  return {
    profiles: {
      list: {},
      save: profileDraft,
      test: profileDraft,
      open: { id: profile.id },
      current: {},
      exportFile: { id: profile.id },
      importFile: { content: JSON.stringify({ ...profile, id: 'imported' }) },
      startDemo: {},
      breakDemoSlave: {},
      remove: { id: 'imported' },
      close: {},
    },
    inventory: {
      nodes: {},
      attention: {},
      lag: { since: 0 },
      compare: comparison,
      properties: slave,
      saveProperties: { ...slave, changes: { durable: 'true' } },
      start: slave,
      stop: slave,
      reload: slave,
      forget: slave,
      unfinished: slave,
    },
    messages: {
      page: { filter: everyMessage, before: null, limit: 100 },
      position: { filter: everyMessage, fraction: 0.5 },
      details: { sequence },
      facets: {},
      saveFilter: { name: 'all', filter: everyMessage },
      savedFilters: {},
      removeFilter: { name: 'all' },
      export: { filter: everyMessage, format: 'jsonl' },
      import: { content: '' },
      replay: { sequence, ...slave },
      statistics: {},
    },
    configuration: {
      nodes: {},
      tree: { instanceName },
      object: { instanceName, id },
      blank: { instanceName, kind: 'style', service: null, workspace: null },
      references: { instanceName, kinds: ['style'] },
      preview: { instanceName, draft },
      publish: { instanceName, draft },
      history: { instanceName, id },
      restore: { instanceName, historyId: change?.id ?? 0, state: 'before' },
    },
    resync: {
      choices: {},
      plan: comparison,
      run: { plan: plan.id, instanceName: plan.instanceName, leaveOut: [] },
      pause: { plan: plan.id, paused: true },
    },
    brokers: {
      destinations: {},
      browse: { queue: 'ActiveMQ.DLQ', limit: 5 },
      deleteQueue: { queue: 'ActiveMQ.DLQ' },
    },
    audit: { page: { before: null, limit: 50, text: '' }, export: { format: 'csv' } },
    diagnostics: {
      checks: {},
      fix: { id: check?.id ?? '' },
      mute: { id: check?.id ?? '', muted: true },
      supportBundle: {},
      about: {},
    },
    settings: { get: {}, set: { theme: 'dark' } },
  }
}

describe('The made-up application', () => {
  it('answers every procedure of the contract in its form', async () => {
    const failed: string[] = []
    const answered: string[] = []
    for (const [feature, inputs] of Object.entries(await questions())) {
      for (const [procedure, input] of Object.entries(inputs)) {
        const name = `${feature}.${procedure}`
        // The table above is typed; its entries are not any more.
        await answerOf(feature as 'audit', procedure as 'page', input as InputFor<'audit', 'page'>).then(
          () => answered.push(name),
          (error: unknown) => failed.push(`${name}: ${String(error)}`),
        )
      }
    }
    expect(failed).toEqual([])
    expect(answered.toSorted()).toEqual(
      Object.entries(procedures)
        .flatMap(([feature, names]) => Object.keys(names).map((name) => `${feature}.${name}`))
        .toSorted(),
    )
  })

  it('brings items of every stream of the contract in its form', async () => {
    const inputs: {
      readonly [Name in StreamFeature]: {
        readonly [Stream in StreamOf<Name>]: StreamInputFor<Name, Stream>
      }
    } = {
      profiles: { cluster: {} },
      inventory: { nodes: {}, lag: {} },
      messages: { live: { filter: everyMessage } },
      operations: { settings: {}, activity: {}, notices: {} },
    }
    const silent = new Set(
      Object.entries(streams).flatMap(([feature, names]) =>
        Object.keys(names).map((name) => `${feature}.${name}`),
      ),
    )
    const failed: string[] = []
    for (const [feature, names] of Object.entries(inputs)) {
      for (const [stream, input] of Object.entries(names)) {
        client.subscribe(
          feature as 'operations',
          stream as 'settings',
          input as StreamInputFor<'operations', 'settings'>,
          {
            items: (items) => items.length > 0 && silent.delete(`${feature}.${stream}`),
            failed: ({ message }) => failed.push(message),
          },
        )
      }
    }
    await vi.advanceTimersByTimeAsync(60_000)
    expect(failed).toEqual([])
    expect([...silent]).toEqual([])
  })

  it('tells of a change of settings to whoever listens', async () => {
    const themes: string[] = []
    client.subscribe(
      'operations',
      'settings',
      {},
      { items: (items) => themes.push(...items.map(({ theme }) => theme)) },
    )
    await vi.advanceTimersByTimeAsync(1)
    await answerOf('settings', 'set', { theme: 'dark' })
    expect(themes).toEqual(['system', 'dark'])
  })

  it('ends work that is cancelled', async () => {
    const controller = new AbortController()
    const answer = client.call('profiles', 'startDemo', {}, { signal: controller.signal })
    const failed = expect(answer).rejects.toSatisfy(
      (error) => error instanceof CallFailure && error.code === 'PLB-APP-CANCELLED',
    )
    await vi.advanceTimersByTimeAsync(700)
    controller.abort()
    await vi.advanceTimersByTimeAsync(10_000)
    await failed
  })
})
