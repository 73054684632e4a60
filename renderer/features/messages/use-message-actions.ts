import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { MessageFilter, MessageRow } from '../../../electron/contract/features/messages.ts'
import { asCallFailure, call } from '../../api/index.ts'
import { confirm } from '../../composables/confirm.ts'
import type { MenuEntry } from '../../components/menu-entry.ts'
import { saveFile } from '../../components/save-file.ts'
import { useAction } from '../../composables/use-action.ts'
import { useFormat } from '../../composables/use-format.ts'
import { useSpeak } from '../../i18n/use-speak.ts'
import { useCluster } from '../../stores/cluster.ts'
import { useToasts } from '../../stores/toasts.ts'

/** A file larger than this is refused before it is read: one message to the application holds it whole. */
const largestImport = 24 * 1024 * 1024

/** What can be done with one message: sent again to a node. Every entry asks first and names the queue. */
export function useReplay(row: () => MessageRow | undefined): ComputedRef<readonly MenuEntry[]> {
  const { t } = useI18n()
  const cluster = useCluster()
  const { speak } = useSpeak()
  const toasts = useToasts()

  async function replay({ sequence, summary }: MessageRow, slave: string, queue: string): Promise<void> {
    const confirmed = await confirm({
      title: t('messages.replayTitle', { slave }),
      message: t('messages.replayMessage', { slave, queue, summary: speak(summary) }),
      confirm: t('messages.replayConfirm', { queue }),
    })
    if (!confirmed) return
    try {
      const sent = await call('messages', 'replay', { sequence, instanceName: slave, agreed: queue })
      toasts.show({ severity: 'ok', message: t('messages.replayed', { queue: sent.queue }) })
    } catch (error) {
      toasts.showFailure(asCallFailure(error))
    }
  }

  return computed(() =>
    cluster.slaves.map(({ instanceName: slave, queue }): MenuEntry => ({
      type: 'item',
      label: t('messages.replayTo', { slave }),
      detail: queue ?? undefined,
      changes: true,
      disabledBecause: queue === null ? t('messages.replayNoQueue') : null,
      run: () => {
        const message = row()
        if (message !== undefined && queue !== null) void replay(message, slave, queue)
      },
    })),
  )
}

/** Messages into a file and out of one. */
export function useTransfer(filter: () => MessageFilter) {
  const { t } = useI18n()
  const format = useFormat()
  const toasts = useToasts()
  const exporting = useAction('messages', 'export')
  const importing = useAction('messages', 'import', { keep: true })

  async function exportAs(kind: 'jsonl' | 'csv'): Promise<void> {
    const answer = await exporting.run({ filter: filter(), format: kind })
    if (answer === undefined) return
    saveFile(answer)
    toasts.show({
      severity: answer.complete ? 'ok' : 'attention',
      detail: answer.complete ? undefined : t('messages.exportCut'),
      message: t(
        'messages.exported',
        { count: format.number(answer.messages), file: answer.fileName },
        answer.messages,
      ),
    })
  }

  async function importFile(file: File): Promise<void> {
    if (file.size > largestImport) {
      toasts.show({
        severity: 'attention',
        message: t('messages.tooLarge', {
          size: format.bytes(file.size),
          limit: format.bytes(largestImport),
        }),
      })
      return
    }
    const answer = await importing.run({ content: await file.text() })
    if (answer === undefined) return
    toasts.show({
      severity: 'ok',
      message: t('messages.imported', { count: format.number(answer.messages) }, answer.messages),
    })
  }

  return { exporting, importing, exportAs, importFile }
}

export type Transfer = ReturnType<typeof useTransfer>
