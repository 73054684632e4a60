import { computed, shallowRef } from 'vue'
import type { EditDraft, TreeNode } from '../../../electron/contract/features/configuration.ts'
import { useAction } from '../../composables/use-action.ts'
import { useCall } from '../../composables/use-call.ts'
import { useToasts } from '../../stores/toasts.ts'
import type { ObjectEditor } from './use-object-editor.ts'

/**
 * Collects edits of the node that is shown, to publish them as one change: what is edited, and the same of other
 * objects. The application keeps them, also while it does not run.
 * @param objects all of the node's
 */
export function useCollecting(
  editor: ObjectEditor,
  instanceName: () => string,
  objects: () => readonly TreeNode[],
) {
  const onFailure = useToasts().showFailure
  const kept = useCall('configuration', 'collected', () =>
    instanceName() === '' ? undefined : { instanceName: instanceName() },
  )
  const collected = computed(() => kept.data.value ?? [])
  const collectAll = useAction('configuration', 'collect', { onFailure })
  const dropSome = useAction('configuration', 'drop', { onFailure })
  /** Whether others are being chosen that are to be changed as well. */
  const choosing = shallowRef(false)
  const candidates = computed(() =>
    objects().filter(({ kind, id }) => kind === editor.view.value?.kind && id !== editor.view.value.id),
  )

  /** Sets what is edited aside, with the same change of others, and shows the object as it is. */
  async function collect(others: readonly TreeNode[] = []): Promise<boolean> {
    const [view, draft] = [editor.view.value, editor.draft.value]
    choosing.value = false
    if (view === undefined || draft === undefined) return false
    const name = editor.values.value['name']
    const title = editor.isNew.value && typeof name === 'string' ? name : view.title
    const edits = [
      edit(view, title, draft),
      ...others.map((each) => {
        const service = each.kind === 'service' ? each.root : null
        // It takes whatever that object is by then; only what is changed counts.
        const same = { ...draft, id: each.id, service, styleBody: null, version: null }
        return edit(each, each.title, same)
      }),
    ]
    if ((await collectAll.run({ edits })) === undefined) return false
    editor.discard()
    await kept.refresh()
    return true
  }

  function edit({ kind, root }: Pick<TreeNode, 'kind' | 'root'>, title: string, draft: EditDraft) {
    return { instanceName: instanceName(), kind, root, title, draft }
  }

  async function drop(ids: readonly string[]): Promise<void> {
    await dropSome.run({ ids: [...ids] })
    await kept.refresh()
  }

  return { collected, choosing, candidates, collect, drop, refresh: kept.refresh }
}
