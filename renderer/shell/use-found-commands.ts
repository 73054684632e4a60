import { Mail } from '@lucide/vue'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { iconOf, useKindWords } from '../components/catalog/kinds.ts'
import { objectPlace } from '../components/catalog/object-entries.ts'
import { objectsOf, parseFilter } from '../components/filter/message-filter.ts'
import { useCall } from '../composables/use-call.ts'
import type { Command } from '../composables/use-commands.ts'
import { useSettled } from '../composables/use-settled.ts'
import { useSpeak } from '../i18n/use-speak.ts'
import { useCluster } from '../stores/cluster.ts'

const objectsShown = 10
const messagesShown = 5
/** Milliseconds nobody types for before the application is asked. */
const pause = 150

/**
 * What the application finds by words, and by what lists are narrowed by (`kind:layer`): objects of the catalog, and
 * messages; each leads to itself. While it is asked, what it found before may be of other words.
 */
export function useFoundCommands(search: () => string): {
  readonly found: ComputedRef<readonly Command[]>
  readonly isPending: ComputedRef<boolean>
} {
  const { t } = useI18n()
  const { speak } = useSpeak()
  const router = useRouter()
  const cluster = useCluster()
  const wordsOf = useKindWords()
  const settled = useSettled(search, () => pause)
  const text = computed(() => settled.value.trim().slice(0, 200))
  const isAsked = computed(() => cluster.isOpen && text.value.length > 1)
  const filter = computed(() => parseFilter(text.value).filter)
  const objects = useCall('configuration', 'find', () => {
    const wanted = isAsked.value ? objectsOf(filter.value) : undefined
    return wanted && { ...wanted, limit: objectsShown }
  })
  const messages = useCall('messages', 'page', () =>
    isAsked.value ? { filter: filter.value, before: null, after: null, limit: messagesShown } : undefined,
  )
  const isPending = computed(
    () => (cluster.isOpen && settled.value !== search()) || objects.pending.value || messages.pending.value,
  )
  const found = computed(() => [
    ...(objectsOf(filter.value) === undefined ? [] : (objects.data.value ?? [])).map((object): Command => ({
      id: `object-${object.id}`,
      label: `${object.title} (${wordsOf(object.kind, object.root)})`,
      group: t('shell.palette.objects'),
      icon: iconOf(object.kind),
      run: () => void router.push(objectPlace({ id: object.id, node: object.instanceName })),
    })),
    ...(messages.data.value?.rows ?? []).map(({ sequence, summary, sender }): Command => ({
      id: `message-${sequence}`,
      label: `${speak(summary)} · ${sender}`,
      group: t('shell.screens.messages'),
      icon: Mail,
      run: () => void router.push({ name: 'messages', query: { message: sequence } }),
    })),
  ])
  return { found, isPending }
}
