import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../composables/use-format.ts'
import { useSpeak } from '../../i18n/use-speak.ts'
import { useResync, type Step } from './use-resync.ts'

/** The four steps as sections of the page: what each came to, and which are open. */
export function useStepSections() {
  const { t } = useI18n()
  const { speakIfAny } = useSpeak()
  const format = useFormat()
  const resync = useResync()
  const opened = ref<ReadonlySet<Step>>(new Set(opensAt(resync.step)))

  watch(
    () => resync.step,
    (step) => (opened.value = new Set(opensAt(step))),
  )

  function opensAt(step: Step): readonly Step[] {
    return step === 'plan' ? ['compare', 'plan'] : [step]
  }

  function setOpen(step: Step, open: boolean): void {
    const others = [...opened.value].filter((other) => other !== step)
    opened.value = new Set(open ? [...others, step] : others)
  }

  function compared(): string | undefined {
    if (resync.planning.pending) return speakIfAny(resync.planning.progress?.message) ?? t('resync.comparing')
    const drift = resync.plan?.drift
    if (drift === undefined) return undefined
    const said = { compared: format.number(drift.compared), at: format.time(drift.at) }
    if (drift.equal) return t('resync.equal', said)
    const count = drift.entries.length
    if (count === 0) return t('resync.uncertain')
    return t('resync.differ', { ...said, count: format.number(count) }, count)
  }

  function planned(): string | undefined {
    const { plan, selection } = resync
    if (plan === undefined || selection === undefined) return undefined
    if (plan.operations.length === 0) return t('resync.nothingToDo')
    const { operations, removals, bytes } = selection
    const out = plan.operations.length - operations
    const parts = [
      t('resync.operations', { count: format.number(operations) }, operations),
      ...(removals > 0 ? [t('resync.removals', { count: format.number(removals) }, removals)] : []),
      ...(out > 0 ? [t('resync.leftOut', { count: format.number(out) }, out)] : []),
      format.bytes(bytes),
    ]
    return parts.join(' · ')
  }

  function ran(): string | undefined {
    const { progress } = resync.running
    if (resync.step === 'run' && progress !== undefined) {
      const { done, total } = progress
      return t('resync.doneOf', { done: format.number(done), total: format.number(total) })
    }
    const { report } = resync
    if (report === undefined) return undefined
    const count = report.results.length
    return t(
      'resync.ran',
      {
        from: format.dateTime(report.startedAt),
        duration: format.duration(report.finishedAt - report.startedAt),
        count: format.number(count),
      },
      count,
    )
  }

  function proved(): string | undefined {
    const { report } = resync
    if (report === undefined) return undefined
    const before = report.before.entries.length
    const after = report.after.entries.length
    return t('resync.beforeToAfter', { before: format.number(before), after: format.number(after) }, before)
  }

  function section(step: Step, number: number, reached: boolean, summary: string | undefined) {
    return {
      number,
      title: t(`resync.steps.${step}`),
      current: resync.step === step,
      reached,
      summary,
      open: opened.value.has(step),
      'onUpdate:open': (open: boolean) => setOpen(step, open),
    }
  }

  return computed(() => ({
    compare: section('compare', 1, true, compared()),
    plan: section('plan', 2, resync.plan !== undefined, planned()),
    run: section('run', 3, resync.step === 'run', ran()),
    proof: section('proof', 4, resync.report !== undefined, proved()),
  }))
}
