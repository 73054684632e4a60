import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { StyleFinding } from '../../../electron/contract/features/configuration.ts'
import { useSpeak } from '../../i18n/use-speak.ts'
import type { ObjectEditor } from './use-object-editor.ts'

/** What is wrong with what is edited, field by field and as a whole. */
export function useObjectProblems(editor: ObjectEditor) {
  const { t } = useI18n()
  const { speak, speakIfAny, speakFailure } = useSpeak()
  /** Whether the review was asked for; before, a new object's empty fields are nothing to complain about. */
  const attempted = ref(false)
  watch(editor.target, () => (attempted.value = false))

  const shown = computed(() =>
    editor.localProblems.value.filter(
      ({ property, problem }) =>
        problem !== 'required' ||
        !editor.isNew.value ||
        attempted.value ||
        editor.changed.value.includes(property),
    ),
  )
  const problems = computed(() => {
    const found = new Map(
      shown.value.map(({ property, problem }) => [property, t(`configuration.form.problems.${problem}`)]),
    )
    for (const { property, message } of editor.preview.value?.problems ?? []) {
      if (property !== null && !found.has(property)) found.set(property, speak(message))
    }
    return found
  })
  /** Whether the hint says that something is wrong, not only that it is worth knowing. */
  const failed = computed(
    () =>
      editor.previewFailure.value !== undefined ||
      problems.value.size > 0 ||
      editor.preview.value?.findings.some(({ severity }) => severity === 'error') === true,
  )
  const hint = computed(() => {
    const refused = editor.previewFailure.value
    if (refused !== undefined) return speakFailure(refused).message
    const broken = editor.preview.value?.findings.find(({ severity }) => severity === 'error')
    const ofNone = editor.preview.value?.problems.find(({ property }) => property === null)
    const count = problems.value.size
    return (
      speakIfAny(ofNone?.message) ??
      (broken === undefined ? undefined : inBody(broken)) ??
      (count > 0 ? t('configuration.footer.problems', { count }, count) : undefined)
    )
  })

  function inBody({ place, problem }: StyleFinding): string {
    const said = speak(problem)
    return place === null ? said : t('configuration.review.at', { ...place, problem: said })
  }

  return { attempted, problems, hint, failed }
}
