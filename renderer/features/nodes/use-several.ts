import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { NodeView } from '../../../electron/contract/features/inventory.ts'
import type { PlannedResync, SeveralReport } from '../../../electron/contract/features/several.ts'
import { agreementTo, isAllowed } from '../../components/nodes/agreement.ts'
import { saveFile } from '../../components/save-file.ts'
import { useAction } from '../../composables/use-action.ts'
import { useCluster } from '../../stores/cluster.ts'
import { useToasts } from '../../stores/toasts.ts'

/** What can be done to several nodes besides comparing and resyncing them, in the order it is shown. */
export const severalActions = ['start', 'stop', 'pause', 'resume', 'reload', 'forget'] as const
export type SeveralAction = (typeof severalActions)[number]

/**
 * Does one thing to several nodes at a time, shows how far it is, and keeps the report until it is closed. It outlives
 * the screen, so that one may look elsewhere meanwhile.
 */
export const useSeveral = defineStore('several', () => {
  const cluster = useCluster()
  const toasts = useToasts()
  const told = { keep: true, onFailure: toasts.showFailure }
  const runs = {
    compare: useAction('several', 'compare', told),
    plan: useAction('several', 'planResync', told),
    resync: useAction('several', 'resync', told),
    act: useAction('several', 'act', told),
  }
  const exporting = useAction('several', 'export', told)
  const report = shallowRef<SeveralReport>()
  const planned = shallowRef<readonly PlannedResync[]>()
  const running = computed(() => Object.values(runs).find(({ pending }) => pending.value))
  /** Whether something is done with nodes, be it those of another cluster. */
  const isRunning = computed(() => running.value !== undefined)
  const isHere = computed(() => running.value?.isElsewhere.value === false)
  const progress = computed(() => running.value?.progress.value)
  const cancel = (): void => running.value?.cancel()

  // What was done in one cluster means nothing for another.
  watch(() => cluster.profile?.id, begin)

  function allowed(
    action: NodeView['actions'][number]['action'],
    of: readonly NodeView[],
  ): readonly NodeView[] {
    return of.filter((node) => isAllowed(action, node))
  }

  function begin(): void {
    report.value = undefined
    planned.value = undefined
  }

  async function compare(of: readonly NodeView[]): Promise<void> {
    begin()
    report.value = await runs.compare.run({ instanceNames: namesOf(allowed('compare', of)) })
  }

  /** Finds out what a resync of each would do; nothing is sent. */
  async function plan(of: readonly NodeView[]): Promise<void> {
    begin()
    planned.value = await runs.plan.run({ instanceNames: namesOf(allowed('resync', of)) })
  }

  /** Carries out what was planned and shown. */
  async function resync(): Promise<void> {
    const plans = (planned.value ?? []).flatMap(({ plan, instanceName, leaveOut, operations }) =>
      plan === null || operations === 0 ? [] : [{ plan, instanceName, leaveOut }],
    )
    begin()
    report.value = await runs.resync.run({ plans })
  }

  async function act(action: SeveralAction, of: readonly NodeView[]): Promise<void> {
    const meant = allowed(action, of).map((node) => ({
      instanceName: node.instanceName,
      agreed: agreementTo(action, node),
    }))
    begin()
    report.value = await runs.act.run({ action, nodes: meant })
  }

  async function save(of: readonly NodeView[]): Promise<void> {
    const file = await exporting.run({ instanceNames: namesOf(of) })
    if (file !== undefined) saveFile(file)
  }

  return {
    isRunning,
    isHere,
    progress,
    cancel,
    report,
    planned,
    allowed,
    compare,
    plan,
    resync,
    act,
    save,
    close: begin,
  }
})

function namesOf(nodes: readonly NodeView[]): string[] {
  return nodes.map(({ instanceName }) => instanceName)
}
