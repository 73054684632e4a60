import { describe, expect, it } from 'vitest'
import type { Service } from '../../../electron/contract/features/application.ts'
import type { HowFar } from '../../../electron/contract/features/several.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { say } from '../../../electron/sentences/say.ts'
import { Several, type SeveralOptions } from '../../../electron/services/several/several.ts'
import { nodesOf } from '../../support/cluster-nodes.ts'
import { nodeView } from '../renderer/nodes/node-view.ts'

type Plan = Awaited<ReturnType<Service<'resync'>['plan']>>
type Report = Awaited<ReturnType<Service<'resync'>['run']>>
type Drift = Awaited<ReturnType<SeveralOptions['comparisons']['compare']>>

const refused = (instanceName: string) =>
  failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason: say('nodeActions.disabled') })
const drift = (count: number): Drift => ({
  ...{ equal: count === 0, compared: 9, at: 1, unknowable: [], problems: [] },
  entries: Array.from({ length: count }, (_, index) => ({
    ...{ type: 'extra' as const, kind: 'workspace', id: `${index}`, title: `w${index}` },
    ...{ workspace: null, otherId: null, properties: [] },
  })),
})
const operation = (verb: Plan['operations'][number]['verb'], way: Plan['operations'][number]['way']) => ({
  ...{ key: `${verb} ${way}`, verb, way, kind: 'layer', id: '1', title: `${verb} roads` },
  ...{ reason: '', events: 2, bytes: 5 },
})

/** Nodes of which geo-3 refuses everything and geo-4 differs. */
function world() {
  const done: string[] = []
  const readings: string[] = []
  const act =
    (action: string): Service<'inventory'>['start'] =>
    ({ instanceName, agreed }) => {
      if (instanceName === 'geo-3') throw refused(instanceName)
      done.push(`${action} ${instanceName} as ${agreed}`)
      return {}
    }
  const several = new Several({
    required: () => ({ nodes: nodesOf([], { referenceFor: () => 'geo-1' }) }) as never,
    comparisons: {
      compare: (reference, instanceName) => {
        if (instanceName === 'geo-3') throw refused(instanceName)
        done.push(`compare ${instanceName} with ${reference}`)
        return Promise.resolve(drift(instanceName === 'geo-4' ? 2 : 0))
      },
      withReference: async (reference, call, compareEach) => {
        readings.push(reference)
        await compareEach({ ...call, shares: true })
      },
    },
    inventory: {
      ...{ start: act('start'), stop: act('stop'), pause: act('pause'), resume: act('resume') },
      ...{ reload: act('reload'), forget: act('forget') },
      nodes: () => [nodeView('geo-2', { reasons: ['=danger'] }), nodeView('geo-5')],
    },
    resync: {
      plan: ({ instanceName, reference }) => {
        if (instanceName === 'geo-3') throw refused(instanceName)
        return {
          ...{ id: `plan-${instanceName}`, instanceName, reference, queue: 'q', drift: drift(1) },
          operations: [
            operation('add', 'message'),
            operation('remove', 'rest'),
            operation('reload', 'files'),
          ],
          ...{ withheld: [], events: 6, byFiles: null },
        }
      },
      run: ({ instanceName, plan, leaveOut }) => {
        done.push(`run ${plan} without ${leaveOut.join()}`)
        const after = drift(instanceName === 'geo-4' ? 1 : 0)
        return {
          ...{ instanceName, reference: 'geo-1', after, verified: after.equal, cancelled: false },
        } as Report
      },
    },
    now: () => 1000,
    language: () => 'en',
  }).service
  const told: HowFar[] = []
  const controller = new AbortController()
  const call = { signal: controller.signal, progress: (value: HowFar) => void told.push(value) }
  return { several, done, readings, told, controller, call }
}

describe('several nodes', () => {
  it('are compared with a reference that is read once, and one that cannot be keeps nothing from the others', async () => {
    const { several, done, readings, told, call } = world()
    const report = await several.compare({ instanceNames: ['geo-2', 'geo-3', 'geo-4'] }, call)
    expect(readings).toEqual(['geo-1'])
    expect(done).toEqual(['compare geo-2 with geo-1', 'compare geo-4 with geo-1'])
    expect(report.outcomes.map(({ instanceName, outcome }) => [instanceName, outcome])).toEqual([
      ['geo-2', 'done'],
      ['geo-3', 'failed'],
      ['geo-4', 'differs'],
    ])
    expect(told.map(({ done: at, total, instanceName }) => [at, total, instanceName])).toEqual([
      [0, 3, 'geo-2'],
      [1, 3, 'geo-3'],
      [2, 3, 'geo-4'],
    ])
    expect(report.csv.split('\r\n')).toHaveLength(5)
  })

  it('are acted on under what was agreed to for each, and each once', async () => {
    const { several, done, call } = world()
    const nodes = ['geo-2', 'geo-3', 'geo-4', 'geo-2'].map((instanceName) => ({
      ...{ instanceName, agreed: `/data/${instanceName}` },
    }))
    const report = await several.act({ action: 'pause', nodes }, call)
    expect(done).toEqual(['pause geo-2 as /data/geo-2', 'pause geo-4 as /data/geo-4'])
    expect(report.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'failed', 'done'])
  })

  it('are left alone after it was cancelled, and the report says which', async () => {
    const { several, done, controller, told, call } = world()
    const progress = (value: HowFar): void => {
      told.push(value)
      controller.abort()
    }
    const nodes = ['geo-2', 'geo-4', 'geo-5'].map((instanceName) => ({ instanceName, agreed: '' }))
    const report = await several.act({ action: 'stop', nodes }, { ...call, progress })
    expect(done).toHaveLength(1)
    expect(report.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'left', 'left'])
  })

  it('are resynced by the plans that were shown, and never by way of a reload', async () => {
    const { several, done, call } = world()
    const planned = await several.planResync({ instanceNames: ['geo-2', 'geo-3', 'geo-4'] }, call)
    expect(planned[0]).toMatchObject({ operations: 2, messages: 2, removals: ['remove roads'] })
    expect(planned[1]).toMatchObject({ plan: null, operations: 0 })
    expect(planned[1]?.why).not.toBeNull()
    const plans = planned.flatMap(({ plan, instanceName, leaveOut }) =>
      plan === null ? [] : [{ plan, instanceName, leaveOut }],
    )
    const report = await several.resync({ plans }, call)
    expect(done).toEqual(['run plan-geo-2 without reload files', 'run plan-geo-4 without reload files'])
    expect(report.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'differs'])
  })

  it('are exported as a table in which no cell is a formula', async () => {
    const { several, call } = world()
    const { content } = await several.export({ instanceNames: ['geo-2'] }, call)
    expect(content.split('\r\n')).toHaveLength(3)
    expect(content).toContain(`"'=danger"`)
  })
})
