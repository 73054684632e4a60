import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { confirm } from '../../composables/confirm.ts'
import { saveFile } from '../../components/save-file.ts'
import { useAction } from '../../composables/use-action.ts'
import { useFormat } from '../../composables/use-format.ts'
import { useToasts } from '../../stores/toasts.ts'
import type { OutputFor } from '../../api/types.ts'

type Outcome = OutputFor<'brokers', 'discard'>['outcomes'][number]

/** What an operator does with messages of a queue: chosen ones, or all of it. Every change asks for a queue's name first. */
export function useQueueChanges(queue: () => string, depth: () => number | null, changed: () => void) {
  const { t } = useI18n()
  const format = useFormat()
  const toasts = useToasts()
  const options = { keep: true, onFailure: toasts.showFailure }
  const resending = useAction('brokers', 'resend', options)
  const discarding = useAction('brokers', 'discard', options)
  const exporting = useAction('brokers', 'exportMessages', { onFailure: toasts.showFailure })
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  /** Those of the last change that were not done, and why. */
  const notDone = shallowRef<readonly Outcome[]>([])

  const count = computed(() => (chosen.value.size === 0 ? depth() : chosen.value.size))
  /** What the buttons are about, as in `3 messages` or `all messages`. */
  const what = computed(() => wordsFor(chosen.value))
  const running = computed(() =>
    resending.pending.value ? resending : discarding.pending.value ? discarding : undefined,
  )

  function wordsFor({ size }: ReadonlySet<string>): string {
    return size === 0
      ? t('brokers.changes.all')
      : t('brokers.changes.some', { count: format.number(size) }, size)
  }

  function inQueue(these: ReadonlySet<string>) {
    return { queue: queue(), messageIds: these.size === 0 ? null : [...these] }
  }

  function choose(messageId: string, isChosen: boolean): void {
    const next = new Set(chosen.value)
    if (isChosen) next.add(messageId)
    else next.delete(messageId)
    chosen.value = next
  }

  function chooseAll(messageIds: readonly string[]): void {
    chosen.value = new Set(messageIds)
  }

  /** @param these those that are chosen unless others are named; all where none is */
  async function resend(to: string, these = chosen.value): Promise<void> {
    const from = queue()
    const confirmed = await confirm(() => ({
      title: t('brokers.changes.resendTitle', { what: wordsFor(these), to }),
      message: t('brokers.changes.resendText', { queue: from, to }),
      confirm: t('brokers.changes.resend'),
      danger: true,
      typed: to,
    }))
    if (confirmed) tell(await resending.run({ ...inQueue(these), to, agreed: to }))
  }

  async function discard(these = chosen.value): Promise<void> {
    const from = queue()
    const confirmed = await confirm(() => ({
      title: t('brokers.changes.discardTitle', { what: wordsFor(these) }),
      message: t('brokers.changes.discardText', { queue: from }),
      confirm: t('brokers.changes.discard'),
      danger: true,
      typed: from,
    }))
    if (confirmed) tell(await discarding.run({ ...inQueue(these), agreed: from }))
  }

  async function exportAs(kind: 'jsonl' | 'csv', text: string): Promise<void> {
    const answer = await exporting.run({ queue: queue(), text, format: kind })
    if (answer !== undefined) saveFile(answer)
  }

  function tell(answer: { readonly outcomes: readonly Outcome[] } | undefined): void {
    changed()
    if (answer === undefined) return
    const { outcomes } = answer
    notDone.value = outcomes.filter(({ outcome }) => outcome !== 'done')
    chosen.value = new Set(
      outcomes.flatMap(({ messageId, outcome }) =>
        outcome === 'left' && chosen.value.has(messageId) ? [messageId] : [],
      ),
    )
    const done = outcomes.length - notDone.value.length
    toasts.show({
      severity: notDone.value.length === 0 ? 'ok' : 'attention',
      message: () =>
        t('brokers.changes.done', {
          done: format.number(done),
          all: format.number(outcomes.length),
        }),
    })
  }

  return { chosen, choose, chooseAll, count, what, running, notDone, resend, discard, exportAs }
}

export type QueueChanges = ReturnType<typeof useQueueChanges>
