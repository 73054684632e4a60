import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ResyncPlan, ResyncReport } from '../../../electron/contract/features/resync.ts'
import { asCallFailure, call, type CallFailure } from '../../api/index.ts'
import { useAction } from '../../composables/use-action.ts'
import { useCluster } from '../../stores/cluster.ts'
import { offByDefault, selectionOf } from './plan-groups.ts'

export type Step = 'compare' | 'plan' | 'run' | 'proof'

/** The resync at hand. It outlives the screen, so that one may look elsewhere while it runs. */
export const useResync = defineStore('resync', () => {
  const cluster = useCluster()
  const planned = shallowRef<ResyncPlan>()
  const report = shallowRef<ResyncReport>()
  const leftOut = shallowRef<ReadonlySet<string>>(new Set())
  const paused = ref(false)
  const cancelled = ref(false)
  const pauseFailure = shallowRef<CallFailure>()
  const planning = useAction('resync', 'plan', { keep: true })
  const running = useAction('resync', 'run', { keep: true })

  /** Whether the resync of another cluster goes on, which is nothing to show over this one. */
  const isElsewhere = computed(() => running.pending.value && running.isElsewhere.value)
  const plan = computed(() => (isElsewhere.value ? undefined : planned.value))

  const step = computed<Step>(() => {
    if (report.value !== undefined) return 'proof'
    if (running.pending.value && !isElsewhere.value) return 'run'
    const { operations, withheld } = plan.value ?? { operations: [], withheld: [] }
    return operations.length + withheld.length === 0 ? 'compare' : 'plan'
  })
  const selection = computed(() =>
    plan.value === undefined ? undefined : selectionOf(plan.value, leftOut.value),
  )

  // The application says when it took note; until then what was asked for is shown.
  watch(running.progress, (progress) => {
    if (progress !== undefined) paused.value = progress.paused
  })

  // What was planned for one cluster means nothing for another. What goes on there is shown again to who comes back.
  watch(
    () => cluster.profile?.id,
    () => {
      planning.cancel()
      if (!running.pending.value) forget()
    },
  )
  watch(running.pending, (pending) => {
    if (!pending && running.isElsewhere.value) forget()
  })

  function forget(): void {
    planned.value = undefined
    report.value = undefined
    for (const failure of [planning.failure, running.failure, pauseFailure]) failure.value = undefined
  }

  /**
   * Compares a slave with a reference and plans what would make them equal. Nothing is sent.
   * @param byFiles everything by files and one reload, or nothing of the kind, as somebody switched it
   */
  async function compare(instanceName: string, reference: string, byFiles?: boolean): Promise<void> {
    if (running.pending.value) return
    forget()
    leftOut.value = new Set()
    planned.value = await planning.run({
      instanceName,
      reference,
      ...(byFiles === undefined ? {} : { byFiles }),
    })
    // Whoever switched it on wants what it does.
    const off = plan.value === undefined || byFiles === true ? [] : offByDefault(plan.value)
    leftOut.value = new Set(off)
  }

  function leave(keys: readonly string[], out: boolean): void {
    const next = new Set(leftOut.value)
    for (const key of keys)
      if (out) next.add(key)
      else next.delete(key)
    leftOut.value = next
  }

  async function run(): Promise<void> {
    if (plan.value === undefined) return
    paused.value = false
    cancelled.value = false
    const { id, instanceName } = plan.value
    report.value = await running.run({ plan: id, instanceName, leaveOut: [...leftOut.value] })
  }

  async function pause(wanted: boolean): Promise<void> {
    if (plan.value === undefined) return
    pauseFailure.value = undefined
    try {
      await call('resync', 'pause', { plan: plan.value.id, paused: wanted })
      paused.value = wanted
    } catch (error) {
      pauseFailure.value = asCallFailure(error)
    }
  }

  /** Stops the run after the operation at hand; what was sent stays sent, and is compared. */
  function cancel(): void {
    cancelled.value = true
    running.cancel()
  }

  return {
    plan,
    report,
    leftOut,
    paused,
    cancelled,
    pauseFailure,
    planning,
    running,
    isElsewhere,
    step,
    selection,
    compare,
    leave,
    run,
    pause,
    cancel,
  }
})
