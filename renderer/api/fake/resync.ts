import type { Service } from '../../../electron/contract/application.ts'
import type { ResyncPlan } from '../../../electron/contract/features/resync.ts'
import { fakeDrift } from './drift.ts'
import { master, pause, slaves, type FakeWorld } from './world.ts'

export function fakeResync(world: FakeWorld): Service<'resync'> {
  const plans = new Map<string, ResyncPlan>()
  const paused = new Set<string>()

  return {
    choices: () => ({
      slaves: slaves.map((instanceName) => ({ instanceName, allowed: true, why: null })),
      references: [
        { instanceName: master, roles: ['master'], suggested: true },
        { instanceName: 'geo-2', roles: ['slave'], suggested: false },
      ],
    }),
    plan: async ({ instanceName, reference }, { progress, signal }) => {
      for (const message of [`Reading ${reference}`, `Reading ${instanceName}`, 'Comparing 412 objects']) {
        progress({ message })
        await pause(400, signal)
      }
      const drift = fakeDrift(world.drifted.has(instanceName))
      const operations = drift.entries.map((entry, index) => ({
        key: String(index + 1),
        verb:
          entry.type === 'missing'
            ? ('add' as const)
            : entry.type === 'extra'
              ? ('remove' as const)
              : ('modify' as const),
        kind: entry.kind,
        id: entry.id,
        title: `${entry.type === 'missing' ? 'add' : entry.type === 'extra' ? 'remove' : 'modify'} ${entry.kind} ${entry.title}`,
        reason:
          entry.type === 'missing'
            ? `${instanceName} does not have it.`
            : entry.type === 'extra'
              ? `${reference} does not have it.`
              : `${entry.properties.map(({ property }) => property).join(', ')} differ.`,
        events: 1,
        bytes: 1_400,
      }))
      const plan: ResyncPlan = {
        id: `plan-${plans.size + 1}`,
        instanceName,
        reference,
        queue: `Consumer.${instanceName}.VirtualTopic.geoserver`,
        drift,
        operations,
        events: operations.length,
      }
      plans.set(plan.id, plan)
      return plan
    },
    run: async ({ plan: id, leaveOut }, { progress, signal }) => {
      const plan = plans.get(id)
      if (plan === undefined) throw new Error(`no plan ${id}`)
      const startedAt = Date.now()
      const operations = plan.operations.filter(({ key }) => !leaveOut.includes(key))
      const results = []
      for (const [done, operation] of operations.entries()) {
        while (paused.has(id) && !signal.aborted) await pause(100)
        if (signal.aborted) break
        progress({
          phase: 'sending',
          done,
          total: operations.length,
          operation: operation.title,
          paused: paused.has(id),
        })
        await pause(700)
        const { key, title, reason } = operation
        results.push({ key, title, reason, state: 'applied', message: null })
      }
      progress({
        phase: 'verifying',
        done: results.length,
        total: operations.length,
        operation: null,
        paused: false,
      })
      await pause(500)
      const verified = !signal.aborted && leaveOut.length === 0
      if (verified) world.drifted.delete(plan.instanceName)
      world.nodesChanged.emit()
      const after = fakeDrift(!verified)
      return {
        id,
        instanceName: plan.instanceName,
        reference: plan.reference,
        queue: plan.queue,
        startedAt,
        finishedAt: Date.now(),
        before: plan.drift,
        after,
        results,
        left: plan.operations
          .filter(({ key }) => leaveOut.includes(key))
          .map(({ key, title }) => ({ key, title })),
        verified,
        cancelled: signal.aborted,
        markdown: `# Resync of ${plan.instanceName}\n`,
        html: `<h1>Resync of ${plan.instanceName}</h1>`,
      }
    },
    pause: ({ plan, paused: stop }) => {
      if (stop) paused.add(plan)
      else paused.delete(plan)
      return {}
    },
  }
}
