import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { MessageFilter, MessageRow } from '../../../electron/contract/features/messages.ts'
import { asCallFailure, call } from '../../api/index.ts'
import { confirm } from '../../composables/confirm.ts'
import type { MenuEntry } from '../../components/menu-entry.ts'
import { saveFile } from '../../components/save-file.ts'
import { useObjectEntries } from '../../components/catalog/object-entries.ts'
import { useCopy } from '../../composables/use-copy.ts'
import { useAction } from '../../composables/use-action.ts'
import { useFormat } from '../../composables/use-format.ts'
import { useSpeak } from '../../i18n/use-speak.ts'
import { useCluster } from '../../stores/cluster.ts'
import { useToasts } from '../../stores/toasts.ts'

/** A file larger than this is refused before it is read: one message to the application holds it whole. */
const largestImport = 24 * 1024 * 1024

/** Sends a message again to a node: every entry asks first and names the queue. */
export function useReplay(): (row: MessageRow) => readonly MenuEntry[] {
  const { t } = useI18n()
  const cluster = useCluster()
  const { speak } = useSpeak()
  const toasts = useToasts()

  async function replay({ sequence, summary }: MessageRow, slave: string, queue: string): Promise<void> {
    const confirmed = await confirm(() => ({
      title: t('messages.replayTitle', { slave }),
      message: t('messages.replayMessage', { slave, queue, summary: speak(summary) }),
      confirm: t('messages.replayConfirm', { queue }),
    }))
    if (!confirmed) return
    try {
      const sent = await call('messages', 'replay', { sequence, instanceName: slave, agreed: queue })
      toasts.show({ severity: 'ok', message: () => t('messages.replayed', { queue: sent.queue }) })
    } catch (error) {
      toasts.showFailure(asCallFailure(error))
    }
  }

  return (row) =>
    cluster.slaves.map(({ instanceName: slave, queue }): MenuEntry => ({
      type: 'item',
      label: t('messages.replayTo', { slave }),
      detail: queue ?? undefined,
      changes: true,
      disabledBecause: queue === null ? t('messages.replayNoQueue') : null,
      run: () => {
        if (queue !== null) void replay(row, slave, queue)
      },
    }))
}

/** What can be done with a line of the log. */
export function useMessageEntries(
  open: (row: MessageRow) => void,
): (row: MessageRow) => readonly MenuEntry[] {
  const { t } = useI18n()
  const copy = useCopy()
  const router = useRouter()
  const entriesOf = useObjectEntries()
  const replay = useReplay()
  return (row) => [
    { type: 'item', label: t('nodes.open'), keys: 'Enter', run: () => open(row) },
    ...(row.object === null ? [] : entriesOf({ id: row.object.id, node: row.sender })),
    { type: 'separator' },
    {
      type: 'item',
      label: t('messages.copyLink'),
      run: () => {
        const place = { name: 'messages', query: { message: row.sequence } }
        copy(new URL(router.resolve(place).href, location.href).href)
      },
    },
    ...replay(row),
  ]
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
      detail: answer.complete ? undefined : () => t('messages.exportCut'),
      message: () =>
        t(
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
        message: () =>
          t('messages.tooLarge', {
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
      message: () => t('messages.imported', { count: format.number(answer.messages) }, answer.messages),
    })
  }

  return { exporting, importing, exportAs, importFile }
}

export type Transfer = ReturnType<typeof useTransfer>
