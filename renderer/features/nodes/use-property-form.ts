import { computed, ref, shallowRef, watch } from 'vue'
import type { Wording } from '../../../electron/contract/wording.ts'
import { useAction } from '../../composables/use-action.ts'
import { useCall } from '../../composables/use-call.ts'
import { changesOf, effectsOf, problemWith } from './property-form.ts'

/**
 * cluster.properties of a node and what the operator wrote over it. It outlives the tab it is edited in.
 * @param isWanted whether it is shown; it is read the first time it is, and kept from then on
 */
export function usePropertyForm(instanceName: string, isWanted: () => boolean) {
  const wasWanted = ref(false)
  watch(isWanted, (wanted) => (wasWanted.value ||= wanted), { immediate: true })
  const { data, failure, refresh } = useCall('inventory', 'properties', () =>
    wasWanted.value ? { instanceName } : undefined,
  )
  const saving = useAction('inventory', 'saveProperties', { keep: true })
  const written = ref<Record<string, string>>({})
  const refused = shallowRef<Readonly<Record<string, Wording>>>({})

  const properties = computed(() => data.value?.properties ?? [])
  const changes = computed(() => changesOf(properties.value, written.value))
  const changed = computed(() => Object.keys(changes.value))
  const effects = computed(() => effectsOf(properties.value, changes.value))
  const hasProblems = computed(() =>
    properties.value.some(
      (property) =>
        changes.value[property.key] !== undefined &&
        problemWith(property, changes.value[property.key] ?? '') !== undefined,
    ),
  )

  function write(key: string, value: string): void {
    written.value = { ...written.value, [key]: value }
    refused.value = Object.fromEntries(Object.entries(refused.value).filter(([other]) => other !== key))
  }

  function discard(): void {
    written.value = {}
    refused.value = {}
  }

  /** Returns whether a restart is needed, or undefined when nothing was saved. */
  async function save(): Promise<boolean | undefined> {
    const answer = await saving.run({
      instanceName,
      changes: changes.value,
      agreed: data.value?.path ?? '',
    })
    if (answer === undefined) return undefined
    refused.value = Object.fromEntries(answer.problems.map(({ key, message }) => [key, message]))
    if (answer.problems.length > 0) return undefined
    await refresh()
    discard()
    return answer.restartNeeded
  }

  return {
    data,
    failure,
    properties,
    written,
    changed,
    effects,
    hasProblems,
    refused,
    saving: saving.pending,
    saveFailure: saving.failure,
    write,
    discard,
    save,
  }
}

export type PropertyForm = ReturnType<typeof usePropertyForm>
