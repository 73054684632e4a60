import { computed, shallowRef } from 'vue'
import type { EditDraft, TreeNode } from '../../../electron/contract/features/configuration.ts'
import { useKindWords } from '../../components/catalog/kinds.ts'
import type { ObjectEditor } from './use-object-editor.ts'
import { useChangeSet } from './set/change-set.ts'

/**
 * Collects edits of the node that is shown, to publish them as one change: what is edited, and the same of other objects.
 * @param objects all of the node's
 */
export function useCollecting(
  editor: ObjectEditor,
  instanceName: () => string,
  objects: () => readonly TreeNode[],
) {
  const wordsOf = useKindWords()
  const changeSet = useChangeSet()
  const collected = computed(() => changeSet.edits.filter((each) => each.instanceName === instanceName()))
  /** Whether others are being chosen that are to be changed as well. */
  const choosing = shallowRef(false)
  const candidates = computed(() =>
    objects().filter(({ kind, id }) => kind === editor.view.value?.kind && id !== editor.view.value.id),
  )

  function add(kind: string, root: string, title: string, draft: EditDraft): void {
    changeSet.collect({ instanceName: instanceName(), title: `${wordsOf(kind, root)} ${title}`, draft })
  }

  /** Sets what is edited aside, and shows the object as it is. */
  function collect(): void {
    const [view, draft] = [editor.view.value, editor.draft.value]
    if (view === undefined || draft === undefined) return
    const name = editor.values.value['name']
    add(view.kind, view.root, editor.isNew.value && typeof name === 'string' ? name : view.title, draft)
    editor.discard()
  }

  /** Sets what is edited aside, with the same change of others. */
  function collectFor(others: readonly TreeNode[]): void {
    const draft = editor.draft.value
    choosing.value = false
    if (draft === undefined) return
    collect()
    for (const { id, kind, root, title } of others) {
      const service = kind === 'service' ? root : null
      // It takes whatever that object is by then; only what is changed counts.
      add(kind, root, title, { ...draft, id, service, styleBody: null, version: null })
    }
  }

  return {
    collected,
    choosing,
    candidates,
    collect,
    collectFor,
    drop: changeSet.drop,
    dropAll: () => changeSet.dropAll(instanceName()),
  }
}
